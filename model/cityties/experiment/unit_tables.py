"""The tables of a unit: tidy rows of what was kept of its replicates, ready to be joined with those of other units."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cityties.experiment.design import Arm, Design
from cityties.experiment.detail import MonthlySums
from cityties.experiment.detailed_tables import detailed_tables
from cityties.experiment.outcomes import OutcomeKey
from cityties.experiment.reduction import YEARLY, Reduced, outcome_keys
from cityties.experiment.replicate import TieSnapshot
from cityties.experiment.table_layout import (
    Columns,
    arm_columns,
    constant,
    crisis_names,
    dyad_codes,
    joined,
    months_of,
    numbers,
    texts,
    words,
)
from cityties.experiment.units import Unit
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray

LAYOUTS_KEPT = 64


def unit_tables(
    design: Design, unit: Unit, kept: Sequence[Reduced], monthly: MonthlySums | None = None
) -> dict[str, pa.Table]:
    """Return the tables of one unit; of the brief ones those that have rows, with ``monthly`` sums the detailed too."""
    asked = {month - design.setup.scenario.start for month in design.setup.scenario.record.ties_at}
    shots = [(one.number, shot) for one in kept for shot in one.snapshots]
    made = {
        "outcomes": outcomes(tuple(outcome_keys(design)), kept),
        "years": years(design, kept),
        "gaps": gaps(design, kept),
        "months": months(design, kept),
        "ties": ties(design, [(number, shot) for number, shot in shots if shot.month in asked]),
        "endings": endings(design, [(number, shot) for number, shot in shots if shot.month == max(asked, default=-1)]),
        "cities": cities(design, shots),
    }
    made = {name: columns for name, columns in made.items() if _length(columns)}
    detail = [one.detail for one in kept if one.detail is not None]
    if monthly is not None:
        noted = [(one.number, shot) for one in detail for shot in one.snapshots if shot.month not in asked]
        made |= detailed_tables(design, detail, monthly) | {"crisis_ties": ties(design, noted)}
    return {name: _table(unit, columns) for name, columns in made.items() if columns}


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values()))) if columns else 0


def _table(unit: Unit, columns: Columns) -> pa.Table:
    """Return one table of a unit, with the columns that say which unit it is."""
    n = _length(columns)
    who: Columns = {"variant": constant(unit.variant, n), "draw": constant(unit.draw, n)}
    if "replicate" not in columns:
        who["first_replicate"] = constant(unit.first, n)
    return pa.table(who | columns)


def outcomes(keys: tuple[OutcomeKey, ...], kept: Sequence[Reduced]) -> Columns:
    """Return one row a replicate and outcome."""
    columns: Columns = {"replicate": np.repeat(numbers(kept), len(keys))}
    return columns | _labels(keys, len(kept)) | {"value": np.concatenate([one.outcomes for one in kept])}


@lru_cache(LAYOUTS_KEPT)
def _labels(keys: tuple[OutcomeKey, ...], n: int) -> Columns:
    """Return what the outcomes of ``n`` replicates are about; made once for all units of the same layout."""
    columns: Columns = {}
    for place, name in enumerate(OutcomeKey._fields):
        values = [key[place] for key in keys]
        if isinstance(values[0], bool):
            columns[name] = np.tile(np.array(values), n)
        else:
            names, codes = np.unique(values, return_inverse=True)
            columns[name] = texts(names.tolist(), np.tile(codes, n))
    return columns


def _summed(cubes: Sequence[FloatArray]) -> Columns:
    """Return number, sum and sum of squares over replicates, added in their order, for the flattened cells."""
    total, squares = np.zeros_like(cubes[0]), np.zeros_like(cubes[0])
    for cube in cubes:
        total += cube
        squares += cube * cube
    n = np.full(total.size, len(cubes), np.int32)
    return {"n": n, "sum": total.reshape(-1), "sum_of_squares": squares.reshape(-1)}


def years(design: Design, kept: Sequence[Reduced]) -> Columns:
    """Return sums over replicates of the yearly means, by arm, dyad, year and measure."""
    first = design.setup.scenario.start // MONTHS_PER_YEAR
    return _cells(design.arms, tuple(dyad_codes(design)), first, kept[0].years.shape) | _summed(
        [one.years for one in kept]
    )


@lru_cache(LAYOUTS_KEPT)
def _cells(arms: tuple[Arm, ...], dyads: tuple[str, ...], first: int, shape: tuple[int, ...]) -> Columns:
    """Return what yearly means are about; made once for all units of the same layout."""
    arm, year, dyad, measure = (axis.reshape(-1) for axis in np.indices(shape))
    return {
        **arm_columns(arms, arm),
        "year": (year + first).astype(np.int32),
        "where": texts(dyads, dyad),
        "measure": texts([m.name.lower() for m in YEARLY], measure),
    }


def gaps(design: Design, kept: Sequence[Reduced]) -> Columns:
    """Return sums over replicates of the gap of each crisis, by arm, dyad and month since it began."""
    blocks: list[Columns] = []
    for row, place in kept[0].gaps:
        month, column = (axis.reshape(-1) for axis in np.indices(kept[0].gaps[row, place].shape))
        blocks.append(
            {
                "tie_pathways": np.full(len(month), design.arms[row].tie_pathways),
                "crisis": np.full(len(month), place),
                "where": np.array(design.branches[place].dyads)[column],
                "months_since": month.astype(np.int32),
                **_summed([one.gaps[row, place] for one in kept]),
            }
        )
    if not blocks:
        return {}
    columns = joined(blocks)
    columns["crisis"] = texts(crisis_names(design), columns["crisis"])
    columns["where"] = texts(dyad_codes(design), columns["where"])
    return columns


def months(design: Design, kept: Sequence[Reduced]) -> Columns:
    """Return every month of every replicate of the measures that the scenario asks for."""
    scenario = design.setup.scenario
    if not scenario.record.months:
        return {}
    cube = np.stack([one.months for one in kept])
    who, arm, month, dyad, measure = (axis.reshape(-1) for axis in np.indices(cube.shape))
    return {
        "replicate": numbers(kept)[who],
        **arm_columns(design.arms, arm),
        "month": months_of(month + scenario.start).cast(pa.string()),
        "where": texts(dyad_codes(design), dyad),
        "measure": texts(scenario.record.months, measure),
        "value": cube.reshape(-1),
    }


def ties(design: Design, shots: Sequence[tuple[int, TieSnapshot]]) -> Columns:
    """Return every tie of some snapshots, given with the numbers of their replicates."""
    if not shots:
        return {}
    start, names = design.setup.scenario.start, design.city_names
    lengths = [len(shot.ties["a"]) for _, shot in shots]
    now = joined([shot.ties for _, shot in shots])
    suspended = now["suspended"]
    return {
        "replicate": np.repeat([number for number, _ in shots], lengths).astype(np.int32),
        "month": months_of(np.repeat([shot.month + start for _, shot in shots], lengths)),
        "dyad": words(dyad_codes(design), now["dyad"]),
        "city_a": words(names, now["a"]),
        "city_b": words(names, now["b"]),
        "signed": months_of(now["signed"] + start),
        "strength": now["strength"],
        "dormant": now["strength"] < design.setup.rules.p.dormancy_threshold,
        "suspended_by": _sides(design, now["dyad"], suspended),
        "suspended_since": months_of(np.where(suspended > 0, now["suspended_since"] + start, -1)).cast(pa.string()),
    }


def endings(design: Design, shots: Sequence[tuple[int, TieSnapshot]]) -> Columns:
    """Return every tie that has ended by the month of some snapshots, given with the numbers of their replicates."""
    lengths = [len(shot.endings["a"]) for _, shot in shots]
    if not sum(lengths):
        return {}
    start, names = design.setup.scenario.start, design.city_names
    now = joined([shot.endings for _, shot in shots])
    return {
        "replicate": np.repeat([number for number, _ in shots], lengths).astype(np.int32),
        "month": months_of(now["ended"] + start),
        "dyad": words(dyad_codes(design), now["dyad"]),
        "city_a": words(names, now["a"]),
        "city_b": words(names, now["b"]),
        "signed": months_of(now["signed"] + start),
        "ended_by": _sides(design, now["dyad"], now["by"]),
        "suspended_by": _sides(design, now["dyad"], now["suspended"]),
    }


def _sides(design: Design, dyad: NDArray[Any], codes: NDArray[Any]) -> pa.Array:
    """Return the nations of the sides that codes of ``Suspension`` name, null for none."""
    sides = design.setup.tables.dyads[["nation_a", "nation_b"]].to_numpy()
    named = [word for a, b in sides for word in (a, b, f"{a};{b}")]
    sides_of = codes.astype(np.int64)
    return texts(named, np.where(sides_of > 0, 3 * dyad + sides_of - 1, -1))


def cities(design: Design, shots: Sequence[tuple[int, TieSnapshot]]) -> Columns:
    """Return every city that has a tie at the months at which the scenario asks for cities."""
    start, n_cities = design.setup.scenario.start, len(design.setup.world.cities.id)
    asked = design.setup.scenario.record.cities_at
    rows = [_cities(number, shot, start, n_cities) for number, shot in shots if shot.month + start in asked]
    if not rows:
        return {}
    columns = joined(rows)
    return columns | {
        "month": months_of(columns["month"]).cast(pa.string()),
        "city": texts(design.city_names, columns["city"]),
    }


def _cities(replicate: int, shot: TieSnapshot, start: int, n_cities: int) -> Columns:
    ties = shot.ties
    ends = np.concatenate([ties["a"], ties["b"]])
    n = np.bincount(ends, minlength=n_cities)
    strength = np.bincount(ends, np.tile(ties["strength"], 2), minlength=n_cities)
    suspended = np.bincount(ends, np.tile(ties["suspended"] > 0, 2), minlength=n_cities)
    rows = np.flatnonzero(n)
    return {
        "replicate": np.full(len(rows), replicate, np.int32),
        "month": np.full(len(rows), shot.month + start, np.int32),
        "city": rows,
        "ties": n[rows].astype(np.int32),
        "strength": strength[rows] / n[rows],
        "suspended": suspended[rows].astype(np.int32),
    }
