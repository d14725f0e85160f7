"""Matched comparisons, shares of variance, lead and lag, trends and ranks, against cases computed by hand."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from cityties.analysis.association import (
    granger_gain,
    lead_lag,
    matched_difference,
    rank_correlation,
    slope,
    variance_shares,
)


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_matching_removes_a_difference_that_is_only_one_of_strength() -> None:
    strength = np.repeat(np.arange(5.0), 4)
    treated = np.array([0, 0, 0, 1] + [0, 0, 1, 1] * 3 + [0, 1, 1, 1])
    assert (strength * treated).sum() / treated.sum() > (strength * (1 - treated)).sum() / (1 - treated).sum()
    assert matched_difference(strength, treated, strength) == pytest.approx(0.0)
    assert matched_difference(strength + 0.3 * treated, treated, strength) == pytest.approx(0.3)
    assert np.isnan(matched_difference(strength, 0 * treated, strength))


def test_variance_is_shared_out_between_cities_and_the_tone_of_their_nation() -> None:
    nation = np.array([0, 0, 1, 1])
    own = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, 1.0], [-1.0, -1.0]])
    tone = np.array([[2.0, -2.0], [2.0, -2.0], [-2.0, 2.0], [-2.0, 2.0]])
    assert variance_shares(own + tone, nation) == pytest.approx((1 / 5, 4 / 5))
    assert variance_shares(own, nation) == pytest.approx((1.0, 0.0))


def test_the_series_that_goes_first_leads() -> None:
    address = np.random.default_rng(1)
    first = address.normal(size=400)
    second = np.concatenate([[0.0], first[:-1]]) + 0.1 * address.normal(size=400)
    assert granger_gain(second, first) > 0.9
    assert granger_gain(first, second) < 0.05
    assert lead_lag(first, second) == -lead_lag(second, first) > 0.8


def test_a_trend_is_found_by_row() -> None:
    years = np.arange(2000.0, 2010.0)
    assert slope(np.stack([0.3 * years, -0.1 * years]), years) == pytest.approx([0.3, -0.1])


def test_ranks_correlate_whatever_the_scale() -> None:
    assert rank_correlation(column(1, 2, 3, 4), column(1, 10, 100, 1000)) == pytest.approx(1.0)
    assert rank_correlation(column(1, 2, 2, 3), column(3, 2, 2, 1)) == pytest.approx(-1.0)
    assert np.isnan(rank_correlation(column(1, 1, 1), column(1, 2, 3)))


def test_three_unlike_nations_each_have_a_tone_of_their_own() -> None:
    nation = np.array([0, 0, 1, 2])
    tone = np.array([[5.0, 1.0, 0.0], [5.0, 1.0, 0.0], [0.0, 0.0, 3.0], [-2.0, 4.0, 2.0]])
    own = np.array([[0.5], [-0.5], [0.0], [0.0]])
    grand = tone.mean()
    cities, nations = variance_shares(tone + own, nation)
    total = ((tone + own - grand) ** 2).sum()
    assert cities == pytest.approx(2 * 0.25 * 3 / total)
    assert nations == pytest.approx(((tone - grand) ** 2).sum() / total)


def test_what_happens_in_the_same_year_neither_leads_nor_follows() -> None:
    address = np.random.default_rng(2)
    one = address.normal(size=400)
    other = one + 0.1 * address.normal(size=400)
    assert granger_gain(one, other) < 0.05
    assert granger_gain(other, one) < 0.05


def test_a_gain_is_a_share_of_what_the_own_past_leaves() -> None:
    address = np.random.default_rng(3)
    driver, chance = address.normal(size=4000), address.normal(size=4000)
    series = np.concatenate([[0.0], driver[:-1]]) + chance
    assert granger_gain(series, driver, lags=1) == pytest.approx(0.5, abs=0.05)
    assert np.isnan(granger_gain(np.zeros(50), driver[:50]))


def test_all_lags_of_both_series_count() -> None:
    address = np.random.default_rng(4)
    driver = address.normal(size=400)
    series = np.concatenate([np.zeros(3), driver[:-3]]) + 0.1 * address.normal(size=400)
    assert granger_gain(series, driver, lags=3) > 0.9
    assert granger_gain(series, driver, lags=2) < 0.05
    own = address.normal(size=400)
    for place in range(3, 400):
        own[place] += 0.9 * own[place - 3]
    assert granger_gain(own, own, lags=3) == pytest.approx(0.0, abs=1e-9)


def test_ranks_of_ties_are_those_of_the_library_and_unknown_pairs_are_left_out() -> None:
    address = np.random.default_rng(5)
    one, other = address.integers(0, 4, size=30).astype(float), address.integers(0, 3, size=30).astype(float)
    expected = float(spearmanr(one, other).statistic)
    assert rank_correlation(one, other) == pytest.approx(expected)
    unknown = [np.append(one, [np.nan, 9.0]), np.append(other, [9.0, np.nan])]
    assert rank_correlation(*unknown) == pytest.approx(expected)
    assert np.isnan(rank_correlation(column(1, np.nan), column(1, 2)))
