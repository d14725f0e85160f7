"""Sentences of the page of evidence, from tables alone."""

import pandas as pd

from cityties.calibration.target_names import fit_words, target_words
from cityties.report.evidence_text import collect_rows, informed_words, silent_words, stops_of, unmet_words
from cityties.tables.language import spoken

INFORMED = pd.DataFrame(
    {
        "parameter": ["outreach", "over_compliance", "mood_loss"],
        "sd_ratio": [0.9, 1.01, 0.4],
        "informed": [True, False, True],
    }
)
SMALLEST = pd.DataFrame(
    {
        "observable": ["public_anger", "mayors_statements", "public_anger"],
        "crisis": ["pooled", "pooled", "CN-JP 2012-09"],
        "smallest": [0, 10, 0],
        "recovered": [0.6, 0.92, 0.9],
        "low": [0.55, 0.89, 0.8],
        "high": [0.65, 0.94, 1.0],
        "guess": [0.58, 0.58, 0.5],
    }
)


def test_what_is_informed_stands_first_and_what_decides_is_named() -> None:
    words = informed_words(INFORMED)
    assert words.startswith("2 of 3 settings are informed")
    assert "mood_loss 0.40, outreach 0.90." in words
    assert words.endswith("Those that decide the sign of B: over_compliance 1.01.")


def test_targets_that_are_not_met_are_named() -> None:
    targets = pd.DataFrame({"statistic": ["a", "b", "c"], "use": ["fit", "fit", "test"], "within_2sd": [0.9, 0.2, 0.1]})
    assert unmet_words(targets, {}) == "1 of 2 targets are met within two tolerances in half of the draws; not: b."
    many = pd.DataFrame({"statistic": list("abcdefghi"), "use": "fit", "within_2sd": [0.4, 0.1, *[0.3] * 7]})
    assert unmet_words(many, {}).endswith("; not: b, c, d, e, f, g, 3 more.")


def test_the_best_observable_over_all_crises_stands_first_and_what_equals_guessing_is_named() -> None:
    rows = collect_rows(SMALLEST)
    assert [row["words"] for row in rows] == ["mayors statements", "public anger"]
    assert silent_words(rows) == ["No better than guessing (0.58), however many are collected: public anger (0.60)."]
    assert silent_words(rows[:1]) == []


def test_stops_are_those_of_the_first_months_alone() -> None:
    facts = ["stopped CN-JP CN-JP 2012-09", "stopped CN-JP CN-JP 2012-09 months 6-10", "poll CN of CN-JP 2013-08"]
    rows = pd.DataFrame({"fact": facts, "crps": [0.1, 0.2, 0.3]})
    assert stops_of(rows) == {"2012-09": 0.1}


NAMES = {"CN": "China", "JP": "Japan", "CN-JP": "China\N{EN DASH}Japan"}


def test_a_target_is_named_without_codes_or_a_pair_said_twice() -> None:
    assert (
        target_words("stopped_by_first CN-JP CN-JP 2012-09", NAMES) == "stopped by first China\N{EN DASH}Japan 2012-09"
    )
    assert target_words("stopped JP-KR CN-JP 2012-09", NAMES) == "stopped JP-KR China\N{EN DASH}Japan 2012-09"
    assert target_words("stopped CN-JP CN-JP 2010-09 months 6-10", {}) == "stopped CN-JP 2010-09 months 6 to 10"
    assert target_words("poll CN of CN-JP 2013-07", NAMES) == "poll China about Japan 2013-07"
    assert target_words("poll CN of CN-JP 2013-07", {}) == "poll CN about JP 2013-07"
    assert target_words("attendance 2006", NAMES) == "attendance 2006"
    change = "poll_change JP of CN-JP 2012-07..2012-09 from 2010-06..2010-08"
    assert target_words(change, NAMES) == "poll change Japan about China 2012-07..2012-09 from 2010-06..2010-08"
    with spoken("zh"):
        chinese = {"CN": "中国", "JP": "日本"}
        assert target_words(change, chinese) == "民调变化 日本对中国 2012-07..2012-09（相对 2010-06..2010-08）"


def test_a_fit_without_a_crisis_names_its_pair() -> None:
    assert fit_words("without CN-JP 2012-09", NAMES) == "without China\N{EN DASH}Japan 2012-09"
    assert fit_words("without pandemic", {}) == "without pandemic"
    assert fit_words("to 2011", {}) == "to 2011"
