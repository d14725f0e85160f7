"""Inputs: whatever can change a number moves the key under which results are kept, and nothing else does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders.widened_scenarios import FULL, SECTIONS, widened
from builders.worlds_on_disk import SMALL_WORLD, write_small_world
from cityties.experiment.inputs import batch_identity, ingredients, unit_identity
from cityties.experiment.variants import expand
from cityties.scenario.models import Scenario
from cityties.scenario.roles import Role
from cityties.tables import world_tables
from cityties.tables.columns import Table, TableColumn, beside_the_model, extra_share
from cityties.tables.declared_model import BY_NAME, TABLES
from cityties.tables.world_tables import WorldTables, read_tables

OTHER_TABLES = {
    "network_meetings.csv": "network,date,place,source,certainty,note\nRING,2005-01,Anport,INVENTED,high,\n",
    "incentives.csv": "step,date,dyad,nation,cities,size,title,source,certainty,note\n"
    "one,2005-01,all,,,1,A step,INVENTED,high,\n",
    "disasters.csv": "disaster,nation,date,until,crisis,title,source,certainty,note\n"
    "flood,AA,2020-02,2020-04,pandemic 2020,A flood,INVENTED,high,\nquake,BB,2011-03,2011-09,,A quake,INVENTED,high,\n",
}
NAME = st.from_regex(r"new_[a-z]{1,8}", fullmatch=True)
TWO = st.one_of(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2, unique=True),
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=2, unique=True),
    st.lists(st.text("abcxyz", max_size=5), min_size=2, max_size=2, unique=True),
    st.just([False, True]),
)
"""Two values of one type that differ."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_small_world(tmp_path_factory.mktemp("inputs") / "world")
    for file, text in OTHER_TABLES.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(world: Path) -> WorldTables:
    return read_tables(world)


def scenario(**changes: Any) -> Scenario:
    return Scenario.model_validate({key: value for key, value in FULL.items() if key != "design"} | changes)


def moved(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {kind for kind in one.keys() | other.keys() if one.get(kind) != other.get(kind)}


# Keys of a scenario


@settings(deadline=None, max_examples=25)
@given(section=st.sampled_from(SECTIONS), name=NAME, values=TWO)
def test_a_new_key_that_states_no_role_moves_the_key_of_the_cache(
    tables: WorldTables, section: tuple[str, ...], name: str, values: list[Any]
) -> None:
    one, other = widened(section, name, None, *values)
    assert moved(ingredients(one, tables), ingredients(other, tables)), f"{'.'.join((*section, name))} is not noticed"


@settings(deadline=None, max_examples=25)
@given(section=st.sampled_from(SECTIONS), name=NAME, role=st.sampled_from(Role), values=TWO)
def test_a_new_key_moves_it_as_its_role_says(
    tables: WorldTables, section: tuple[str, ...], name: str, role: Role, values: list[Any]
) -> None:
    one, other = widened(section, name, role, *values)
    noticed = bool(moved(ingredients(one, tables), ingredients(other, tables)))
    into_the_table = section[:2] == ("shocks", "change") and len(section) == 3
    assert noticed == (role.is_an_input or into_the_table), f"{'.'.join((*section, name))}, {role.name}"


def test_what_people_read_and_how_much_is_computed_moves_nothing(tables: WorldTables) -> None:
    other = scenario(name="other", title="Other", question="Why?", replicates=7)
    assert not moved(ingredients(scenario(), tables), ingredients(other, tables))


@pytest.mark.parametrize("kind", ["parameters", "mechanisms"])
def test_every_parameter_and_mechanism_moves_its_section_alone(tables: WorldTables, kind: str) -> None:
    before = ingredients(scenario(), tables)
    for name, value in scenario().resolved()[kind].items():
        field = type(getattr(scenario(), kind)).model_fields[name]
        low = next((bound.ge for bound in field.metadata if hasattr(bound, "ge")), 0.0)
        new = not value if isinstance(value, bool) else float((value + low) / 2 if value != low else value + 1e-6)
        assert moved(before, ingredients(scenario(**{kind: {name: new}}), tables)) == {kind}, f"{kind}.{name}"


# Columns of the world's tables


def with_column(
    tables: WorldTables, table: Table, column: TableColumn, cell: Any
) -> tuple[dict[str, str], WorldTables]:
    """Return the ingredients of a world of which one table has a further column, declared with it, and the world."""
    frame = getattr(tables, table.name).assign(**{column.name: cell})
    wider = replace(tables, **{table.name: frame}, digest="")
    with patch.dict(BY_NAME, {table.name: replace(table, own=(*table.own, column))}):
        return ingredients(scenario(), wider), wider


@settings(deadline=None, max_examples=25)
@given(table=st.sampled_from(TABLES), name=NAME, values=TWO)
@example(table=BY_NAME["shocks"], name="new_whole_number", values=[0, 1])
def test_a_new_column_moves_the_key_of_the_cache(
    tables: WorldTables, table: Table, name: str, values: list[Any]
) -> None:
    column = TableColumn(name, "text", "new", required=False)
    one, other = (with_column(tables, table, column, value)[0] for value in values)
    assert moved(one, other) == {table.file}, f"{table.file}: column {name} is not noticed"


@settings(deadline=None, max_examples=25)
@given(table=st.sampled_from(TABLES), name=NAME, values=TWO)
@example(table=BY_NAME["shocks"], name="new_whole_number", values=[0, 1])
def test_a_new_column_beside_the_model_moves_nothing(
    tables: WorldTables, table: Table, name: str, values: list[Any]
) -> None:
    (column,) = beside_the_model(TableColumn(name, "text", "new", required=False))
    one, other = (with_column(tables, table, column, value)[0] for value in values)
    assert not moved(one, other)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_moves_the_key_unless_it_is_declared_beside_the_model(tables: WorldTables, table: Table) -> None:
    before = ingredients(scenario(), replace(tables, digest=""))
    for column in table.columns:
        frame = getattr(tables, table.name).copy()
        was = frame[column.name].iloc[-1]
        frame[column.name] = frame[column.name].astype(object)
        frame.loc[frame.index[-1], column.name] = f"not {was}" if isinstance(was, str) else 1 - was
        if column.name in ("date", "until") and column.changes_numbers:
            frame.loc[frame.index[-1], column.name] = was + 1
        now = ingredients(scenario(), replace(tables, **{table.name: frame}, digest=""))
        assert moved(before, now) == ({table.file} if column.changes_numbers and was == was else set()), (  # noqa: PLR0124
            f"{table.file}: {column.name}"
        )


def test_a_column_of_cities_that_a_world_file_gains_gives_other_keys_for_other_shares(tmp_path: Path) -> None:
    wider = replace(BY_NAME["cities"], own=(*BY_NAME["cities"].own, extra_share("readiness", "propensity to meet")))
    tables = tuple(wider if table.name == "cities" else table for table in TABLES)
    found = []
    for share in ("0.1", "0.9"):
        folder = write_small_world(tmp_path / share)
        head, *rows = SMALL_WORLD["cities.csv"]
        rows = [f"{share},{row}" for row in rows]
        (folder / "cities.csv").write_text("\n".join((f"readiness,{head}", *rows)) + "\n", encoding="utf-8")
        with patch.object(world_tables, "TABLES", tables), patch.dict(BY_NAME, {"cities": wider}):
            found.append(ingredients(scenario(), read_tables(folder)))
    assert moved(*found) == {"cities.csv"}


# Rows that a scenario makes of a table


def test_a_crisis_that_begins_before_the_run_is_not_mistaken_for_one_that_begins_in_it(tables: WorldTables) -> None:
    """Only a crisis whose first shock lies within the run is studied, so a shock outside of it can matter."""
    shocks = tables.shocks
    earlier = shocks[shocks["shock"] == "AA-BB-2012-09"].assign(shock="earlier", date=1999 * 12)
    longer = replace(tables, shocks=pd.concat([earlier, shocks]), digest="")
    assert moved(ingredients(scenario(), longer), ingredients(scenario(), replace(tables, digest=""))) == {"shocks.csv"}


def test_a_shock_outside_of_the_run_moves_nothing(tables: WorldTables) -> None:
    shocks = tables.shocks
    earlier = shocks[shocks["shock"] == "AA-CC-2015-06"].assign(shock="earlier", date=1999 * 12)
    longer = replace(tables, shocks=pd.concat([earlier, shocks]), digest="")
    assert not moved(ingredients(scenario(), longer), ingredients(scenario(), replace(tables, digest="")))


def test_a_dropped_crisis_takes_its_disasters_out_of_the_inputs(tables: WorldTables) -> None:
    dropped = scenario(shocks={"drop": ["pandemic"]})
    assert moved(ingredients(scenario(shocks={}), tables), ingredients(dropped, tables)) == {
        "shocks.csv",
        "disasters.csv",
    }


def test_a_disaster_of_no_crisis_stays_when_a_shock_of_no_crisis_is_dropped(tables: WorldTables) -> None:
    disasters = tables.disasters
    fewer = replace(tables, disasters=disasters[disasters["disaster"] != "quake"], digest="")
    dropped = scenario(shocks={"drop": ["AA-CC-2015-06"]})
    assert moved(ingredients(dropped, tables), ingredients(dropped, fewer)) == {"disasters.csv"}


def test_without_the_crisis_studied_political_shocks_move_nothing_and_all_others_do(tables: WorldTables) -> None:
    """Neither arm of such a scenario lives a political shock, but both live good news."""
    quiet = scenario(arms={"political_shocks": [False]}, shocks={})
    before = ingredients(quiet, replace(tables, digest=""))
    for shock, column, value, expected in (
        ("AA-BB-2012-09", "severity", 0.4, set()),
        ("AA-CC-2015-06", "level", 3.0, {"shocks.csv"}),
        ("pandemic", "until", 2022 * 12, {"shocks.csv"}),
    ):
        shocks = tables.shocks.copy()
        shocks.loc[shocks["shock"] == shock, column] = value
        assert moved(before, ingredients(quiet, replace(tables, shocks=shocks, digest=""))) == expected, shock


def test_a_change_that_a_scenario_makes_to_a_shock_equals_the_same_change_in_the_table(tables: WorldTables) -> None:
    shocks = tables.shocks.copy()
    shocks.loc[shocks["shock"] == "AA-BB-2012-09", "severity"] = 0.5
    written = replace(tables, shocks=shocks, digest="")
    changed = scenario(shocks={"change": {"AA-BB-2012-09": {"severity": 0.5}}})
    assert not moved(ingredients(changed, tables), ingredients(scenario(shocks={}), written))


def test_recorded_ties_count_in_a_run_without_ties_if_a_policy_looks_for_tied_cities(tables: WorldTables) -> None:
    fewer = replace(tables, ties=tables.ties.iloc[1:], digest="")
    none = {"ties": {"history": "none"}}
    plain, founding = scenario(**none, policies={}), scenario(**none)
    assert not moved(ingredients(plain, replace(tables, digest="")), ingredients(plain, fewer))
    assert moved(ingredients(founding, replace(tables, digest="")), ingredients(founding, fewer)) == {"ties.csv"}


# Units


def identities(tables: WorldTables, *designs: dict[str, Any]) -> Iterator[str]:
    for design in designs:
        (variant,) = expand(scenario(arms={}, design=design), "")
        yield unit_identity(variant, 1, 0, 25, ingredients(variant.scenario, tables))


@pytest.mark.parametrize(
    "key", ["nations.AA.autonomy", "shocks.AA-BB-2012-09.severity", "shocks.AA-BB-2012-09.factor_a", "outreach"]
)
def test_points_spread_over_other_ranges_are_other_units(tables: WorldTables, key: str) -> None:
    spread = [{"sweep": {"lhs": {"points": 2, "over": {key: span}}}} for span in ([0, 0.4], [0.6, 1.0])]
    one, other = identities(tables, *spread)
    assert one != other


def test_points_spread_over_other_ranges_are_another_batch_and_more_of_them_are_not(tables: WorldTables) -> None:
    def batch(points: int, span: list[float]) -> str:
        spread = {"sobol": {"points": points, "over": {"outreach": span}}}
        (variant,) = expand(scenario(arms={}, design={"sweep": spread}), "")
        return batch_identity([variant], [ingredients(variant.scenario, tables)])

    assert batch(2, [0, 0.4]) == batch(4, [0, 0.4]) != batch(2, [0.6, 1.0])


def test_a_batch_without_samples_is_another_than_one_with_them(tables: WorldTables) -> None:
    plain, drawn = (expand(scenario(arms={}, design=design), "")[0] for design in ({}, {"draws": 2}))
    assert batch_identity([plain], [{}]) != batch_identity([drawn], [{}])


def test_units_differ_by_draw_and_range_of_replicates(tables: WorldTables) -> None:
    (variant,) = expand(scenario(arms={}, design={"draws": 3}), "")
    base = ingredients(variant.scenario, tables)
    asked = [(1, 0, 25), (2, 0, 25), (1, 25, 50), (1, 0, 24)]
    assert len({unit_identity(variant, *one, base) for one in asked}) == len(asked)
