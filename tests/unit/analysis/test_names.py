"""A world is a record if any of its ties or disputes has a source; crises are named by their states and month."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd

from builders.worlds import shipped, world
from cityties.analysis.names import is_recorded, named_crises
from cityties.worlds.toy import toy_world


def test_a_world_whose_rows_have_no_source_is_no_record() -> None:
    assert not is_recorded(toy_world())


def test_the_world_of_the_recorded_history_is_a_record() -> None:
    _, tables = shipped()
    assert is_recorded(tables)


def test_one_row_with_a_source_makes_a_record() -> None:
    tables = toy_world()
    known = tables.sources.assign(address="https://example.org/list")
    assert is_recorded(replace(tables, sources=known))


def test_a_crisis_of_the_first_two_states_has_their_names_and_one_of_all_its_own() -> None:
    studied = [("AA-BB 2012-09", 0, 8, 0.9), ("a pandemic", -1, 90, 0.0), ("not lived", 0, 20, 0.5)]
    crises = [SimpleNamespace(name=name, dyad=dyad, month=month, severity=size) for name, dyad, month, size in studied]
    scenario = SimpleNamespace(start=2012 * 12, crises=SimpleNamespace(in_front=["a pandemic"]))
    run: Any = SimpleNamespace(tables=world(), crises=crises, scenario=scenario)
    rows = {"crisis": ["AA-BB 2012-09", "a pandemic", "a pandemic"], "dyad": ["AA-BB", "AA-BB", "AA-CC"]}
    (common,), (one,) = named_crises(run, pd.DataFrame(rows))
    assert (common.label, common.rows) == ("a pandemic", [1, 2])
    assert one.rows == [0]
    assert one.label == "\N{EN DASH}".join(run.tables.nations["name"][:2]) + " 2012-09"
