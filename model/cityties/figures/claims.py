"""The figures of the page of claims: damage by crisis, severity, where B changes its sign, rivals, Shapley values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cityties.analysis import counts
from cityties.analysis.buffering import THRESHOLD
from cityties.claims.declared import MapSettings, SurfaceMap
from cityties.claims.summary import ClaimTables
from cityties.claims.worlds import PRIOR, REST, SAMPLE_NAMES
from cityties.figures.declared import DeclaredFigure, in_sections
from cityties.figures.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    INK,
    PALE,
    PURPLE,
    WITH_TIES,
    WITHOUT_TIES,
    Picture,
    decimal,
    grid,
    legend_below,
    per_cent,
    zero_line,
)
from cityties.tables.language import in_words, listing, msg, tr

KINDS = (("buffer", msg("ties soften"), GREEN), ("null", msg("neither"), GREY), ("harm", msg("ties harm"), PURPLE))
ENGINE_NAMES = {"escalation": msg("escalation"), "reduced_form": msg("reduced form")}
PER_LINE, STEP = 0.34, 0.05


@dataclass(frozen=True)
class ClaimsSource:
    """What the figures of claims are drawn from: the tables, the maps asked for, and names for readers.

    ``crisis`` names the crisis of the maps; ``crises`` and ``worlds`` give the names of crises and worlds.
    """

    tables: ClaimTables
    maps: MapSettings
    crisis: str
    crises: Mapping[str, str]
    worlds: Mapping[str, str]


def draw_paths(paths: pd.DataFrame, crises: Mapping[str, str]) -> Picture:
    """Draw the damage of every crisis with ties and without: median and middle nine tenths of the draws."""
    shown = paths[paths["sample"] == REST]
    names = [name for name in shown["crisis"].unique() if name in crises]
    figure, panels = grid(len(names), 3, 9.6, 2.1)
    for axes, name in zip(panels, names, strict=True):
        zero_line(axes)
        for arm, colour, dashes, width in ((False, WITHOUT_TIES, "-", 2.4), (True, WITH_TIES, (0, (4, 2)), 1.4)):
            rows = shown[(shown["crisis"] == name) & (shown["tie_pathways"] == arm)]
            month = rows["months_since"].to_numpy(np.float64)
            label = tr("with ties") if arm else tr("without ties")
            axes.plot(month, rows["median"], color=colour, linewidth=width, linestyle=dashes, label=tr(label))
            axes.fill_between(
                month, rows["low"].to_numpy(float), rows["high"].to_numpy(float), color=colour, alpha=0.18, linewidth=0
            )
        axes.set_title(crises[name])
        axes.set_xlim(0, float(shown["months_since"].max()))
        axes.set_xticks(range(0, int(shown["months_since"].max()) + 2, 12))
    panels[0].set_ylabel(tr("damage to relations (R)"))
    panels[-1].set_xlabel(tr("months since the crisis began"))
    legend_below(figure, panels)
    return Picture(
        "claims-paths",
        tr("Damage by crisis, with ties and without"),
        tr(
            "Relations without the crisis less relations with it. Lines: median over the draws; bands: middle nine "
            "tenths. Only what decides is drawn, the rest is at its default. Where lines lie on one another, the sign "
            "is open."
        ),
        tr(
            "Small line charts of the damage after {n} crises with ties and without; in all of them "
            "the bands of the two arms overlap for the most part."
        ).format(n=len(names)),
        figure,
    )


def draw_severity(severity: pd.DataFrame, crisis: str) -> Picture:
    """Draw which share of the draws calls ties a buffer, nothing or harm, by severity of one crisis."""
    figure, panels = grid(2, 2, 8.2, 2.9)
    for axes, sample in zip(panels, (REST, PRIOR), strict=True):
        rows = severity[severity["sample"] == sample]
        for (kind, label, colour), marker in zip(KINDS, ("o", "s", "^"), strict=True):
            axes.plot(rows["severity"], rows[kind], color=colour, marker=marker, label=tr(label))
        axes.set_title(tr(SAMPLE_NAMES[sample]))
        axes.set_ylim(0, 1)
        per_cent(axes.yaxis)
        axes.set_xlabel(tr("severity, {crisis}").format(crisis=crisis))
    panels[0].set_ylabel(tr("share of draws"))
    legend_below(figure, panels)
    first, last = (severity[severity["sample"] == REST].iloc[place] for place in (0, -1))
    return Picture(
        "claims-severity",
        tr("Mild disputes and severe ones"),
        tr(
            "Share of draws in which ties soften the crisis {crisis} (B above 0.05), make it worse "
            "(below -0.05) or neither, had it been milder or more severe."
        ).format(crisis=crisis),
        tr(
            "Two line charts. With the rest at default, ties soften in {buffer} of draws at "
            "severity {severity} and in {buffer_2} at {severity_2}; they harm in {harm} and "
            "{harm_2}."
        ).format(
            buffer=counts.in_percent(first["buffer"]),
            severity=first["severity"],
            buffer_2=counts.in_percent(last["buffer"]),
            severity_2=last["severity"],
            harm=counts.in_percent(first["harm"]),
            harm_2=counts.in_percent(last["harm"]),
        ),
        figure,
    )


def draw_surfaces(surfaces: pd.DataFrame, asked: Mapping[str, SurfaceMap], crisis: str) -> Picture:
    """Draw B over planes of two settings, with the line on which it changes its sign."""
    figure = Figure(figsize=(9.4, 3.6))
    panels = figure.subplots(1, len(asked), gridspec_kw={"wspace": 0.14}, squeeze=False)[0]
    reach = max(STEP * np.ceil(float(np.nanmax(np.abs(surfaces["buffer"]))) / STEP), 2 * STEP)
    drawn: Any = None
    for axes, (name, surface) in zip(panels, asked.items(), strict=True):
        rows = surfaces[surfaces["surface"] == name]
        table = rows.pivot_table(index="y", columns="x", values="buffer", dropna=False)
        drawn = _surface(axes, table, reach)
        axes.set(xlabel=tr(surface.x.label), ylabel=tr(surface.y.label))
    figure.colorbar(
        drawn,
        ax=list(panels),
        label=tr("buffer index B, {crisis}").format(crisis=crisis),
        shrink=0.9,
        ticks=MaxNLocator(5),
    )
    signs = {str(name): rows["buffer"] for name, rows in surfaces.groupby("surface")}
    message = tr("; ").join(
        tr("{value}: {decimal} to {decimal_2}").format(
            value=listing([tr(asked[name].x.label), tr(asked[name].y.label)]),
            decimal=decimal(b.min(), 3),
            decimal_2=decimal(b.max(), 3),
        )
        for name, b in signs.items()
    )
    return Picture(
        "claims-surfaces",
        tr("Where B changes its sign"),
        tr(
            "B of the crisis {crisis} with all other parameters at their default. Green: ties "
            "soften; purple: ties harm; black line: B = 0. A panel of one colour is one in which B "
            "hardly moves. Range of B: {message}."
        ).format(crisis=crisis, message=message),
        tr("{n} maps of the buffer index. Ranges: {message}.").format(n=len(asked), message=message),
        figure,
    )


def _surface(axes: Axes, table: pd.DataFrame, reach: float) -> Any:
    x, y, b = table.columns.to_numpy(float), table.index.to_numpy(float), table.to_numpy(float)
    drawn = axes.contourf(x, y, b, levels=np.linspace(-reach, reach, 13), cmap="PRGn")
    if np.nanmin(b) < 0.0 < np.nanmax(b):
        axes.contour(x, y, b, levels=[0.0], colors=BLACK, linewidths=1.6)
    return drawn


def draw_shapley(shapley: pd.DataFrame, crisis: str) -> Picture:
    """Draw what each mechanism adds to B in either rule for relations: mean, its error, and the middle nine tenths."""
    engines = list(ENGINE_NAMES)
    longest = max(int((shapley["engine"] == engine).sum()) for engine in engines)
    figure = Figure(figsize=(9.4, 1.3 + PER_LINE * longest))
    panels = figure.subplots(1, len(engines))
    for axes, engine in zip(panels, engines, strict=True):
        _shares_of_b(axes, shapley[shapley["engine"] == engine].sort_values("mean_absolute"))
        axes.set_title(tr(ENGINE_NAMES[engine]))
    first = shapley.iloc[0]
    message = tr("; ").join(_largest(shapley, engine) for engine in engines)
    return Picture(
        "claims-shapley",
        tr("What B is attributed to"),
        tr(
            "Shapley values of B ({crisis}): what a mechanism adds on average over the orders of "
            "switching them on. Dot and thick line: mean and two standard errors; thin line: middle "
            "nine tenths of the draws from the full prior. Estimated from {orders} sampled orders of "
            "{longest} mechanisms and {draws}, not from all {x:,} combinations. A mean near "
            "zero with a long thin line is a mechanism that matters with either sign."
        ).format(
            crisis=crisis, orders=first["orders"], longest=longest, draws=counts.draws(first["draws"]), x=2**longest
        ),
        tr("Two dot plots of Shapley values of {longest} mechanisms. The largest: {message}.").format(
            longest=longest, message=message
        ),
        figure,
    )


def _shares_of_b(axes: Axes, rows: pd.DataFrame) -> None:
    place = np.arange(len(rows))
    mean, error = rows["mean"].to_numpy(float), rows["error"].to_numpy(float)
    axes.axvline(0.0, color=BLACK, linewidth=0.9)
    axes.hlines(place, rows["low"].to_numpy(float), rows["high"].to_numpy(float), color=GREY, linewidth=1.1)
    axes.hlines(place, mean - 2 * error, mean + 2 * error, color=BLUE, linewidth=3.2)
    axes.plot(mean, place, "o", color=INK, markersize=4)
    axes.set_yticks(place, [in_words(str(one)) for one in rows["mechanism"]])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.set_xlabel(tr("what it adds to B"))


def _largest(shapley: pd.DataFrame, engine: str) -> str:
    row = shapley[shapley["engine"] == engine].sort_values("mean_absolute").iloc[-1]
    name = in_words(str(row["mechanism"]))
    return tr("{engine_names}: {name}, mean {decimal}, mean size {decimal_2}").format(
        engine_names=tr(ENGINE_NAMES[engine]),
        name=name,
        decimal=decimal(row["mean"], 3),
        decimal_2=decimal(row["mean_absolute"], 3),
    )


def draw_rivals(rivals: pd.DataFrame, worlds: Mapping[str, str]) -> Picture:
    """Draw B in the recorded history and in every null model."""
    names: Sequence[str] = [name for name in rivals["world"].unique() if name in worlds]
    figure = Figure(figsize=(7.6, 1.2 + 2 * PER_LINE * len(names) * 0.6))
    axes = figure.subplots()
    axes.axvspan(-THRESHOLD, THRESHOLD, color=PALE, alpha=0.6, linewidth=0)
    axes.axvline(0.0, color=BLACK, linewidth=0.9)
    place = np.arange(len(names))[::-1].astype(float)
    for sample, shift, colour in ((REST, 0.14, BLUE), (PRIOR, -0.14, GREY)):
        rows = rivals[rivals["sample"] == sample].set_index("world").loc[list(names)]
        low, middle, high = (rows[key].to_numpy(float) for key in ("low", "median", "high"))
        axes.hlines(place + shift, low, high, color=colour, linewidth=2.0)
        axes.plot(middle, place + shift, "o", color=colour, markersize=5, label=tr(SAMPLE_NAMES[sample]))
    axes.set_yticks(place, [worlds[name] for name in names])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(tr("buffer index B over all crises: median and middle nine tenths of the draws"))
    legend_below(figure, [axes])
    zeros = [worlds[name] for name in names if rivals[rivals["world"] == name]["exactly_zero"].all()]
    return Picture(
        "claims-rivals",
        tr("Rivals and null models"),
        tr(
            "The same test in worlds in which the claim has nothing to stand on. If a null model spreads B like the "
            "recorded history does, the history's B is no evidence for what the null model takes away."
        )
        + _like_the_first(rivals, names, worlds),
        tr("Dot plot of the buffer index in {n} worlds. B is exactly zero in: {x}.").format(
            n=len(names), x=tr(", ").join(zeros) or tr("none")
        ),
        figure,
    )


def _like_the_first(rivals: pd.DataFrame, names: Sequence[str], worlds: Mapping[str, str]) -> str:
    """Name the worlds whose rows are those of the first to the last digit."""
    rows = {name: rivals[rivals["world"] == name].drop(columns=["world", "null"]) for name in names}
    first = rows[names[0]].reset_index(drop=True)
    same = [worlds[name] for name in names[1:] if rows[name].reset_index(drop=True).equals(first)]
    return (
        tr(" The same as {worlds} to the last digit: {names}.").format(
            worlds=worlds[names[0]], names=tr(", ").join(same)
        )
        if same
        else ""
    )


def _surfaces(source: ClaimsSource) -> list[Picture]:
    asked = source.maps.surfaces
    return [draw_surfaces(source.tables.surfaces, asked, source.crisis)] if asked else []


CLAIM_FIGURES = (
    DeclaredFigure[ClaimsSource]("crises", lambda one: [draw_paths(one.tables.paths, one.crises)], "paths"),
    DeclaredFigure[ClaimsSource](
        "severity", lambda one: [draw_severity(one.tables.severity, one.crisis)], msg("severity")
    ),
    DeclaredFigure[ClaimsSource]("flip", _surfaces, "surfaces"),
    DeclaredFigure[ClaimsSource]("flip", lambda one: [draw_shapley(one.tables.shapley, one.crisis)], "shapley"),
    DeclaredFigure[ClaimsSource]("rivals", lambda one: [draw_rivals(one.tables.rivals, one.worlds)], "rivals"),
)
"""The figures of the page of claims, each with its section and the table that it is drawn from."""


def claim_pictures(source: ClaimsSource) -> Iterator[Picture]:
    """Yield every picture of the claims that there are numbers for."""
    return (picture for _, picture in in_sections(CLAIM_FIGURES, source, vars(source.tables)))
