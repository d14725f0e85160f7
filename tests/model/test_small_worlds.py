"""What went wrong once, or still does, in worlds small enough to see it."""

import numpy as np
import pytest

from builders.plain_worlds import KNOWN, START, city, live, plain_world, seen
from builders.worlds import changed, run_of, scenario, shipped, world
from cityties.kernel.record import DyadMeasure
from cityties.setup.event_columns import build_events
from model.test_invariants import column, same_bytes, shuffled

DISPUTE = {"type": "political", "dyad": "AA-BB", "severity": 0.5, "factor_a": 1, "factor_b": 1, "date": "2002-05"}
TIED = {"dyad": "AA-BB", "city_a": "Anport", "city_b": "Bayport", "signed": "1990-01"}
APART = [{"city": "Anport", "nation": "AA", "province": "P"}, {"city": "Bayport", "nation": "BB", "province": "Q"}]


def test_a_crisis_that_ended_before_the_run_closes_no_border_in_it() -> None:
    crisis = {"type": "common", "dyad": "all", "date": "1998-02", "until": "1998-12"}
    assert not build_events(world(shocks=[crisis]), scenario()).closed.any()


def test_a_run_may_end_before_two_states_recognise_each_other() -> None:
    late = [{"nation_a": "AA", "nation_b": "BB", "recognised": "2015-01"}]
    tables = world(dyads=late, ties=[TIED | {"signed": ""}])
    assert not column(run_of(scenario(), tables).record, DyadMeasure.TIES).any()


@pytest.mark.compiled
def test_the_past_does_not_depend_on_when_the_run_ends() -> None:
    plan, tables = shipped()
    short = changed(plan, end="2000-12", record={"ties_at": []})
    whole = run_of(plan, tables).record.dyads[: short.end - short.start + 1]
    np.testing.assert_array_equal(run_of(short, tables).record.dyads, whole)


def test_blanks_between_the_provinces_of_a_place_do_not_matter() -> None:
    one, other = (
        build_events(world(cities=APART, shocks=[DISPUTE | {"place": place}]), scenario()).regions
        for place in ("P;Q", "P; Q")
    )
    np.testing.assert_array_equal(one, other)
    assert one.all()


def test_the_order_of_two_places_of_disputes_in_a_month_does_not_matter() -> None:
    shocks = [DISPUTE | {"place": place} for place in ("P", "Q")]
    one, other = (build_events(world(cities=APART, shocks=order), scenario()) for order in (shocks, shocks[::-1]))
    np.testing.assert_array_equal(one.regions[one.place.max()], other.regions[other.place.max()])
    assert one.regions[one.place.max()].all()


def test_the_order_of_three_disputes_in_a_month_does_not_matter() -> None:
    shocks = [DISPUTE | {"severity": severity} for severity in (0.1, 0.2, 0.3)]
    one, other = (build_events(world(shocks=order), scenario()) for order in (shocks, shocks[::-1]))
    assert one.severity.tobytes() == other.severity.tobytes()


def test_relations_stand_still_until_recognition() -> None:
    late = [{"nation_a": "AA", "nation_b": "BB", "recognised": "2005-01"}]
    good_news = {"type": "positive", "dyad": "AA-BB", "level": 2, "date": "2002-05"}
    relations = column(run_of(scenario(), world(dyads=late, shocks=[good_news])).record, DyadMeasure.RELATIONS)
    assert (relations[:60] == -0.5).all()


NATIONWIDE = {"date": START, "size": 1}


def test_blanks_between_the_cities_of_an_incentive_step_do_not_matter() -> None:
    tables = plain_world(incentives=[NATIONWIDE | {"cities": "AA/Anport; BB/Bayport"}])
    ties = live(tables, 1, parameters={"incentive_consent": 1.0}).state.ties
    assert (ties.bonus_a[0], ties.bonus_b[0]) == (1.0, 1.0)


def test_a_nation_may_have_no_cities_dwellers_at_all() -> None:
    nations = [{"nation": "AA", "urban_share": 0}, {"nation": "BB", "urban_share": 0.5}]
    found = live(plain_world(nations=nations), 1, parameters={"urban_budget": 1.0})
    assert np.isfinite(found.state.cities.budget_share).all()


def test_the_order_of_cities_does_not_matter_to_their_hope_for_partners() -> None:
    late = [KNOWN | {"recognised": "2005-01", "relations_before": -0.1}]
    cities = [
        city(f"{side}{n}", side * 2, population=int(population), autonomy=autonomy)
        for side in "AB"
        for n, (population, autonomy) in enumerate(ODD_CITIES)
    ]
    tables = plain_world(dyads=late, cities=cities, ties=[TIED | {"city_a": "A0", "city_b": "B0", "signed": "2005-01"}])
    one, *others = (
        live(each, 3, parameters={"gate_lobbying": 0.1}).record
        for each in (tables, *(shuffled(tables, seed, "cities") for seed in range(8)))
    )
    assert all(same_bytes(one, other) for other in others)


ODD_CITIES = tuple((30_000 + 618_034 * n % 7_000_000, n * 0.618 % 1.0) for n in range(1, 16))


def test_a_crisis_that_a_scenario_drops_takes_its_disaster_with_it() -> None:
    crisis = {"type": "common", "dyad": "all", "date": START, "until": START, "crisis": "C"}
    flood = {"nation": "AA", "date": START, "until": START, "crisis": "C"}
    tables = plain_world(shocks=[crisis], disasters=[flood])
    assert seen(live(tables, 1, parameters={"aid_rate": 1.0}, shocks={"drop": ["shock 0"]}), "aid_a") == 0.0
