"""The tables of a unit: tidy rows of what was kept of its replicates, ready to be joined with those of other units."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cityties.experiment.design import Arm, Design
from cityties.experiment.frames import dyad_codes
from cityties.experiment.reduction import YEARLY, OutcomeKey, Reduced, dyads_of, outcome_keys
from cityties.experiment.units import Unit
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray

type Columns = dict[str, Any]

LAYOUTS_KEPT = 64
TABLES = ("outcomes", "years", "gaps", "months", "ties", "cities")
"""Tables of a batch; the last three hold rows only where a scenario asks for them."""


def unit_tables(design: Design, unit: Unit, kept: Sequence[Reduced]) -> dict[str, pa.Table]:
    """Return the tables of one unit that have rows."""
    made = {
        "outcomes": outcomes(tuple(outcome_keys(design)), kept),
        "years": years(design, kept),
        "gaps": gaps(design, kept),
        "months": months(design, kept),
        **snapshots(design, kept),
    }
    tables = {}
    for name, columns in made.items():
        n = len(next(iter(columns.values()))) if columns else 0
        if n:
            who: Columns = {"variant": np.full(n, unit.variant, np.int32), "draw": np.full(n, unit.draw, np.int32)}
            if "replicate" not in columns:
                who["first_replicate"] = np.full(n, unit.first, np.int32)
            tables[name] = pa.table(who | columns)
    return tables


def _numbers(kept: Sequence[Reduced]) -> NDArray[Any]:
    """Return the numbers of the replicates within their draw."""
    return np.array([one.number for one in kept], dtype=np.int32)


def _texts(names: Sequence[str], codes: NDArray[Any]) -> Any:
    """Return a column of texts from their numbers in a list of names."""
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), pa.array(names, pa.string())).cast(pa.string())


def outcomes(keys: tuple[OutcomeKey, ...], kept: Sequence[Reduced]) -> Columns:
    """Return one row a replicate and outcome."""
    columns: Columns = {"replicate": np.repeat(_numbers(kept), len(keys))}
    return columns | _message(keys, len(kept)) | {"value": np.concatenate([one.outcomes for one in kept])}


@lru_cache(LAYOUTS_KEPT)
def _message(keys: tuple[OutcomeKey, ...], n: int) -> Columns:
    """Return what the outcomes of ``n`` replicates are about; made once for all units of the same layout."""
    columns: Columns = {}
    for place, name in enumerate(OutcomeKey._fields):
        values = [key[place] for key in keys]
        if isinstance(values[0], bool):
            columns[name] = np.tile(np.array(values), n)
        else:
            names, codes = np.unique(values, return_inverse=True)
            columns[name] = _texts(names.tolist(), np.tile(codes, n))
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
        "tie_pathways": np.array([one.tie_pathways for one in arms])[arm],
        "political_shocks": np.array([one.political_shocks for one in arms])[arm],
        "year": (year + first).astype(np.int32),
        "where": _texts(dyads, dyad),
        "measure": _texts([m.name.lower() for m in YEARLY], measure),
    }


def gaps(design: Design, kept: Sequence[Reduced]) -> Columns:
    """Return sums over replicates of the gap of each crisis, by arm, dyad and month since it began."""
    blocks: list[Columns] = []
    for row, place in kept[0].gaps:
        month, column = (axis.reshape(-1) for axis in np.indices(kept[0].gaps[row, place].shape))
        crisis = design.branches[place].crisis
        blocks.append(
            {
                "tie_pathways": np.full(len(month), design.arms[row].tie_pathways),
                "crisis": np.full(len(month), place),
                "where": np.array(dyads_of(design, crisis.dyad))[column],
                "months_since": month.astype(np.int32),
                **_summed([one.gaps[row, place] for one in kept]),
            }
        )
    if not blocks:
        return {}
    columns = _joined(blocks)
    columns["crisis"] = _texts([branch.crisis.name for branch in design.branches], columns["crisis"])
    columns["where"] = _texts(dyad_codes(design), columns["where"])
    return columns


def _joined(blocks: Sequence[Columns]) -> Columns:
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def months(design: Design, kept: Sequence[Reduced]) -> Columns:
    """Return every month of every replicate of the measures that the scenario asks for."""
    scenario = design.setup.scenario
    if not scenario.record.months:
        return {}
    cube = np.stack([one.months for one in kept])
    who, arm, month, dyad, measure = (axis.reshape(-1) for axis in np.indices(cube.shape))
    return {
        "replicate": _numbers(kept)[who],
        "tie_pathways": np.array([one.tie_pathways for one in design.arms])[arm],
        "political_shocks": np.array([one.political_shocks for one in design.arms])[arm],
        "month": (month + scenario.start).astype(np.int32),
        "where": _texts(dyad_codes(design), dyad),
        "measure": _texts(scenario.record.months, measure),
        "value": cube.reshape(-1),
    }


def snapshots(design: Design, kept: Sequence[Reduced]) -> dict[str, Columns]:
    """Return every tie, and every city that has one, at the months asked for, of the arm with ties and shocks."""
    scenario, start = design.setup.scenario, design.setup.scenario.start
    n_cities = len(design.setup.world.cities.id)
    ties_rows: list[Columns] = []
    city_rows: list[Columns] = []
    for one in kept:
        for shot in one.snapshots:
            month = shot.month + start
            if month in scenario.record.ties_at:
                ties_rows.append(_when(one.number, month, {name: shot.ties[name] for name in _TIE_COLUMNS}))
            if month in scenario.record.cities_at:
                city_rows.append(_when(one.number, month, _cities(shot.ties, n_cities)))
    return {"ties": _named_ties(design, ties_rows), "cities": _named_cities(design, city_rows)}


_TIE_COLUMNS = ("dyad", "a", "b", "strength", "suspended")


def _named_ties(design: Design, rows: Sequence[Columns]) -> Columns:
    if not rows:
        return {}
    columns, names = _joined(rows), design.city_names
    return {
        "replicate": columns["replicate"],
        "month": columns["month"],
        "where": _texts(dyad_codes(design), columns["dyad"]),
        "city_a": _texts(names, columns["a"]),
        "city_b": _texts(names, columns["b"]),
        "strength": columns["strength"],
        "suspended_by": columns["suspended"].astype(np.int8),
    }


def _named_cities(design: Design, rows: Sequence[Columns]) -> Columns:
    if not rows:
        return {}
    columns = _joined(rows)
    return columns | {"city": _texts(design.city_names, columns["city"])}


def _when(replicate: int, month: int, columns: Columns) -> Columns:
    n = len(next(iter(columns.values())))
    return {"replicate": np.full(n, replicate, np.int32), "month": np.full(n, month, np.int32)} | columns


def _cities(ties: dict[str, NDArray[Any]], n_cities: int) -> Columns:
    ends = np.concatenate([ties["a"], ties["b"]])
    n = np.bincount(ends, minlength=n_cities)
    strength = np.bincount(ends, np.tile(ties["strength"], 2), minlength=n_cities)
    suspended = np.bincount(ends, np.tile(ties["suspended"] > 0, 2), minlength=n_cities)
    rows = np.flatnonzero(n)
    return {
        "city": rows,
        "ties": n[rows].astype(np.int32),
        "strength": strength[rows] / n[rows],
        "suspended": suspended[rows].astype(np.int32),
    }
