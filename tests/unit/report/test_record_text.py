"""What the section on the record says in words."""

import numpy as np
import pandas as pd

from builders.worlds import scenario
from cityties.report.record_text import duration, fit_sentence, learned_sentence, of_the_run, span

SCORES = ["crps_model", "crps_exponential", "crps_ar1", "crps_last"]


def test_the_sentence_on_forecasts_tells_who_wins_how_often() -> None:
    rows = [[0.1, 0.2, 0.3, 0.4], [0.3, 0.2, 0.3, 0.4], [0.5, 0.5, 0.5, 0.4], [0.2, 0.2, 0.3, 0.3]]
    said = fit_sentence(pd.DataFrame(rows, columns=SCORES))
    assert said == "Two clocks forecast best in 2 of 4 rows; one exponential in 1, the last value in 1."


def test_without_rows_nothing_is_said() -> None:
    assert fit_sentence(pd.DataFrame(columns=SCORES)) == ""
    assert learned_sentence(pd.DataFrame(columns=["clock", "learned", "prior_low"])) == ""


def test_what_was_learned_and_what_was_not_stand_apart() -> None:
    clocks = pd.DataFrame(
        [["a", True, 1.0], ["b", False, 1.0], ["c", False, np.nan], ["d", True, 2.0]],
        columns=["clock", "learned", "prior_low"],
    )
    said = learned_sentence(clocks)
    assert said == (
        "The record narrows the prior of a and d. Nothing was learned of b. No parameter has a prior for c."
    )


def test_half_lives_are_told_in_months_or_years_and_open_ends_by_name() -> None:
    assert [duration(months) for months in (0.3, 2.79, 120.0)] == ["under 1 month", "2.8 months", "10 years"]
    assert span(float("nan"), 8.3) == "no lower end to 8.3 months"
    assert span(43.0, float("nan")) == "4 years to no upper end"


def test_beside_the_record_stands_the_half_life_that_the_run_itself_has() -> None:
    plan = scenario(parameters={"anger_life": 2.0, "level_reversion": 0.0, "relations_reversion": 0.5})
    # a mean life of 2 months keeps half of anger each month, and so does a pull of a half a month
    assert of_the_run("anger_life", plan) == of_the_run("relations_reversion", plan) == "1.0 months"
    assert of_the_run("level_reversion", plan) == of_the_run("", plan) == "", "what never heals has no half-life"
