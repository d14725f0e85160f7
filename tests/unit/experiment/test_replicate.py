"""Which ties went on meeting after a crisis, from months written by hand."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cityties.experiment.outcomes import SURVIVAL_OUTCOMES
from cityties.experiment.replicate import surviving
from cityties.kernel.state import Count, Exchange

BEGINS = 5
OFFICIAL, PEOPLE, NONE = Exchange.OFFICIAL, Exchange.PEOPLE, Exchange.NONE


def survive(met: dict[int, list[Exchange]], dyad: list[int], awake: list[bool], n_months: int = 40) -> Any:
    """Return the shares by dyad and outcome if ties meet in these ways in these months, counted from the crisis."""
    ties = SimpleNamespace(
        n=np.array([len(dyad)] * 2 + [0] * (len(Count) - 2)),
        id=np.arange(len(dyad), dtype=np.uint64),
        dyad=np.array(dyad),
        strength=np.where(awake, 0.8, 0.1),
        mode=np.zeros(len(dyad), dtype=np.int64),
    )

    def month(given: Any, state: Any, record: Any, first: int, last: int) -> None:
        ties.mode[:] = met.get(first - BEGINS, [NONE] * len(dyad))

    world = SimpleNamespace(dyads=SimpleNamespace(id=np.arange(2)), nations=SimpleNamespace(first=np.arange(2)))
    rules = SimpleNamespace(p=SimpleNamespace(dormancy_threshold=0.5))
    given: Any = SimpleNamespace(world=world, rules=rules, events=SimpleNamespace(closed=np.zeros(n_months)))
    design: Any = SimpleNamespace(setup=SimpleNamespace(months=month, periods=()))
    state: Any = SimpleNamespace(ties=ties)
    branch: Any = SimpleNamespace(crisis=SimpleNamespace(month=BEGINS))
    found = surviving(design, given, state, branch)
    return {name: found[:, column].tolist() for column, name in enumerate(SURVIVAL_OUTCOMES)}


def test_a_tie_survives_if_it_meets_once_in_the_year_after_and_officially_only_if_a_meeting_was_official() -> None:
    found = survive({3: [OFFICIAL, PEOPLE, PEOPLE, NONE]}, [0, 0, 0, 0], [True] * 4)
    assert found["survival_official"][0] == 0.25
    assert found["survival_any"][0] == 0.75


def test_meetings_of_several_months_add_up_to_one_tie() -> None:
    found = survive({2: [OFFICIAL, PEOPLE], 7: [OFFICIAL, OFFICIAL]}, [0, 0], [True, True])
    assert (found["survival_official"][0], found["survival_any"][0]) == (1.0, 1.0)


@pytest.mark.parametrize(("month", "counts"), [(0, False), (1, True), (12, True), (13, False)])
def test_the_month_of_the_crisis_and_those_after_a_year_do_not_count(month: int, counts: bool) -> None:
    assert survive({month: [OFFICIAL]}, [0], [True])["survival_any"][0] == float(counts)


def test_only_ties_awake_before_the_crisis_count_and_a_dyad_without_any_is_unknown() -> None:
    found = survive({1: [NONE, OFFICIAL, OFFICIAL]}, [0, 0, 1], [True, False, False])
    assert found["survival_any"][0] == 0.0
    assert np.isnan(found["survival_any"][1])


def test_a_crisis_near_the_end_is_followed_to_the_end() -> None:
    assert survive({2: [OFFICIAL]}, [0], [True], n_months=BEGINS + 3)["survival_official"][0] == 1.0
