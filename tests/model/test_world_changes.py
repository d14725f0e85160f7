"""What a scenario changes in its world: always or from a month on, for nations, cities, ties, shocks and policies."""

from typing import Any

import numpy as np
import pytest

from builders.plain_worlds import KNOWN, TIED, after, city, dispute, plain_world, tie
from builders.worlds import changed, conditions, empty_record, run_of, scenario
from cityties.explanation.replay import replay
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.record import Record
from cityties.kernel.state import State, Suspension
from cityties.scenario.models import Scenario
from cityties.setup.initialization import begin, prepare
from cityties.setup.periods import advance, world_in
from cityties.setup.redraw import prepare_again
from cityties.tables.world_tables import WorldTables
from model.test_invariants import same_bytes

MONTHS, TURN = 36, 18
ANPORT = "AA/Anport"
PAIR = "AA/Anport - BB/Bayport"
NUMBERS = {
    "relations_noise": 0.05,
    "plan_rate": 0.5,
    "directive_depth": 0.05,
    "provocation_rate": 0.02,
    "consent_base": 0.0,
    "strategy_consent": 3.0,
    "dormancy_threshold": 0.3,
}


def tables() -> WorldTables:
    """Return a world in which what cities are like matters in every month."""
    return plain_world(
        dyads=[KNOWN],
        cities=[
            city("Anport", "AA", population=900_000),
            city("Anville", "AA"),
            city("Bayport", "BB"),
            city("Bayville", "BB"),
        ],
        ties=[row | {"signed": after(0)} for row in (TIED, tie("Anville", "Bayville"), tie("Anport", "Bayville"))],
        shocks=[dispute(6, 0.9), dispute(20, 0.9)],
    )


def plan(**settings: Any) -> Scenario:
    given = scenario(start=after(0), end=after(MONTHS - 1), parameters=NUMBERS)
    return changed(given, **settings) if settings else given


def live(given: Scenario, until: int = MONTHS) -> tuple[Record, State]:
    setup = prepare(given, tables())
    state, record = begin(setup, 0), empty_record(setup)
    advance(setup, conditions(setup, 0, True), state, record, 0, until)
    return record, state


ALWAYS: dict[str, dict[str, Any]] = {
    "autonomy of a city": {"cities": {ANPORT: {"autonomy": 1}}},
    "nationalism of a city": {"cities": {ANPORT: {"nationalism": 0.9}}},
    "strategy of a city": {"cities": {ANPORT: {"strategy": 1}}},
    "budget of a city": {"cities": {ANPORT: {"budget": 0.2}}},
    "autonomy of a nation": {"nations": {"AA": {"autonomy": 1}}},
    "centralisation of a nation": {"nations": {"AA": {"centralisation": 1}}},
}


def dated(settings: dict[str, Any], month: str) -> dict[str, Any]:
    return {
        section: {name: change | {"from": month} for name, change in named.items()}
        for section, named in settings.items()
    }


@pytest.mark.parametrize("name", ALWAYS)
def test_a_change_acts_on_the_run(name: str) -> None:
    assert not same_bytes(live(plan())[0], live(plan(**ALWAYS[name]))[0])


@pytest.mark.parametrize("name", ALWAYS)
@pytest.mark.parametrize("month", [after(0), "1990-01"])
def test_a_change_from_the_start_or_before_is_one_that_always_holds(name: str, month: str) -> None:
    one, other = live(plan(**ALWAYS[name])), live(plan(**dated(ALWAYS[name], month)))
    assert same_bytes(one[0], other[0])


@pytest.mark.parametrize("name", ALWAYS)
def test_a_change_from_a_month_on_leaves_what_was_before_and_moves_what_comes(name: str) -> None:
    before, after_it = live(plan())[0].dyads, live(plan(**dated(ALWAYS[name], after(TURN))))[0].dyads
    assert (before[:TURN] == after_it[:TURN]).all()
    assert (before[TURN:] != after_it[TURN:]).any()


@pytest.mark.parametrize("name", ALWAYS)
def test_a_run_in_pieces_is_the_run_in_one(name: str) -> None:
    setup = prepare(plan(**dated(ALWAYS[name], after(TURN))), tables())
    state, record = begin(setup, 0), empty_record(setup)
    for month in range(MONTHS):
        advance(setup, conditions(setup, 0, True), state, record, month, month + 1)
    assert same_bytes(record, live(setup.scenario)[0])


@pytest.mark.parametrize("name", ALWAYS)
def test_a_draw_of_a_changed_world_is_a_fresh_set_up(name: str) -> None:
    given = plan(**dated(ALWAYS[name], after(TURN)))
    other = changed(given, parameters={"strength_gain": 0.3}, mechanisms={"policies": False})
    again, fresh = prepare_again(prepare(given, tables()), other), prepare(other, tables())
    worlds = [(again.world, fresh.world)]
    worlds += [(one.world, two.world) for one, two in zip(again.periods, fresh.periods, strict=True)]
    for one, two in worlds:
        for part in ("cities", "nations"):
            columns = zip(getattr(one, part), getattr(two, part), strict=True)
            assert all((left == right).all() for left, right in columns)


def test_one_city_with_full_autonomy_obeys_no_directive_from_then_on() -> None:
    given = plan(cities={ANPORT: {"autonomy": 1, "from": after(TURN)}})
    obedience = {month: live(given, month)[1].ties for month in (TURN, TURN + 1)}
    for month, ties in obedience.items():
        of_anport = ties.a[: ties.n[0]] == 0
        assert (ties.obedience_a[: ties.n[0]][of_anport] == 0).all() == (month > TURN)
        assert (ties.obedience_a[: ties.n[0]][~of_anport] > 0).all()


def test_an_explanation_knows_the_attributes_of_its_month() -> None:
    setup = prepare(plan(cities={ANPORT: {"autonomy": 1, "from": after(TURN)}}), tables())
    for step, autonomous in ((TURN - 1, False), (TURN, True)):
        found = replay(setup, conditions(setup, 0, True), step)
        assert (found.given.world.cities.autonomy[0] == 1) == autonomous
        assert world_in(setup, step) is found.given.world


def test_a_city_of_another_size_is_one_of_another_world() -> None:
    columns = prepare(plan(cities={ANPORT: {"population": 5_000_000, "capital": True}}), tables()).world.cities
    before = prepare(plan(), tables()).world.cities
    assert columns.weight[0] > before.weight[0]
    assert columns.capital[0] == 1
    assert (columns.weight[1:] == before.weight[1:]).all()


def test_an_added_tie_begins_in_its_month_and_leaves_the_others_as_they_were() -> None:
    given = plan(ties={"add": {"BB/Bayport - AA/Anville": {"signed": after(9)}}})
    record, state = live(given)
    assert record.dyads[:, 0, M.TIES].tolist() == [3.0] * 9 + [4.0] * (MONTHS - 9)
    before = live(plan())[1].ties
    assert state.ties.affinity[:3].tolist() == before.affinity[:3].tolist()


def test_a_dropped_tie_is_none() -> None:
    record, state = live(plan(ties={"drop": ["BB/Bayport - AA/Anport"]}))
    assert record.dyads[-1, 0, M.TIES] == 2
    assert not ((state.ties.a[:2] == 0) & (state.ties.b[:2] == 2)).any()


@pytest.mark.parametrize(
    ("pair", "by", "meant"),
    [
        (PAIR, "first", Suspension.BY_A),
        (PAIR, "second", Suspension.BY_B),
        ("BB/Bayport - AA/Anport", "first", Suspension.BY_B),
        (PAIR, "both", Suspension.BY_BOTH),
    ],
)
def test_an_imposed_suspension_holds_for_its_months_and_thaws_after_them(pair: str, by: str, meant: Suspension) -> None:
    one = {"from": after(2), "until": after(5), "by": by}
    numbers = {"thaw_rate": 1.0, "thaw_spread": 0.0, "consent_base": 10.0, "provocation_rate": 0.0}
    given = changed(plan(ties={"suspend": {pair: one}}), parameters=NUMBERS | numbers)
    setup = prepare(changed(given, shocks={"drop": list(tables().shocks["shock"])}), tables())
    state, record = begin(setup, 0), empty_record(setup)
    seen = []
    for month in range(12):
        advance(setup, conditions(setup, 0, True), state, record, month, month + 1)
        row = np.flatnonzero((state.ties.a == 0) & (state.ties.b == 2))[0]
        seen.append(int(state.ties.suspended[row]))
    assert seen == [0, 0] + [meant] * 4 + [0] * 6


@pytest.mark.parametrize("kind", ["political", "positive", "common"])
def test_an_added_shock_is_one_of_the_table(kind: str) -> None:
    rows: dict[str, dict[str, Any]] = {
        "political": {"severity": 1.1, "factor_b": 0.5, "place": "Heartland"},
        "positive": {"level": 2.0},
        "common": {"until": after(16)},
    }
    dyad = "all" if kind == "common" else "AA-BB"
    row = {"shock": "NEW", "dyad": dyad, "date": after(12), "type": kind, **rows[kind]}
    of_kind = {"factor_a": 1, "factor_b": 0.5} if kind == "political" else {}
    base = [dispute(6, 0.9), dispute(20, 0.9)]
    world = {"dyads": [KNOWN], "ties": [TIED], "cities": [city("Anport", "AA"), city("Bayport", "BB")]}
    written = plain_world(**world, shocks=[*base, row | of_kind])
    added = {key: value for key, value in row.items() if key != "shock"}
    given = plan(shocks={"add": {"NEW": added}})
    assert same_bytes(run_of(plan(), written).record, run_of(given, plain_world(**world, shocks=base)).record)


def test_an_added_dispute_is_a_crisis_of_its_own_unless_it_says_otherwise() -> None:
    from cityties.setup.event_columns import list_crises

    new = {"dyad": "AA-BB", "date": after(12), "severity": 2.5, "title": "A quarrel over fish"}
    (found,) = (c for c in list_crises(tables(), plan(shocks={"add": {"NEW": new}})) if c.name == "NEW")
    assert (found.month, found.severity, found.title) == (12, 2.5, "A quarrel over fish")
    silent = plan(shocks={"add": {"NEW": new | {"crisis": ""}}})
    assert "NEW" not in {crisis.name for crisis in list_crises(tables(), silent)}


def test_a_policy_for_all_cities_by_name_is_the_policy_for_all() -> None:
    lever = {"start": after(TURN), "autonomy_gain": 0.7}
    limited = live(plan(policies=lever | {"nations": ["AA", "BB"]}))[0].dyads
    of_all = live(plan(policies=lever))[0].dyads
    assert np.allclose(limited, of_all, atol=1e-9)
    assert (live(plan())[0].dyads != of_all).any()


def test_a_policy_for_one_city_frees_it_alone_and_only_while_policies_are_on() -> None:
    lever = {"start": after(TURN), "autonomy_gain": 0.5, "cities": [ANPORT]}
    setup = prepare(plan(policies=lever), tables())
    before, now = setup.world.cities.autonomy, world_in(setup, TURN).cities.autonomy
    assert (now[0], now[1:].tolist()) == (1 - (1 - before[0]) * 0.5, before[1:].tolist())
    assert not prepare(plan(policies=lever, mechanisms={"policies": False}), tables()).periods


def test_dormant_ties_of_one_city_are_woken_and_no_others() -> None:
    numbers = NUMBERS | {"plan_rate": 0.0, "initial_strength": 0.1, "strength_decay": 0.5, "wake_strength": 0.9}
    lever = {"start": after(TURN), "wake_dormant": True, "cities": [ANPORT]}
    given = plan(policies=lever, parameters=numbers, mechanisms={"forum": False, "networks": False})
    ties = live(given, TURN + 1)[1].ties
    assert ((ties.strength[:3] > 0.3) == (ties.a[:3] == 0)).all()


def test_a_network_for_named_cities_has_them_as_members() -> None:
    lever = {"start": after(TURN), "new_network": {"members": 4}, "cities": [ANPORT], "nations": ["BB"]}
    joined = prepare(plan(policies=lever), tables()).world.networks.joined[-1]
    assert (joined == TURN).tolist() == [True, False, True, True]
