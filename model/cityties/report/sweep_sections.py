"""What the page of a sweep says in words and tables: ranges of what was swept, and which settings matter."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.comparison import Comparison
from cityties.analysis.index_table import SHOWN
from cityties.analysis.indices import FEW_POINTS, LEAST_POINTS
from cityties.analysis.swept_outcomes import shown_outcome
from cityties.analysis.swept_ranges import swept_table
from cityties.report.numbers import LEAST_FOR_PERCENT, MINUS, bounds, estimate, missing, number, share_of
from cityties.report.table_section import TableSection
from cityties.scenario.sweeps import setting_path
from cityties.tables.language import capital, tr

PLACE, MOST_SHOWN = ["outcome", "crisis", "where"], 5


def swept_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the ranges of a sweep as rows of the page, one a key; the scenario only where there are several."""
    table = swept_table(comparison)
    several = table["scenario"].nunique() > 1
    return [
        {
            "key": str(row["parameter"]),
            "scenario": tr(str(row["scenario"])) if several else "",
            "design": tr(str(row["design"])),
            "range": _range(row),
            "points": str(row["points"]),
            "scale": tr(row["scale"]) if isinstance(row["scale"], str) else "",
            "asked": _asked(row["asked"]) if isinstance(row["asked"], str) else "",
        }
        for row in table.to_dict("records")
    ]


def _asked(text: str) -> str:
    """Return what was asked for in words; a distribution is written as in the ODD."""
    distribution = text.removeprefix("prior ")
    named = distribution != text and "(" in distribution
    return tr("prior {prior}").format(prior=distribution) if named else tr(text)


def _range(row: Any) -> str:
    return (
        row["choices"]
        if isinstance(row["choices"], str)
        else tr("{start} to {end}").format(start=_text(row["from"]), end=_text(row["to"]))
    )


def _text(value: float) -> str:
    return f"{value:.4g}".replace("-", MINUS)


def range_texts(comparison: Comparison) -> dict[str, str]:
    """Return what a swept setting runs over in a few words, by its full key, for the table of settings."""
    found: dict[str, str] = {}
    for row in swept_rows(comparison):
        scale = f", {row['scale']}" if row["scale"] else ""
        found[".".join(setting_path(row["key"]))] = tr("{range} ({points} values{scale})").format(
            range=row["range"], points=row["points"], scale=scale
        )
    return found


def index_section(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return the factors whose indices are greatest, for B and half-life of the main crises, or why there are none."""
    title = tr("How much of an outcome hangs on each setting")
    rows = tables["indices"]
    if "delta" not in rows or rows.empty:
        draws = max((case.observations.by_draw().n for case in comparison.cases if case.drawn), default=0)
        few = tr("With {draws} nothing can be said of it: sensitivity indices take {least_points} or more.").format(
            draws=counts.draws(draws), least_points=LEAST_POINTS
        )
        return TableSection("indices", title, (), (), few) if 0 < draws < LEAST_POINTS else None
    rows = rows[(rows["variant"] == rows["variant"].min()) & rows["outcome"].isin(SHOWN)]
    groups = [block.sort_values("delta", ascending=False) for _, block in rows.groupby(PLACE, sort=False)]
    if not groups:
        return None
    records = pd.concat([block.head(MOST_SHOWN) for block in groups]).to_dict("records")
    n = int(rows["n"].min())
    few = tr(" So few points leave intervals wide, and weak influences below chance.") if n < FEW_POINTS else ""
    return TableSection(
        "indices",
        title,
        (tr("Outcome"), tr("Setting"), tr("Delta"), tr("First-order"), tr("Above chance"), tr("Share of chance")),
        [_index_row(row, comparison) for row in records],
        tr(
            "Delta (Borgonovo): how far the whole distribution of an outcome moves when a setting is "
            "known, 0 to 1. First-order: the share of its variance that goes with the setting alone. "
            "Of each outcome the {most_shown} settings with the greatest delta.{few}"
        ).format(most_shown=MOST_SHOWN, few=few),
        tr(
            "A setting whose delta is no greater than that of 95 % of invented settings without influence shows no "
            "influence, and its place in the order means nothing. Share of chance: how much of the variance between "
            "draws random numbers make, which no setting can explain; of B that of its loss; unknown with one "
            "replicate a draw. Brackets: 95 % intervals. Further outcomes are in the table; any other by "
            "load(...).indices() in Python."
        ),
        "indices",
    )


def _index_row(row: Mapping[Any, Any], comparison: Comparison) -> tuple[Markup | str, ...]:
    crisis = comparison.crisis_name(str(row["crisis"] or ""), str(row["where"]))
    above = row["delta"] > row["delta_chance"]
    title = shown_outcome(str(row["outcome"])).title
    return (
        f"{capital(title)}{tr(', ')}{crisis}",
        Markup("<code>{}</code>").format(row["factor"]),
        Markup("{} {}").format(number(row["delta"]), bounds(row["low"], row["high"])),
        estimate(row, "first"),
        tr("yes") if above else tr("no") if row["delta"] == row["delta"] else missing(),
        share_of(row["noise"], LEAST_FOR_PERCENT),
    )
