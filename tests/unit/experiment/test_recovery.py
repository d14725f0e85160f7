"""Half-lives, and whether damage heals: what is censored counts with all months followed, and is counted."""

import numpy as np
import pytest

from cityties.analysis.buffering import half_life
from cityties.analysis.healing import healing
from cityties.experiment.recovery import is_halved, is_healed, months_to_half, restricted_half_life

HALVED_AFTER_THREE = [0.2, 0.8, 0.7, 0.5, 0.4, 0.05, 0.0, 0.0]
NEVER_HALVED = [0.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.7, 0.6]
NO_DAMAGE = [0.0, -0.1, 0.0, -0.2, 0.0, 0.0, 0.0, 0.0]
GAPS = np.array([HALVED_AFTER_THREE, NEVER_HALVED, NO_DAMAGE])


def test_the_half_life_is_counted_from_the_greatest_damage() -> None:
    assert months_to_half(GAPS).tolist() == pytest.approx([3.0, np.inf, np.nan], nan_ok=True)


def test_a_history_that_never_halves_stands_behind_every_one_that_does() -> None:
    halved = np.array([[1.0] * month + [0.0] * (8 - month) for month in range(1, 8)])
    assert restricted_half_life(halved).tolist() == [float(month) for month in range(1, 8)]
    assert restricted_half_life(GAPS[1:2]).tolist() == [8.0]


def test_what_is_censored_is_counted_as_not_halved_and_no_damage_as_neither() -> None:
    assert is_halved(GAPS).tolist() == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)
    assert is_healed(GAPS).tolist() == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)


def test_healed_means_what_the_pages_of_runs_mean_by_it() -> None:
    random = np.random.default_rng(5)
    gaps = np.abs(random.normal(size=(400, 12))) * np.linspace(1.0, 0.05, 12)
    assert is_healed(gaps).tolist() == [float(healing(gap).after is not None) for gap in gaps]
    assert 0.1 < is_healed(gaps).mean() < 0.9


def test_the_half_life_of_a_mean_gap_is_the_same_where_it_is_not_censored() -> None:
    gaps = np.abs(np.random.default_rng(6).normal(size=(100, 12)))
    known = is_halved(gaps) == 1.0
    assert half_life(gaps)[known].tolist() == restricted_half_life(gaps)[known].tolist()
    assert half_life(GAPS)[1] == 3.0  # months from the greatest damage to the end
