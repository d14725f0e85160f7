"""The detailed tables of a unit, which a single run asks for: the months of every replicate, for its own page.

They are wide where a batch's tables are long: one row an arm, replicate, dyad and month, one column a measure.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.experiment.design import Design, dyads_of
from cityties.experiment.detail import CRISIS, Detail, meetings
from cityties.experiment.table_layout import (
    Columns,
    arm_columns,
    crisis_names,
    dyad_codes,
    grid,
    joined,
    months_of,
    nation_codes,
    numbers,
    words,
)
from cityties.kernel.record import DyadMeasure, Kept, kept


def detailed_tables(design: Design, replicates: Sequence[Detail]) -> dict[str, Columns]:
    """Return the detailed tables by name but that of ties; one without rows still has its columns."""
    made = (histories, sums, attendance, crisis_months)
    return {table.__name__: table(design, replicates) for table in made}


def histories(design: Design, replicates: Sequence[Detail]) -> Columns:
    """Return each replicate's monthly measures by arm and dyad (those kept as ``Kept.HISTORY``)."""
    who, arm, month, dyad = grid(len(replicates), *replicates[0].dyads.shape[:-1])
    return {
        "replicate": numbers(replicates)[who],
        **arm_columns(design.arms, arm),
        "month": months_of(month + design.setup.scenario.start),
        "dyad": words(dyad_codes(design), dyad),
        **{measure.column: _history(measure, replicates) for measure in kept(Kept.HISTORY)},
    }


def _history(measure: DyadMeasure, replicates: Sequence[Detail]) -> NDArray[Any]:
    return np.concatenate([_kept(measure, one.dyads[..., measure]).reshape(-1) for one in replicates])


def _kept(measure: DyadMeasure, values: NDArray[Any]) -> NDArray[Any]:
    """Keep counts as small integers; everything else keeps its last bit."""
    return values.astype(np.int32) if measure.is_count else values


def sums(design: Design, replicates: Sequence[Detail]) -> Columns:
    """Return sums and sums of squares over the replicates of every measure, by arm, dyad and month."""
    total, squares = np.zeros_like(replicates[0].dyads), np.zeros_like(replicates[0].dyads)
    for one in replicates:  # in their order, and one by one: all at once they take three times their memory
        total += one.dyads
        squares += one.dyads**2
    arm, month, dyad, measure = grid(*total.shape)
    return {
        **arm_columns(design.arms, arm),
        "month": months_of(month + design.setup.scenario.start),
        "dyad": words(dyad_codes(design), dyad),
        "measure": words([m.column for m in DyadMeasure], measure),
        "n": np.full(len(arm), len(replicates), np.int32),
        "sum": total.reshape(-1),
        "sum_of_squares": squares.reshape(-1),
    }


def attendance(design: Design, replicates: Sequence[Detail]) -> Columns:
    """Return the cities that came to the forum, by arm, replicate, nation and month of a meeting."""
    held = meetings(design)
    cube = np.stack([replicate.attendance for replicate in replicates])
    who, arm, month, nation = grid(*cube.shape)
    return {
        "replicate": numbers(replicates)[who],
        **arm_columns(design.arms, arm),
        "month": months_of(held[month] + design.setup.scenario.start),
        "nation": words(nation_codes(design), nation),
        "cities": cube.reshape(-1).astype(np.int32),
    }


def crisis_months(design: Design, replicates: Sequence[Detail]) -> Columns:
    """Return the months after each crisis, with and without it, by arm and replicate.

    A crisis of one dyad has rows for that dyad, a common crisis for all.
    """
    blocks: list[Columns] = []
    for row, place, happens in replicates[0].branches:
        crisis = design.branches[place].crisis
        cube = np.stack([replicate.branches[row, place, happens] for replicate in replicates])
        dyads = np.array(dyads_of(design, crisis.dyad))
        who, month, dyad = grid(*cube.shape[:-1])
        flat = cube.reshape(-1, cube.shape[-1])
        blocks.append(
            {
                "replicate": numbers(replicates)[who],
                "tie_pathways": np.full(len(who), design.arms[row].tie_pathways),
                "crisis": np.full(len(who), place),
                "crisis_happens": np.full(len(who), happens),
                "dyad": dyads[dyad],
                "months_since": month.astype(np.int32),
                **{m.column: _kept(m, flat[:, column]) for column, m in enumerate(CRISIS)},
            }
        )
    if not blocks:
        return {}
    columns = joined(blocks)
    columns["crisis"] = words(crisis_names(design), columns["crisis"])
    columns["dyad"] = words(dyad_codes(design), columns["dyad"])
    return columns
