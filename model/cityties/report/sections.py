"""The parts of the report: what each crisis, table and figure shows, ready for the template."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from cityties.analysis.buffering import THRESHOLD, THRESHOLDS
from cityties.analysis.healing import Healing, healing
from cityties.analysis.names import NamedCrisis, dyad_names, nation_names, row_labels
from cityties.analysis.results import Results
from cityties.analysis.shared_events import SharedEvent, events_of
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.experiment.results import RunResults
from cityties.kernel.calendar import month_label
from cityties.kernel.state import FloatArray
from cityties.report.healing_text import healing_answer
from cityties.report.numbers import estimate, missing, number
from cityties.report.readings import BUFFER, CrisisRow, readable, reading
from cityties.report.shared_text import healing_of_event, row_of_event
from cityties.report.text import followed, left_out, long_date, refusers, verdict
from cityties.tables.language import capital, tr, trn

ARMS = ("with_ties", "without_ties")
MOST_PAIRS = 6
"""Pairs of nations of which the page shows the level effect, and the blocks of a crisis common to all."""


@dataclass(frozen=True)
class Block:
    """One crisis in one dyad: its statistics by name; ``buffer`` is empty where it is not to be read."""

    dyad: str
    window: int
    cells: dict[str, Markup]
    buffer: Markup
    notes: list[Markup]


@dataclass(frozen=True)
class CrisisSection:
    """One crisis as the report shows it."""

    slug: str
    heading: str
    title: str
    date: str
    severity: Markup
    blocks: list[Block]
    verdict: Markup
    is_common: bool
    left_out: int


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain mappings."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def heading(crisis: NamedCrisis, dyad: str) -> str:
    """Name a crisis in full: its nations and month, or, for a common crisis, what it was."""
    if crisis.is_common:
        return capital(tr(crisis.crisis.name))
    return tr("{dyad}, {month}").format(dyad=dyad, month=long_date(crisis.month))


def section(run: RunResults, results: Results, crisis: NamedCrisis) -> CrisisSection:
    """Lay out one crisis with a block for each of its dyads."""
    names, rows = dyad_names(run.tables), rows_of(results.crises)
    found = [rows[place] for place in _hit_most(crisis, rows)]
    blocks = [_block(run, crisis, row, names[row["dyad"]]) for row in found]
    return CrisisSection(
        slug=crisis.slug,
        heading=heading(crisis, blocks[0].dyad),
        title=crisis.crisis.title,
        date=month_label(crisis.month),
        severity=missing() if crisis.is_common else number(crisis.crisis.severity, 1),
        blocks=blocks,
        verdict=verdict(found[0]),
        is_common=crisis.is_common,
        left_out=len(crisis.rows) - len(found),
    )


def _hit_most(crisis: NamedCrisis, rows: list[dict[str, Any]]) -> list[int]:
    """Return the places of a crisis's rows, or, where they are many, of those with the greatest damage."""
    if len(crisis.rows) <= MOST_PAIRS:
        return crisis.rows
    return sorted(crisis.rows, key=lambda at: -max(rows[at].get(f"depth_{arm}", 0.0) for arm in ARMS))[:MOST_PAIRS]


def _block(run: RunResults, crisis: NamedCrisis, row: CrisisRow, dyad: str) -> Block:
    months = int(row["months_followed"])
    later = [
        f"{tr(other.title)} ({month_label(other.month + run.scenario.start)})"
        for other in run.crises
        if other.dyad == crisis.crisis.dyad and crisis.crisis.month < other.month < crisis.crisis.month + months
    ]
    first = nation_names(run.tables)[str(run.tables.dyads.set_index("dyad").loc[row["dyad"], "nation_a"])]
    notes = [
        _buffers_of_both_clocks(row),
        refusers(row, first),
        left_out(later),
        followed(months, crisis.month + months - 1) if months < MAIN_MONTHS else Markup(""),
    ]
    buffer = estimate(row, BUFFER, 3) if readable(row) else Markup("")
    return Block(dyad, min(months, MAIN_MONTHS), _cells(row), buffer, [note for note in notes if note])


def _cells(row: CrisisRow) -> dict[str, Markup]:
    cells = {"saved": estimate(row, "loss_saved_36", 3), "stopped": estimate(row, "suspension", 0, percent=True)}
    for arm in ARMS:
        cells[f"depth_{arm}"] = estimate(row, f"depth_{arm}", 3)
        cells[f"loss_{arm}"] = estimate(row, f"loss_36_{arm}", 2)
        cells[f"half_{arm}"] = number(row.get(f"half_life_{arm}"), 0)
        if f"level_loss_{arm}" in row:
            cells[f"level_{arm}"] = number(row[f"level_loss_{arm}"], 2)
    return cells


def _buffers_of_both_clocks(row: CrisisRow) -> Markup:
    if "buffer_level" not in row or not readable(row):
        return Markup("")
    return Markup(
        tr("B of the event part, which heals in months, {}; of the level, which stands for years, {}.")
    ).format(number(row["buffer_event"], 3), number(row["buffer_level"], 3))


def crisis_table(run: RunResults, results: Results, crises: list[NamedCrisis]) -> list[dict[str, Any]]:
    """Return one row a crisis and dyad for the table of all crises; of a common crisis, the dyads it hit most."""
    rows, all_rows, labels = [], rows_of(results.crises), row_labels(run, results.crises)
    shown = {place for crisis in crises for place in _hit_most(crisis, all_rows)}
    for place, (row, label) in enumerate(zip(all_rows, labels, strict=True)):
        if place not in shown:
            continue
        short = _followed(row["months_followed"]) if row["months_followed"] < MAIN_MONTHS else ""
        cells: dict[str, Any] = {
            "label": f"{label}{short}",
            "severity": number(row["severity"], 1) if row["severity"] else missing(),
        }
        for arm in ARMS:
            cells[f"depth_{arm}"] = number(row.get(f"depth_{arm}"), 3)
            cells[f"loss_{arm}"] = number(row.get(f"loss_36_{arm}"), 2)
            cells[f"half_{arm}"] = number(row.get(f"half_life_{arm}"), 0)
        cells["saved"] = estimate(row, "loss_saved_36", 3)
        cells["buffer"] = estimate(row, BUFFER, 3) if readable(row) else missing()
        cells["readings"] = [tr(reading(row, threshold)) for threshold in THRESHOLDS]
        cells["stopped"] = number(row["suspension"], 0, percent=True)
        rows.append(cells)
    return rows


def healing_sentences(run: RunResults, results: Results, crises: list[NamedCrisis]) -> list[Markup]:
    """Return whether and when the last dispute of each pair of nations heals, as far as it was followed."""
    names, rows, gaps = dyad_names(run.tables), rows_of(results.crises), results.gaps
    disputes = [crisis for crisis in crises if not crisis.is_common]
    last = {str(rows[row]["dyad"]): (crisis, rows[row]) for crisis in disputes for row in crisis.rows}
    healed = {}
    for dyad, (crisis, row) in last.items():
        mine = gaps[(gaps["crisis"] == row["crisis"]) & (gaps["dyad"] == dyad)].sort_values("months_since")
        with_ties, without = (_healing(mine[f"gap_{arm}"].to_numpy(np.float64)) for arm in ARMS)
        if with_ties is not None:
            healed[crisis.crisis.name] = (
                tr("The dispute of {heading}").format(heading=heading(crisis, names[dyad])),
                with_ties,
                without,
            )
    sentences = []
    for one in events_of([crisis for crisis in disputes if crisis.crisis.name in healed]):
        if isinstance(one, SharedEvent):
            found = [healed[crisis.crisis.name] for crisis in one.crises]
            sentences.append(healing_of_event(one, [(with_ties, without) for _, with_ties, without in found]))
        else:
            label, with_ties, without = healed[one.crisis.name]
            sentences.append(healing_answer(label, one.month, with_ties, without))
    return sentences


def _healing(gap: FloatArray) -> Healing | None:
    return healing(gap) if len(gap) and not np.isnan(gap).any() else None


def glance_rows(
    run: RunResults, results: Results, crises: list[NamedCrisis], front: list[NamedCrisis]
) -> list[dict[str, Any]]:
    """Return one row a dispute, or an event that many pairs of states share.

    A row holds what was lost with ties and without, B, how it is read, and a link if the dispute is in front.
    """
    names, rows = dyad_names(run.tables), rows_of(results.crises)
    found = []
    for one in events_of([crisis for crisis in crises if not crisis.is_common]):
        if isinstance(one, SharedEvent):
            found.append(row_of_event(one, [rows[place] for place in one.rows]))
            continue
        found += [
            {
                "slug": one.slug if one in front else "",
                "crisis": heading(one, names[row["dyad"]]),
                "title": one.crisis.title,
                "with_ties": number(row.get("loss_36_with_ties"), 2),
                "without_ties": number(row.get("loss_36_without_ties"), 2),
                "buffer": estimate(row, BUFFER, 3) if readable(row) else missing(),
                "reading": tr(reading(row, THRESHOLD)),
            }
            for row in (rows[place] for place in one.rows)
        ]
    return found


def level_rows(run: RunResults, results: Results) -> list[tuple[str, Markup]]:
    """Return the level effect V of every pair of nations; of many pairs, those in which it is farthest from zero."""
    names, rows = dyad_names(run.tables), rows_of(results.level)
    if len(rows) > MOST_PAIRS:
        rows = sorted(rows, key=lambda row: -abs(row["level"]))[:MOST_PAIRS]
    return [(names[row["dyad"]], estimate(row, "level", 4)) for row in rows]


def _followed(months: int) -> str:
    """Return how long a crisis was followed, behind its name."""
    return trn(" ({n} month)", " ({n} months)", months).format(n=months)


def _governments(n: float) -> Markup:
    """Return how many governments there are, in the mean of replicates, behind what is counted; nothing for none."""
    if math.isnan(n):
        return Markup("")
    return Markup(trn(" ({} government)", " ({} governments)", round(n))).format(number(n, 0))


def recorded_rows(run: RunResults, results: Results) -> list[dict[str, Any]]:
    """Return recorded shares beside the model's."""
    keys = zip(results.crises["crisis"], results.crises["dyad"], strict=True)
    labels = dict(zip(keys, row_labels(run, results.crises), strict=True))
    return [
        {
            "crisis": labels[row["crisis"], row["dyad"]],
            "measure": row["measure"],
            "note": row["note"],
            "source": row["source"],
            "is_sample": row["is_sample"],
            "recorded": number(row["recorded"], 0, percent=True),
            "model": estimate(row, "model", 0, percent=True),
            "of": Markup(tr("official events, months 0 to 3"))
            if row["kind"] == "events"
            else Markup(tr("governments of the place with a suspended tie, fourth month"))
            + _governments(row["n_governments"]),
        }
        for row in rows_of(results.recorded)
    ]
