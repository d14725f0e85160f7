"""Shocks of the table become exogenous events by month: added up, changed and left out as the scenario states."""

import numpy as np
import pytest

from builders.plain_worlds import after, city, dispute, good_news, plain_world, quiet
from builders.worlds import Row
from cityties.kernel.state import Events
from cityties.setup.event_columns import build_events, list_crises, political_shocks, struck_nations

MONTHS = 12


def common(first: int, last: int, **cells: str) -> Row:
    return {"type": "common", "dyad": "all", "date": after(first), "until": after(last)} | cells


def events(*shocks: Row, without: frozenset[str] = frozenset(), **settings: object) -> Events:
    return build_events(plain_world(shocks=shocks), quiet(MONTHS, **settings), without)


def test_disputes_of_one_month_add_up_each_as_its_publics_feel_it() -> None:
    found = events(dispute(3, 0.5, factor_b=0.2), dispute(3, 0.25, factor_a=2))
    assert found.severity[3, 0] == 0.75
    assert found.felt[3, 0].tolist() == [0.5 + 0.25 * 2, 0.5 * 0.2 + 0.25]
    assert np.count_nonzero(found.severity) == 1


def test_a_positive_event_has_a_level_and_no_severity() -> None:
    found = events(good_news(4, 2.0), good_news(4, 1.0))
    assert found.level[4, 0] == 3.0
    assert not found.severity.any()


@pytest.mark.parametrize("month", [-1, MONTHS])
def test_what_happens_outside_the_run_is_no_event_of_it(month: int) -> None:
    found = events(dispute(month), good_news(month, 1.0))
    assert not found.severity.any()
    assert not found.level.any()


def test_borders_are_closed_from_the_first_to_the_last_month_of_a_common_crisis() -> None:
    assert events(common(2, 4)).closed.tolist() == [0, 0, 1, 1, 1] + [0] * 7
    assert events(common(-5, 1)).closed.tolist() == [1, 1] + [0] * 10
    assert not events(common(-5, -1)).closed.any()


def test_a_shock_that_is_left_out_takes_its_place_with_it() -> None:
    shocks = (dispute(3, place="Heartland"), dispute(5))
    assert events(*shocks).place[3, 0] == 0
    spared = events(*shocks, without=frozenset({"shock 0"}))
    assert (spared.place == -1).all()
    assert np.flatnonzero(spared.severity).tolist() == [5]


def test_places_of_one_month_are_one_larger_place() -> None:
    cities = [city("Anport", "AA", province="Coast"), city("Anville", "AA"), city("Bayport", "BB", province="Isle")]
    shocks = [dispute(3, place="Coast"), dispute(3, place="Isle; Coast")]
    found = build_events(plain_world(cities=cities, shocks=shocks), quiet(MONTHS))
    assert found.regions[found.place[3, 0]].tolist() == [1, 0, 1]


def test_a_scenario_changes_and_drops_shocks_by_name() -> None:
    found = events(dispute(3), dispute(5), shocks={"drop": ["shock 0"], "change": {"shock 1": {"severity": 0.9}}})
    assert found.severity[:, 0].tolist() == [0.0] * 5 + [0.9] + [0.0] * 6


def test_crises_are_listed_by_their_first_month_with_the_severity_of_their_first_shock() -> None:
    shocks = [dispute(7, 0.9, crisis="late"), dispute(3, 0.2, crisis="early"), dispute(5, 0.8, crisis="early")]
    shocks += [common(4, 6, crisis="pandemic"), dispute(-3, crisis="before"), dispute(8)]
    found = list_crises(plain_world(shocks=shocks), quiet(MONTHS))
    assert [(one.name, one.month, one.severity, one.dyad) for one in found] == [
        ("early", 3, 0.2, 0),
        ("pandemic", 4, 0.0, -1),
        ("late", 7, 0.9, 0),
    ]
    assert found[0].shocks == {"shock 1", "shock 2"}


def test_a_scenario_may_study_some_crises_only() -> None:
    shocks = [dispute(3, crisis="one"), dispute(7, crisis="other")]
    found = list_crises(plain_world(shocks=shocks), quiet(MONTHS, crises={"only": ["other"]}))
    assert [one.name for one in found] == ["other"]


def test_only_disputes_between_states_are_political() -> None:
    tables = plain_world(shocks=[dispute(3), good_news(4, 1.0), common(5, 6)])
    assert political_shocks(tables, quiet(MONTHS)) == {"shock 0"}


def test_a_disaster_strikes_its_nation_unless_its_crisis_is_left_out() -> None:
    flood = {"nation": "BB", "date": after(2), "until": after(3), "crisis": "flood"}
    tables = plain_world(shocks=[common(2, 3, crisis="flood")], disasters=[flood])
    struck = struck_nations(tables, quiet(MONTHS), frozenset())
    assert struck.tolist() == [[0, 0], [0, 0], [0, 1], [0, 1]] + [[0, 0]] * 8
    assert not struck_nations(tables, quiet(MONTHS), frozenset({"shock 0"})).any()
