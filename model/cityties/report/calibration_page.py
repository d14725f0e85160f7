"""The pages of a calibration and of a hold-out: what was assumed, learned and predicted, and what stays unknown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.names import names_by_code
from cityties.calibration.calibrate import SAMPLE, Calibration
from cityties.calibration.fit import Size
from cityties.calibration.holdout import SOURCES, TO_2011, HoldOut
from cityties.calibration.losses import POOLED
from cityties.calibration.problem import Problem
from cityties.calibration.target_names import fit_words, target_words
from cityties.experiment.provenance import software
from cityties.figures.calibration import CALIBRATION_FIGURES, CalibrationSource
from cityties.figures.declared import draw_all
from cityties.kernel.calendar import month_label
from cityties.report.calibration_text import (
    assumed_sentence,
    buffer_sentences,
    centre_sentence,
    coverage_sentence,
    holdout_sentences,
    silent_sentence,
    unmet_sentence,
)
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.tables.language import msg, tr

KINDS = {msg("calibration"): msg("CityTies calibration"), msg("hold-out"): msg("CityTies hold-out")}
HEADING = msg("What the record says of the model, and of ties")
CALIBRATION_PAGE, HOLDOUT_PAGE = "calibration.html", "holdout.html"
TABLES = {
    "samples": msg("draws of the priors and of the posterior: how many, targets met, median mean-square miss"),
    "draws": msg("one row a draw of the posterior, as in the sample file: mean-square miss and B of each crisis"),
    "targets": msg("one row a target: recorded value, tolerance, range of both samples, share within two tolerances"),
    "informed": msg(
        "one row a drawn setting: standard deviation of the posterior over that of the prior, and its values"
    ),
    "conflicts": msg("pairs of targets of which one is missed more where the other is missed less"),
    "buffers": msg("shares of draws in which ties soften, do neither and harm, by sample and crisis, with intervals"),
    "centre": msg("the centre of the posterior, the draw nearest to it, and the defaults: targets met, median miss, B"),
    "coverage": msg("how often the 90 % region of the posterior holds the truth, over synthetic truths"),
    "width": msg("one row a later fact and what is taken as known: score and range of the prediction"),
    "holdout": msg("one row a fact and source: score, whether the 90 % range holds the fact, who is best"),
}


def write_calibration_page(found: Calibration, folder: Path, command: str) -> Path:
    """Draw the figures and write the page of a calibration; return it."""
    names = names_by_code(found.problem.tables)
    view = CalibrationSource(found.targets, found.informed, found.buffers, names)
    figures = draw_all(CALIBRATION_FIGURES, view, found.tables, folder / "figures")
    size = found.size
    amount = tr("{draws} of the priors, {second:,} near the record, {kept:,} of the posterior").format(
        draws=counts.draws(size.draws), second=size.second, kept=size.kept
    )
    return write_page(
        folder / CALIBRATION_PAGE,
        "calibration.html",
        _frame(
            found.problem,
            "calibration",
            tr(HEADING),
            amount,
            command,
            found.tables,
        ),
        figures,
        answer=buffer_sentences(found),
        pooled=found.buffers[found.buffers["crisis"] == POOLED].to_dict("records"),
        threshold=f"{THRESHOLD:g}",
        assumed=assumed_sentence(found),
        silent=silent_sentence(found.informed),
        unmet=unmet_sentence(found, names),
        centre=centre_sentence(found.centre, names),
        conflicts=_conflicts(found.conflicts, names),
        coverage=coverage_sentence(found.coverage) if len(found.coverage) else "",
    )


def _frame(
    problem: Problem, kind: str, heading: str, amount: str, command: str, tables: dict[str, pd.DataFrame]
) -> Frame:
    scenario, world = problem.scenario, problem.tables
    digest = Markup(tr("{}, digest <code>{}</code>")).format(world.folder.name, world.digest[:SHORT_HASH])
    sample = Markup(tr(" The draws of the posterior are in <code>{}</code>, for designs.")).format(SAMPLE)
    return Frame(
        kind=tr(KINDS[kind]),
        title=scenario.title,
        heading=heading,
        question=scenario.question,
        facts=tr("{start} to {end} · {amount} · seed {seed}").format(
            start=month_label(scenario.start),
            end=month_label(scenario.end),
            amount=amount,
            seed=scenario.seed,
        ),
        origin=origin(scenario.name, amount, scenario.seed, digest, software()),
        repeat=Markup(tr("<code>{}</code>.")).format(command),
        kept=Markup(tr("Every number is in <code>tables/</code>.")) + (sample if kind == "calibration" else ""),
        tables={name: tr(TABLES[name]) for name in tables},
        citation=tr("CityTies, {kind} of \u201c{title}\u201d, seed {seed}, {amount}. Repeat: {command}").format(
            kind=tr(kind), title=tr(scenario.title), seed=scenario.seed, amount=amount, command=command
        ),
        drawn=tr(" and other draws of parameters"),
    )


def _conflicts(table: pd.DataFrame, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the pairs of targets that fight, by the names that people read."""
    named = {column: [target_words(name, names) for name in table[column]] for column in ("statistic", "against")}
    return [{str(key): value for key, value in row.items()} for row in table.assign(**named).to_dict("records")]


def write_holdout_page(problem: Problem, found: HoldOut, folder: Path, size: Size) -> Path:
    """Write the page of a hold-out; return it."""
    table = found.table
    counted = table.groupby("source", sort=False)
    sources = [
        {"source": name, "best": int(rows["best"].sum()), "facts": len(rows), "inside": float(rows["inside_90"].mean())}
        for name, rows in counted
    ]
    names = names_by_code(problem.tables)
    titles = {TO_2011: tr("What came after 2011, by a fit that knows nothing later")}
    groups = [
        {
            "slug": f"fit-{number}",
            "title": titles.get(str(name), tr("A fit {name}").format(name=fit_words(str(name), names))),
            "sources": SOURCES,
            "rows": _rows(rows, names),
        }
        for number, (name, rows) in enumerate(table.groupby("fit", sort=False))
    ]
    command = f"cityties holdout {problem.scenario.name} {size.options}"
    amount = tr("{draws} of the priors, {kept:,} of the posterior").format(
        draws=counts.draws(size.draws), kept=size.kept
    )
    heading = tr("Does the model predict what it has not seen?")
    return write_page(
        folder / HOLDOUT_PAGE,
        "holdout.html",
        _frame(problem, "hold-out", heading, amount, command, {"holdout": table, "width": found.width}),
        [],
        answer=holdout_sentences(table),
        sources=sources,
        groups=groups,
        widths=_widths(found.width, names),
    )


def _widths(width: pd.DataFrame, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row a later stop of exchange, with score and width by what is taken as known."""
    stops = width[width["fact"].str.startswith("stopped ") & ~width["fact"].str.contains(" months ")]
    rows = []
    for fact, mine in stops.groupby("fact", sort=False):
        cells = mine.to_dict("records")
        rows.append({"fact": target_words(fact, names), "recorded": cells[0]["recorded"], "cells": cells})
    return rows


def _rows(table: pd.DataFrame, names: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    rows = []
    for fact, mine in table.groupby("fact", sort=False):
        fit = mine[mine["source"] == SOURCES[0]].iloc[0]
        scores = {source: float("nan") for source in SOURCES} | dict(zip(mine["source"], mine["crps"], strict=True))
        best = str(mine.loc[mine["best"], "source"].iloc[0])
        row = {"fact": target_words(fact, names), "scores": scores, "best": best, "inside": bool(fit["inside_90"])}
        rows.append(row | {name: float(fit[name]) for name in ("recorded", "p05", "median", "p95")})
    return rows
