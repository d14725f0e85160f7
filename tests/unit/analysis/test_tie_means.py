"""Ties at the months of the maps."""

import pandas as pd
import pytest

from cityties.analysis.tie_means import mapped_counts, shown_months, tie_means
from cityties.setup.event_columns import Crisis

ROWS = [
    (0, "x", 0.8, False, None),
    (1, "x", 0.4, False, "AA"),
    (0, "y", 0.1, True, None),
    (1, "y", 0.1, True, None),
    (0, "z", 0.9, True, "AA;BB"),
]
"""Replicate, city of side b, strength, whether dormant, who suspended it: z exists in one replicate of four."""


def ties(month: int = 24000) -> pd.DataFrame:
    columns = ["replicate", "city_b", "strength", "dormant", "suspended_by"]
    return pd.DataFrame(ROWS, columns=columns).assign(month=month, dyad="AA-BB", city_a="a")


def crisis(month: int, severity: float, dyad: int = 0) -> Crisis:
    return Crisis(f"c{month}", dyad, month, severity, frozenset(), "")


def test_a_tie_is_averaged_over_the_replicates_in_which_it_exists() -> None:
    means = tie_means(ties(), [24000], 2).set_index("city_b")
    assert means["exists"].to_dict() == {"x": 1.0, "y": 1.0, "z": 0.5}
    assert means["strength"].to_dict() == pytest.approx({"x": 0.6, "y": 0.1, "z": 0.9})
    assert means["suspended"].to_dict() == {"x": 0.5, "y": 0.0, "z": 1.0}


def test_months_that_nobody_asked_for_are_left_out() -> None:
    both = pd.concat([ties(24000), ties(24012)])
    assert set(tie_means(both, [24012], 2)["month"]) == {24012}
    assert tie_means(ties().iloc[:0], [24000], 2).empty


def test_a_map_counts_ties_of_half_the_replicates_and_a_suspended_tie_is_not_counted_as_dormant() -> None:
    means = tie_means(ties(), [24000], 4)
    assert mapped_counts(means).to_dict("records") == [
        {"month": 24000, "ties": 2, "suspended": 1, "dormant": 1, "strength": pytest.approx(0.35)}
    ]


def test_the_maps_show_the_fourth_month_of_the_worst_dispute_and_the_last_month() -> None:
    noted = [24003, 24013, 24050]
    crises = [crisis(0, 0.5), crisis(10, 0.9), crisis(20, 2.0, dyad=-1)]
    assert shown_months(noted, crises, 24000, 4) == [24013, 24050]
    assert shown_months(noted, [], 24000, 4) == [24050]
    assert shown_months([], crises, 24000, 4) == []
