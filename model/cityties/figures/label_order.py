"""Which cities of a map have a name first: capitals, then the largest of each nation in turn."""

import pandas as pd

TOWN_WORDS = ("city", "metropol", "municipality", "capital", "town")
NO_TOWN = "district"


def ranked(cities: pd.DataFrame) -> pd.DataFrame:
    """Return cities worth a name: capitals, then the largest of each nation in turn; provinces only if all are such."""
    level = cities["level"]
    is_town = level.str.contains("|".join(TOWN_WORDS), case=False) & ~level.str.contains(NO_TOWN, case=False)
    towns = cities[is_town]
    towns = cities if towns.empty else towns
    towns = towns.sort_values(["capital", "population"], ascending=False, kind="stable")
    turn = towns.groupby("nation", sort=False).cumcount()
    return towns.assign(turn=turn).sort_values("turn", kind="stable")
