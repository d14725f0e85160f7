"""Baselines of the hold-out: what a line without cities, and the last value, say of later facts."""

import numpy as np
import pytest

from cityties.calibration.baselines import Shock, early_targets, first_order, persistence
from cityties.calibration.plans import Address
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


def test_the_line_predicts_changes_and_scores_of_relations_which_may_be_negative() -> None:
    fell = [("2005-05..2005-07 from 2005-01..2005-03", -0.5), ("2010-10..2010-12 from 2010-06..2010-08", -0.25)]
    changes = [
        target("poll_change", period, by, of="AA")
        for period, by in (*fell, ("2004-04..2004-06 from 2004-01..2004-03", 0.0))
    ]
    after = target("poll_change", "2012-10..2012-12 from 2012-06..2012-08", -1.0, "fit", "AA")
    change = first_order(after, changes, SHOCKS, chance())
    assert change is not None
    assert np.median(change) == pytest.approx(-1.0, abs=0.1)
    low = [("2005-04..2005-09", -2.0), ("2007-01..2007-12", 0.6), ("2010-10..2010-12", -1.0)]
    scores = [target("relations_score", f"{months} in 2005-2011", value) for months, value in low]
    score = first_order(
        target("relations_score", "2012-10..2012-12 in 2005-2015", -2.5, "fit"), scores, SHOCKS, chance()
    )
    last = persistence(after, changes[:2], chance())
    assert score is not None
    assert last is not None
    assert np.median(score) < -1.0
    assert np.median(last) == pytest.approx(-0.25, abs=0.1)


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
