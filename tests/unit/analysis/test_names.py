"""A world is a record if any of its ties or disputes has a source, and is invented if none has."""

from dataclasses import replace

from builders.worlds import shipped
from cityties.analysis.names import is_recorded
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
