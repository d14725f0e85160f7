"""Figures that pages quote: of the search for conditions and for policies."""

from collections.abc import Mapping

from reference.figures_of_claims import percent
from reference.results import rows_by, table

RESULT, BEST = "discover", "media training"


def box(kind: str) -> Mapping[str, object]:
    """Return the limits of the first box of a kind by setting, and what speaks for it in unseen draws."""
    rows = table(RESULT, "boxes").query("kind == @kind and box == 1")
    limits = {row["key"]: row["limit"] for row in rows.to_dict("records")}
    first = rows_by(rows, "kind")[kind]
    shares = {"density": "unseen_density", "base": "base", "coverage": "unseen_coverage"}
    found = {name: percent(first[column]) for name, column in shares.items()}
    return {str(key): limit for key, limit in limits.items()} | found | {"draws": first["draws"]}


def regret() -> Mapping[str, object]:
    """Return how much the lever is regretted that pages call the best, in the mean and at worst.

    Raises:
        ValueError: another lever is regretted less.
    """
    rows = table(RESULT, "regret")
    for column in ("mean_regret", "regret_p95"):
        best = str(rows.sort_values(column, kind="stable")["lever"].iloc[0])
        if best != BEST:
            raise ValueError(f"pages say that {BEST} is regretted least; by {column} it is {best}")
    row = rows_by(rows, "lever")[BEST]
    return {"mean": row["mean_regret"], "worst": row["regret_p95"]}
