"""The columns of the tables that say what a sweep varied and how much hangs on it, each with its unit and meaning."""

from collections.abc import Mapping
from typing import Final

_SHARE, _DELTA, _KEY = "share", "0 to 1", "as the key"

SWEEP_COLUMNS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "draws": {"choice": ("text", "what the draw chose, where that is no number; empty else")},
    "indices": {
        "outcome": ("name", "outcome, or buffer index, that an index is of"),
        "factor": ("text", "setting that the draws or points vary"),
        "first": (_SHARE, "first-order index: share of the outcome's variance that goes with the factor alone"),
        "delta": (_DELTA, "how far the outcome's distribution moves when the factor is known (Borgonovo)"),
        "low": (_DELTA, "lower end of the 95 % interval of delta (bootstrap)"),
        "high": (_DELTA, "upper end of the 95 % interval of delta (bootstrap)"),
        "noise": (_SHARE, "share of the variance between draws that random numbers make; of B that of the loss"),
        "n": ("number", "draws that have the outcome"),
    },
    "swept": {
        "parameter": ("text", "key that is swept or drawn"),
        "design": ("text", "sweep (grid, zip, list), Latin hypercube, Sobol sequence, or draws"),
        "from": (_KEY, "least value that was run"),
        "to": (_KEY, "greatest value that was run"),
        "points": ("number", "different values that were run"),
        "scale": ("text", "even, or in proportion (evenly spaced in the logarithm)"),
        "choices": ("text", "values that are no numbers"),
        "asked": ("text", "range, choices or prior that samples are drawn from"),
    },
}
