"""What compiled code sums up of a replicate equals, to the last bit, what numpy makes of the same numbers."""

import numpy as np
import pytest
from numpy.typing import NDArray

from cityties.kernel.crisis_sums import CrisisSum
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.reductions import inequality, quantiles, sum_crisis, sum_months, sum_years
from cityties.kernel.state import FloatArray

MONTHS, DYADS = 61, 3


def record(*shape: int) -> FloatArray:
    """Return months of numbers whose sums depend on the order of adding."""
    return np.random.default_rng(7).normal(size=(*shape, DYADS, len(M))) ** 3


def test_yearly_means_are_those_of_numpy() -> None:
    cube, bounds = record(2, 30), np.array([0, 5, 17, 29, 30])
    measures = np.array([M.EXCHANGE, M.RELATIONS], dtype=np.int64)
    means = np.empty((2, 4, DYADS, 2))
    sum_years(cube, bounds, measures, means)
    expected = np.add.reduceat(cube[..., measures], bounds[:-1], axis=1) / np.diff(bounds)[None, :, None, None]
    assert means.tobytes() == expected.tobytes()


def test_sums_over_a_history_are_those_of_numpy() -> None:
    cube = record(2, 30)
    sums = np.empty((2, DYADS, len(M)))
    sum_months(cube, sums)
    assert sums.tobytes() == cube.sum(axis=1).tobytes()


@pytest.mark.parametrize("followed", [2, 8, 40, MONTHS])
def test_a_crisis_is_summed_up_as_numpy_would(followed: int) -> None:
    """Also where fewer months were followed than the windows are long."""
    without, with_it = branches = record(2, followed)
    dyads, windows = np.array([2, 0]), ((M.OFFICIAL, 1, 37), (M.PEOPLE, 0, 4))
    terms = [(CrisisSum.GREATEST_GAP, 0, 0, 0, 999)]
    terms += [(CrisisSum.GAP_SUM, 0, 0, 0, months) for months in (12, 60)]
    terms += [(CrisisSum.SUM, m, happens, first, last) for m, first, last in windows for happens in (1, 0)]
    terms += [(CrisisSum.MEAN, M.RELATIONS, happens, 1, 13) for happens in (1, 0)]
    terms += [(CrisisSum.GREATEST_SHARE, M.SUSPENDED, 1, 0, 999)]
    gap = np.ascontiguousarray(without[:, dyads, M.RELATIONS] - with_it[:, dyads, M.RELATIONS])
    found = np.empty((2, len(terms)))
    sum_crisis((branches[0], branches[1]), dyads, np.array(terms, dtype=np.int64), gap, found)
    for row, d in zip(found, dyads, strict=True):
        column = gap[:, list(dyads).index(d)]
        expected = [column.max(), column[:12].sum(), column[:60].sum()]
        expected += [window(one[:, d, m], first, last) for m, first, last in windows for one in (with_it, without)]
        n = min(13, followed) - 1
        expected += [window(one[:, d, M.RELATIONS], 1, 13) / n for one in (with_it, without)]
        expected.append((with_it[:, d, M.SUSPENDED] / np.maximum(with_it[:, d, M.TIES], 1.0)).max())
        assert row.tobytes() == np.array(expected).tobytes()


def window(values: FloatArray, first: int, last: int) -> float:
    running = np.concatenate([[0.0], np.cumsum(values)])
    return float(running[min(last, len(values))] - running[min(first, len(values))])


def test_quantiles_of_strength_are_those_of_numpy_and_none_without_ties() -> None:
    strength = np.random.default_rng(3).random(200)
    dyad: NDArray[np.uint32] = np.random.default_rng(4).integers(0, 2, 200).astype(np.uint32)
    dyad[0] = 3
    shares, found = np.array([0.0, 0.1, 0.5, 0.9, 1.0]), np.empty((4, 5))
    order = np.lexsort((strength, dyad))
    quantiles(strength[order], np.searchsorted(dyad[order], np.arange(5)), shares, found)
    for d in (0, 1, 3):
        ranked = np.sort(strength[dyad == d])
        expected = np.interp((len(ranked) - 1) * shares, np.arange(len(ranked)), ranked)
        assert found[d].tobytes() == expected.tobytes()
    assert np.isnan(found[2]).all()


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ([(0, 3), (1, 4), (2, 5)], [0.0, 0.0]),
        ([(0, 3), (0, 4), (0, 5)], [2 / 3, 0.0]),
        ([(1, 4), (2, 4), (2, 4), (2, 5)], [0.5, 0.5]),
        ([], [np.nan, np.nan]),
    ],
    ids=["one each", "all with one city", "one, three and none", "no ties"],
)
def test_the_gini_coefficient_of_ties(ties: list[tuple[int, int]], expected: list[float]) -> None:
    """Of two nations of three cities: 0 if all have as many, towards 1 if one has everything."""
    a, b = (np.array([tie[side] for tie in ties], dtype=np.uint32) for side in (0, 1))
    found, room = np.empty(2), np.zeros(6 + len(ties) + 1, np.int64)
    inequality((a, b), (np.array([0, 3]), np.array([3, 6])), room, found)
    assert found == pytest.approx(np.array(expected), nan_ok=True)


def test_the_gini_coefficient_is_half_the_relative_mean_difference() -> None:
    drawn = np.random.default_rng(5)
    a, b = (drawn.integers(first, first + 20, 90).astype(np.uint32) for first in (0, 20))
    found, room = np.empty(1), np.zeros(40 + 90 + 1, np.int64)
    inequality((a, b), (np.array([0]), np.array([20])), room, found)
    counts = np.bincount(a, minlength=20).astype(np.float64)
    difference = np.abs(counts[:, None] - counts[None, :]).mean()
    assert found[0] == pytest.approx(difference / (2 * counts.mean()))
