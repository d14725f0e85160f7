"""The page of what would settle the claim, for a researcher who plans what to collect."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.names import crisis_words, names_by_code
from cityties.calibration.losses import POOLED
from cityties.calibration.settling.declared import COUNTED, MEASURES, Observable
from cityties.calibration.settling.reading import crises_of
from cityties.calibration.settling.study import TABLE_MEANINGS, Settling
from cityties.figures.declared import draw_all
from cityties.figures.settle import SETTLE_FIGURES, SettleSource
from cityties.report.numbers import MINUS, bounds, count, missing, number
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.tables.language import in_words, shown_value, tr

PAGE = "report.html"
EXACT = ("parameters", "combined")


def write_settle(study: Settling, settle: pd.DataFrame, smallest: pd.DataFrame) -> Path:
    """Draw the figure and write the page; return it."""
    content = study.asked.content
    source = SettleSource(smallest, content.enough)
    figures = draw_all(SETTLE_FIGURES, source, {}, study.folder.path / "figures")
    names = [*content.crises, POOLED]
    called = names_by_code(study.asked.tables)
    rows = [_row(name, one, smallest, names, study) for name, one in content.observables.items()]
    pooled = smallest[smallest["crisis"] == POOLED]
    return write_page(
        study.folder.path / PAGE,
        "settle.html",
        _frame(study),
        figures,
        rows=rows,
        crises=[crisis_words(name, called) for name in names],
        enough=content.enough,
        eps=content.eps,
        guess=float(pooled["guess"].mean()),
        settles=[row for row in rows if row["is_enough"]],
        never=[row for row in rows if not row["is_enough"]],
        numbers=_numbers(study, settle),
        draws=int(settle.loc[settle["crisis"] == POOLED, "draws"].max()),
        all_draws=study.draws,
        replicates=content.draws.replicates,
        seen=content.draws.seen,
    )


def _row(name: str, one: Observable, smallest: pd.DataFrame, crises: list[str], study: Settling) -> dict[str, Any]:
    mine: dict[str, dict[str, Any]] = {
        str(row["crisis"]): {str(key): value for key, value in row.items()}
        for row in smallest[smallest["observable"] == name].to_dict("records")
    }
    pooled = mine[POOLED]
    cells = [_share(mine[crisis]) if crisis in mine else missing() for crisis in crises]
    enough = int(pooled["smallest"]) > 0
    sample = "" if one.measure in EXACT else count(int(pooled["smallest"])) if enough else tr("never")
    return {
        "name": in_words(name),
        "meaning": tr(one.meaning or MEASURES[one.measure]),
        "cells": cells,
        "is_enough": enough,
        "smallest": sample,
        "recovered": number(pooled["recovered"]),
        "measured": _measured(one, study),
    }


def _share(row: dict[str, Any]) -> Markup:
    return Markup("{} {}").format(number(row["recovered"]), bounds(row["low"], row["high"]))


_SIGN = re.compile(r"(?<=[ (（])-(?=[ \d])")


def _measured(one: Observable, study: Settling) -> str:
    """Return what is measured and with which errors, in words."""
    if one.measure == "combined":
        return tr("together: {names}").format(names=tr(", ").join(in_words(name) for name in one.of))
    words = _SIGN.sub(MINUS, tr(MEASURES[one.measure]))
    if one.measure == "parameters":
        return tr("{words}: {names}").format(words=words, names=tr(", ").join(map(shown_value, one.parameters)))
    error = tr("by counting") if one.measure in COUNTED else tr("{random:g} each").format(random=one.random)
    shared = (
        tr(", and {systematic:g} shared by a side and crisis").format(systematic=one.systematic)
        if one.systematic
        else ""
    )
    tried = tr(", ").join(f"{n:,}" for n in one.number)
    months = tr(", ").join(map(str, one.months))
    crises = len(crises_of(study.asked.content, one))
    return tr("{words}; {crises} crises, months {months}; error {error}{shared}; numbers tried: {tried}").format(
        words=words, crises=crises, months=months, error=error, shared=shared, tried=tried
    )


def _numbers(study: Settling, settle: pd.DataFrame) -> list[dict[str, Any]]:
    rows = settle[settle["crisis"] == POOLED].to_dict("records")
    singles = {name: one.measure in EXACT for name, one in study.asked.content.observables.items()}
    return [
        {str(key): value for key, value in row.items()} | {"name": in_words(str(row["observable"]))}
        for row in rows
        if not singles[str(row["observable"])]
    ]


def _frame(study: Settling) -> Frame:
    content, tables, scenario = study.asked.content, study.asked.tables, study.ensemble.parts[0].scenario
    amount = tr("{draws} of {n} parameters and severities, {histories} each").format(
        draws=counts.draws(study.draws),
        n=len(study.ensemble.proposal.keys),
        histories=counts.histories(content.draws.replicates),
    )
    return Frame(
        kind=tr("CityTies: what would settle it"),
        title=content.title,
        heading=tr("What to collect"),
        facts=f"{tr(scenario.title)} · {amount}",
        origin=origin(
            Markup(tr("<code>{}</code>, over the priors; observables of <code>{}</code>")).format(
                scenario.name, study.asked.file.name
            ),
            amount,
            scenario.seed,
            Markup(tr("{}, digest <code>{}</code>")).format(tables.folder.name, tables.digest[:SHORT_HASH]),
            study.folder.made,
        ),
        repeat=Markup(tr("<code>cityties settle {} --draws {}</code>.")).format(study.asked.file.name, study.draws),
        kept=tr("Every number is in tables/; columns.csv gives the meaning of every column."),
        tables={name: tr(meaning) for name, meaning in TABLE_MEANINGS.items()},
        drawn=tr(" and other draws of parameters"),
    )
