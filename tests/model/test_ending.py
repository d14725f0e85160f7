"""Endings of ties, by hand: who may decide them, with what chance, and that nothing of an ended tie goes on."""

import ast
import inspect
import math
import textwrap
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from builders.plain_worlds import after, city, dispute, forum, live, lives, plain_world, quiet, seen, tie
from builders.worlds import Row, Run, conditions, run
from builders.worlds_drawn import Drawn, worlds
from cityties.errors import CityTiesError
from cityties.explanation.account import changes, plain_text
from cityties.explanation.outcome import outcome
from cityties.explanation.replay import explain, replay, tie_row
from cityties.kernel.columns import ColumnRole, declared
from cityties.kernel.state import Count, State, Suspension, TieState
from cityties.kernel.submodels import ending
from cityties.mesa_model.model import CityDiplomacyModel
from cityties.setup.initialization import prepare
from model.test_invariants import same_bytes

# hardly any consent: reluctance is 1 within 1 in 20,000; a dispute of 0.5 costs 0.3 x 0.5 in R
READY = {
    "consent_base": -10.0,
    "strength_consent": 0.0,
    "ending_rate": 1.0,
    "ending_depth": 0.1,
    "ending_fall": 0.0,
    "ending_suspended": 0.0,
    "people_share": 0.0,
}
ALONE: dict[str, Any] = {"mechanisms": {"suspension": False}}


def disputed(**tables: Any) -> Any:
    return plain_world(shocks=[dispute(1, 0.5)], **tables)


def ended(found: Run) -> list[list[int]]:
    n = found.state.ties.n[Count.ENDED]
    return [[int(column[row]) for column in found.state.endings] for row in range(n)]


def test_in_calm_times_nothing_puts_the_question_and_no_tie_ends() -> None:
    found = live(plain_world(), 24, parameters=READY)
    assert (seen(found, "ties"), ended(found)) == (1.0, [])


def test_a_tie_goes_on_through_the_month_of_the_decision_and_is_none_from_the_next_on() -> None:
    found = live(disputed(), 4, parameters=READY, **ALONE)
    assert [seen(found, "ties", t) for t in range(4)] == [1.0, 1.0, 0.0, 0.0]
    assert [seen(found, "ended", t) for t in range(4)] == [0.0, 0.0, 1.0, 0.0]
    # Anport and Bayport, dyad 0, tied from the start, without a tie from month 2 on, by both, out of an open tie
    assert ended(found) == [[0, 1, 0, 0, 2, Suspension.BY_BOTH, Suspension.NONE]]
    assert found.state.cities.partners.tolist() == [0, 0]


def test_a_small_fall_leaves_open_ties_alone_but_not_suspended_ones() -> None:
    # no fall reaches a whole R
    shallow: dict[str, Any] = {"parameters": READY | {"ending_depth": 1.0}}
    assert ended(live(disputed(), 6, **shallow, **ALONE)) == []
    # both sides suspend at once: the review weighs 0.5 / 0.5, and neither consents
    assert ended(live(disputed(), 6, **shallow)) == [[0, 1, 0, 0, 2, Suspension.BY_BOTH, Suspension.BY_BOTH]]


def test_an_order_or_a_suspended_tie_ends_nothing_at_rate_0_and_equals_the_switch_to_the_byte() -> None:
    tables = disputed(cities=[city("Anport", "AA"), city("Bayport", "BB"), city("Bayville", "BB")])
    nothing = live(tables, 24, parameters=READY | {"ending_rate": 0.0})
    off = live(tables, 24, parameters=READY, mechanisms={"ending": False})
    assert same_bytes(nothing.record, off.record)
    assert seen(off, "suspended") == 1.0


WORLD: list[Row] = [
    # autonomy 0.75 counts 0.25; 1,000,000 people are size 2; 3 partners elsewhere and this one are two doublings
    city("Anport", "AA", autonomy=0.75, population=1_000_000, ties_abroad=3),
    # it always obeys, and nothing of it differs from the average: autonomy 0.5, size 1, and this partner alone
    city("Bayport", "BB", ties_abroad=0),
]
CHANCES = {
    "as all": ({}, 1.0, 1.0),
    "fall": ({"ending_fall": 4.0}, math.exp(4.0 * 0.15), math.exp(4.0 * 0.15)),
    "autonomy": ({"ending_autonomy": 2.0}, math.exp(0.5), 1.0),
    "size": ({"ending_size": -1.0}, 0.5, 1.0),
    "partners": ({"ending_partners": 0.5}, math.exp(1.0), 1.0),
    "reluctance": ({"consent_base": 0.0}, 0.5, 0.5),
}


@pytest.mark.parametrize("name", CHANCES)
def test_each_council_decides_with_the_chance_computed_by_hand(name: str) -> None:
    given, of_a, of_b = CHANCES[name]
    numbers = READY | {"ending_rate": 0.1, "public_pressure": 0.0} | given
    tables = disputed(cities=WORLD)
    found = [one.state.endings.by[0] for one in lives(tables, 3, 600, parameters=numbers, **ALONE)]
    for side, factor in ((Suspension.BY_A, of_a), (Suspension.BY_B, of_b)):
        chance = 0.1 * factor
        share = np.mean([(by & side) > 0 for by in found])
        # four standard errors: once in 16,000 such tests
        assert share == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / 600))


def test_a_suspended_tie_is_nearer_to_its_end_by_the_factor_declared() -> None:
    numbers = READY | {"ending_rate": 0.05, "ending_suspended": math.log(4.0)}
    found = lives(disputed(), 3, 600, parameters=numbers)
    share = np.mean([(one.state.endings.by[0] & Suspension.BY_A) > 0 for one in found])
    assert share == pytest.approx(0.2, abs=4 * math.sqrt(0.2 * 0.8 / 600))


def test_what_is_left_lives_as_if_the_ended_tie_had_never_been() -> None:
    # Anport and Coast end theirs; Anport and Bayport, of another dyad, then plan as they would alone
    three: dict[str, Any] = {
        "nations": [{"nation": "AA"}, {"nation": "BB"}, {"nation": "CC"}],
        "cities": [city("Anport", "AA"), city("Bayport", "BB"), city("Coast", "CC")],
        "dyads": [
            {"dyad": f"{a}-{b}", "nation_a": a, "nation_b": b, "relations_at_recognition": 0.25}
            for a, b in (("AA", "BB"), ("AA", "CC"))
        ],
        "publics": [{"of": a, "about": b} for a, b in (("AA", "BB"), ("BB", "AA"), ("AA", "CC"), ("CC", "AA"))],
    }
    kept = tie("Anport", "Bayport")
    lost = {"dyad": "AA-CC", "city_a": "Anport", "city_b": "Coast", "signed": "1990-01"}
    quarrel = dispute(1, 0.5) | {"dyad": "AA-CC"}
    # the fall of 0.15 makes e to the 3 of a rate of 1, and a twentieth of reluctance is enough
    numbers = {
        "ending_rate": 1.0,
        "ending_fall": 20.0,
        "ending_depth": 0.1,
        "strength_consent": 0.0,
        "consent_base": 2.0,
    }
    numbers |= {"forum_cost": -5.0, "forum_depoliticisation": 1.0}
    given: dict[str, Any] = {"parameters": numbers, **ALONE}
    events: dict[str, Any] = {"shocks": [quarrel], "forum": forum(4), **three}
    tables = plain_world(ties=[kept, lost], **events)
    # a tie that is dropped leaves the scale of budgets as it is
    both, alone = (live(tables, 8, ties={"drop": drop}, **given) for drop in ((), ("AA/Anport - CC/Coast",)))
    assert [row[2] for row in ended(both)] == [1]
    assert both.state.cities.partners.tolist() == alone.state.cities.partners.tolist() == [1, 1, 0]
    assert seen(both, "forum_meetings", 4, dyad=1) == 0.0
    assert both.state.ties.plan[0] == alone.state.ties.plan[0] > 0.0
    assert both.state.cities.attention_asked.tolist() == alone.state.cities.attention_asked.tolist()


def test_every_column_that_lasts_moves_up_when_a_row_above_it_goes() -> None:
    source = inspect.getsource(getattr(ending.move_up, "py_func", ending.move_up))
    calls = [node for node in ast.walk(ast.parse(textwrap.dedent(source))) if isinstance(node, ast.Call)]
    moved = {node.args[0].attr for node in calls if isinstance(node.args[0], ast.Attribute)}
    lasting = {name for name, one in declared(TieState).items() if one.role != ColumnRole.SCRATCH}
    assert lasting - moved == {"n", "older_a", "older_b", "next_in_dyad"}


def chains(state: State) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return the rows of each city's chain, newest first, and of each dyad's, oldest first."""
    ties, of_city, of_dyad = state.ties, {}, {}
    for c, newest in enumerate(state.cities.newest):
        e, rows = int(newest), []
        while e >= 0:
            rows.append(e)
            e = int(ties.older_a[e] if ties.a[e] == c else ties.older_b[e])
        of_city[c] = rows
    for d, first in enumerate(state.dyads.first_tie):
        e, rows = int(first), []
        while e >= 0:
            rows.append(e)
            e = int(ties.next_in_dyad[e])
        of_dyad[d] = rows
    return of_city, of_dyad


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(drawn=worlds())
def test_chains_partners_and_pulls_are_those_of_the_ties_that_exist(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    state = run(setup, 0).state
    ties, n, laid = state.ties, int(state.ties.n[Count.EXISTING]), int(state.ties.n[Count.LAID_OUT])
    ends = np.concatenate([ties.a[:n], ties.b[:n]]).astype(np.int64)
    assert state.cities.partners.tolist() == np.bincount(ends, minlength=len(state.cities.partners)).tolist()
    of_city, of_dyad = chains(state)
    for c, rows in of_city.items():
        assert rows == [e for e in reversed(range(laid)) if c in (ties.a[e], ties.b[e])]
    for d, rows in of_dyad.items():
        assert rows == [e for e in range(n) if ties.dyad[e] == d]
    assert state.dyads.n_ties.tolist() == [len(rows) for rows in of_dyad.values()]
    if setup.world.endogenous_from < setup.n_months:
        assert state.cities.pull_total.tolist() == pulls(setup, state)


def pulls(setup: Any, state: State) -> list[list[int]]:
    """Return the sums of pulls, in fixed point, computed anew from the partners that cities have."""
    cities, ties, n = setup.world.cities, state.ties, int(state.ties.n[Count.EXISTING])
    size = len(setup.world.nations.first)
    total = np.zeros((size, size), dtype=np.int64)
    counted: dict[tuple[int, int], int] = {}
    for a, b in zip(ties.a[:n].tolist(), ties.b[:n].tolist(), strict=True):
        for one, other in ((a, b), (b, a)):
            key = one, int(cities.nation[other])
            counted[key] = counted.get(key, 0) + 1
    newest = {}
    for e in range(n):
        newest[int(ties.a[e]), int(cities.nation[ties.b[e]])] = float(ties.pull_a[e])
        newest[int(ties.b[e]), int(cities.nation[ties.a[e]])] = float(ties.pull_b[e])
    for c in range(len(cities.id)):
        for nation in range(size):
            if (c, nation) in counted:
                fade = counted[c, nation] / (setup.rules.p.saturation_ties * cities.saturation[c])
                pull = newest[c, nation]
                assert pull == pytest.approx(cities.drawing[c] * math.exp(-min(fade, 32.0)), rel=1e-9)
            else:
                pull = float(cities.drawing[c])
            total[cities.nation[c], nation] += int(pull * 2**40)
    return total.tolist()


def test_the_council_that_ended_a_tie_is_named_with_its_chance_and_a_later_month_says_when() -> None:
    tables = disputed()
    setup = prepare(quiet(6, parameters=READY | {"ending_rate": 0.9, "ending_fall": 0.5}, **ALONE), tables)
    given = conditions(setup, 0, True)
    decisions = replay(setup, given, 1)
    message = explain(decisions, tie_row(decisions, 0, 1))
    assert message.ended_by != Suspension.NONE
    for side, end in enumerate(message.ends):
        assert end.ending is not None
        assert end.ending.chance == pytest.approx(min(1.0, 0.9 * math.exp(0.5 * 0.15)), rel=1e-3)
        assert bool(message.ended_by & (1 + side)) == (end.ending.draw < end.ending.chance)
    text = " ".join(outcome(message))
    assert "relations were 0.15 below what is usual" in text
    assert f"decided to end it: from {after(2)} on there is no tie." in text
    assert "ending_rate 0.9" in plain_text(message)
    assert list(changes(message))
    later = replay(setup, given, 4)
    with pytest.raises(CityTiesError, match=rf"have no tie in {after(4)}: .* decided to end it in {after(1)}"):
        tie_row(later, 0, 1)


def test_a_calm_month_has_nothing_to_report_about_endings() -> None:
    setup = prepare(quiet(3, parameters=READY), plain_world())
    message = explain(replay(setup, conditions(setup, 0, True), 1), 0)
    assert message.ends[0].ending is None
    assert "end" not in " ".join(outcome(message)).split()


def test_a_view_of_a_tie_finds_it_when_rows_close_up_and_knows_when_it_has_ended() -> None:
    cities = [city("Anport", "AA", ties_abroad=0), city("Anville", "AA", autonomy=1), city("Bayport", "BB", autonomy=1)]
    tables = disputed(cities=cities, ties=[tie("Anport", "Bayport"), tie("Anville", "Bayport", "1990-02")])
    # a city of autonomy 1 ends nothing (e to the -20 x 1/2), and Anport, bound, ends its tie
    numbers = READY | {"ending_autonomy": -20.0}
    cities[0]["autonomy"] = 0
    model = CityDiplomacyModel(prepare(quiet(6, parameters=numbers, **ALONE), tables), replicate=0)
    model.step()
    first, second = model.ties
    for _ in range(3):
        model.step()
    assert (first.exists, second.exists) == (False, True)
    assert second.row == 0
    assert {one.name for one in second.cities} == {"Anville", "Bayport"}
    with pytest.raises(LookupError, match="has ended"):
        _ = first.strength
