"""The detailed tables of a unit, which a single run asks for: the months of every replicate, for its own page.

They are wide where a batch's tables are long: one row an arm, replicate, dyad and month, one column a measure.
"""

from collections.abc import Sequence

import numpy as np

from cityties.experiment.design import Design
from cityties.experiment.detail import CRISIS, HISTORY, Detail, MonthlySums, meetings, small
from cityties.experiment.table_layout import (
    Columns,
    arm_columns,
    crisis_names,
    dyad_codes,
    grid,
    in_turn,
    joined,
    months_of,
    nation_codes,
    numbers,
    repeated,
    words,
)
from cityties.kernel.record import DyadMeasure


def detailed_tables(design: Design, replicates: Sequence[Detail], monthly: MonthlySums) -> dict[str, Columns]:
    """Return the detailed tables by name but that of ties; one without rows still has its columns."""
    return {
        "histories": histories(design, replicates),
        "sums": sums(design, monthly),
        "attendance": attendance(design, replicates),
        "crisis_months": crisis_months(design, replicates),
    }


def histories(design: Design, replicates: Sequence[Detail]) -> Columns:
    """Return each replicate's monthly measures by arm and dyad (those kept as ``Kept.HISTORY``)."""
    arm, month, dyad = grid(*replicates[0].history[0].shape)
    rows = {
        **arm_columns(design.arms, arm),
        "month": months_of(month + design.setup.scenario.start),
        "dyad": words(dyad_codes(design), dyad),
    }
    return {
        "replicate": in_turn(np.full(len(arm), number) for number in numbers(replicates)),
        **repeated(rows, len(replicates)),
        **{measure.column: in_turn(one.history[place] for one in replicates) for place, measure in enumerate(HISTORY)},
    }


def sums(design: Design, monthly: MonthlySums) -> Columns:
    """Return sums and sums of squares over the replicates of every measure, by arm, dyad and month."""
    month, dyad, measure = grid(*monthly.total.shape[1:])
    arms = [arm_columns(design.arms, np.full(len(month), row)) for row in range(len(design.arms))]
    rows = {
        "month": months_of(month + design.setup.scenario.start),
        "dyad": words(dyad_codes(design), dyad),
        "measure": words([m.column for m in DyadMeasure], measure),
        "n": np.full(len(month), monthly.n, np.int32),
    }
    return {
        **{name: in_turn(one[name] for one in arms) for name in arms[0]},
        **repeated(rows, len(arms)),
        "sum": in_turn(monthly.total),
        "sum_of_squares": in_turn(monthly.squares),
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
        cube = np.stack([replicate.branches[row, place, happens] for replicate in replicates])
        dyads = np.array(design.branches[place].dyads)
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
                **{m.column: small(m, flat[:, column]) for column, m in enumerate(CRISIS)},
            }
        )
    if not blocks:
        return {}
    columns = joined(blocks)
    columns["crisis"] = words(crisis_names(design), columns["crisis"])
    columns["dyad"] = words(dyad_codes(design), columns["dyad"])
    return columns
