"""The row of a crisis, from branches written by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.crises import crisis_paths, level_table, summarise, summary_table

DAMAGE = {True: [0.2, 0.1, 0.1, 0.0, 0.0], False: [0.4, 0.2, 0.1, 0.1, 0.0]}
"""Gap by month, with the pathways of ties and without."""


def branches(arms: tuple[bool, ...] = (True, False), dyad: str = "AA-BB") -> pd.DataFrame:
    """Return two replicates alike in all but a constant, so that every interval has no width."""
    rows = []
    for on, happens, replicate in product(arms, (True, False), (0, 1)):
        for month, damage in enumerate(DAMAGE[on]):
            row = {"crisis": "c", "dyad": dyad, "tie_pathways": on, "crisis_happens": happens, "replicate": replicate}
            values = {"relations": 0.5 - happens * damage + 0.1 * replicate, "official": 10.0 - 4 * happens}
            refused = {"refused_a": 1.0 + 3 * happens, "refused_b": 1.0 + happens}
            rows.append(row | {"months_since": month} | values | refused)
    return pd.DataFrame(rows)


def test_damage_with_ties_and_without_and_what_ties_saved() -> None:
    (row,) = summary_table(crisis_paths(branches()), {"c": 0.9}).to_dict("records")
    assert (row["depth_with_ties"], row["depth_without_ties"]) == pytest.approx((0.2, 0.4))
    assert (row["loss_36_with_ties"], row["loss_36_without_ties"]) == pytest.approx((0.4, 0.8))
    assert (row["buffer_36"], row["buffer_36_low"], row["buffer_36_high"]) == pytest.approx((0.5, 0.5, 0.5))
    assert row["loss_saved_36"] == pytest.approx(0.4)
    assert (row["half_life_with_ties"], row["half_life_without_ties"]) == (1.0, 1.0)
    assert row["buffer_half_life"] == 0.0
    assert row["months_followed"] == 5


def test_a_loss_of_less_than_its_severity_asks_for_is_no_downturn() -> None:
    (paths,) = crisis_paths(branches())
    assert summarise(paths, 0.9)["has_downturn"], "0.8 is more than 0.5"
    assert not summarise(paths, 1.5)["has_downturn"], "0.8 is less than 0.5 * 1.5 / 0.9"
    assert not summarise(paths, 0.0)["has_downturn"], "a crisis common to all is no dispute"


def test_events_stopped_are_those_of_the_first_four_months_and_refusals_share_them_out() -> None:
    (paths,) = crisis_paths(branches())
    row = summarise(paths, 0.9)
    assert row["suspension"] == pytest.approx(0.4)
    assert row["stopped_by_first_nation"] == pytest.approx(3 / 4)


def test_one_arm_alone_has_damage_and_no_buffer_index() -> None:
    (paths,) = crisis_paths(branches((False,)))
    row = summarise(paths, 0.9)
    assert row["depth_without_ties"] == pytest.approx(0.4)
    assert not [name for name in row if name.startswith("buffer")]
    assert "has_downturn" not in row


def test_the_level_is_that_of_calm_histories_with_ties_less_without() -> None:
    rows = [
        {"dyad": "AA-BB", "replicate": r, "tie_pathways": on, "political_shocks": shocked, "relations": value + 0.1 * r}
        for on, shocked, value in ((True, False, 0.5), (False, False, 0.2), (True, True, -0.9), (False, True, -0.9))
        for r in (0, 1)
    ]
    (level,) = level_table(pd.DataFrame(rows)).to_dict("records")
    assert (level["dyad"], level["level"]) == ("AA-BB", pytest.approx(0.3))
    assert level_table(pd.DataFrame(rows[:2])).empty


def test_paths_keep_dyads_of_a_common_crisis_apart() -> None:
    both = pd.concat([branches(), branches(dyad="AA-CC")], ignore_index=True)
    assert [path.dyad for path in crisis_paths(both)] == ["AA-BB", "AA-CC"]
    np.testing.assert_allclose(crisis_paths(both)[1].gap(True), [DAMAGE[True]] * 2, atol=1e-12)
