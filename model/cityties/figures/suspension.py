"""Exchange stopped in the first months of each crisis, beside what was recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cityties.analysis.counts import in_percent
from cityties.figures.dot_rows import SHARED, draw_rows
from cityties.figures.style import BLUE, GREEN, VERMILION, Picture, per_cent
from cityties.tables.language import msg, tr

SHAPES = {"events": "D", "governments": "s"}
COMMON = msg(" A common crisis closes borders by assumption, so its share is an input.")


def draw_suspension(crises: pd.DataFrame, rows: Sequence[tuple[str, Sequence[int]]], recorded: pd.DataFrame) -> Picture:
    """Draw the share of official events stopped in months 0-3, and the recorded shares.

    ``rows`` are the labels of the rows of the figure, each with its places in ``crises``.
    """
    value, low, high = (crises[f"suspension{end}"].to_numpy(np.float64) for end in ("", "_low", "_high"))
    figure = Figure(figsize=(7.2, 1.9 + 0.3 * len(rows)))
    axes = figure.subplots()
    draw_rows(axes, rows, value, low, high)
    height = {at: len(rows) - 1 - n for n, (_, places) in enumerate(rows) for at in places}
    keys = enumerate(zip(crises["crisis"], crises["dyad"], strict=True))
    place = {key: height[at] for at, key in keys if at in height}
    for record in recorded.to_dict("records"):
        row = place[record["crisis"], record["dyad"]]
        if record["kind"] == "governments":
            axes.plot(record["model"], row - 0.22, "^", color=GREEN, markersize=5.5)
        face = VERMILION if record["is_sample"] else "none"
        shape = SHAPES[record["kind"]]
        axes.plot(record["recorded"], row - 0.22, shape, color=VERMILION, markerfacecolor=face, markersize=6.5)
    axes.set_xlim(-0.02, 1.04)
    axes.set_xticks(np.arange(0, 1.01, 0.2))
    per_cent(axes.xaxis)
    axes.grid(axis="x", color="#E5E5E5", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(tr("share stopped"))
    if not recorded.empty:
        figure.legend(handles=_legend(recorded), loc="outside lower center", ncols=2)
    return Picture(
        "suspension",
        tr("Exchange stopped by each crisis")
        if recorded.empty
        else tr("Exchange stopped by each crisis, against the record"),
        tr("Model: 1 \N{MINUS SIGN} official events with the crisis / without it, months 0 to 3, with 95 % interval.")
        + _on_records(recorded)
        + (tr(COMMON) if (crises["severity"] == 0.0).any() else "")
        + (tr(SHARED) if len(rows) < len(crises) else ""),
        _alt(len(crises), recorded.assign(label=_labels(recorded, place, rows))),
        figure,
    )


def _labels(recorded: pd.DataFrame, place: Mapping[Any, int], rows: Sequence[tuple[str, Any]]) -> list[str]:
    """Return what the figure calls the crisis of every value of the record."""
    at = (place[key] for key in zip(recorded["crisis"], recorded["dyad"], strict=True))
    return [rows[len(rows) - 1 - height][0] for height in at]


def _alt(n: int, recorded: pd.DataFrame) -> str:
    compared = tr("; ").join(
        tr("{crisis}: recorded {recorded}, model {model}").format(
            crisis=r["label"], recorded=in_percent(r["recorded"]), model=in_percent(r["model"])
        )
        for r in _rows(recorded)
    )
    text = tr("Dot plot of the share of official events stopped in {n} crises. {compared}")
    return text.format(n=n, compared=compared).strip()


def _on_records(recorded: pd.DataFrame) -> str:
    """Explain the marks of the record, as far as there are any."""
    governments = tr(
        " A share of governments is compared with governments of the same provinces whose tie is suspended in the "
        "fourth month."
    )
    text = governments if (recorded["kind"] == "governments").any() else ""
    return text if recorded["is_sample"].all() else text + tr(" Hollow: a list that is not a sample.")


def _rows(recorded: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in recorded.to_dict("records")]


def _legend(recorded: pd.DataFrame) -> list[Line2D]:
    def entry(shape: str, colour: str, label: str, face: str) -> Line2D:
        """Return one mark of the legend."""
        return Line2D([], [], marker=shape, linestyle="", color=colour, markerfacecolor=face, label=label)

    kinds = set(recorded["kind"])
    found = [entry("o", BLUE, tr("model, official events"), BLUE)]
    if "governments" in kinds:
        found.append(entry("^", GREEN, tr("model, governments of the place"), GREEN))
        found.append(entry("s", VERMILION, tr("recorded, governments of the place"), VERMILION))
    if "events" in kinds:
        found.append(entry("D", VERMILION, tr("recorded, events"), VERMILION))
    if not recorded["is_sample"].all():
        found.append(entry("D", VERMILION, tr("recorded, not a sample"), "none"))
    return found
