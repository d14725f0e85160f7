"""Columns are what their declarations state: shape, type, start, and whether a run goes on from them."""

from collections.abc import Iterator
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings

from builders.plain_worlds import dispute, forum, plain_world, quiet
from builders.worlds import conditions, empty_record, run, shipped
from builders.worlds_drawn import Drawn, worlds
from cityties.kernel.columns import SIZES, Column, ColumnRole, begin_columns, declared, dtypes, shape_of
from cityties.kernel.schedule import months
from cityties.kernel.state import (
    NEVER,
    CityState,
    Count,
    DyadState,
    Events,
    State,
    Suspension,
    TieState,
    World,
    state_columns,
)
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import Setup, begin, prepare
from cityties.tables.world_tables import WorldTables

FIXED_PARTS: dict[str, type] = {
    name: kind for name, kind in get_type_hints(World).items() if isinstance(kind, type) and hasattr(kind, "_fields")
} | {"events": Events}
STATE_PARTS: dict[str, type] = get_type_hints(State)


def every_declaration() -> Iterator[tuple[str, Column]]:
    for kind in (*FIXED_PARTS.values(), *STATE_PARTS.values()):
        for name, column in declared(kind).items():
            yield f"{kind.__name__}.{name}", column


def sizes_of(setup: Setup, n_places: int) -> dict[str, int]:
    world = setup.world
    sizes = {"K": len(world.nations.first), "D": len(world.dyads.id), "N": len(world.cities.id), "T": setup.n_months}
    sizes |= {"G": len(world.networks.id), "S": len(world.incentives.month), "P": n_places, "E": setup.room}
    return sizes | {"K + 1": sizes["K"] + 1, "2D": 2 * sizes["D"]}


def as_declared(kind: type, columns: Any, sizes: dict[str, int]) -> list[str]:
    """Return the columns that have another shape or type than declared."""
    return [
        f"{kind.__name__}.{name}"
        for name, column in declared(kind).items()
        for found in [getattr(columns, name)]
        if found.shape != shape_of(column, sizes) or found.dtype != dtypes(kind)[name]
    ]


@pytest.fixture(scope="module")
def tables() -> WorldTables:
    return plain_world(shocks=[dispute(3)], forum=forum(2))


@pytest.mark.parametrize("kind", [*FIXED_PARTS.values(), *STATE_PARTS.values()], ids=lambda kind: kind.__name__)
def test_every_column_is_declared(kind: Any) -> None:
    assert tuple(declared(kind)) == kind._fields


def test_a_declaration_states_meaning_unit_and_a_shape_of_known_sizes() -> None:
    for name, column in every_declaration():
        assert column.meaning, name
        assert column.unit, name
        assert all(part.isdigit() or part in {*SIZES, "K + 1", "2D"} for part in column.shape.split(", ")), name


def test_the_columns_of_a_world_have_the_shapes_and_types_declared() -> None:
    scenario, tables = shipped()
    setup, events = prepare(scenario, tables), build_events(tables, scenario)
    sizes = sizes_of(setup, len(events.regions))
    parts = {name: getattr(setup.world, name) for name in FIXED_PARTS if name != "events"} | {"events": events}
    assert [fault for name, kind in FIXED_PARTS.items() for fault in as_declared(kind, parts[name], sizes)] == []


def test_the_columns_of_a_run_have_the_shapes_and_types_declared(tables: WorldTables) -> None:
    setup = prepare(quiet(6), tables)
    state, sizes = begin(setup, 0), sizes_of(setup, 1)
    parts = {name: getattr(state, name) for name in STATE_PARTS}
    assert [fault for name, kind in STATE_PARTS.items() for fault in as_declared(kind, parts[name], sizes)] == []


def laid_out_otherwise(part: Any, name: str) -> list[str]:
    """Return the arrays below a named tuple that the compiler takes for another type: not in C order, or read-only."""
    if isinstance(part, np.ndarray):
        return [] if part.flags.c_contiguous and part.flags.writeable and part.flags.aligned else [name]
    below = getattr(part, "_fields", ())
    return [found for field in below for found in laid_out_otherwise(getattr(part, field), f"{name}.{field}")]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(drawn=worlds())
def test_all_worlds_have_columns_of_one_layout_so_that_one_compilation_serves_them(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    given_all, state = conditions(setup, 0, True), begin(setup, 0)
    assert laid_out_otherwise(given_all, "given") + laid_out_otherwise(state, "state") == []


def test_a_column_begins_with_its_start_or_with_what_it_makes_of_the_world(tables: WorldTables) -> None:
    world = prepare(quiet(6), tables).world
    sizes = {"K": 2, "D": 1, "N": 2}
    cities = begin_columns(CityState, sizes, world)
    assert (cities.attended == NEVER).all()
    assert (cities.lift == 1.0).all()
    assert cities.pull_total.tolist() == [[pull, pull] for pull in world.nations.drawing.tolist()]
    assert begin_columns(DyadState, sizes, world).relations.tolist() == [0.25]


def test_what_begins_as_the_world_is_not_the_worlds_own_column(tables: WorldTables) -> None:
    setup = prepare(quiet(6), tables)
    begin(setup, 0).publics.mood[:] = -1.0
    assert (setup.world.publics.baseline == 0.2).all()


def test_columns_of_a_run_are_named_as_rules_name_them() -> None:
    columns = state_columns()
    assert columns["ties.strength"].role is ColumnRole.CARRIED
    assert {name.split(".")[0] for name in columns} == set(State._fields)


def scrambled(state: State, seed: int) -> None:
    """Write anything at all into the scratch columns, within what their type holds."""
    rng = np.random.default_rng(seed)
    for part, kind in STATE_PARTS.items():
        for name, column in declared(kind).items():
            if column.role is ColumnRole.SCRATCH:
                found = getattr(getattr(state, part), name)
                found[:] = rng.integers(0, 3, found.shape).astype(found.dtype)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(drawn=worlds())
def test_no_run_goes_on_from_a_scratch_column(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    given_all, state, record = conditions(setup, 0, True), begin(setup, 0), empty_record(setup)
    for month in range(setup.n_months):
        months(given_all, state, record, month, month + 1)
        scrambled(state, month)
    assert record.dyads.tobytes() == run(setup).record.dyads.tobytes()


@settings(max_examples=10, deadline=None, derandomize=True)
@given(drawn=worlds())
def test_a_fixed_column_of_ties_is_never_written_again_once_its_row_is_filled(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    given_all, state, record = conditions(setup, 0, True), begin(setup, 0), empty_record(setup)
    fixed = [name for name, column in declared(TieState).items() if column.role is ColumnRole.FIXED]
    for month in range(setup.n_months):
        n = int(state.ties.n[Count.LAID_OUT])
        before = {name: getattr(state.ties, name)[:n].copy() for name in fixed}
        kept = state.ties.leaving[:n] == Suspension.NONE
        months(given_all, state, record, month, month + 1)
        # rows close up where ties end; what is left keeps its values
        for name in fixed:
            np.testing.assert_array_equal(getattr(state.ties, name)[: kept.sum()], before[name][kept], name)
