"""A month is found by its label, a city by its name; what cannot be found is refused with the nearest name."""

import pytest

from builders.worlds import conditions, scenario
from cityties.errors import CityTiesError
from cityties.explanation.replay import city_row, explain, month_of_run, replay, tie_row
from cityties.explanation.terms import Ends, summed, terms_at
from cityties.kernel.state import Count
from cityties.setup.initialization import Setup, prepare
from cityties.worlds.toy import toy_world


@pytest.fixture(scope="module")
def setup() -> Setup:
    return prepare(scenario(start="1990-01", end="1999-12"), toy_world())


def test_a_city_is_found_by_its_name_alone_or_with_its_nation(setup: Setup) -> None:
    assert city_row(setup, "Yarrow") == city_row(setup, "WM/Yarrow")
    with pytest.raises(CityTiesError, match=r"no city 'Yarow'\. Did you mean 'Yarrow'"):
        city_row(setup, "Yarow")


def test_months_are_counted_from_the_first_of_the_run(setup: Setup) -> None:
    assert [month_of_run(setup, label) for label in ("1990-01", "1991-03")] == [0, 14]
    with pytest.raises(CityTiesError, match="1989-12 is outside the run, 1990-01 to 1999-12"):
        month_of_run(setup, "1989-12")


def test_a_month_that_the_run_does_not_have_is_refused(setup: Setup) -> None:
    with pytest.raises(CityTiesError, match="the run has no month number 120; it has 120 months, counted from 0"):
        replay(setup, conditions(setup, 0, True), 120)


def test_a_tie_is_found_from_either_end_once_it_is_signed(setup: Setup) -> None:
    month = replay(setup, conditions(setup, 0, True), month_of_run(setup, "1993-01"))
    one, other = city_row(setup, "Brightwater"), city_row(setup, "Yarrow")
    row = tie_row(month, one, other)
    assert row == tie_row(month, other, one)
    assert {end.name for end in explain(month, row).ends} == {"Brightwater (EM)", "Yarrow (WM)"}
    with pytest.raises(CityTiesError, match=r"no tie in 1993-01; in this run theirs is signed in 1994-09"):
        tie_row(month, city_row(setup, "Aldgate"), other)


def test_two_cities_of_one_nation_can_have_no_tie(setup: Setup) -> None:
    month = replay(setup, conditions(setup, 0, True), 0)
    with pytest.raises(CityTiesError, match="are cities of one nation, EM"):
        tie_row(month, city_row(setup, "Aldgate"), city_row(setup, "Brightwater"))


def test_the_terms_of_every_end_add_up_to_its_propensity_to_the_last_bit(setup: Setup) -> None:
    month = replay(setup, conditions(setup, 0, True), 100)
    for row in range(int(month.decided.ties.n[Count.EXISTING])):
        ends = Ends(month.setup, month.given, month.decided, month.t, row)
        for side in (0, 1):
            assert summed(terms_at(ends, side)) == ends.propensity(side)
