"""Long series by month, by year and by edition of the forum."""

from itertools import product

import pandas as pd
import pytest

from cityties.analysis.yearly import forum_table, main_arm, relations_table, stock_table

START = 12 * 2000 + 10
"""November: the first calendar year of the run is two months long."""


def histories(arms: tuple[bool, ...] = (True, False)) -> pd.DataFrame:
    """Return 20 replicates of 14 months; one tie is signed a month, two in replicates of odd number."""
    rows = [
        {"tie_pathways": on, "political_shocks": True, "dyad": "AA-BB", "replicate": r, "month": START + t}
        | {"relations": r / 19 if on else 0.0, "ties": (t + 1) * (1 + r % 2), "signed": 1 + r % 2, "ended": r % 2}
        for on, r, t in product(arms, range(20), range(14))
    ]
    return pd.DataFrame(rows)


def test_the_main_arm_is_the_fullest_that_was_run() -> None:
    assert main_arm(histories())["tie_pathways"].all()
    assert len(main_arm(histories((False,)))) == 20 * 14


def test_relations_have_mean_and_range_of_nine_replicates_in_ten() -> None:
    table = relations_table(histories())
    on = table[table["tie_pathways"]]
    assert len(table) == 2 * 14
    assert on["relations"].tolist() == pytest.approx([0.5] * 14)
    assert on["relations_p05"].tolist() == pytest.approx([0.05] * 14)
    assert on["relations_p95"].tolist() == pytest.approx([0.95] * 14)


def test_the_stock_is_that_of_the_last_month_of_a_year_and_signings_and_endings_are_summed_over_it() -> None:
    table = stock_table(histories()).set_index("year")
    assert table["ties"].to_dict() == {2000: 3.0, 2001: 21.0}
    assert table["signed"].to_dict() == {2000: 3.0, 2001: 18.0}
    assert table["ended"].to_dict() == {2000: 1.0, 2001: 6.0}
    assert (table.loc[2001, "ties_p05"], table.loc[2001, "ties_p95"]) == (14.0, 28.0)


def test_the_forum_counts_cities_by_edition_and_nation() -> None:
    rows = [
        {"tie_pathways": True, "political_shocks": True, "replicate": r, "month": START, "nation": k, "cities": n + r}
        for r in (0, 1)
        for k, n in (("AA", 4), ("BB", 7))
    ]
    table = forum_table(pd.DataFrame(rows))
    assert table[["nation", "cities"]].to_numpy().tolist() == [["AA", 4.5], ["BB", 7.5]]
    nothing = forum_table(pd.DataFrame(rows).iloc[:0])
    assert nothing.empty
    assert list(nothing.columns) == list(table.columns)
