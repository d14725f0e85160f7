"""The page of a discovery: under which conditions ties soften or harm, and which policy one would regret least."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.calibration.discovery.boxes import PEELED
from cityties.calibration.discovery.levers import NONE
from cityties.calibration.discovery.resampling import LEAST_AGAIN, REPEATS, STABLE
from cityties.calibration.discovery.study import LEVER_REPLICATES, REPLICATES, Discovery
from cityties.calibration.discovery.tables import (
    TABLE_MEANINGS,
    WORDS,
    box_sentence,
    kinds_of,
)
from cityties.figures.declared import draw_all
from cityties.figures.discover import DISCOVER_FIGURES, DiscoverSource, lever_words
from cityties.kernel.calendar import month_label
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.tables.language import listing, tr

PAGE = "report.html"
LIMIT = re.compile(
    r"(?P<key>\S.*?) (?:between (?P<low>\S+) and (?P<high>[^\s,]+)|(?P<side>[<>]) (?P<limit>[^\s,]+))(?:, | and |$)"
)
"""One condition among those that lead to a leaf."""
NO_REGRET = pd.DataFrame({"lever": []})


def write_discovery(study: Discovery, tables: Mapping[str, pd.DataFrame], made_of: str) -> Path:
    """Draw the figures and write the page; return it. ``made_of`` is the command that made it."""
    values, buffer = study.seen
    boxes, regret = tables["boxes"], tables.get("regret", NO_REGRET)
    source = DiscoverSource(boxes, regret, values, kinds_of(buffer), study.prior.proposal.keys)
    figures = draw_all(DISCOVER_FIGURES, source, {"boxes": boxes, "regret": regret}, study.folder.path / "figures")
    tree = tables["tree"]
    return write_page(
        study.folder.path / PAGE,
        "discover.html",
        _frame(study, tables, made_of),
        figures,
        sentences=sentences(boxes),
        lever=regret_sentence(regret),
        boxes=[_box(rows) for _, rows in boxes[boxes["holds"].astype(bool)].groupby(["kind", "box"], sort=False)],
        posterior=study.drawn,
        leaves=[row | {"where": where_words(str(row["where"]))} for row in tree.to_dict("records")],
        explained=float(tree["explained"].iloc[0]),
        regret=regret.sort_values("mean_regret", kind="stable").to_dict("records") if len(regret) else [],
        crises=study.crises,
        repeats=REPEATS,
        stable=STABLE,
        least_again=LEAST_AGAIN,
        peeled=PEELED,
        lever_replicates=LEVER_REPLICATES,
        no_lever=NONE,
    )


def sentences(boxes: pd.DataFrame) -> list[str]:
    """Return the first box of each kind in words, softening and harm before neither."""
    order = ("buffer", "harm", "neither")
    found = []
    for kind in order:
        rows = boxes[(boxes["kind"] == kind) & (boxes["box"] < 2)]
        found.append(box_sentence(rows))
    return found


def regret_sentence(regret: pd.DataFrame) -> str:
    """Return which lever loses least in the mean and at worst, and whether any lessens damage for certain."""
    if regret.empty:
        return ""
    mean, worst = (regret.sort_values(name, kind="stable").iloc[0] for name in ("mean_regret", "regret_p95"))
    text = tr(
        "Regretted least in the mean: {mean} ({mean_regret:.2f} R-months); at worst: {worst} ({regret_p95:.2f}, "
        "exceeded in one draw of twenty). "
    ).format(mean=_lever(mean), mean_regret=mean["mean_regret"], worst=_lever(worst), regret_p95=worst["regret_p95"])
    lessens = regret[(regret["changed_high"] < 0.0) & (regret["lever"] != NONE)].sort_values("changed", kind="stable")
    if lessens.empty:
        return text + tr("No lever lessens damage in the mean by more than chance.")
    named = [f"{tr(str(row['lever']))} ({row['changed']:+.2f})" for row in lessens.to_dict("records")]
    return text + tr("Damage is lessened in the mean by: {names}.").format(names=tr(", ").join(named))


def where_words(where: str) -> str:
    """Return the conditions of a leaf, which its table holds in English, in the language that is spoken."""
    words = []
    for found in LIMIT.finditer(where):
        if found["side"]:
            words.append(f"{found['key']} {found['side']} {found['limit']}")
        else:
            between = tr("{key} between {low} and {high}")
            words.append(between.format(key=found["key"], low=found["low"], high=found["high"]))
    return listing(words) if words else tr(where)


def _lever(row: pd.Series) -> str:
    return lever_words(row["lever"])


def _box(rows: pd.DataFrame) -> dict[str, Any]:
    first = {str(name): value for name, value in rows.iloc[0].items()}
    limits = rows[["key", "side", "limit", "again"]].to_dict("records")
    return {**first, "words": WORDS[str(first["kind"])], "limits": limits}


def _frame(study: Discovery, tables: Mapping[str, pd.DataFrame], command: str) -> Frame:
    scenario, world = study.scenario, study.tables
    amount = tr("{draws} of the priors with {histories} each").format(
        draws=counts.draws(study.asked.draws), histories=counts.histories(REPLICATES)
    )
    if study.drawn:
        amount += tr(", {draws} of a posterior").format(draws=counts.draws(study.drawn))
    if study.under_levers:
        amount += tr(", {draws} under each lever").format(draws=counts.draws(study.under_levers))
    return Frame(
        kind=tr("CityTies: discovery"),
        title=tr("Under which conditions do ties soften crises, and under which do they harm?"),
        heading=tr("Conditions"),
        question=scenario.question,
        facts=tr("{title} · {start} to {end} · {amount}").format(
            title=tr(scenario.title),
            start=month_label(scenario.start),
            end=month_label(scenario.end),
            amount=amount,
        ),
        origin=origin(
            Markup(tr("<code>{}</code>, over everything that has a prior and acts")).format(scenario.name),
            amount,
            scenario.seed,
            Markup(tr("{}, digest <code>{}</code>")).format(world.folder.name, world.digest[:SHORT_HASH]),
            study.folder.made,
        ),
        repeat=Markup(tr("<code>{}</code>.")).format(command),
        kept=tr("Every number is in tables/; columns.csv gives the meaning of every column."),
        tables={name: tr(TABLE_MEANINGS[name]) for name in (*tables, "columns")},
        drawn=tr(" and other draws of parameters"),
    )
