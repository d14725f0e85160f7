"""The figures of a calibration: targets before and after, polls, what data inform, and B of priors and posterior."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.analysis.names import crisis_words
from cityties.calibration.target_names import public_words, target_words
from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import BLACK, BLUE, GREEN, GREY, PALE, PURPLE, Picture, grid, legend_below, per_cent
from cityties.tables.language import msg, tr

KINDS = (
    ("buffer", msg("ties soften"), GREEN, ""),
    ("null", msg("neither"), PALE, ""),
    ("harm", msg("ties harm"), PURPLE, "////"),
)
FURTHEST = 8.0
MOST_SHOWN = 16
PER_LINE = 0.175


@dataclass(frozen=True)
class CalibrationSource:
    """What the figures are drawn from: the tables of a calibration."""

    targets: pd.DataFrame
    informed: pd.DataFrame
    buffers: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of nations and of pairs of nations by their codes."""


def draw_targets(view: CalibrationSource) -> list[Picture]:
    """Draw how far the posterior lies from each target that is no poll, in tolerances, with its middle nine tenths."""
    rows = view.targets[~view.targets["statistic"].str.startswith("poll ")]
    if rows.empty:
        return []
    figure = Figure(figsize=(8.2, 0.9 + PER_LINE * len(rows)))
    axes = figure.subplots()
    place = np.arange(len(rows))[::-1]
    scale = rows["tolerance"].to_numpy(float)
    recorded = rows["recorded"].to_numpy(float)
    low, middle, high, prior = (
        np.clip((rows[name].to_numpy(float) - recorded) / scale, -FURTHEST, FURTHEST)
        for name in ("p05", "median", "p95", "prior_median")
    )
    axes.axvspan(-2.0, 2.0, color=PALE, alpha=0.6, linewidth=0, zorder=0)
    axes.axvline(0.0, color=GREY, linewidth=0.8, zorder=0.5)
    axes.hlines(place, low, high, color=BLUE, linewidth=1.6)
    fitted = (rows["use"] != "test").to_numpy()
    labels = tr("posterior: median, middle nine tenths"), tr("the same, not fitted")
    axes.plot(middle[fitted], place[fitted], "o", color=BLUE, markersize=4.5, label=labels[0])
    axes.plot(middle[~fitted], place[~fitted], "s", color=BLUE, fillstyle="none", markersize=5, label=labels[1])
    axes.plot(prior, place, "|", color=BLACK, markersize=7, label=tr("median of the priors"))
    axes.set_yticks(place, [target_words(name, view.names) for name in rows["statistic"]])
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.set_xlim(-FURTHEST - 0.3, FURTHEST + 0.3)
    axes.set_xlabel(tr("distance from the record, in tolerances (grey: within two)"))
    legend_below(figure, [axes], 3)
    return [
        Picture(
            "calibration-targets",
            tr("Targets, before and after"),
            tr("Values further than {furthest:.0f} tolerances are drawn at the edge.").format(furthest=FURTHEST),
            tr(
                "A row for each of {n} targets, with the distance of the posterior from the record in tolerances."
            ).format(n=len(rows)),
            figure,
        )
    ]


def draw_polls(view: CalibrationSource) -> list[Picture]:
    """Draw the polls of each public with what priors and posterior say of the same months."""
    rows = view.targets[view.targets["statistic"].str.startswith("poll ")]
    if rows.empty:
        return []
    rows = rows.assign(public=rows["statistic"].str.slice(5, -8), month=rows["statistic"].str.slice(-7))
    names = list(dict.fromkeys(rows["public"]))
    figure, panels = grid(len(names), 3, 9.4, 2.1)
    for axes, name in zip(panels, names, strict=True):
        mine = rows[rows["public"] == name].sort_values("month")
        when = np.array([int(text[:4]) + (int(text[5:]) - 0.5) / 12 for text in mine["month"]])
        axes.fill_between(
            when, mine["p05"].to_numpy(float), mine["p95"].to_numpy(float), color=BLUE, alpha=0.18, linewidth=0,
            label=tr("posterior, middle nine tenths"),
        )  # fmt: skip
        axes.plot(when, mine["median"], color=BLUE, label=tr("posterior, median"))
        axes.plot(when, mine["prior_median"], color=GREY, linestyle=(0, (3, 2)), label=tr("priors, median"))
        axes.errorbar(
            when, mine["recorded"], yerr=2 * mine["tolerance"], fmt="o", color=BLACK, markersize=3, linewidth=0.7,
            label=tr("poll, two tolerances"),
        )  # fmt: skip
        axes.set_title(public_words(name, view.names))
        per_cent(axes.yaxis)
    panels[0].set_ylim(0.0, 1.0)
    panels[0].set_ylabel(tr("friendly"))
    legend_below(figure, panels, 4)
    return [
        Picture(
            "calibration-polls",
            tr("Opinion polls, before and after"),
            tr("Shares of friendly answers. The posterior is of single histories, with their chance."),
            tr("Line charts of {n} publics: polls, and the range of the posterior at the same months.").format(
                n=len(names)
            ),
            figure,
        )
    ]


def draw_informed(view: CalibrationSource) -> list[Picture]:
    """Draw by how much the record narrows the priors, the most informed settings first."""
    rows = view.informed.head(MOST_SHOWN)
    figure = Figure(figsize=(7.4, 0.8 + PER_LINE * len(rows)))
    axes = figure.subplots()
    place = np.arange(len(rows))[::-1]
    axes.hlines(place, 0.0, rows["sd_ratio"], color=BLUE, linewidth=1.4)
    axes.plot(rows["sd_ratio"], place, "o", color=BLUE, markersize=4.5)
    axes.axvline(1.0, color=GREY, linewidth=0.8)
    axes.axvline(0.95, color=GREY, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.set_yticks(place, list(rows["parameter"]))
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.set_xlim(0.0, max(1.1, float(rows["sd_ratio"].max()) + 0.05))
    axes.set_xlabel(tr("standard deviation, posterior over prior (1: nothing learned)"))
    return [
        Picture(
            "calibration-informed",
            tr("What the record informs"),
            tr(
                "The {n} settings that it narrows most, of {n_informed}; on the scale on which each "
                "prior is a standard normal. Right of the dashed line (0.95) a setting counts as not "
                "informed."
            ).format(n=len(rows), n_informed=len(view.informed)),
            tr("A row for each of {n} settings with the ratio of standard deviations; the smallest is {x:.2f}.").format(
                n=len(rows), x=rows["sd_ratio"].iloc[0]
            ),
            figure,
        )
    ]


def _signed(value: float) -> str:
    """Return a number with its sign; what rounds to 0 has none."""
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}") if abs(value) >= 0.005 else "0"


def draw_buffers(view: CalibrationSource) -> list[Picture]:
    """Draw the shares of draws in which ties buffer, do neither and harm, prior above posterior, by crisis."""
    names = list(dict.fromkeys(view.buffers["crisis"]))[::-1]
    figure = Figure(figsize=(8.2, 0.9 + 0.42 * len(names)))
    axes = figure.subplots()
    for offset, sample in ((0.2, "prior"), (-0.2, "posterior")):
        rows = view.buffers[view.buffers["sample"] == sample].set_index("crisis").loc[names]
        _stack(axes, rows, np.arange(len(names)) + offset, sample == "prior")
        for place, crisis in enumerate(names):
            axes.text(1.01, place + offset, tr(sample), va="center", fontsize=7.5)
            axes.text(-0.01, place + offset, _signed(rows.loc[crisis, "median"]), va="center", ha="right", fontsize=7.5)
    axes.set_yticks(np.arange(len(names)), [crisis_words(str(name), view.names) for name in names])
    axes.tick_params(axis="y", pad=32, length=0)
    axes.set_xlim(0.0, 1.0)
    per_cent(axes.xaxis)
    axes.set_xlabel(tr("share of draws (left: median of B)"))
    legend_below(figure, [axes], 3)
    return [
        Picture(
            "calibration-buffers",
            tr("What ties do to crises, before and after"),
            tr("Of each pair the upper bar shows draws of the priors, the lower one those of the posterior."),
            tr("Stacked bars for {x} crises and all together, priors above posterior.").format(x=len(names) - 1),
            figure,
        )
    ]


def _stack(axes: Axes, rows: pd.DataFrame, place: np.ndarray, pale: bool) -> None:
    left = np.zeros(len(rows))
    for kind, label, colour, hatch in KINDS:
        width = rows[kind].to_numpy(float)
        axes.barh(
            place, width, 0.36, left, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6,
            alpha=0.65 if pale else 1.0, label=tr(label),
        )  # fmt: skip
        left += np.nan_to_num(width)


CALIBRATION_FIGURES: tuple[DeclaredFigure[CalibrationSource], ...] = (
    DeclaredFigure("buffers", draw_buffers, "buffers"),
    DeclaredFigure("learned", draw_informed, "informed"),
    DeclaredFigure("targets", draw_targets, "targets"),
    DeclaredFigure("targets", draw_polls, "targets"),
)
"""All figures of the page of a calibration."""
