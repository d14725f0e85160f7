"""Statistics of networks that can be counted by hand."""

import numpy as np
import pytest

from cityties.worlds.network_statistics import assortativity, degree_of, transitivity
from cityties.worlds.network_targets import WORLD, degrees

PATH = np.array([0, 1, 2]), np.array([1, 2, 3])
TRIANGLE_WITH_A_TAIL = np.array([0, 1, 0, 2]), np.array([1, 2, 2, 3])


def test_degrees_count_both_ends_of_every_tie() -> None:
    assert degree_of(*TRIANGLE_WITH_A_TAIL).tolist() == [2, 2, 3, 1]


def test_only_triangles_make_a_network_transitive() -> None:
    """A triangle with a tail has 1 + 1 + 3 paths of two ties; the three within the triangle are closed."""
    assert transitivity(*PATH) == 0.0
    assert transitivity(*TRIANGLE_WITH_A_TAIL) == pytest.approx(3 / 5)


def test_a_path_of_four_joins_unlike_cities() -> None:
    """Ends by degree: (1,2), (2,2), (2,1) both ways; mean 5/3, covariance -1/9, variance 2/9."""
    assert assortativity(*PATH) == pytest.approx(-0.5)


@pytest.mark.parametrize(("cities", "ties"), [(200, 293), (50, 60), (1000, 3000)])
def test_degrees_add_up_to_two_for_each_tie_and_stay_within_their_bounds(cities: int, ties: int) -> None:
    found = degrees(cities, ties, np.random.default_rng(1))
    assert found.sum() == 2 * ties
    assert found.min() == 1
    assert found.max() <= min(WORLD.highest_degree, cities // 4)
