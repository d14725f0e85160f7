"""Contrasts say how large a difference is, how sure that is, and what pairing was worth."""

import numpy as np
import pytest

from cityties.analysis.buffering import buffer_band
from cityties.analysis.contrasts import buffer_contrast, paired, unpaired
from cityties.analysis.intervals import mean_band


def address(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_paired_difference_is_the_mean_of_the_differences_with_their_interval() -> None:
    a, b = address(1).normal(size=(2, 40))
    found = paired(a, b)
    assert (found.difference, found.low, found.high) == pytest.approx(tuple(map(float, mean_band(a - b))))


def test_pairs_that_share_all_but_a_constant_save_all_variance() -> None:
    a = address().normal(size=30)
    found = paired(a + 0.5, a)
    assert found.difference == pytest.approx(0.5)
    assert found.variance_saved == pytest.approx(1.0)
    assert found.sign_share == 1.0


def test_pairs_of_correlation_r_save_a_share_r() -> None:
    common, own = address().normal(size=200_000), address(2).normal(size=(2, 200_000))
    found = paired(common + own[0], common + own[1])
    assert found.variance_saved == pytest.approx(0.5, abs=0.01)
    assert found.replicates_saved == pytest.approx(2.0, abs=0.04)


def test_one_pair_has_no_interval() -> None:
    found = paired(np.array([2.0]), np.array([1.0]))
    assert (found.n, found.difference) == (1, 1.0)
    assert np.isnan([found.low, found.high]).all()


def test_unequal_samples_without_common_random_numbers_are_compared_as_welch_did() -> None:
    from scipy.stats import ttest_ind

    a, b = address().normal(1.0, 1.0, 12), address(2).normal(0.0, 3.0, 30)
    interval = ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    found = unpaired(a, b)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_the_buffer_index_of_a_contrast_has_its_interval() -> None:
    off = address().normal(2.0, 0.4, 50)
    on = 0.8 * off + address(2).normal(0.0, 0.05, 50)
    found = buffer_contrast(on, off)
    assert (found.difference, found.low, found.high) == pytest.approx(buffer_band(on, off))
    assert found.replicates_saved > 10.0


def test_a_loss_of_nothing_has_no_buffer_index() -> None:
    assert np.isnan(buffer_contrast(np.zeros(5), np.zeros(5)).difference)


def test_values_that_are_unknown_on_one_side_are_left_out_as_pairs() -> None:
    nan = float("nan")
    found = paired(np.array([1.0, 2.0, nan, 4.0]), np.array([0.5, nan, 9.0, 3.5]))
    assert (found.n, found.difference) == (2, 0.5)


def test_differences_of_one_size_and_the_other_sign_share_no_sign() -> None:
    assert paired(np.array([3.0, -1.0, 2.0, -1.0]), np.zeros(4)).sign_share == 0.5
