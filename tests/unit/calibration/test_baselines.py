"""Baselines of the hold-out: what a line without cities, and the last value, say of later facts."""

import numpy as np
import pytest

from cityties.calibration.baselines import Shock, early_targets, first_order, persistence
from cityties.calibration.statistics import Address
from cityties.calibration.targets import Target


def target(kind: str, period: str, recorded: float, use: str = "fit to 2011", of: str = "") -> Target:
    return Target(Address(kind, "AA-BB", of, period), recorded, 0.02, use, "INVENTED")


def chance() -> np.random.Generator:
    return np.random.default_rng(1)


EARLY = [target("stopped", "AA-BB 2005-04", 0.2), target("stopped", "AA-BB 2010-09", 0.1)]
SHOCKS = [Shock("AA-BB", 12 * 2005 + 3, 0.5), Shock("AA-BB", 12 * 2010 + 8, 0.25), Shock("AA-BB", 12 * 2012 + 8, 1.0)]
FACT = target("stopped", "AA-BB 2012-09", 0.4, "fit")


def test_a_stop_is_in_proportion_to_severity() -> None:
    found = first_order(FACT, EARLY, SHOCKS, chance())
    assert found is not None
    assert np.median(found) == pytest.approx(0.4, abs=0.02)


def test_an_unknown_severity_widens_the_forecast() -> None:
    unsure = [*SHOCKS[:2], Shock("AA-BB", 12 * 2012 + 8, 1.0, 0.8)]
    wide, narrow = (first_order(FACT, EARLY, shocks, chance()) for shocks in (unsure, SHOCKS))
    assert wide is not None
    assert narrow is not None
    assert wide.std() > 2 * narrow.std()


def test_a_poll_falls_at_disputes_and_returns() -> None:
    polls = [
        target("poll", f"{year}-06", 0.5 - drop, of="AA")
        for year, drop in ((2003, 0), (2004, 0), (2005, 0.2), (2009, 0))
    ]
    later = [target("poll", period, 0.0, "fit", "AA") for period in ("2012-10", "2019-06")]
    soon, late = (first_order(one, polls, SHOCKS, chance()) for one in later)
    assert soon is not None
    assert late is not None
    assert np.median(soon) < np.median(late) - 0.1
    assert np.median(late) == pytest.approx(0.5, abs=0.05)


def test_persistence_takes_the_last_value_of_a_series_and_the_mean_of_crises() -> None:
    signings = [target("signings", "1990-1999", 6.0), target("signings", "2009-2011", 4.0)]
    last = persistence(target("signings", "2013-2016", 1.0, "fit"), signings, chance())
    mean = persistence(FACT, EARLY, chance())
    assert last is not None
    assert mean is not None
    assert np.median(last) == pytest.approx(4.0, abs=0.4)
    assert np.median(mean) == pytest.approx(0.15, abs=0.03)


def test_nothing_is_said_of_what_was_never_recorded_before() -> None:
    assert persistence(target("frozen", "2025", 4.0, "fit"), EARLY, chance()) is None
    assert first_order(target("frozen", "2025", 4.0, "fit"), EARLY, SHOCKS, chance()) is None


def test_what_came_later_is_not_known_early() -> None:
    assert early_targets([*EARLY, FACT]) == EARLY
