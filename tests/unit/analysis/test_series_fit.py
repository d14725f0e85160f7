"""Panels, scores and rivals of the fit of two clocks, by hand."""

import numpy as np
import pytest

from cityties.analysis.clocks import interval, narrowing
from cityties.analysis.series_fit import Panel, decay_half_life, felt_shocks, fit_clocks, kept_logit
from cityties.analysis.series_scores import autoregression, crps, random_walk, rolling_origins, score

N = 84


def panel(values: list[float], shocks: list[float] | None = None, step: int = 1) -> Panel:
    n = len(values)
    felt = np.zeros(n) if shocks is None else np.array(shocks)
    return Panel("poll", "AA-BB", 1200, step, np.array(values), np.zeros(n), felt)


def test_a_shock_in_mid_month_counts_for_half_of_its_month_and_in_full_from_the_next() -> None:
    assert felt_shocks([101], [0.8], 100, 1, 4).tolist() == pytest.approx([0.0, 0.4, 0.4, 0.0])


def test_a_shock_in_the_first_month_of_a_quarter_counts_for_five_sixths_of_it() -> None:
    assert felt_shocks([103], [0.6], 100, 3, 3).tolist() == pytest.approx([0.0, 0.5, 0.1])


def test_shocks_outside_the_record_are_not_felt() -> None:
    assert felt_shocks([90, 104], [1.0, 1.0], 100, 1, 4).tolist() == [0.0] * 4


def test_the_score_of_a_normal_forecast_at_its_mean_is_known() -> None:
    # CRPS of N(0, 1) at 0 is 2 / sqrt(2 pi) - 1 / sqrt(pi)
    found = crps(np.zeros(1), np.full(1, 2.0), np.zeros(1))
    assert found[0] == pytest.approx(2.0 * (2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi)))


def test_a_sure_forecast_is_scored_by_its_distance() -> None:
    assert crps(np.array([0.3]), np.array([1e-9]), np.array([1.0]))[0] == pytest.approx(0.7, abs=1e-6)


def test_origins_leave_two_years_before_and_one_after() -> None:
    one = panel([0.0] * 60)
    assert rolling_origins(one, 0) == list(range(24, 49, 3))


def test_the_last_value_is_the_last_that_is_known() -> None:
    mean, deviation = random_walk(panel([0.0, 1.0, 0.0, 1.0, np.nan]), 1203)(panel([0.0, 0.5, np.nan, 9.0]), 3, 4)
    assert mean.tolist() == [0.5] * 4
    assert deviation[3] == pytest.approx(2.0 * deviation[0])


def test_an_autoregression_without_error_foretells_what_follows() -> None:
    shocks = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0]
    values = [1.0]
    for shock in shocks[1:]:
        values.append(0.2 + 0.7 * values[-1] - 0.4 * shock)
    one = panel(values, shocks)
    mean, _ = autoregression(one, 1200 + 7)(one, 8, 2)
    assert mean == pytest.approx(values[8:])
    assert score(one, lambda *_: (mean, np.full(2, 1e-9)), [8], 36) == pytest.approx(0.0, abs=1e-6)


def test_a_half_life_and_the_share_kept_are_the_same_thing() -> None:
    share = 1.0 / (1.0 + np.exp(-kept_logit(6.0, 3)))
    assert share == pytest.approx(0.5**0.5)
    assert decay_half_life(share, 3) == pytest.approx(6.0)


def test_planted_clocks_are_found_again() -> None:
    rng = np.random.default_rng(1)
    shocks = np.where(rng.random(N) < 0.12, 0.5, 0.0)
    anger = level = 0.0
    values = []
    for shock in shocks:
        anger, level = 0.5 * anger + shock, 0.985 * level - 0.5 * shock
        values.append(1.0 + level - 1.5 * anger + 0.01 * rng.standard_normal())
    found = fit_clocks([panel(values, shocks.tolist())], 1200 + N - 1).parameters(0)
    # noise of 0.01 against steps of 0.75: standard errors are below 0.01 of each; five of them and the prior's pull
    assert found.anger_kept == pytest.approx(0.5, abs=0.05)
    assert found.poll_anger == pytest.approx(1.5, abs=0.1)
    assert found.level_kept == pytest.approx(0.985, abs=0.01)
    assert found.level_loss == pytest.approx(0.5, abs=0.05)


def test_an_interval_ends_where_the_profile_has_fallen_by_half_a_quantile() -> None:
    months = np.exp(np.linspace(-3.0, 3.0, 61))
    ends = interval(months, -0.5 * (np.log(months) / 0.5) ** 2)
    assert np.log(ends) == pytest.approx([-0.98, 0.98], abs=0.02)  # 1.96 standard deviations of 0.5


def test_an_interval_is_open_where_the_profile_never_falls() -> None:
    low, high = interval(np.array([1.0, 10.0, 100.0]), np.array([-9.0, -0.5, 0.0]))
    assert 1.0 < low < 10.0
    assert np.isnan(high)


def test_a_flat_profile_teaches_nothing_and_a_narrow_one_much() -> None:
    before, months = np.geomspace(1.0, 100.0, 400), np.geomspace(0.5, 200.0, 30)
    assert narrowing(before, months, np.zeros(30)) == pytest.approx(1.0)
    assert narrowing(before, months, -0.5 * (np.log(months / 10.0) / 0.3) ** 2) < 0.35
