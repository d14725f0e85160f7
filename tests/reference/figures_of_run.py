"""Figures that pages quote: of the run of recorded history, its crises, patterns, polls, and what series learned."""

from collections.abc import Mapping
from functools import cache

from builders.paths import EAST_ASIA
from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.series_fit import fit_clocks
from cityties.analysis.series_record import fitted_series
from cityties.tables.world_tables import read_tables
from reference.figures_of_claims import NUMBERS
from reference.results import rows_by, table

RUN = "historical"
CRISES = {
    "china_2005": "CN-JP 2005-04",
    "c2010": "CN-JP 2010-09",
    "c2012": "CN-JP 2012-09",
    "korea_2016": "CN-KR 2016-07",
    "korea_2019": "JP-KR 2019-07",
    "c2025": "CN-JP 2025-11",
}
RIVALS = ("model", "exponential", "ar1", "last")
ORIGINS, WINDOW = "origins", "window"


CHINESE_NUMBERS = "零一两三四五六七八九十"


def picture() -> Mapping[str, object]:
    """Return how many crises the picture of the front page shows, and how many lie on either side of the band."""
    rows = table(RUN, "crises").dropna(subset="buffer_36")
    above, below = (rows["buffer_36_low"] > THRESHOLD).sum(), (rows["buffer_36_high"] < -THRESHOLD).sum()
    numbers = {"crises": len(rows), "above": above, "below": below}
    words = {name: NUMBERS[count] if name != "below" or count else "none" for name, count in numbers.items()}
    return words | {f"zh_{name}": CHINESE_NUMBERS[count] for name, count in numbers.items()}


def stopped() -> Mapping[str, object]:
    """Return the share of official events that each crisis stops, half-lives in months, and the first side's part."""
    rows = rows_by(table(RUN, "crises"), "crisis")
    found: dict[str, object] = {name: rows[crisis]["suspension"] for name, crisis in CRISES.items()}
    lives = {f"life_{name}": int(rows[CRISES[name]]["half_life_with_ties"]) for name in ("c2010", "c2012")}
    return found | lives | {"first_side": rows[CRISES["c2012"]]["stopped_by_first_nation"]}


def governments_hit() -> Mapping[str, object]:
    """Return the share of governments hit by the dispute of 2005."""
    return {"hit": rows_by(table(RUN, "recorded"), "crisis")["JP-KR 2005-03"]["model"]}


def patterns() -> Mapping[str, object]:
    """Return how many ties are frozen in the end, and how many governments the forum has in two years."""
    rows = table(RUN, "patterns")
    forum = rows[rows["pattern"] == "forum"].set_index("period")["model"]
    frozen = rows.loc[rows["pattern"] == "frozen", "model"].sum()
    return {"frozen": frozen, "forum_2006": forum["2006"], "forum_2019": forum["2019"]}


def polls() -> Mapping[str, object]:
    """Return the mean distances to polls, in points."""
    rows = table(RUN, "poll_distance").set_index(["of", "about"])["distance"]
    return {f"{of}_{about}": 100 * rows[of, about] for of, about in rows.index}


def clocks() -> Mapping[str, object]:
    """Return the half-lives that the poll of Japan shows, months for the event part and years for the level.

    Beside them that of ICEWS, and the parameters that have these half-lives: mean life of anger, share of mood lost.
    """
    rows = rows_by(table(RUN, "clocks"), "clock")
    event, level = rows["public: event part"], rows["public: level"]
    found: dict[str, object] = {"icews": rows["relations: event part"]["half_life"]}
    found["icews_high"] = int(rows["relations: event part"]["high"])
    for end, name in (("half_life", ""), ("low", "_low"), ("high", "_high")):
        found |= {f"event{name}": event[end], f"life{name}": 1.0 / _lost(event[end])}
        found |= {f"level{name}": level[end] / 12.0, f"lost{name}": _lost(level[end])}
    return found


def _lost(half_life: float) -> float:
    """Return the share that is lost a month of what halves in so many months."""
    return 1.0 - float(0.5 ** (1.0 / half_life))


@cache
def blows() -> Mapping[str, object]:
    """Return by how much a shock of severity 1 moves the poll of Japan (log odds): event part and level."""
    found = fitted_series(read_tables(EAST_ASIA))
    until, panels = next((until, panels) for _, until, panels in found if panels[0].series == "jiji")
    _, event, _, level = fit_clocks(panels, until).shared
    return {"event": float(event), "level": float(level)}


def scores(fitted_until: str, scheme: str) -> Mapping[str, object]:
    """Return the scores (CRPS) of two clocks and their rivals in the poll of Japan, about China and about Korea."""
    rows = table(RUN, "series_fit").query("series == 'jiji' and fitted_until == @fitted_until")
    by_dyad = rows_by(rows[rows["scheme"].str.startswith(scheme)], "dyad")
    return {
        f"{about}_{rival}": by_dyad[dyad][f"crps_{rival}"]
        for about, dyad in (("china", "CN-JP"), ("korea", "JP-KR"))
        for rival in RIVALS
    }


def shorter_fits() -> Mapping[str, object]:
    """Return the scores of fits to 2005 and 1999 beside those of the last value."""
    fits = {"2005": scores("2005-12", ORIGINS), "1999": scores("1999-12", ORIGINS)}
    return {f"{name}_{year}": value for year, found in fits.items() for name, value in found.items()}
