"""What lasts about a pair of cities depends on the pair alone: not on seed, replicate, month or order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.plain_worlds import city, plain_world, quiet, tie
from builders.worlds import shipped
from cityties.kernel.pair_traits import (
    MOST_AFFINITY,
    fill_affinities,
    fill_obedience,
    fill_pair_ids,
    fill_places,
    fill_thaws,
)
from cityties.kernel.parameters import defaults
from cityties.kernel.state import FloatArray, World
from cityties.setup.initialization import Setup, prepare

FAR = {"latitude": 0.0, "longitude": 60.0}


@pytest.fixture(scope="module")
def setup() -> Setup:
    cities = [
        city("Anport", "AA", population=2_000_000),
        city("Anville", "AA", autonomy=1),
        city("Bayport", "BB", **FAR),
    ]
    return prepare(quiet(1), plain_world(cities=cities, ties=[tie("Anport", "Bayport"), tie("Anville", "Bayport")]))


def affinities(world: World, a: list[int], b: list[int]) -> FloatArray:
    found = np.empty(len(a))
    fill_affinities(world, np.array(a), np.array(b), defaults(), found)
    return found


def test_two_cities_suit_each_other_alike_from_either_side(setup: Setup) -> None:
    assert affinities(setup.world, [0, 1], [2, 2]).tolist() == affinities(setup.world, [2, 2], [0, 1]).tolist()


def test_the_mean_recorded_tie_has_affinity_one(setup: Setup) -> None:
    assert affinities(setup.world, [0, 1], [2, 2]).mean() == pytest.approx(1.0)


def test_affinity_has_a_ceiling_so_that_sums_in_fixed_point_cannot_overflow(setup: Setup) -> None:
    tiny = setup.world._replace(mean_affinity=1e-9)
    assert affinities(tiny, [0], [0]).tolist() == [MOST_AFFINITY]


def test_half_of_all_ties_thaw_faster_than_the_declared_rate() -> None:
    p, thaws = defaults(), np.empty(20_001)
    fill_thaws(np.arange(20_001, dtype=np.uint64) * np.uint64(7919), p, thaws)
    # the sample median of n draws strays by about 1.25 spreads over root n; five of those: one false alarm in a million
    assert np.log(np.median(thaws) / p.thaw_rate) == pytest.approx(0.0, abs=5 * 1.25 * p.thaw_spread / 20_001**0.5)
    assert np.log(thaws).std() == pytest.approx(p.thaw_spread, rel=0.05)


def test_a_city_obeys_by_what_it_lacks_in_autonomy(setup: Setup) -> None:
    found = np.empty(2)
    fill_obedience(setup.world, np.array([0, 1]), defaults(), found)
    assert found.tolist() == [0.25, 0.0]


def test_no_two_pairs_of_the_shipped_world_share_an_address() -> None:
    scenario, tables = shipped()
    ids = prepare(scenario, tables).world.cities.id[:60]
    a, b = (rows.ravel() for rows in np.indices((len(ids), len(ids))))
    pairs = np.empty(len(a), np.uint64)
    fill_pair_ids(ids, a, b, pairs)
    assert len(np.unique(pairs)) == len(a)


@given(
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8),
    st.lists(st.floats(0.0, 1.0, exclude_max=True), min_size=1, max_size=5),
)
def test_a_draw_falls_into_the_first_place_whose_cumulated_chance_reaches_it(
    steps: list[float], draws: list[float]
) -> None:
    profile = np.cumsum(steps) / max(sum(steps), 1.0)
    places, rows = np.empty(len(draws), np.int64), np.zeros(len(draws), np.int64)
    fill_places(profile[None, :], rows, np.array(draws), places)
    assert places.tolist() == np.searchsorted(profile, draws, side="left").tolist()
