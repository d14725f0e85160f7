"""Sentences of a calibration name the targets that are met in fewest draws, and how many there are."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from cityties.report.calibration_text import MOST_NAMED, unmet_sentence

NAMES = {"CN-JP": "China\N{EN DASH}Japan"}


def fit(shares: list[float]) -> Any:
    statistics = [f"signings CN-JP {2000 + number}" for number in range(len(shares))]
    rows = {"statistic": statistics, "recorded": -0.5, "median": 2.25, "within_2sd": shares}
    return SimpleNamespace(fitted_targets=pd.DataFrame(rows))


def test_targets_met_in_fewest_draws_stand_first_with_names_and_proper_signs() -> None:
    assert unmet_sentence(fit([0.4, 0.9, 0.1]), NAMES) == (
        "Not met in half of the draws: signings China\N{EN DASH}Japan 2002 (recorded \N{MINUS SIGN}0.5, median 2.25); "
        "signings China\N{EN DASH}Japan 2000 (recorded \N{MINUS SIGN}0.5, median 2.25)."
    )
    assert unmet_sentence(fit([0.5, 0.9]), NAMES) == "Every fitted target is met in at least half of the draws."


def test_of_many_targets_the_rest_are_counted() -> None:
    words = unmet_sentence(fit([0.1] * (MOST_NAMED + 3)), NAMES)
    assert words.startswith(f"Not met in half of the draws: {MOST_NAMED + 3} targets, in fewest signings")
    assert words.count("recorded") == MOST_NAMED
