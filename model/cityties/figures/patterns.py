"""The stylised facts in one figure: what the run gives beside what was recorded (ODD 1)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.typing import HashableList

from cityties.analysis.names import crisis_words
from cityties.figures.style import BLUE, GREY, INK, PALE, SKY, VERMILION, Picture, legend_below, per_cent
from cityties.tables.language import gap, msg, tr

MODEL, RECORD, INPUT = msg("model, range of nine in ten histories"), msg("record"), msg("put in, not a result")
PANELS: list[HashableList[str]] = [["signings", "signings", "stopped"], ["forum", "frozen", "fall"]]
DASH = "\N{EN DASH}"
LEAST_FALL = 0.1
NOT_ENOUGH = msg("nothing to compare in this run")


def draw_patterns(patterns: pd.DataFrame, names: Mapping[str, str]) -> Picture:
    """Draw signings, stopped events, the forum, frozen ties and falls of the stock; ``names`` are those of dyads."""
    figure = Figure(figsize=(9.6, 5.8))
    panels = figure.subplot_mosaic(PANELS, width_ratios=[2, 1, 1.4])
    rows = {name: patterns[patterns["pattern"].str.startswith(name)] for name in panels}
    titles = {
        "signings": tr("Ties signed a year, before and after"),
        "stopped": tr("Official events stopped"),
        "forum": tr("Cities at the forum"),
        "frozen": tr("Ties frozen for over ten years"),
        "fall": tr("Deepest fall of the stock"),
    }
    for name, axes in panels.items():
        axes.set_title(titles[name])
        if rows[name].empty:
            axes.text(0.5, 0.5, tr(NOT_ENOUGH), ha="center", va="center", color=GREY, transform=axes.transAxes)
            axes.set_axis_off()
    _signings(panels["signings"], rows["signings"], names)
    _stopped(panels["stopped"], rows["stopped"], names)
    _forum(panels["forum"], rows["forum"])
    _bars(panels["frozen"], rows["frozen"], names)
    _bars(panels["fall"], rows["fall"], names)
    for x in np.flatnonzero(rows["fall"]["model"].to_numpy(np.float64) == 0.0):
        # at the top, since a recorded fall of a per cent or less lies where the bar would be
        above = panels["fall"].get_xaxis_transform()
        panels["fall"].text(
            float(x), 1.0, tr("model:\n0 %"), transform=above, ha="center", va="top", fontsize=7.5, color=INK
        )
    per_cent(panels["fall"].yaxis)
    panels["fall"].set_ylim(0.0, max(LEAST_FALL, panels["fall"].get_ylim()[1]))
    legend_below(figure, list(panels.values()))
    return Picture("patterns", tr("Stylised facts"), _caption(patterns), _alt(patterns, names), figure)


def _caption(patterns: pd.DataFrame) -> str:
    signed, kept = (patterns.loc[patterns["pattern"] == name, "is_input"] for name in ("signings", "fall"))
    sentences = []
    if signed.any():
        sentences.append(
            tr("The signings are replayed from the record; run scenarios/endogenous.yaml to see them made.")
        )
    elif len(signed):
        sentences.append(tr("The signings are made by the cities' own rule."))
    if kept.any():
        sentences.append(
            tr(
                "When the forum meets, and that no tie is ever dissolved, are put in, "
                "so the stock of the model never falls."
            )
        )
    else:
        sentences.append(tr("When the forum meets is put in; ties end where councils of the model decide it."))
    sentences.append(tr("The record counts no frozen ties. Counting bodies differ; each is compared on its own."))
    return gap().join(sentences)


def _alt(patterns: pd.DataFrame, names: Mapping[str, str]) -> str:
    compared = patterns[patterns["recorded"].notna() & (patterns["pattern"] != "forum")]
    compared_words = [
        tr("{pattern} {pair} {period}: recorded {recorded:.2f}, model {model:.2f}").format(
            pattern=tr(r["pattern"]),
            pair=names.get(r["dyad"], ""),
            period=crisis_words(r["period"], names),
            recorded=r["recorded"],
            model=r["model"],
        )
        for r in _records(compared)
    ]
    return tr("Five panels of stylised facts. {compared}").format(compared=tr("; ").join(compared_words))


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _column(axes: Axes, x: float, row: Mapping[str, Any]) -> None:
    """Draw a bar with its range, and the recorded number on it."""
    put_in = bool(row["is_input"])
    axes.bar(
        x, row["model"], width=0.7, color=PALE if put_in else SKY, label=tr(INPUT) if put_in else tr(MODEL), zorder=1
    )
    axes.vlines(x, row["model_p05"], row["model_p95"], color=BLUE, linewidth=1.2, zorder=2)
    _diamonds(axes, [x], [row["recorded"]])


def _diamonds(axes: Axes, x: Any, y: Any) -> None:
    axes.plot(x, y, "D", color=VERMILION, markersize=6, label=tr(RECORD), zorder=3, linestyle="")


def _signings(axes: Axes, rows: pd.DataFrame, names: Mapping[str, str]) -> None:
    pairs = rows.drop_duplicates(["dyad", "body"])
    ticks, labels, x = [], [], 0.0
    for pair in _records(pairs):
        mine = rows[(rows["dyad"] == pair["dyad"]) & (rows["body"] == pair["body"])]
        for row in _records(mine):
            _column(axes, x, row)
            ticks.append(x)
            labels.append(str(row["period"]).replace("-", "\N{EN DASH}\n"))
            x += 1.0
        middle, under = x - 0.5 - len(mine) / 2, axes.get_xaxis_transform()
        name = f"{names[pair['dyad']]}\n({tr(pair['body'])})"
        axes.text(middle, -0.22, name, ha="center", va="top", transform=under)
        x += 0.6
    axes.set_xticks(ticks, labels)
    axes.tick_params(axis="x", length=0)


def _stopped(axes: Axes, rows: pd.DataFrame, names: Mapping[str, str]) -> None:
    at = np.arange(len(rows))[::-1]
    for y, row in zip(at, _records(rows), strict=True):
        axes.hlines(y, row["model_p05"], row["model_p95"], color=BLUE, linewidth=1.6)
        axes.plot(row["model"], y, "o", color=BLUE, markersize=5.5)
        _diamonds(axes, [row["recorded"]], [y - 0.2])
    axes.set_yticks(at, [_stop_label(row, names) for row in _records(rows)])
    axes.set(xlim=(0, 1), xticks=(0, 0.5, 1), ylim=(-0.6, len(rows) - 0.4))
    per_cent(axes.xaxis)
    axes.tick_params(axis="y", length=0)


def _stop_label(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if row["pattern"] == "stopped":
        return tr("share of events,\n{period}").format(period=crisis_words(row["period"], names))
    return tr("of these by {nation}\n(record: over half)").format(nation=names[row["dyad"]].partition(DASH)[0])


def _forum(axes: Axes, rows: pd.DataFrame) -> None:
    year = rows["period"].astype(int).to_numpy()
    mean, low, high = (rows[name].to_numpy(np.float64) for name in ("model", "model_p05", "model_p95"))
    axes.bar(year, mean, width=0.75, color=SKY, zorder=1)
    axes.vlines(year, low, high, color=BLUE, linewidth=1.0, zorder=2)
    for missed in year[mean == 0]:
        axes.text(
            missed,
            0,
            tr("none in {gap}").format(gap=missed),
            rotation=90,
            ha="center",
            va="bottom",
            color=GREY,
            fontsize=7.5,
        )
    known = rows["recorded"].notna().to_numpy()
    _diamonds(axes, year[known], rows["recorded"].to_numpy(np.float64)[known])
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))


def _bars(axes: Axes, rows: pd.DataFrame, names: Mapping[str, str]) -> None:
    for x, row in enumerate(_records(rows)):
        _column(axes, x, row)
    axes.set_xticks(
        range(len(rows)), [names[d].replace(DASH, f"{DASH} ").replace(" ", "\n") for d in rows["dyad"]], fontsize=7.5
    )
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(bottom=0)
