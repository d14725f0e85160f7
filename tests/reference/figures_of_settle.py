"""Figures that pages quote: of the study of what data would tell the sign of B."""

from collections.abc import Mapping

from reference.results import table

RESULT, POOLED = "settle", "pooled"
MANY, FEW = 40, 5
"""Statements of mayors a side and month that pages name."""


def recovered() -> Mapping[str, object]:
    """Return in what share of histories the sign is recovered, by observable, with intervals, and by guessing."""
    rows = table(RESULT, "settle").query("crisis == @POOLED")
    found: dict[str, object] = {}
    for name, observable, n in (
        ("exchange", "unlimited_cancellations", None),
        ("many", "mayors_statements", MANY),
        ("few", "mayors_statements", FEW),
        ("all_data", "full_set", None),
        ("parameters", "all_parameters", None),
    ):
        chosen = rows[rows["observable"] == observable]
        row = (chosen[chosen["n"] == n] if n else chosen.sort_values("n")).iloc[-1]
        found |= {name: row["recovered"], f"{name}_low": row["low"], f"{name}_high": row["high"], "guess": row["guess"]}
    return found
