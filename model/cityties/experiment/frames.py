"""From the arrays of replicates to the tidy tables of a run: one row an arm, replicate, dyad and month."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityties.experiment.design import Arm, Design
from cityties.experiment.replicate import Replicate
from cityties.kernel.record import DyadMeasure, Kept, NationMeasure, kept
from cityties.kernel.state import IntArray

type Column = NDArray[Any]


def dyad_codes(design: Design) -> list[str]:
    """Return the codes of the dyads in the order of their columns."""
    return list(design.setup.tables.dyads["dyad"])


def nation_codes(design: Design) -> list[str]:
    """Return the codes of the nations in the order of their columns."""
    return list(design.setup.tables.nations["nation"])


def _category(codes: Column, names: Sequence[str]) -> Any:
    return pd.Categorical.from_codes(codes, categories=pd.Index(names))


def _grid(*lengths: int) -> list[IntArray]:
    """Return the index columns of a full grid, the last one running fastest."""
    return [axis.reshape(-1) for axis in np.indices(lengths, dtype=np.int64)]


def _arm_columns(arms: Sequence[Arm], rows: IntArray) -> dict[str, object]:
    return {
        "tie_pathways": np.array([arm.tie_pathways for arm in arms])[rows],
        "political_shocks": np.array([arm.political_shocks for arm in arms])[rows],
    }


def histories(design: Design, replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Return each replicate's monthly measures by arm and dyad (those kept as ``Kept.HISTORY``)."""
    cube = np.stack([replicate.dyads for replicate in replicates])
    who, arm, month, dyad = _grid(*cube.shape[:-1])
    columns: dict[str, object] = {
        **_arm_columns(design.arms, arm),
        "replicate": np.array([replicate.number for replicate in replicates], dtype=np.int32)[who],
        "month": (month + design.setup.scenario.start).astype(np.int32),
        "dyad": _category(dyad, dyad_codes(design)),
    }
    flat = cube.reshape(-1, cube.shape[-1])
    for measure in kept(Kept.HISTORY):
        columns[measure.column] = _kept(measure, flat[:, measure])
    return pd.DataFrame(columns)


def _kept(measure: DyadMeasure, values: Column) -> Column:
    """Keep counts as small integers; everything else keeps its last bit."""
    return values.astype(np.int32) if measure.is_count else values


def sums(design: Design, replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Return sums and sums of squares over the replicates of every measure, by arm, dyad and month."""
    cube = np.stack([replicate.dyads for replicate in replicates])
    arm, month, dyad, measure = _grid(*cube.shape[1:])
    return pd.DataFrame(
        {
            **_arm_columns(design.arms, arm),
            "month": (month + design.setup.scenario.start).astype(np.int32),
            "dyad": _category(dyad, dyad_codes(design)),
            "measure": _category(measure, [m.name.lower() for m in DyadMeasure]),
            "n": np.int32(len(replicates)),
            "sum": cube.sum(axis=0).reshape(-1),
            "sum_of_squares": (cube**2).sum(axis=0).reshape(-1),
        }
    )


def attendance(design: Design, replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Return the cities that came to the forum, by arm, replicate, nation and month of a meeting."""
    held = np.flatnonzero(design.setup.world.forum.host >= 0)
    cube = np.stack([replicate.nations[:, held] for replicate in replicates])[..., NationMeasure.FORUM_ATTENDANCE]
    who, arm, month, nation = _grid(*cube.shape)
    return pd.DataFrame(
        {
            **_arm_columns(design.arms, arm),
            "replicate": np.array([replicate.number for replicate in replicates], dtype=np.int32)[who],
            "month": (held[month] + design.setup.scenario.start).astype(np.int32),
            "nation": _category(nation, nation_codes(design)),
            "cities": cube.reshape(-1).astype(np.int32),
        }
    )


def crisis_months(design: Design, replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Return the months after each crisis, with and without it, by arm and replicate.

    A crisis of one dyad has rows for that dyad, a common crisis for all.
    """
    numbers = np.array([replicate.number for replicate in replicates], dtype=np.int32)
    blocks: list[dict[str, Column]] = []
    for row, place, happens in replicates[0].branches:
        crisis = design.branches[place].crisis
        cube = np.stack([replicate.branches[row, place, happens] for replicate in replicates])
        dyads = np.arange(cube.shape[2]) if crisis.dyad < 0 else np.array([crisis.dyad])
        cube = cube[:, :, dyads]
        who, month, dyad = _grid(*cube.shape[:-1])
        flat = cube.reshape(-1, cube.shape[-1])
        blocks.append(
            {
                "crisis": np.full(len(who), place),
                "tie_pathways": np.full(len(who), design.arms[row].tie_pathways),
                "crisis_happens": np.full(len(who), happens),
                "replicate": numbers[who],
                "dyad": dyads[dyad],
                "months_since": month.astype(np.int32),
                **{m.column: _kept(m, flat[:, m]) for m in kept(Kept.CRISIS)},
            }
        )
    if not blocks:
        return pd.DataFrame(columns=["crisis", "tie_pathways", "crisis_happens", "replicate", "dyad", "months_since"])
    columns = _joined(blocks)
    columns["crisis"] = _category(columns["crisis"], [branch.crisis.name for branch in design.branches])
    columns["dyad"] = _category(columns["dyad"], dyad_codes(design))
    return pd.DataFrame(columns)


def _joined(blocks: Sequence[dict[str, Column]]) -> dict[str, Any]:
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def ties(design: Design, replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Return every tie at chosen months and in the fourth month of each crisis, of the arm with ties and shocks."""
    names = design.city_names
    start = design.setup.scenario.start
    blocks: list[dict[str, Column]] = []
    for replicate in replicates:
        for shot in replicate.snapshots:
            n = len(shot.ties["a"])
            here = {"replicate": np.full(n, replicate.number, np.int32), "month": np.full(n, shot.month, np.int32)}
            blocks.append(here | shot.ties)
    if not blocks:
        return pd.DataFrame(columns=["replicate", "month", "dyad", "city_a", "city_b", "strength"])
    now = _joined(blocks)
    suspended = now["suspended"] > 0
    return pd.DataFrame(
        {
            "replicate": now["replicate"],
            "month": (now["month"] + start).astype(np.int32),
            "dyad": _category(now["dyad"], dyad_codes(design)),
            "city_a": _category(now["a"], names),
            "city_b": _category(now["b"], names),
            "signed": (now["signed"] + start).astype(np.int32),
            "strength": now["strength"],
            "dormant": now["strength"] < design.setup.rules.p.dormancy_threshold,
            "suspended_by": now["suspended"].astype(np.int8),
            "suspended_since": np.where(suspended, now["suspended_since"] + start, -1).astype(np.int32),
        }
    )
