"""Figures that pages quote: of the hold-out."""

from collections.abc import Mapping

import pandas as pd

from cityties.calibration.holdout import FIRST_ORDER, MODEL, PERSISTENCE, TO_2011
from cityties.calibration.holdout_width import FIXED, KNOWN
from reference.figures_of_claims import NUMBERS, percent
from reference.results import rows_by, table

RESULT = "holdout"
STOPS = {"c2012": "stopped CN-JP CN-JP 2012-09", "c2019": "stopped JP-KR JP-KR 2019-07"}


def _of(source: str) -> pd.DataFrame:
    """Return the rows of a source: of what came after 2011, and of crises that were left out."""
    return table(RESULT, "holdout").query("source == @source")


def _later(source: str) -> pd.DataFrame:
    """Return the rows of a source of what came after 2011."""
    rows = _of(source)
    return rows[rows["fit"] == TO_2011]


def inside() -> Mapping[str, object]:
    """Return how many facts lie within nine tenths of the prediction, and of how many the fit is the best source."""
    later, every = _later(MODEL), _of(MODEL)
    return {
        "inside": int(later["inside_90"].sum()),
        "facts": len(later),
        "share": percent(float(later["inside_90"].mean())),
        "best": NUMBERS[int(later["best"].sum())],
        "with_left_out": percent(float(every["inside_90"].mean())),
        "every": len(every),
    }


def stops() -> Mapping[str, object]:
    """Return the scores of the stops of 2012 and 2019 by source, and by what is taken as known."""
    found: dict[str, object] = {}
    width = table(RESULT, "width")
    for name, fact in STOPS.items():
        for source, short in ((MODEL, "fit"), (FIRST_ORDER, "ar1")):
            found[f"{short}_{name}"] = rows_by(_later(source), "fact")[fact]["crps"]
        for known, short in ((KNOWN, "known"), (FIXED, "fixed")):
            found[f"{short}_{name}"] = rows_by(width[width["known"] == known], "fact")[fact]["crps"]
    return found


def series() -> Mapping[str, object]:
    """Return the mean scores of changes of polls and of relations in quarters, by source."""
    found: dict[str, object] = {}
    for kind, short in (("poll_change", "poll"), ("relations_score", "relations")):
        for source, name in ((MODEL, "fit"), (FIRST_ORDER, "ar1"), (PERSISTENCE, "last")):
            rows = _later(source)
            found[f"{short}_{name}"] = float(rows.loc[rows["fact"].str.startswith(kind), "crps"].mean())
    return found
