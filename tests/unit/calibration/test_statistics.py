"""Statistics of series: which months they look at, and what they make of them, by hand."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from cityties.calibration.plans import Address, Place, Plan, Window
from cityties.calibration.reading import StatisticsReader
from cityties.calibration.statistics import KINDS
from cityties.kernel.calendar import month_index
from cityties.kernel.record import DyadMeasure as M

START = month_index("2005-01")
PLACE = Place((START, month_index("2006-12")), {"AA-BB": ("AA", "BB"), "AA-CC": ("AA", "CC")}, {}, {})


def planned(kind: str, period: str, of: str = "") -> Plan:
    return KINDS[kind].plan(Address(kind, "AA-CC", of, period), PLACE)


def read(address: Address, dyads: Any) -> float:
    """Read one statistic off a history (months, dyads, measures)."""
    rules = SimpleNamespace(p=SimpleNamespace(poll_anger=0.5), on=SimpleNamespace(two_clocks=True))
    design = cast(Any, SimpleNamespace(setup=SimpleNamespace(rules=rules), branches=()))
    replicate = cast(Any, SimpleNamespace(dyads=dyads[None], snapshots=()))
    return float(StatisticsReader((address,), PLACE)(design, replicate)[0])


def history() -> Any:
    return np.zeros((24, 2, len(M)))


def test_a_score_is_in_standard_deviations_of_all_quarters_whatever_scale_relations_have() -> None:
    quarters = np.array([4.0, 4.0, -4.0, 0.0, 0.0, 0.0, 0.0, 4.0])
    expected = (quarters[2:4].mean() - quarters.mean()) / quarters.std()
    for slope, level in ((1.0, 0.0), (0.1, -3.0)):
        dyads = history()
        dyads[:, 1, M.RELATIONS] = level + slope * np.repeat(quarters, 3)
        address = Address("relations_score", "AA-CC", "", "2005-07..2005-12 in 2005-2006")
        assert read(address, dyads) == pytest.approx(expected)


def test_a_score_of_relations_that_never_move_is_not_defined() -> None:
    assert np.isnan(read(Address("relations_score", "AA-CC", "", "2005-07..2005-12 in 2005-2006"), history()))


def test_a_change_is_that_of_log_odds_between_the_means_of_months() -> None:
    dyads = history()
    dyads[3:6, 1, M.MOOD_B], dyads[9:12, 1, M.MOOD_B] = 0.5, -0.2
    dyads[9:12, 1, M.ANGER_B] = [0.0, 1.0, 2.0]  # its mean is 1; poll_anger 0.5 takes 0.5 from the log odds
    address = Address("poll_change", "AA-CC", "CC", "2005-10..2005-12 from 2005-04..2005-06")
    before, later = np.log(1.5 / 0.5), np.log(0.8 / 1.2) - 0.5
    assert read(address, dyads) == pytest.approx(later - before)


def test_the_public_is_that_of_the_nation_named() -> None:
    windows = planned("poll_change", "2005-10..2005-12 from 2005-04..2005-06", "AA").windows
    assert windows[0] == Window(M.MOOD_A, 1, 9, 12)
    assert windows[3] == Window(M.ANGER_A, 1, 3, 6)
