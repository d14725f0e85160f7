"""Quantities of a forecast on worlds of a few ties, computed by hand; courses are packed and unpacked as they are."""

from collections.abc import Sequence

import numpy as np
import pytest

from cityties.calibration.forecasting.asked import DAYS_PER_MONTH, Question
from cityties.calibration.forecasting.baselines import drawn_fates, opinion_share
from cityties.calibration.forecasting.courses import Fate, Ties, fates_at, packed, unpacked
from cityties.calibration.forecasting.quantities import MEASURED, History, furthest, values_of
from cityties.calibration.forecasting.regression import log_odds_within
from cityties.tables.declared_forecast import MEASURES

KEPT, SUSPENDED, ENDED = Fate.KEPT, Fate.SUSPENDED, Fate.ENDED
ORIGIN = 24_000
STAY, LEAVE = 0.0, 0.99
"""Uniform numbers of a tie that stays on every list if kept, and of one that a list loses by and by."""


def ties(country: str, town: list[int], population: list[float] | None = None, dispute: bool = True) -> Ties:
    """Return ties with RU of towns by number; ``country`` has a letter a tie."""
    n = len(town)
    return Ties(
        np.array(list(country)),
        np.array(["RU"] * n),
        np.array(town),
        np.array(population or [1e4] * n),
        np.array([2.0] * n),
        np.array([dispute] * n),
        {},
        np.arange(n),
    )


def history(
    who: Ties, fates: Sequence[Sequence[int]], stays: list[float] | None = None, within: float = 0.5
) -> History:
    """Return a history in which every suspended tie whose number is below a half leaves the lists."""
    n = len(who)
    leaves = np.array([0.25, 0.75] * n)[:n]
    given = np.array(stays if stays is not None else [STAY] * n)
    assumed = {"listed_kept": 0.9, "suspended_leaves": 0.5}
    return History(who, np.array(fates, dtype=np.int8), ORIGIN, assumed, given, leaves, np.full(n, within), {})


def asked(measure: str, until: int = 1, country: str = "", since: int = 0, days: int | None = None) -> Question:
    return Question("what", measure, country, ("RU",), ORIGIN + since, ORIGIN + until - 1, days)


def value(measure: str, given: History, until: int = 1) -> float:
    return values_of(asked(measure, until), given)["", "RU"]


def test_every_declared_measure_is_computed() -> None:
    assert set(MEASURED) == set(MEASURES)


def test_courses_of_fifty_months_are_packed_without_loss() -> None:
    fates = np.random.default_rng(1).integers(0, 3, (50, 7)).astype(np.int8)
    np.testing.assert_array_equal(unpacked(packed(fates), 50), fates)


def test_a_tie_that_is_not_there_has_ended_and_a_suspended_one_is_suspended_by_whomever() -> None:
    shot = {"id": np.array([30, 10, 20]), "suspended": np.array([0, 2, 1])}
    assert fates_at(shot, np.array([10, 20, 30, 40])).tolist() == [SUSPENDED, SUSPENDED, KEPT, ENDED]


def test_an_ended_tie_leaves_the_lists_and_of_two_suspended_ones_one() -> None:
    given = history(ties("AAAA", [0, 1, 2, 3]), [[KEPT] * 4, [SUSPENDED, SUSPENDED, ENDED, KEPT]])
    assert given.listed(1).tolist() == [False, True, False, True]


def test_a_kept_tie_stays_for_four_years_in_nine_cases_of_ten() -> None:
    given = history(ties("AAA", [0, 1, 2]), [[KEPT] * 3] * 49, stays=[0.0, 0.899, 0.901])
    assert given.listed(48).tolist() == [True, True, False]
    assert given.listed(24).all()  # the root of 0.9 is 0.949


def test_the_ratio_divides_by_what_lists_lose_anyway() -> None:
    # of two ties one has ended; without other ties on record the share of these is the chance of staying, 0.9 ** (1/48)
    given = history(ties("AA", [0, 1]), [[KEPT, KEPT], [ENDED, KEPT]])
    assert value("listed ratio", given) == pytest.approx(0.5 / 0.9 ** (1 / 48))


def test_a_tie_that_ended_before_anything_is_asked_counts_nowhere() -> None:
    given = history(ties("AA", [0, 1]), [[ENDED, KEPT], [ENDED, KEPT]])
    assert value("ended towns", given) == 0.0


def test_a_town_is_where_its_furthest_tie_is() -> None:
    given = history(ties("AAAA", [7, 7, 3, 5]), [[KEPT] * 4, [KEPT, ENDED, SUSPENDED, KEPT]])
    assert furthest(given.fates[1], given.ties.town).tolist() == [SUSPENDED, KEPT, ENDED]  # towns 3, 5, 7
    assert value("suspended towns", given) == pytest.approx(1 / 3)
    assert value("ended towns", given) == pytest.approx(1 / 3)


def test_after_days_only_what_happened_early_in_the_month_has_happened() -> None:
    question = asked("suspended towns", days=8)
    early, late = (
        history(ties("A", [0]), [[KEPT], [SUSPENDED]], within=part) for part in (0.9 * 8 / DAYS_PER_MONTH, 0.5)
    )
    assert [values_of(question, one)["", "RU"] for one in (early, late)] == [1.0, 0.0]


def test_kept_between_looks_only_at_what_the_first_list_held() -> None:
    fates = [[KEPT] * 3, [ENDED, KEPT, KEPT], [ENDED, ENDED, KEPT]]
    assert value("kept between", history(ties("AAA", [0, 1, 2]), fates), until=2) == pytest.approx(1 / 2)


def test_the_share_between_countries_is_one_where_each_is_of_one_kind_and_by_hand_else() -> None:
    apart = history(ties("AABB", [0, 1, 2, 3]), [[KEPT] * 4, [ENDED, ENDED, KEPT, KEPT]])
    assert value("between countries", apart) == pytest.approx(1.0)
    # means 1/2 and 1, mean of all 3/4: between 4 * (1/4)^2 = 1/4 of a total of 3/4
    mixed = history(ties("AABB", [0, 1, 2, 3]), [[KEPT] * 4, [ENDED, KEPT, KEPT, KEPT]])
    assert value("between countries", mixed) == pytest.approx(1 / 3)
    same = history(ties("AB", [0, 1]), [[KEPT] * 2, [KEPT] * 2])
    assert np.isnan(value("between countries", same))


def test_towns_with_several_ties_share_a_fate_if_all_or_none_are_listed() -> None:
    # towns 0 (both ended), 1 (one of two), 2 (a single tie, which says nothing)
    given = history(ties("AAAAA", [0, 0, 1, 1, 2]), [[KEPT] * 5, [ENDED, ENDED, ENDED, KEPT, KEPT]])
    assert value("same fate", given) == pytest.approx(1 / 2)


def test_days_to_act_are_those_of_the_first_act_of_a_town_and_of_towns_that_act() -> None:
    fates = [[KEPT, KEPT, SUSPENDED, KEPT], [KEPT, SUSPENDED, SUSPENDED, KEPT], [ENDED, KEPT, SUSPENDED, KEPT]]
    given = history(ties("AAAA", [0, 0, 1, 2]), fates)
    # town 0 suspends its second tie in the first month; town 1 was suspended before, town 2 never acts
    assert value("days to act", given, until=2) == pytest.approx(0.5 * DAYS_PER_MONTH)
    calm = history(ties("A", [0]), [[KEPT], [KEPT]])
    assert np.isnan(value("days to act", calm))


def test_the_size_effect_has_the_sign_of_who_stays_and_is_null_where_all_are_alike() -> None:
    people = [1e3, 1e3, 1e3, 1e6, 1e6, 1e6] * 4
    who = ties("A" * 12 + "B" * 12, list(range(24)), people)
    large_end = history(who, [[KEPT] * 24, [KEPT, KEPT, ENDED, ENDED, ENDED, KEPT] * 4])
    assert value("size effect", large_end) < -0.2
    assert np.isnan(value("partners effect", large_end))


def test_log_odds_are_those_of_a_fourfold_table_where_there_is_much_data() -> None:
    # 600 of 1000 with the trait, 400 of 1000 without: a ratio of odds of (6/4) / (4/6) = 2.25
    happened = np.array([True] * 600 + [False] * 400 + [True] * 400 + [False] * 600)
    trait = np.repeat([1.0, 0.0], 1000)[:, None]
    (found,) = log_odds_within(happened, trait, np.array(["A"] * 2000))
    assert found == pytest.approx(np.log(2.25), abs=0.01)


def test_a_group_that_is_all_of_one_kind_leaves_effects_finite() -> None:
    happened = np.array([True, True, True, False, True, False])
    found = log_odds_within(happened, np.arange(6.0)[:, None], np.array(list("AAABBB")))
    assert np.isfinite(found).all()


def test_each_country_has_a_forecast_of_its_own() -> None:
    given = history(ties("AB", [0, 1]), [[KEPT, KEPT], [ENDED, KEPT]])
    assert values_of(asked("ended towns", country="each"), given) == {("A", "RU"): 1.0, ("B", "RU"): 0.0}


def test_baselines_act_within_four_months_where_there_is_a_dispute_and_come_back() -> None:
    assumed = {"ends": 0.0, "returns": 1.0}
    fates = drawn_fates(ties("A" * 50, list(range(50))), np.ones(50), assumed, 6, [1, 2])
    assert (fates[0] == KEPT).all()
    assert (fates == SUSPENDED).sum() == 50  # each for the one month after which it is taken up again
    assert (fates[5:] == KEPT).all()
    calm = drawn_fates(ties("A" * 50, list(range(50)), dispute=False), np.ones(50), assumed, 6, [1, 2])
    assert (calm == KEPT).all()
    gone = drawn_fates(ties("A" * 50, list(range(50))), np.ones(50), {"ends": 1.0, "returns": 1.0}, 6, [1, 2])
    assert (gone[4:] == ENDED).all()


def test_the_baseline_of_opinion_shifts_the_odds_of_an_unfriendly_answer() -> None:
    who = ties("AB", [0, 1])
    share = opinion_share(who, {("A", "RU"): 0.8}, {"opinion_shift": np.log(2.0)})
    # odds of 4 become 8; nobody was asked in B: odds of 1 become 2
    np.testing.assert_allclose(share, [8 / 9, 2 / 3])
