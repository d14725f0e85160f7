"""The stock of ties and the signings of each year, beside what the counting bodies recorded."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cityties.figures.bars import draw_bars
from cityties.figures.style import (
    BLUE,
    SKY,
    VERMILION,
    Picture,
    future_words,
    legend_below,
    mark_future,
    marks,
    year_axis,
    years,
)
from cityties.tables.language import msg, tr

JANUARY_TO_MIDDLE = 0.5
FLOW = msg("ties signed in the year")
SEEN = 0.5
"""Ties ended in a year, in the mean over replicates, from which bars show them."""

COUNTED = msg(
    " Marks: official counts. The bodies count different things (see the world's README): choose one, never average."
)


def draw_stock(
    stock: pd.DataFrame,
    stocks: pd.DataFrame,
    signings: pd.DataFrame,
    names: Mapping[str, str],
    note: str,
    known_until: int | None = None,
) -> Picture:
    """Draw two rows of panels, one column a dyad: stock above, signings a year below.

    ``stocks`` and ``signings`` are the recorded tables; ``note`` says whether the stock is an input or a result. What
    comes after the month ``known_until`` is shaded.
    """
    figure = Figure(figsize=(max(9.6, 3.2 * len(names)), 5.2))
    panels = figure.subplots(2, len(names), sharex=True, squeeze=False)
    known = [table[table["dyad"].isin(list(names))] for table in (stocks, signings)]
    style = marks([*known[0]["body"], *known[1]["body"]])
    for (upper, lower), (dyad, name) in zip(panels.T, names.items(), strict=True):
        rows, counted, signed = (table[table["dyad"] == dyad] for table in (stock, *known))
        _draw_model(upper, rows, "ties", tr("model"))
        _draw_model(lower, rows, "signed", "_model")
        _draw_record(upper, years(counted["date"]), counted["count"], counted["body"], style)
        _draw_record(lower, signed["year"] + JANUARY_TO_MIDDLE, signed["signings"], signed["body"], style)
        upper.set_title(name)
        upper.set_xlim(stock["year"].min(), stock["year"].max() + 1)
        for panel in (upper, lower):
            _scale(panel, known_until)
    panels[0, 0].set_ylabel(tr("ties at the end of the year"))
    panels[1, 0].set_ylabel(tr("ties signed (up) and\nended (down) in the year") if _ends_seen(stock) else tr(FLOW))
    legend_below(figure, panels.ravel().tolist())
    return Picture(
        "stock",
        _title(stock),
        tr("Line and bars: mean over replicates, with the range of nine in ten. {note}").format(note=note)
        + ("" if known[0].empty and known[1].empty else tr(COUNTED))
        + future_words(known_until),
        _alt(stock, names),
        figure,
    )


def _title(stock: pd.DataFrame) -> str:
    ended = tr("Ties in existence, ties signed and ended")
    return ended if _ends_seen(stock) else tr("Ties in existence and ties signed")


def _alt(stock: pd.DataFrame, names: Mapping[str, str]) -> str:
    text = tr(
        "Line charts of the stock of ties and bar charts of signings for {n} pairs of nations. Ties at the end: {ends}."
    )
    return text.format(n=len(names), ends=_ends(stock, names))


def _ends(stock: pd.DataFrame, names: Mapping[str, str]) -> str:
    last = stock[stock["year"] == stock["year"].max()]
    return tr(", ").join(f"{names[d]} {n:.0f}" for d, n in zip(last["dyad"], last["ties"], strict=True))


def _scale(axes: Axes, known_until: int | None) -> None:
    """Count from zero, mark whole years and whole ties, and shade what comes after the month ``known_until``."""
    axes.set_ylim(bottom=min(0.0, axes.dataLim.y0))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    year_axis(axes, 6)
    mark_future(axes, known_until)


def _draw_model(axes: Axes, rows: pd.DataFrame, measure: str, label: str) -> None:
    year = rows["year"].to_numpy(np.float64)
    mean, low, high = (rows[f"{measure}{end}"].to_numpy(np.float64) for end in ("", "_p05", "_p95"))
    if measure == "signed":
        draw_bars(axes, year + JANUARY_TO_MIDDLE, mean, 0.85, facecolor=SKY, linewidth=0, label=label)
        axes.vlines(year + JANUARY_TO_MIDDLE, low, high, color=BLUE, linewidth=0.6)
        _draw_endings(axes, rows)
        return
    axes.fill_between(year + 1, low, high, color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(year + 1, mean, color=BLUE, label=label)


def _ends_seen(rows: pd.DataFrame) -> bool:
    return bool(rows["ended"].max() >= SEEN)


def _draw_endings(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the ties that ended as bars below zero, where enough did to be seen."""
    if _ends_seen(rows):
        middle = rows["year"].to_numpy(np.float64) + JANUARY_TO_MIDDLE
        ended = rows["ended"].to_numpy(np.float64)
        draw_bars(axes, middle, -ended, 0.85, facecolor=VERMILION, linewidth=0, label="_ended")
        axes.axhline(0.0, color="black", linewidth=0.6)


def _draw_record(
    axes: Axes, when: pd.Series, value: pd.Series, body: pd.Series, style: Mapping[str, tuple[str, str]]
) -> None:
    for name in sorted(set(body)):
        marker, colour = style[name]
        of_body = (body == name).to_numpy()
        x, y = when.to_numpy(np.float64)[of_body], value.to_numpy(np.float64)[of_body]
        axes.plot(
            x, y, marker, color=colour, markersize=4.5, markerfacecolor="white", markeredgewidth=1.2, label=tr(name)
        )
