"""Moods beside polls."""

import math

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.moods import mood_means, mood_table, poll_distance, share_friendly

DYADS = pd.DataFrame([{"dyad": "AA-BB", "nation_a": "AA", "nation_b": "BB", "recognised": 101}])
PUBLICS = pd.DataFrame([{"dyad": "AA-BB", "of": of, "about": about} for of, about in (("AA", "BB"), ("BB", "AA"))])
MEANS = pd.DataFrame(
    {"dyad": "AA-BB", "month": [100, 101, 102], "mood_a": [0.0, 0.2, 0.9], "mood_b": [0.0, -0.4, -0.9]}
    | {"anger_a": [0.0, 0.0, 0.0], "anger_b": [0.0, 0.2, 1.0]}
)


def test_each_public_has_the_mood_of_its_own_side_from_recognition_on() -> None:
    moods = mood_table(MEANS, PUBLICS, DYADS, 0.5, False)
    assert moods["month"].tolist() == [101, 102, 101, 102]
    assert moods[moods["of"] == "AA"]["mood"].tolist() == [0.2, 0.9]
    assert moods[moods["of"] == "BB"]["anger"].tolist() == [0.2, 1.0]


def test_the_share_friendly_falls_with_anger_and_stays_a_share() -> None:
    share = mood_table(MEANS, PUBLICS, DYADS, 0.5, False)["share_friendly"].tolist()
    assert share == pytest.approx([0.6, 0.95, (1 - 0.4 - 0.1) / 2, 0.0])


def test_polls_outside_the_run_do_not_count_and_differences_do_not_cancel() -> None:
    moods = mood_table(MEANS, PUBLICS, DYADS, 0.5, False)
    polls = pd.DataFrame(
        {"of": ["AA", "AA", "AA"], "about": "BB", "date": [101, 102, 500], "share_friendly": [0.5, 1.0, 0.1]}
    )
    (found,) = poll_distance(moods, polls).to_dict("records")
    assert (found["n_polls"], found["distance"]) == (2, pytest.approx((0.1 + 0.05) / 2))


def test_without_publics_there_are_columns_and_no_rows() -> None:
    empty = mood_table(MEANS, PUBLICS.iloc[:0], DYADS, 0.5, False)
    assert empty.empty
    assert list(empty.columns) == list(mood_table(MEANS, PUBLICS, DYADS, 0.5, False).columns)


def test_with_two_clocks_anger_takes_log_odds_from_the_share() -> None:
    # of 80 % friendly, odds 4; anger 2 at weight 0.5 divides them by e
    share = share_friendly(np.array([0.6]), np.array([2.0]), 0.5, True)
    assert share == pytest.approx([4 / math.e / (1 + 4 / math.e)])


def test_sums_over_units_become_the_mean_over_their_replicates() -> None:
    rows = [("mood_a", 0, 25, 5.0), ("mood_a", 25, 5, 4.0), ("anger_a", 0, 25, 10.0)]
    sums = pd.DataFrame(rows, columns=["measure", "first_replicate", "n", "sum"])
    sums = sums.assign(dyad="AA-BB", month=100, tie_pathways=True, political_shocks=True)
    (found,) = mood_means(sums).to_dict("records")
    assert (found["mood_a"], found["anger_a"]) == (9.0 / 30.0, 0.4)
