"""When ties begin: a known date is kept, an unknown one explains what the recorded stock leaves open."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from builders.plain_worlds import city, plain_world, quiet, tie
from builders.worlds_drawn import Drawn, worlds
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_index
from cityties.kernel.state import IntArray
from cityties.setup.initialization import Setup, prepare
from cityties.setup.signing_dates import draw_signing_months

REPLICATES = 400


def drawn_months(setup: Setup, replicates: int = REPLICATES) -> IntArray:
    """Return the months (replicates, ties) in the order of the table of ties."""
    seed, given = setup.scenario.seed, (setup.dating, setup.profiles, setup.years)
    return np.stack([draw_signing_months(*given, seed, replicate) for replicate in range(replicates)])


def setup_of(signed: list[str], anchors: Sequence[tuple[int, int]] = ()) -> Setup:
    cities = [city(f"A{n}", "AA") for n in range(len(signed))] + [city("Bayport", "BB")]
    ties = [tie(f"A{n}", "Bayport", date) for n, date in enumerate(signed)]
    stock = [{"dyad": "AA-BB", "year": year, "count": count} for year, count in anchors]
    return prepare(quiet(12), plain_world(cities=cities, ties=ties, stock_anchors=stock))


def test_a_known_month_is_kept_and_a_known_year_gets_each_of_its_months() -> None:
    months = drawn_months(setup_of(["1985-07", "1990"]))
    assert (months[:, 0] == month_index("1985-07")).all()
    assert np.unique(months[:, 1]).tolist() == list(range(month_index("1990-01"), month_index("1991-01")))


def test_a_tie_of_unknown_year_begins_in_any_year_since_recognition_where_no_stock_is_recorded() -> None:
    years = drawn_months(setup_of(["", "1980-01"]))[:, 0] // MONTHS_PER_YEAR
    assert set(years.tolist()) == set(range(1972, 1981))


def test_ties_of_unknown_year_explain_the_growth_that_dated_ties_leave_open() -> None:
    # the stock grows from none to four between 1990 and 1992; two dated ties account for the growth of 1990
    setup = setup_of(["1990-03", "1990-09", "", ""], [(1990, 0), (1991, 2), (1992, 4)])
    years = drawn_months(setup)[:, 2:] // MONTHS_PER_YEAR
    assert (years == 1991).all()


def test_inside_a_long_gap_growth_follows_the_dated_ties_for_the_most_part() -> None:
    # eight dated ties of 1995 shape a gap of ten years; a fifth of the growth is flat: a fiftieth in a year far off
    setup = setup_of(["1995-06"] * 8 + [""] * 92, [(1990, 0), (2000, 100)])
    steps = pd.Series(np.diff(setup.profiles[0], prepend=0.0), index=setup.years)
    assert steps[1994] > 5 * steps[1990] > 0.0
    assert steps[1993] == pytest.approx(steps[1997])


@settings(max_examples=25, deadline=None, derandomize=True)
@given(drawn=worlds())
def test_no_tie_precedes_recognition_and_profiles_are_cumulated_chances(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    assert (drawn_months(setup, 5) >= setup.dating.recognised).all()
    assert (np.diff(setup.profiles, axis=1, prepend=0.0) >= 0.0).all()
    np.testing.assert_allclose(setup.profiles[:, -1], 1.0)
