"""Recorded series laid over the model, and distances."""

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.series_distance import distance_table, log_odds, place

BLANK = {"dyad": "AA-BB", "of": "", "about": ""}


def paths(observes: str, model: list[float], of: str = "") -> pd.DataFrame:
    months = list(range(100, 100 + len(model)))
    return pd.DataFrame({"observes": observes, "dyad": "AA-BB", "of": of, "month": months, "model": model})


def values(observes: str, months: list[int], linked: list[float], period: str = "month", of: str = "") -> pd.DataFrame:
    rows = {"series": "s", "observes": observes, "month": months, "linked": linked, "value": linked, "period": period}
    return pd.DataFrame(BLANK | rows | {"of": of})


def test_a_score_in_other_units_that_moves_as_the_model_does_is_at_distance_zero() -> None:
    placed = place(values("relations", [100, 101, 102], [3.0, 5.0, 1.0]), paths("relations", [0.2, 0.3, 0.1]))
    assert placed["shown"].tolist() == pytest.approx([0.2, 0.3, 0.1])
    (row,) = distance_table(placed).to_dict("records")
    assert row["distance"] == pytest.approx(0.0, abs=1e-12)
    assert row["flat"] == pytest.approx(np.sqrt(0.02 / 3))
    assert row["closer"]


def test_a_series_that_moves_against_the_model_is_farther_than_a_flat_line() -> None:
    placed = place(values("relations", [100, 101, 102], [3.0, 1.0, 5.0]), paths("relations", [0.2, 0.3, 0.1]))
    (row,) = distance_table(placed).to_dict("records")
    assert row["distance"] == pytest.approx(2 * row["flat"])
    assert not row["closer"]


def test_a_share_of_a_public_keeps_its_spread() -> None:
    poll = values("public", [100, 101], [0.0, 1.0], of="AA").assign(value=[0.5, 0.73])
    placed = place(poll, paths("public", [2.0, 2.2], of="AA"))
    assert placed["shown"].tolist() == pytest.approx([2.1 - 0.5, 2.1 + 0.5])


def test_a_quarter_is_compared_with_the_mean_of_its_months() -> None:
    placed = place(values("relations", [100, 103], [1.0, 2.0], "quarter"), paths("relations", [0, 3, 6, 1, 1, 1]))
    assert placed["model"].tolist() == [3.0, 1.0]


def test_values_outside_the_run_and_of_other_pairs_are_left_out() -> None:
    assert place(values("relations", [99, 400], [1.0, 2.0]), paths("relations", [0.0, 0.1])).empty
    assert place(values("people", [100, 101], [1.0, 2.0], of="AA"), paths("relations", [0.0, 0.1])).empty


def test_people_are_compared_by_their_change_over_a_year() -> None:
    months = list(range(100, 126))
    grown = values("people", months, [0.1 * number for number in range(26)], of="AA")
    placed = place(grown, paths("people", [0.5] * 26, of="AA"))
    assert len(placed) == 14  # the first twelve have no year before them
    assert placed["shown"].tolist() == pytest.approx([0.5] * 14)


def test_log_odds_of_nobody_and_everybody_are_finite() -> None:
    assert log_odds(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([-5.293, 0.0, 5.293], abs=1e-3)
