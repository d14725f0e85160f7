"""The page of a forecast: what is expected by every source, the claim on this world, and what is assumed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.names import nation_names
from cityties.analysis.shares import share_interval
from cityties.calibration.forecasting.claim import LABELS
from cityties.calibration.forecasting.sources import CLAIMED, SOURCES
from cityties.calibration.forecasting.study import Forecast
from cityties.figures.declared import draw_all
from cityties.figures.forecast import ALL_PAIRS, FORECAST_FIGURES, ForecastSource
from cityties.figures.forecast_scores import quantity_words, row_name
from cityties.report.numbers import MINUS, bounds, missing, number
from cityties.report.sections import rows_of
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.tables.declared_forecast import ASSUMED, MEANINGS
from cityties.tables.language import msg, tr

PAGE = "report.html"
TABLES = {
    "forecast": msg("one row a forecast: quantity, country, partner, source and five quantiles"),
    "buffers": msg("what draws say of ties, by source and pair"),
    "columns": msg("meaning of every column"),
}


def write_forecast(study: Forecast, table: pd.DataFrame, buffers: pd.DataFrame) -> Path:
    """Draw the figures and write the page; return it."""
    table, buffers = (with_names(rows, nation_names(study.tables)) for rows in (table, buffers))
    source = ForecastSource(table, buffers, shown_by_country(table))
    figures = draw_all(FORECAST_FIGURES, source, {}, study.folder.path / "figures")
    return write_page(
        study.folder.path / PAGE,
        "forecast.html",
        _frame(study, table),
        figures,
        answer=[_about(study, table), *answer(table, buffers)],
        measures={_words(one.quantity): tr(MEANINGS[one.measure]) for one in study.asked.questions},
        sources=SOURCES,
        rows=list(_rows(table)),
        claimed=CLAIMED,
        claim=list(_claim(buffers)),
        threshold=THRESHOLD,
        draws=study.draws,
        sample=study.sample.path.name,
        assumed=[
            {
                "meaning": _meaning(name),
                "low": f"{low:g}".replace("-", MINUS),
                "high": f"{high:g}".replace("-", MINUS),
                "rests_on": tr(study.asked.rests_on[name]).replace(" %", "\N{NO-BREAK SPACE}%"),
            }
            for name, (low, high) in study.asked.assumptions.items()
        ],
    )


def with_names(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return rows of a table with the names of countries and partners that readers know, for their codes."""
    return rows.assign(
        **{column: rows[column].map(lambda one: names.get(one, one)) for column in ("country", "partner")}
    )


def _about(study: Forecast, table: pd.DataFrame) -> Markup:
    """Return what the quantity is that the answer is about."""
    shown = shown_by_country(table)
    measure = next(one.measure for one in study.asked.questions if one.quantity == shown)
    words = _words(shown)
    return Markup(tr("<strong>{}</strong>: {}.")).format(words[:1].upper() + words[1:], tr(MEANINGS[measure]))


def _words(quantity: str) -> str:
    return quantity_words(quantity)


def _meaning(name: str) -> str:
    words = tr(ASSUMED[name])
    return words[:1].upper() + words[1:]


def shown_by_country(table: pd.DataFrame) -> str:
    """Return the first quantity that is forecast country by country; without one, the first of all."""
    counts = table.groupby("quantity", sort=False)["country"].nunique()
    several = counts[counts > 1]
    return str((several if len(several) else counts).index[0])


def answer(table: pd.DataFrame, buffers: pd.DataFrame) -> list[Markup]:
    """Return what is expected of all countries, or of the median one, by every source; what the draws say of ties."""
    rows = table[table["quantity"] == shown_by_country(table)]
    together = bool((rows["country"] == "").any())
    where = tr("all countries") if together else tr("the median country")
    rows = rows[(rows["country"] == "") == together]
    by = ["quantity", "partner", "source"]
    medians = rows.groupby(by, sort=False, as_index=False)[["q05", "q50", "q95"]].median()
    found = []
    for (quantity, partner), part in medians.groupby(["quantity", "partner"], sort=False):
        words = _words(str(quantity))
        found.append(Markup(tr("<strong>{}, {}</strong> ({}): {}.")).format(words, partner, where, _said(part)))
    return [*found, *(_shares(row) for row in rows_of(buffers[buffers["country"] == ""]))]


def _said(part: pd.DataFrame) -> Markup:
    """Return what the draws of each sample say with their range, and between which medians the baselines lie."""
    by_source = {str(row["source"]): row for row in rows_of(part)}
    said = [
        Markup("{} {}").format(tr(source), _cell(by_source.pop(source))) for source in CLAIMED if source in by_source
    ]
    medians = [row["q50"] for row in by_source.values()]
    if medians:
        said.append(Markup(tr("baselines {} to {}")).format(number(min(medians), 2), number(max(medians), 2)))
    return Markup(tr(", ")).join(said)


def _shares(row: dict[str, Any]) -> Markup:
    """Return in how many draws ties soften, do neither, or harm, with intervals of the shares."""
    cells = []
    for label in LABELS:
        low, high = share_interval(round(row[label] * row["draws"]), row["draws"])
        cells.append(Markup("{} {}").format(number(row[label], 0, percent=True), bounds(low, high, 0, True)))
    text = tr("In draws of the {} ties soften in {}, do neither in {} and harm in {}.")
    return Markup(text).format(tr(row["source"]), *cells)


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield a row for each quantity and partner that is forecast for all countries together or for one."""
    for (quantity, country, partner), part in table.groupby(["quantity", "country", "partner"], sort=False):
        many = table[(table["quantity"] == quantity) & (table["partner"] == partner)]["country"].nunique() > 2
        if country and many:
            continue
        by_source = {row["source"]: row for row in rows_of(part)}
        name = row_name(str(quantity), str(partner)).replace("_", " ")
        yield {
            "name": tr("{name} ({country})").format(name=name, country=country) if country else name,
            "cells": [_cell(by_source[source]) if source in by_source else missing() for source in SOURCES],
        }


def _cell(row: Mapping[str, Any]) -> Markup:
    digits = 0 if abs(row["q50"]) >= 10 else 2
    return Markup("{} {}").format(number(row["q50"], digits), bounds(row["q05"], row["q95"], digits))


def _claim(buffers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield a row for each pair, the pool of all first, with the shares of every source."""
    for (country, partner), part in buffers.groupby(["country", "partner"], sort=False):
        by_source = {row["source"]: row for row in rows_of(part)}
        cells = [number(by_source[source][label], 0, percent=True) for source in CLAIMED for label in LABELS]
        yield {"name": f"{country}\N{EN DASH}{partner}" if country else tr(ALL_PAIRS), "cells": cells}


def _frame(study: Forecast, table: pd.DataFrame) -> Frame:
    amount = tr("{draws} of each source").format(draws=counts.draws(study.draws))
    return Frame(
        kind=tr("CityTies forecast"),
        title=study.scenario.title,
        heading=tr("What the towns will do"),
        facts=tr("{n:,} forecasts by {n_sources} sources · {amount}").format(
            n=len(table), n_sources=len(SOURCES), amount=amount
        ),
        origin=origin(
            Markup(tr("<code>{}</code>, sample <code>{}</code>")).format(study.scenario.name, study.sample.path.name),
            amount,
            study.scenario.seed,
            Markup(tr("{}, digest <code>{}</code>")).format(study.tables.folder.name, study.tables.digest[:SHORT_HASH]),
            study.folder.made,
        ),
        intervals=tr("Intervals are of draws: parameters, severities, chance and what is assumed of lists."),
        repeat=Markup(tr("<code>cityties forecast {} --draws {}</code>.")).format(study.scenario.name, study.draws),
        kept=tr("Every number is in tables/; forecast.csv is the file that cityties score takes."),
        tables={name: tr(meaning) for name, meaning in TABLES.items()},
    )
