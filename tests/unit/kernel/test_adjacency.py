"""Chains hold just the ties of one city or one dyad, in their order, at every month of any history."""

import numpy as np
from hypothesis import given, settings

from builders.plain_worlds import city, plain_world, quiet, tie
from builders.worlds import conditions, empty_record
from builders.worlds_drawn import Drawn, worlds
from cityties.kernel.adjacency import have_a_tie, newest_with, pull_towards
from cityties.kernel.compiling import entry
from cityties.kernel.schedule import months
from cityties.kernel.state import NOBODY, Count, FloatArray, IntArray, State, World
from cityties.setup.initialization import begin, prepare

in_any_world = settings(max_examples=10, deadline=None, derandomize=True)


@entry
def _asked(world: World, state: State, a: int, b: int, found: IntArray, pulls: FloatArray) -> None:
    found[0] = have_a_tie(state, a, b)
    found[1] = newest_with(world, state, a, world.cities.nation[b])
    pulls[0] = pull_towards(world, state, a, world.cities.nation[b])


def chain_of_city(state: State, c: int) -> list[int]:
    ties, rows, e = state.ties, [], int(state.cities.newest[c])
    while e != NOBODY:
        rows.append(e)
        e = int(ties.older_a[e] if ties.a[e] == c else ties.older_b[e])
    return rows


def chain_of_dyad(state: State, d: int) -> list[int]:
    rows, e = [], int(state.dyads.first_tie[d])
    while e != NOBODY:
        rows.append(e)
        e = int(state.ties.next_in_dyad[e])
    return rows


@in_any_world
@given(drawn=worlds())
def test_chains_hold_just_the_ties_of_a_city_or_a_dyad(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    state, record, given_all = begin(setup, 0), empty_record(setup), conditions(setup, 0, True)
    for month in range(0, setup.n_months, 6):
        months(given_all, state, record, month, min(month + 6, setup.n_months))
        ties, n, laid = state.ties, int(state.ties.n[Count.EXISTING]), int(state.ties.n[Count.LAID_OUT])
        for c in range(len(state.cities.newest)):
            ends = [e for e in range(laid) if c in (ties.a[e], ties.b[e])]
            assert chain_of_city(state, c) == ends[::-1]
            assert state.cities.partners[c] == sum(e < n for e in ends)
        for d in range(len(state.dyads.n_ties)):
            rows = [e for e in range(n) if ties.dyad[e] == d]
            assert chain_of_dyad(state, d) == rows
            assert state.dyads.n_ties[d] == len(rows)
            assert state.dyads.last_tie[d] == (rows[-1] if rows else NOBODY)


def test_a_tie_that_is_laid_out_counts_for_its_pair_before_it_begins_but_not_for_the_pull_on_partners() -> None:
    cities = [city("Anport", "AA"), city("Bayport", "BB"), city("Bayville", "BB")]
    setup = prepare(quiet(24), plain_world(cities=cities, ties=[tie("Anport", "Bayport", "2001-01")]))
    state, record = begin(setup, 0), empty_record(setup)
    found, pulls = np.zeros(2, np.int64), np.zeros(1)
    setup.months(conditions(setup, 0, True), state, record, 0, 12)
    _asked(setup.world, state, 0, 1, found, pulls)
    assert found.tolist() == [1, NOBODY]
    assert pulls[0] == setup.world.cities.drawing[0]
    _asked(setup.world, state, 0, 2, found, pulls)
    assert found.tolist() == [0, NOBODY]
    setup.months(conditions(setup, 0, True), state, record, 12, 13)
    _asked(setup.world, state, 0, 2, found, pulls)
    assert found.tolist() == [0, 0]
