"""The posterior: finds what statistics inform, leaves what they do not, and covers the truth as often as it says."""

import numpy as np
import pytest
from scipy.stats import norm

from cityties.calibration.fit import Data, conditioned, region_of
from cityties.calibration.losses import Buffers
from cityties.calibration.posterior import condition, crps, learn, miss, n_met, resampled, weighted_quantile
from cityties.kernel.state import FloatArray, IntArray

N, TARGETS = 3000, 6
TOLERANCE = np.full(TARGETS, 0.5)
EARLY: IntArray = np.array([0, 1, 2])


def planted(n: int = N) -> Data:
    """Return draws of four keys: statistics observe the first two, nothing observes the others; B is the last."""
    random = np.random.default_rng(3)
    latent = random.standard_normal((n, 4))
    noise = 0.3 * random.standard_normal((n, 1, TARGETS))
    observed = latent[:, [0, 1, 0, 1, 0, 1]][:, None, :]
    return Data(latent, latent.copy(), observed + noise, Buffers(("pooled",), 0.3 * latent[:, 3:]), np.arange(n))


def widths(data: Data, recorded: FloatArray, used: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation of the posterior of each quantity."""
    _, found = conditioned(data, recorded, TOLERANCE, used, 1)
    mean = found.weights @ found.adjusted
    return mean, np.sqrt(found.weights @ (found.adjusted - mean) ** 2)


def test_what_is_observed_is_found_and_what_is_not_stays_as_it_was() -> None:
    mean, spread = widths(planted(), np.array([1.0, -0.5] * 3), np.arange(TARGETS))
    # three observations of error sqrt(.5^2 + .3^2) and a prior of 1: mean 3 y / (3 + .34), deviation sqrt(.34 / 3.34)
    assert mean[:2] == pytest.approx([3 / 3.34, -1.5 / 3.34], abs=0.08)
    assert spread[:2] == pytest.approx([np.sqrt(0.34 / 3.34)] * 2, abs=0.05)
    assert spread[2:] / [1.0, 1.0, 0.3] == pytest.approx([1.0] * 3, abs=0.12)
    assert np.abs(mean[2:]).max() < 0.2


def test_a_quantity_that_nothing_predicts_is_not_adjusted() -> None:
    data = planted(800)
    learned, found = conditioned(data, np.array([2.0, 2.0] * 3), TOLERANCE, np.arange(TARGETS), 1)
    assert learned.informed.tolist() == [1, 1, 0, 0, 0]
    np.testing.assert_array_equal(found.adjusted[:, 2:], data.quantities[found.rows][:, 2:])


def test_other_records_after_2011_leave_the_fit_to_2011_as_it_is() -> None:
    data, recorded = planted(600), np.array([1.0, -0.5, 0.8, 0.0, 0.0, 0.0])
    changed, wider = recorded.copy(), TOLERANCE.copy()
    changed[3:], wider[3:] = 99.0, 7.0
    fits = [
        conditioned(data, one, tolerance, EARLY, 1)[1] for one, tolerance in ((recorded, TOLERANCE), (changed, wider))
    ]
    np.testing.assert_array_equal(fits[0].rows, fits[1].rows)
    np.testing.assert_array_equal(fits[0].weights, fits[1].weights)
    np.testing.assert_array_equal(fits[0].adjusted, fits[1].adjusted)
    regions = [region_of(data, one, tolerance, EARLY) for one, tolerance in ((recorded, TOLERANCE), (changed, wider))]
    np.testing.assert_array_equal(regions[0].miss(data.latent), regions[1].miss(data.latent))
    assert regions[0].most == regions[1].most


def test_a_record_within_2011_moves_the_fit() -> None:
    data, recorded = planted(600), np.array([1.0, -0.5, 0.8, 0.0, 0.0, 0.0])
    mean, _ = widths(data, recorded, EARLY)
    recorded[0] = -1.0
    assert widths(data, recorded, EARLY)[0][0] < mean[0] - 0.2


def test_ninety_in_a_hundred_truths_lie_within_the_ninety_percent_region() -> None:
    data = planted()
    noisy = data.statistics[:, 0]
    truths, left = np.arange(300), np.arange(300, N)
    learned = learn(noisy[left], data.quantities[left], np.zeros(TARGETS), data.parents[left])
    inside = []
    for truth in truths:
        found = condition(learned, data.quantities[left], noisy[truth], np.arange(len(left)))
        inside.append(
            (found.quantile(0.05) <= data.quantities[truth]) & (data.quantities[truth] <= found.quantile(0.95))
        )
    # 300 x 5 cases; 0.9 +- 0.04 is beyond four standard errors of the least independent count
    assert np.mean(inside) == pytest.approx(0.9, abs=0.04)


def test_draws_of_a_parent_stay_together_in_cross_validation() -> None:
    random = np.random.default_rng(5)
    few = random.standard_normal((40, TARGETS))
    copies = np.repeat(few, 20, axis=0)
    quantity = np.repeat(random.standard_normal((40, 1)), 20, axis=0)
    apart = learn(copies, quantity, np.zeros(TARGETS), np.arange(800))
    together = learn(copies, quantity, np.zeros(TARGETS), np.repeat(np.arange(40), 20))
    assert apart.r2[0] > 0.15
    assert together.r2[0] < 0.03


def test_undefined_values_count_nowhere() -> None:
    data = planted(600)
    data.buffers.values[::2] = np.nan
    _, found = conditioned(data, np.array([1.0, -0.5] * 3), TOLERANCE, np.arange(TARGETS), 1)
    assert np.isfinite(found.quantile(0.5)).all()
    data.buffers.values[:] = np.nan
    _, found = conditioned(data, np.array([1.0, -0.5] * 3), TOLERANCE, np.arange(TARGETS), 1)
    assert np.isnan(found.quantile(0.5)[-1])


def test_the_score_of_a_normal_forecast_is_the_known_one() -> None:
    draws = np.asarray(norm.ppf((np.arange(4000) + 0.5) / 4000))
    # Gneiting and Raftery 2007: at the mean of a standard normal 2 phi(0) - 1 / sqrt(pi)
    expected = 2 * norm.pdf(0.0) - 1 / np.sqrt(np.pi)
    assert crps(draws, np.full(4000, 1 / 4000), 0.0) == pytest.approx(expected, abs=1e-3)
    assert crps(np.array([2.0]), np.array([1.0]), 0.5) == pytest.approx(1.5)


def test_weighted_draws_are_counted_by_their_weight() -> None:
    assert weighted_quantile(np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0]), 0.5) == pytest.approx(2.0)
    rows = resampled(np.array([0.5, 0.0, 0.25, 0.25]), 100, 1)
    assert np.bincount(rows, minlength=4).tolist() == [50, 0, 25, 25]


def test_a_miss_counts_in_tolerances_and_not_without_end() -> None:
    statistics = np.array([[1.0, 100.0]])
    assert miss(statistics, np.zeros(2), np.array([0.5, 1.0]))[0] == pytest.approx((4 + 36) / 2)


def test_a_target_is_met_that_half_of_the_draws_come_near_to() -> None:
    statistics = np.array([[1.0, 5.0, np.nan], [1.9, 9.0, 0.0], [3.5, 0.0, np.nan], [9.0, 9.0, 0.0]])
    assert n_met(statistics, np.array([1.0, 5.0, 0.0]), np.array([1.0, 1.0, 1.0])) == 2
    assert n_met(statistics[:3], np.array([1.0, 5.0, 0.0]), np.array([1.0, 1.0, 1.0])) == 1
