"""The cities of a world in the order of their rows, and their lasting names, which reading results needs too."""

import pandas as pd

from cityties.tables.world_tables import WorldTables


def city_name(nation: str, city: str) -> str:
    """Return the lasting name of a city, from which its address in the noise is made."""
    return f"{nation}/{city}"


def ordered_cities(tables: WorldTables) -> pd.DataFrame:
    """Return the cities sorted by nation, in the order of the nations table, with their nation's row number."""
    row_of = {code: row for row, code in enumerate(tables.nations["nation"])}
    cities = tables.cities.assign(nation_row=tables.cities["nation"].map(row_of))
    return cities.sort_values("nation_row", kind="stable").reset_index(drop=True)


def city_names(tables: WorldTables) -> list[str]:
    """Return the lasting names of the cities in the order of their rows."""
    return names_of(ordered_cities(tables))


def names_of(cities: pd.DataFrame) -> list[str]:
    """Return the lasting names of cities given by nation and city."""
    return [city_name(code, city) for code, city in zip(cities["nation"], cities["city"], strict=True)]
