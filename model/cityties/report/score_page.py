"""The page of a forecast that was scored: which source was nearest, and how well its intervals held."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.calibration.forecasting.scores import ForecastScores
from cityties.experiment.columns import column_table
from cityties.experiment.store import write_table
from cityties.figures.declared import draw_all
from cityties.figures.forecast_scores import FIGURES, row_name
from cityties.report.numbers import number
from cityties.report.sections import rows_of
from cityties.report.skeleton import Frame, write_page
from cityties.tables.language import msg, tr

PAGE = "score.html"
TABLES = {
    "scores": msg("one row a quantity, partner and source"),
    "forecasts": msg("one row a forecast, with what came"),
    "columns": msg("what every column means"),
}


def write_scores(found: ForecastScores, files: tuple[Path, Path], folder: Path) -> Path:
    """Write tables, figures and page of scores into a folder; return the page."""
    tables = {"scores": found.scores, "forecasts": found.forecasts}
    given = {**tables, "columns": column_table({name: list(table.columns) for name, table in tables.items()})}
    for name, table in given.items():
        write_table(folder / "tables" / name, table)
    figures = draw_all(FIGURES, found, tables, folder / "figures")
    return write_page(
        folder / PAGE,
        "score.html",
        _frame(found, files),
        figures,
        answer=answer(found),
        sources=found.sources,
        rows=list(_rows(found.scores, found.sources)),
        left_out=len(found.left_out),
        unscored=found.unscored,
    )


def title_of(forecast: Path, outcomes: Path) -> str:
    """Return what was set against what, by the names of the files."""
    return tr("{forecast} against {outcomes}").format(forecast=forecast.stem, outcomes=outcomes.stem)


def answer(found: ForecastScores) -> list[Markup]:
    """Return who was nearest in how many rows, and how often what came lay within the intervals of the first source."""
    best = found.scores[found.scores["is_best"]].groupby("source").size()
    n = found.scores.groupby(["quantity", "partner"]).ngroups
    won = [(source, int(best.get(source, 0))) for source in found.sources]
    listed = tr(", ").join(
        tr("{source} in {count}").format(source=tr(source), count=count)
        for source, count in sorted(won, key=lambda pair: -pair[1])
    )
    first = found.forecasts[found.forecasts["source"] == found.sources[0]]
    tied = tr(" Rows in which several are as near count for each.") if sum(count for _, count in won) > n else ""
    sentences = [Markup(tr("<strong>Nearest to what came: {}, of {} rows.</strong>{}")).format(listed, n, tied)]
    text = tr(
        "Of {} forecasts of {}, {} of what came lay in the middle half (50\N{NO-BREAK SPACE}% expected), {} in the "
        "middle nine tenths (90\N{NO-BREAK SPACE}% expected)."
    )
    shares = (number(float(first[name].mean()), 0, percent=True) for name in ("inside_50", "inside_90"))
    return [*sentences, Markup(text).format(len(first), tr(found.sources[0]), *shares)]


def _rows(scores: pd.DataFrame, sources: Sequence[str]) -> list[dict[str, Any]]:
    """Return one row a quantity and partner, with the scores of every source in order."""
    rows = []
    for (quantity, partner), found in scores.groupby(["quantity", "partner"], sort=False):
        by_source = {row["source"]: row for row in rows_of(found)}
        rows.append(
            {
                "name": row_name(str(quantity), str(partner)),
                "n": int(found["n"].max()),
                "cells": [_cells(by_source.get(source)) for source in sources],
            }
        )
    return rows


def _cells(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {"crps": "", "inside": "", "rank": "", "is_best": False}
    inside = Markup('{} <span class="soft">[{}, {}]</span>').format(
        *(number(row[f"inside_90{end}"], 0, percent=True) for end in ("", "_low", "_high"))
    )
    ranked = number(row["rank_correlation"], 2, signed=True)
    return {"crps": f"{row['crps']:.3g}", "inside": inside, "rank": ranked, "is_best": row["is_best"]}


def _frame(found: ForecastScores, files: tuple[Path, Path]) -> Frame:
    forecast, outcomes = files
    return Frame(
        kind=tr("CityTies score"),
        title=title_of(forecast, outcomes),
        heading=tr("How near the forecasts came"),
        facts=tr("{n} forecasts of {n_sources} sources").format(n=len(found.forecasts), n_sources=len(found.sources)),
        origin=[(tr("Forecasts"), forecast.name), (tr("Outcomes"), outcomes.name), ("CityTies", version("cityties"))],
        intervals=tr(
            "Intervals of shares (Wilson) take the outcomes of a row as independent, which neighbours are not."
        ),
        repeat=Markup("<code>cityties score {} {}</code>").format(forecast.name, outcomes.name),
        kept=tr("The numbers of this page are in tables/, as CSV and as Parquet."),
        tables={name: tr(meaning) for name, meaning in TABLES.items()},
    )
