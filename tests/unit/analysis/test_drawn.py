"""Rank correlations of drawn parameters with outcomes, and shares of draws."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from cityties.analysis.drawn import rank_correlations, share_columns


def test_rank_correlations_are_spearmans() -> None:
    chance = np.random.default_rng(5)
    points = chance.integers(0, 6, (40, 3)).astype(float)
    values = points[:, 0] ** 3 + chance.normal(size=40)
    expected = [spearmanr(points[:, column], values).statistic for column in range(3)]
    assert rank_correlations(points, values) == pytest.approx(expected)


def test_what_rises_with_a_parameter_has_correlation_one_whatever_its_shape() -> None:
    drawn = np.linspace(0, 1, 20)[:, None]
    assert rank_correlations(drawn, np.exp(9 * drawn[:, 0])) == pytest.approx([1.0])


def test_a_share_has_the_interval_of_wilson() -> None:
    found = share_columns("harms", 3, 10)
    assert found["harms"] == 0.3
    assert (found["harms_low"], found["harms_high"]) == pytest.approx((0.1078, 0.6032), abs=1e-4)


def test_no_draw_of_many_still_leaves_a_share_above_zero_possible() -> None:
    found = share_columns("harms", 0, 20)
    assert (found["harms"], found["harms_low"]) == (0.0, 0.0)
    assert found["harms_high"] > 0.1
