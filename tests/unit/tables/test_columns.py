"""Declared columns: what stands beside the model is not read by it, and everything else is declared."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd

from builders.worlds import shipped
from cityties.experiment.design import Design, plan
from cityties.scenario.reader import override
from cityties.setup.initialization import prepare
from cityties.tables.columns import Table, TableColumn, beside_the_model, date, text
from cityties.tables.declared_model import BY_NAME, TABLES
from cityties.tables.world_tables import WorldTables

TABLE = Table("made_up", "made_up.csv", "a table", (text("city", "name"), *beside_the_model(date("founded", "when"))))


def without_what_stands_beside(tables: WorldTables) -> WorldTables:
    """Empty every column on which no number is declared to depend."""
    emptied: dict[str, Any] = {}
    for name, table in BY_NAME.items():
        frame: pd.DataFrame = getattr(tables, name)
        read = table.changing_numbers(frame.columns)
        emptied[name] = frame.assign(**{column: None for column in frame.columns if column not in read})
    return replace(tables, **emptied)


def columns_of(design: Design) -> list[object]:
    setup = design.setup
    return [setup.world, *setup.recorded.values(), setup.dating, setup.profiles, setup.years, *design.events.values()]


def same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))  # type: ignore[arg-type]
    if isinstance(one, tuple):
        return all(same(*pair) for pair in zip(one, other, strict=True))  # type: ignore[call-overload]
    return bool(one == other)


def test_the_model_reads_no_column_that_is_declared_beside_it() -> None:
    scenario, tables = shipped()
    scenario = override(scenario, start="2000-01", end="2013-12", record={})
    one, other = (plan(prepare(scenario, given)) for given in (tables, without_what_stands_beside(tables)))
    assert all(same(*pair) for pair in zip(columns_of(one), columns_of(other), strict=True))
    assert [crisis.crisis.name for crisis in one.branches] == [crisis.crisis.name for crisis in other.branches]


def test_a_column_that_states_nothing_changes_numbers() -> None:
    assert TableColumn("new", "text", "new").changes_numbers
    assert TABLE.changing_numbers(["city", "undeclared"]) == ["city", "undeclared"]


def test_what_follows_from_a_column_beside_the_model_stands_beside_it_too() -> None:
    assert TABLE.changing_numbers(["city", "founded", "founded_resolution", "source", "note", "line"]) == ["city"]


def test_a_world_holds_the_declared_tables_in_their_order() -> None:
    assert [field.name for field in fields(WorldTables)] == [*(table.name for table in TABLES), "folder", "digest"]


def test_keys_of_tables_are_declared_columns() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert set(table.key) <= set(names)
        assert len(set(names)) == len(names), table.name
