"""What follows a crisis month by month, from branches written by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.crises import CrisisPaths, crisis_paths
from cityties.analysis.trajectories import ALL_DYADS, EXCHANGE_MONTHS, exchange_table, gap_table


def paths(months: int = 3, dyads: tuple[str, ...] = ("AA-BB",), arms: tuple[bool, ...] = (True,)) -> list[CrisisPaths]:
    """Return a crisis that stops a quarter of the events of the first dyad and all of those of the others."""
    rows = [
        {"crisis": "c", "dyad": dyad, "tie_pathways": on, "crisis_happens": happens, "replicate": r}
        | {"months_since": month, "relations": 0.1 * r - 0.3 * happens * (1 - 0.5 * on)}
        | {"official": held * (1 - happens * stopped) * (month > 0), "people": 1.0 + happens}
        for place, dyad in enumerate(dyads)
        for held, stopped in [(8.0, 0.25) if place == 0 else (2.0, 1.0)]
        for on, happens, r, month in product(arms, (True, False), (0, 1), range(months))
    ]
    return crisis_paths(pd.DataFrame(rows))


def test_the_gap_of_each_arm_and_what_ties_save_of_it() -> None:
    table = gap_table(paths(arms=(True, False)))
    assert table["gap_with_ties"].tolist() == pytest.approx([0.15] * 3)
    assert table["gap_without_ties"].tolist() == pytest.approx([0.3] * 3)
    assert table["saved"].tolist() == pytest.approx([0.15] * 3)
    assert table["months_since"].tolist() == [0, 1, 2]


def test_an_arm_that_was_not_run_is_unknown() -> None:
    table = gap_table(paths())
    assert table[["gap_without_ties", "saved"]].isna().all(axis=None)
    assert table["gap_with_ties"].notna().all()


def test_exchange_kept_is_a_share_of_the_events_without_the_crisis_and_undefined_without_any() -> None:
    table = exchange_table(paths())
    assert np.isnan(table["kept"][0]), "no event takes place in the first month"
    assert table["kept"][1:].tolist() == pytest.approx([0.75] * 2)
    assert table["kept_people"][1:].tolist() == pytest.approx([8 / 9] * 2)


def test_a_crisis_of_several_dyads_has_rows_for_their_sum() -> None:
    table = exchange_table(paths(dyads=("AA-BB", "AA-CC"))).set_index(["dyad", "months_since"])
    assert table.loc[("AA-CC", 1), "kept"] == 0.0
    assert table.loc[(ALL_DYADS, 1), "kept"] == pytest.approx(6 / 10)
    assert ALL_DYADS not in exchange_table(paths())["dyad"].tolist()


def test_exchange_is_shown_for_the_first_two_years_only() -> None:
    assert len(exchange_table(paths(EXCHANGE_MONTHS + 5))) == EXCHANGE_MONTHS
    assert len(gap_table(paths(EXCHANGE_MONTHS + 5))) == EXCHANGE_MONTHS + 5


def test_without_crises_there_are_columns_and_no_rows() -> None:
    assert gap_table([]).empty
    assert exchange_table([]).empty
    assert set(gap_table([]).columns) == set(gap_table(paths()).columns)
    assert set(exchange_table([]).columns) == set(exchange_table(paths()).columns)
