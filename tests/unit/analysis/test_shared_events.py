"""What happens to many pairs of states at once is one event; few are shown pair by pair."""

import numpy as np
import pandas as pd

from cityties.analysis.names import NamedCrisis
from cityties.analysis.shared_events import MOST_SINGLE, SharedEvent, events_of, exchange_together
from cityties.kernel.calendar import month_index
from cityties.setup.event_columns import Crisis

MARCH_2014 = month_index("2014-03")


def crises(n: int, title: str, month: int = MARCH_2014, first_row: int = 0) -> list[NamedCrisis]:
    """Return one crisis in each of ``n`` pairs."""
    return [
        NamedCrisis(Crisis(f"{title} {i}", i, 0, 0.5, frozenset(), title), month, [first_row + i], f"{title} {i}")
        for i in range(n)
    ]


def test_many_pairs_with_one_title_and_month_are_one_event_in_the_place_of_the_first() -> None:
    war, riot = crises(MOST_SINGLE + 1, "War"), crises(1, "Riot", MARCH_2014 + 9, 20)
    found = events_of([*war[:2], *riot, *war[2:]])
    assert [type(one) for one in found] == [SharedEvent, NamedCrisis]
    assert isinstance(found[0], SharedEvent)
    assert found[0].rows == list(range(MOST_SINGLE + 1))
    assert found[0].label == f"War 2014-03, {MOST_SINGLE + 1} pairs"


def test_few_pairs_or_other_months_stay_apart() -> None:
    few = crises(MOST_SINGLE, "War")
    assert events_of(few) == few
    split = [*crises(MOST_SINGLE, "War"), *crises(MOST_SINGLE, "War", MARCH_2014 + 1, 20)]
    assert events_of(split) == split


def test_a_crisis_common_to_many_pairs_is_one_event() -> None:
    rows = list(range(MOST_SINGLE + 1))
    common = NamedCrisis(Crisis("fever", -1, 0, 0.0, frozenset(), "The fever"), MARCH_2014, rows, "fever")
    (found,) = events_of([common])
    assert isinstance(found, SharedEvent)
    assert found.rows == rows


def test_exchange_of_all_pairs_is_summed_before_it_is_divided() -> None:
    table = pd.DataFrame(
        {
            "dyad": ["A-B", "A-C", "A-B", "A-C"],
            "months_since": [0, 0, 1, 1],
            "official_with": [1.0, 3.0, 0.0, 0.0],
            "official_without": [2.0, 6.0, 0.0, 0.0],
            "kept_people": [1.0, 0.6, np.nan, np.nan],
        }
    )
    together = exchange_together(table)
    assert together["kept"].tolist()[0] == 4.0 / 8.0
    assert together["kept_people"].tolist()[0] == (1.0 * 2.0 + 0.6 * 6.0) / 8.0
    assert np.isnan(together["kept"].tolist()[1])


def test_a_single_expected_event_is_a_base_and_unknown_people_add_nothing() -> None:
    table = pd.DataFrame(
        {
            "months_since": [0, 0],
            "official_with": [0.25, 0.0],
            "official_without": [0.25, 0.25],
            "kept_people": [1.0, np.nan],
        }
    )
    (row,) = exchange_together(table).to_dict("records")
    assert (row["kept"], row["kept_people"]) == (0.5, 0.5)
