"""Columns of a world from its tables: gaps filled, cities in the order of nations, clusters and forums laid out."""

import math

import numpy as np
import pandas as pd
import pytest

from builders.plain_worlds import KNOWN, after, city, forum, plain_world, quiet
from builders.worlds import world
from cityties.kernel.numerics import FIXED
from cityties.setup.city_names import city_names
from cityties.setup.initialization import prepare
from cityties.setup.world_columns import (
    build_forum,
    by_nation_median,
    cluster_centres,
    dyads_of_nations,
    editions,
    filled,
    partners_abroad,
)

MONTHS = 30


def test_cities_stand_nation_by_nation_in_the_order_of_the_nations() -> None:
    cities = [city("Bayport", "BB"), city("Anville", "AA"), city("Anport", "AA")]
    tables = plain_world(cities=cities)
    assert city_names(tables) == ["AA/Anville", "AA/Anport", "BB/Bayport"]
    nations = prepare(quiet(1), plain_world(cities=[*cities, city("Anton", "AA")])).world.nations
    assert (nations.first.tolist(), nations.last.tolist()) == ([0, 3], [3, 4])


def test_sums_and_means_of_a_nation_are_those_of_its_cities() -> None:
    cities = [city("Anport", "AA", population=2_000_000, nationalism=0.1), city("Anville", "AA", nationalism=0.7)]
    built = prepare(quiet(1), plain_world(cities=[*cities, city("Bayport", "BB")])).world
    nations, columns = built.nations, built.cities
    assert nations.nationalism.tolist() == [pytest.approx(0.4), 0.4]
    assert nations.weight[0] == sum(int(weight * FIXED) for weight in columns.weight[:2])
    assert nations.voice[0] == pytest.approx(columns.voice[:2].sum() / columns.weight[:2].sum())


def test_missing_numbers_of_partners_abroad_are_the_median_of_the_nation() -> None:
    recorded, nation = np.array([1.0, np.nan, 4.0, np.nan]), np.array([0, 0, 0, 1])
    assert partners_abroad(recorded, nation).tolist() == [1.0, 2.5, 4.0, 0.0]
    assert by_nation_median(np.array([3.0, 5.0, 7.0]), np.array([1, 1, 0])).tolist() == [4.0, 4.0, 7.0]


def test_empty_cells_get_the_value_that_stands_for_them() -> None:
    assert filled(pd.Series([0.25, np.nan]), 1.0).tolist() == [0.25, 1.0]


def test_the_largest_city_of_a_cluster_is_its_centre_and_the_first_by_name_among_equals() -> None:
    cities = pd.DataFrame(
        [
            {"city": "B", "nation": "AA", "cluster": "Bay"},
            {"city": "A", "nation": "AA", "cluster": "Bay"},
            {"city": "C", "nation": "AA", "cluster": "Bay"},
            {"city": "D", "nation": "AA", "cluster": ""},
            {"city": "E", "nation": "BB", "cluster": "Bay"},
        ]
    )
    assert cluster_centres(cities, np.array([2.0, 2.0, 1.0, 9.0, 9.0])).tolist() == [1, -1, 1, -1, -1]
    assert cluster_centres(cities, np.array([2.0, 2.0, 3.0, 9.0, 9.0])).tolist() == [2, 2, -1, -1, -1]


def test_each_nation_finds_its_dyads_in_one_column() -> None:
    nations = [{"nation": code} for code in ("AA", "BB", "CC", "DD")]
    dyads = [KNOWN | {"nation_a": a, "nation_b": b} for a, b in (("BB", "CC"), ("AA", "BB"))]
    found = dyads_of_nations(world(nations, dyads))
    assert found["first_dyad"].tolist() == [0, 1, 3, 4, 4]
    assert found["dyads"].tolist() == [1, 0, 1, 0]


def test_a_forum_that_goes_on_meets_once_a_year_with_hosts_in_turn() -> None:
    held = [*forum(0), {"date": after(6), "host_nation": "BB"}]
    tables = plain_world(forum=held)
    assert len(editions(tables, quiet(MONTHS))) == 2
    later = editions(tables, quiet(MONTHS, forum={"goes_on": True}))[2:]
    assert [(row["date"] - quiet(MONTHS).start, row["host_nation"]) for row in later] == [(18, "AA")]


@pytest.mark.parametrize(("rule", "may_come"), [("recorded", [0, 1]), ("open", [1, 1]), ("tied_only", [0, 0])])
def test_who_may_come_is_recorded_or_ruled_by_the_scenario(rule: str, may_come: list[int]) -> None:
    held = [{"date": after(0), "host_nation": "AA", "eligibility": "tied"}]
    held += [{"date": after(2), "host_nation": "BB", "eligibility": "open"}]
    built = build_forum(plain_world(forum=held), quiet(3, forum={"eligibility": rule}), 3)
    assert built.host.tolist() == [0, -1, 1]
    assert built.open[[0, 2]].tolist() == may_come


def test_a_scenario_changes_the_centralisation_and_autonomy_of_a_nation() -> None:
    built = prepare(quiet(1, nations={"AA": {"centralisation": 0.0, "autonomy": 0.9}}), plain_world()).world
    assert built.nations.centralisation.tolist() == [0.0, 0.5]
    assert built.cities.autonomy.tolist() == [0.9, 0.5]


def test_a_city_stands_on_the_unit_sphere_at_its_latitude_and_longitude() -> None:
    cities = [city("Anport", "AA", latitude=0.0, longitude=90.0), city("Bayport", "BB", latitude=30.0, longitude=0.0)]
    columns = prepare(quiet(1), plain_world(cities=cities)).world.cities
    assert [columns.x[0], columns.y[0], columns.z[0]] == [0.0, 1.0, 0.0]
    assert [columns.x[1], columns.y[1], columns.z[1]] == pytest.approx([math.sqrt(0.75), 0.0, 0.5])
