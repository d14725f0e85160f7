"""Contrasts say how large a difference is, how sure that is, and what pairing was worth."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from cityties.analysis.buffering import buffer_band
from cityties.analysis.contrasts import buffer_contrast, paired, unpaired
from cityties.analysis.intervals import mean_band, mean_rows
from cityties.analysis.observations import aligned, observe
from cityties.analysis.precision import half_width
from cityties.experiment.reduction import OutcomeKey

KEYS = ("tie_pathways", "political_shocks", "crisis", "where", "measure")


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


def table(draws: int, replicates: int) -> pd.DataFrame:
    key = dict(zip(KEYS, (True, True, "c", "AA-BB", "depth"), strict=True))
    rows = [
        {"draw": d, "replicate": k, "value": 10.0 * d + k} | key for d in range(1, draws + 1) for k in range(replicates)
    ]
    return pd.DataFrame(rows)


def test_replicates_of_a_draw_count_as_one_because_they_share_its_parameters() -> None:
    obs = observe(table(3, 4))
    by_draw = obs.by_draw()
    assert (obs.n, by_draw.n) == (12, 3)
    assert by_draw.column(OutcomeKey(True, True, "c", "AA-BB", "depth")).tolist() == [11.5, 21.5, 31.5]


def test_only_what_both_sides_have_is_paired() -> None:
    one, other = aligned(observe(table(3, 4)), observe(table(2, 9)))
    assert one.n == other.n == 8
    assert (one.values == other.values).all()


def test_sums_over_units_give_the_mean_and_students_interval_of_all_replicates() -> None:
    values = address().normal(size=30)
    rows = [
        {"draw": 0, "first_replicate": f, "measure": "x", "n": len(v), "sum": v.sum(), "sum_of_squares": (v**2).sum()}
        for f, v in ((0, values[:25]), (25, values[25:]))
    ]
    (found,) = mean_rows(pd.DataFrame(rows)).to_dict("records")
    low, high = student.interval(0.95, 29, values.mean(), values.std(ddof=1) / 30**0.5)
    assert (found["mean"], found["low"], found["high"]) == pytest.approx((values.mean(), low, high))


def test_a_sequence_that_may_be_watched_is_wider_than_an_interval_that_may_not() -> None:
    for n in (50, 200, 1000):
        assert 1.96 / n**0.5 < half_width(1.0, n, 500) < 4.0 / n**0.5


def test_stopping_when_narrow_keeps_the_coverage() -> None:
    """2,000 batches of skewed outcomes, each stopped at its first narrow interval; two-sided false alarm below 1e-4."""
    misses = 0
    for batch in range(2000):
        terms = address(batch).exponential(1.0, 1600) - 1.0
        n = 50
        while n < 1600 and half_width(float(terms[:n].std(ddof=1)), n, 280) > 0.17:
            n = min(int(n * 1.5), 1600)
        misses += int(abs(terms[:n].mean()) > half_width(float(terms[:n].std(ddof=1)), n, 280))
    assert misses / 2000 < 0.05 + 3.9 * (0.05 * 0.95 / 2000) ** 0.5
