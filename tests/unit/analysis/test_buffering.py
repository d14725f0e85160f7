"""Damage, recovery and buffering, against cases computed by hand."""

import numpy as np
import pytest

from cityties.analysis.buffering import (
    BUFFER_INDICES,
    THRESHOLD,
    THRESHOLDS,
    buffer_band,
    buffer_index,
    buffer_terms,
    depth,
    gap,
    half_life,
    insulation,
    is_downturn,
    least_loss,
    level_effect,
    loss,
    pooled_buffer_index,
    suspension_share,
)
from cityties.analysis.intervals import ratio_band
from cityties.experiment.outcomes import CRISIS_OUTCOMES


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
    assert half_life(np.stack([GAP, 0 * GAP])).tolist()[0] == 2.0
    assert np.isnan(half_life(-GAP[None])[0])
    assert half_life(never[None])[0] == 3.0


def test_ties_that_take_a_quarter_of_the_loss_have_a_buffer_index_of_a_quarter() -> None:
    assert buffer_index(column(3.0), column(4.0)) == pytest.approx([0.25])
    assert buffer_index(column(5.0), column(4.0)) == pytest.approx([-0.25])


def test_a_loss_too_small_for_the_severity_has_no_buffer_index() -> None:
    assert least_loss(0.9) == 0.5
    assert least_loss(0.18) == pytest.approx(0.1)
    assert np.isnan(buffer_index(column(0.1), column(0.2), least_loss(0.9)))[0]
    assert buffer_index(column(0.1), column(0.2), least_loss(0.18)) == pytest.approx([0.5])
    assert np.isnan(buffer_index(column(0.0), column(0.0)))[0]


def test_pooled_losses_are_added_before_the_ratio_and_crises_without_a_downturn_drop_out() -> None:
    on, off = np.array([[1.0, 1.0], [3.0, 0.1]]), np.array([[2.0, 2.0], [2.0, 0.2]])
    assert pooled_buffer_index(on, off, column(0.5, 0.5)) == pytest.approx([1 - 4 / 4, 1 - 1 / 2])


def test_ties_that_raise_relations_in_good_months_and_bad_have_a_level_and_no_buffer() -> None:
    calm, hurt = column(0.3, 0.3, 0.3), column(-0.1, 0.1, 0.3)
    on, off = gap(calm + 0.2, hurt + 0.2), gap(calm, hurt)
    assert level_effect(calm + 0.2, calm) == pytest.approx([0.2, 0.2, 0.2])
    assert buffer_index(loss(on, 3), loss(off, 3)) == pytest.approx(0.0)


def test_exchange_that_halves_when_relations_halve_has_an_elasticity_of_one() -> None:
    halved = insulation(column(5.0), column(10.0), column(-0.4), column(0.2))
    assert halved == pytest.approx([1.0])
    assert insulation(column(10.0), column(10.0), column(-0.4), column(0.2)) == pytest.approx([0.0])
    assert insulation(column(20.0), column(10.0), column(-0.4), column(0.2)) == pytest.approx([-1.0])
    assert np.isnan(insulation(column(5.0), column(10.0), column(0.2), column(0.2)))[0]


def test_forty_of_a_hundred_events_stopped_is_a_suspension_share_of_two_fifths() -> None:
    assert suspension_share(column(60.0), column(100.0)) == pytest.approx([0.4])


def test_a_trajectory_has_the_half_life_that_it_has_among_others() -> None:
    both = np.stack([GAP, GAP[::-1]])
    assert half_life(both).tolist() == [float(half_life(one)) for one in both]


def test_a_loss_counts_as_a_downturn_from_the_least_of_its_severity_on() -> None:
    assert is_downturn(column(0.49, 0.5), least_loss(0.9)).tolist() == [False, True]
    assert not is_downturn(9.0, least_loss(0.0)), "a crisis without severity sets no least loss"


def test_the_buffer_index_over_pairs_is_a_ratio_of_sums_and_the_mean_of_its_terms() -> None:
    """Two pairs that save 1 of 2 and 1 of 6: a quarter of the sum, though the mean of the two ratios is a third."""
    value, terms = buffer_terms(column(1.0, 5.0), column(2.0, 6.0))
    assert value == terms.mean() == pytest.approx(0.25)
    assert np.isnan(buffer_terms(column(1.0), column(-1.0))[0])


def test_pairs_that_all_keep_the_same_share_leave_no_doubt_about_the_index() -> None:
    off = column(1.0, 2.0, 7.0)
    assert buffer_band(0.8 * off, off) == pytest.approx((0.2, 0.2, 0.2))


def test_the_interval_holds_the_index_where_ties_do_nothing_and_numbers_are_rounded() -> None:
    random = np.random.default_rng(3)
    for _ in range(200):
        off = random.uniform(0.1, 5.0, 20)
        on = off * (1.0 + random.choice([-1e-16, 0.0, 1e-16], 20))
        value, low, high = buffer_band(on, off)
        assert low <= value <= high
        ratio, below, above = ratio_band(on, off)
        assert below <= ratio <= above
    assert np.isnan(buffer_band(column(1.0), column(2.0))[1:]).all()  # one pair says nothing of their spread


def test_a_share_of_events_kept_has_the_interval_of_the_buffer_index() -> None:
    with_crisis, without = column(3.0, 5.0, 2.0), column(6.0, 7.0, 5.0)
    kept, low, high = ratio_band(with_crisis[None], without[None])
    assert (1 - kept[0], 1 - high[0], 1 - low[0]) == pytest.approx(buffer_band(with_crisis, without))


def test_every_buffer_index_is_of_an_outcome_and_the_threshold_stands_between_the_others() -> None:
    assert set(BUFFER_INDICES.values()) <= set(CRISIS_OUTCOMES)
    assert THRESHOLDS[0] < THRESHOLD == THRESHOLDS[1] < THRESHOLDS[2]
