"""Estimands against cases computed by hand."""

import numpy as np
import pytest

from cityties.analysis.association import (
    granger_gain,
    lead_lag,
    matched_difference,
    rank_correlation,
    slope,
    variance_shares,
)
from cityties.analysis.paired import (
    buffer,
    depth,
    gap,
    half_lives,
    insulation,
    least_loss,
    level_effect,
    loss,
    pooled_buffer,
    saved,
    survival,
    suspension,
)


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


GAP = column(0.4, 0.3, 0.2, 0.1, 0.0, 0.0)


def test_a_gap_is_the_world_without_the_crisis_less_the_world_with_it() -> None:
    assert gap(column(0.3, 0.3), column(0.1, 0.4)) == pytest.approx([0.2, -0.1])


def test_depth_is_the_greatest_gap() -> None:
    assert depth(np.stack([GAP, GAP[::-1] / 2])) == pytest.approx([0.4, 0.2])


def test_the_loss_sums_the_gap_over_the_months_asked_for() -> None:
    assert loss(GAP, 3) == pytest.approx(0.9)
    assert loss(GAP, 60) == pytest.approx(1.0)


def test_the_half_life_counts_from_the_peak_and_is_censored_at_the_end() -> None:
    never = column(0.1, 0.4, 0.4, 0.4)
    assert half_lives(np.stack([GAP, 0 * GAP])).tolist()[0] == 2.0
    assert np.isnan(half_lives(-GAP[None])[0])
    assert half_lives(never[None])[0] == 3.0


def test_ties_that_take_a_quarter_of_the_loss_have_a_buffer_index_of_a_quarter() -> None:
    assert buffer(column(3.0), column(4.0)) == pytest.approx([0.25])
    assert buffer(column(5.0), column(4.0)) == pytest.approx([-0.25])


def test_a_loss_too_small_for_the_severity_has_no_buffer_index() -> None:
    assert least_loss(0.9) == 0.5
    assert least_loss(0.18) == pytest.approx(0.1)
    assert np.isnan(buffer(column(0.1), column(0.2), least_loss(0.9)))[0]
    assert buffer(column(0.1), column(0.2), least_loss(0.18)) == pytest.approx([0.5])
    assert np.isnan(buffer(column(0.0), column(0.0)))[0]


def test_pooled_losses_are_added_before_the_ratio_and_crises_without_a_downturn_drop_out() -> None:
    on, off = np.array([[1.0, 1.0], [3.0, 0.1]]), np.array([[2.0, 2.0], [2.0, 0.2]])
    assert pooled_buffer(on, off, column(0.5, 0.5)) == pytest.approx([1 - 4 / 4, 1 - 1 / 2])


def test_the_difference_beside_the_ratio_is_what_ties_saved() -> None:
    assert saved(column(3.0), column(4.0)) == pytest.approx([1.0])


def test_ties_that_raise_relations_in_good_months_and_bad_have_a_level_and_no_buffer() -> None:
    calm, hurt = column(0.3, 0.3, 0.3), column(-0.1, 0.1, 0.3)
    on, off = gap(calm + 0.2, hurt + 0.2), gap(calm, hurt)
    assert level_effect(calm + 0.2, calm) == pytest.approx([0.2, 0.2, 0.2])
    assert buffer(loss(on, 3), loss(off, 3)) == pytest.approx(0.0)


def test_exchange_that_halves_when_relations_halve_has_an_elasticity_of_one() -> None:
    halved = insulation(column(5.0), column(10.0), column(-0.4), column(0.2))
    assert halved == pytest.approx([1.0])
    assert insulation(column(10.0), column(10.0), column(-0.4), column(0.2)) == pytest.approx([0.0])
    assert insulation(column(20.0), column(10.0), column(-0.4), column(0.2)) == pytest.approx([-1.0])
    assert np.isnan(insulation(column(5.0), column(10.0), column(0.2), column(0.2)))[0]


def test_survival_counts_only_ties_that_were_awake() -> None:
    met, awake = np.array([[1.0, 0.0, 1.0, 1.0]]), np.array([[1.0, 1.0, 0.0, 1.0]])
    assert survival(met, awake) == pytest.approx([2 / 3])
    assert np.isnan(survival(met, 0 * awake))[0]


def test_forty_of_a_hundred_events_stopped_is_a_suspension_share_of_two_fifths() -> None:
    assert suspension(column(60.0), column(100.0)) == pytest.approx([0.4])


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
