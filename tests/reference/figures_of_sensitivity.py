"""Figures that pages quote: of the study of sensitivity."""

from collections.abc import Mapping

from reference.results import rows_by, table

RESULT = "sensitivity"


def total(outcome: str) -> Mapping[str, object]:
    """Return the total index of every factor for an outcome, with its interval."""
    rows = rows_by(table(RESULT, "indices").query("outcome == @outcome"), "factor")
    values = {name: row["total"] for name, row in rows.items()}
    ends = {f"{name}_{end}": row[end] for name, row in rows.items() for end in ("low", "high")}
    return values | ends
