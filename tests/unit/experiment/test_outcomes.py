"""Outcomes are what their declarations say, by name."""

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cityties.experiment.outcome_kinds import CrisisOutcome, Histories
from cityties.experiment.outcomes import (
    CRISIS_OUTCOMES,
    DYAD_OUTCOMES,
    GAP_OUTCOMES,
    LAST_MONTHS,
    NATION_OUTCOMES,
    OUTCOMES,
    SURVIVAL_OUTCOMES,
    UNHEARD_OUTCOMES,
)
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.record import NationMeasure
from cityties.kernel.reductions import sum_crisis
from cityties.kernel.state import FloatArray

MONTHS = 60
WINDOW = re.compile(r"in months (\d+)-(\d+), (with|without) the crisis")
WINDOWED = [name for name, outcome in CRISIS_OUTCOMES.items() if WINDOW.search(outcome.meaning)]


def of_crisis(without: FloatArray, with_it: FloatArray, *outcomes: CrisisOutcome) -> list[float]:
    """Return outcomes of a crisis of the only dyad, from its branches (months, 1, DyadMeasure)."""
    found = np.empty((1, len(outcomes)))
    gap = np.ascontiguousarray(without[:, :, M.RELATIONS] - with_it[:, :, M.RELATIONS])
    terms = np.array([outcome.term for outcome in outcomes], dtype=np.int64)
    sum_crisis((without, with_it), np.array([0]), terms, gap, found)
    return [float(value) for value in found[0]]


def branches(n: int = MONTHS) -> tuple[FloatArray, FloatArray]:
    return np.zeros((n, 1, len(M))), np.zeros((n, 1, len(M)))


def test_no_two_outcomes_share_a_name() -> None:
    groups = (CRISIS_OUTCOMES, GAP_OUTCOMES, SURVIVAL_OUTCOMES, UNHEARD_OUTCOMES, DYAD_OUTCOMES, NATION_OUTCOMES)
    assert len(OUTCOMES) == sum(len(group) for group in groups)


@pytest.mark.parametrize("name", WINDOWED)
def test_a_window_takes_the_months_and_the_branch_that_its_meaning_names(name: str) -> None:
    """Each month adds a power of two, so that a sum tells which months it took."""
    outcome = CRISIS_OUTCOMES[name]
    named = WINDOW.search(outcome.meaning)
    assert named is not None
    first, last = int(named[1]), int(named[2])
    without, with_it = branches()
    (with_it if named[3] == "with" else without)[:, 0, outcome.measure] = 2.0 ** np.arange(MONTHS)
    expected = 2.0 ** (last + 1) - 2.0**first
    if "mean" in outcome.meaning:
        expected /= last - first + 1
    assert of_crisis(without, with_it, outcome) == [expected]


def test_losses_sum_the_gap_over_their_months_and_depth_is_its_greatest_value() -> None:
    without, with_it = branches()
    with_it[:, 0, M.RELATIONS] = -0.01
    with_it[3, 0, M.RELATIONS] = -0.5
    names = ("depth", "loss_12", "loss_36", "loss_60")
    found = of_crisis(without, with_it, *(CRISIS_OUTCOMES[name] for name in names))
    assert found == pytest.approx([0.5, 0.61, 0.85, 1.09])


def test_a_crisis_near_the_end_is_summed_over_the_months_that_are_left() -> None:
    without, with_it = branches(5)
    with_it[:, 0, M.RELATIONS] = -0.1
    without[:, 0, M.OFFICIAL] = 1.0
    names = ("loss_36", "official_long_without", "relations_with")
    found = of_crisis(without, with_it, *(CRISIS_OUTCOMES[name] for name in names))
    assert found == pytest.approx([0.5, 4.0, -0.1])


def test_the_peak_of_suspension_is_a_share_of_the_ties_of_its_month() -> None:
    without, with_it = branches(3)
    with_it[:, 0, M.TIES] = 0.0, 4.0, 10.0
    with_it[:, 0, M.SUSPENDED] = 0.0, 3.0, 5.0
    assert of_crisis(without, with_it, CRISIS_OUTCOMES["suspended_peak"]) == [0.75]


def histories(n_months: int = 4) -> Histories:
    """Return one arm of two dyads and two nations of two cities; the second dyad has no ties."""
    dyads = np.zeros((1, n_months, 2, len(M)))
    nations = np.zeros((1, n_months, 2, len(NationMeasure)))
    world: Any = SimpleNamespace(
        nations=SimpleNamespace(first=np.array([0, 2]), last=np.array([2, 4])),
        cities=SimpleNamespace(id=np.arange(4)),
        forum=SimpleNamespace(host=np.array([-1, 0, -1, 0])),
    )
    ties = {
        "a": np.array([0, 0, 0], dtype=np.uint32),
        "b": np.array([2, 3, 2], dtype=np.uint32),
        "dyad": np.zeros(3, dtype=np.uint32),
        "strength": np.array([0.9, 0.1, 0.5]),
    }
    return Histories(dyads, nations, [ties], world)


def of_dyad(name: str, given: Histories, dyad: int = 0) -> float:
    return float(DYAD_OUTCOMES[name].compute(given)[0, dyad])


def test_means_sums_and_ends_of_a_history() -> None:
    given = histories()
    given.dyads[0, :, 0, M.MOOD_A] = 0.1, 0.2, 0.3, 0.4
    given.dyads[0, :, 0, M.AID_A] = 1.0, 0.0, 2.0, 0.0
    given.dyads[0, :, 0, M.AID_B] = 0.0, 4.0, 0.0, 0.0
    given.dyads[0, :, 0, M.TIES] = 2.0, 3.0, 3.0, 4.0
    given.dyads[0, :, 0, M.SUSPENDED] = 0.0, 3.0, 0.0, 0.0
    given.dyads[0, :, 0, M.DORMANT] = 2.0, 2.0, 2.0, 1.0
    assert of_dyad("mood_a", given) == pytest.approx(0.25)
    assert of_dyad("aid", given) == 7.0
    assert of_dyad("ties", given) == 4.0
    assert of_dyad("suspended_share", given) == pytest.approx(3 / 12)
    assert of_dyad("dormant_share", given) == pytest.approx(1 / 4)


def test_the_present_of_relations_is_the_mean_of_the_last_ten_years() -> None:
    given = histories(LAST_MONTHS + 12)
    given.dyads[0, :12, 0, M.RELATIONS] = 1.0
    assert of_dyad("relations_last", given) == 0.0
    assert of_dyad("relations", given) == pytest.approx(12 / (LAST_MONTHS + 12))


def test_quantiles_are_of_the_ties_of_a_dyad_and_unknown_without_any() -> None:
    given = histories()
    assert of_dyad("strength_p50", given) == 0.5
    assert of_dyad("strength_p10", given) == pytest.approx(0.1 + 0.2 * 0.4)
    assert np.isnan(of_dyad("strength_p90", given, dyad=1))


def test_ties_that_one_city_has_all_of_are_spread_as_unequally_as_two_cities_can() -> None:
    assert NATION_OUTCOMES["gini"].compute(histories())[0].tolist() == pytest.approx([0.5, 1 / 6])


def test_attendance_is_a_mean_over_meetings_and_unknown_without_a_forum() -> None:
    given = histories()
    given.nations[0, :, 1, NationMeasure.FORUM_ATTENDANCE] = 9.0, 2.0, 9.0, 3.0
    assert NATION_OUTCOMES["attendance"].compute(given)[0].tolist() == [0.0, 2.5]
    given.world.forum.host[:] = -1
    assert np.isnan(NATION_OUTCOMES["attendance"].compute(given)).all()
