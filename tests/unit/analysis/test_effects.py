"""What a case's own arms differ in, and what two cases differ in."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.effects import both_arms, buffer_table, crises_of, effects, pairing_table, tie_effects
from cityties.analysis.observations import observe
from cityties.experiment.outcomes import OutcomeKey

N = 12
LOSS = OutcomeKey(True, True, "c", "AA-BB", "loss_36")


def case(saved: float = 0.5, seed: int = 1, where: str = "AA-BB", least: float = 0.5, first: int = 0) -> Any:
    """Return a case in which ties save this share of a loss that differs by replicate but not by arm."""
    rows = [
        {"draw": 0, "replicate": r, "tie_pathways": on, "political_shocks": True, "crisis": "c", "where": where}
        | {"measure": measure, "value": size * (1.0 - saved * on) * (1.0 + r % 3)}
        for on in (True, False)
        for measure, size in (("loss_12", 0.5), ("loss_36", 1.0), ("loss_60", 1.5), ("depth", 0.1))
        for r in range(first, first + N)
    ]
    return SimpleNamespace(observations=observe(pd.DataFrame(rows)), seed=seed, least_loss=lambda crisis: least)


def test_every_buffer_index_of_a_crisis_has_a_row() -> None:
    table = buffer_table(case())
    assert table["estimand"].tolist() == ["buffer_12", "buffer_36", "buffer_60", "buffer_depth"]
    assert table["difference"].tolist() == pytest.approx([0.5] * 4)
    assert table["has_downturn"].all()
    assert not buffer_table(case(least=2.5))["has_downturn"].any(), "the mean loss without ties is 2"


def test_ties_change_every_outcome_pair_by_pair() -> None:
    table = tie_effects(case()).set_index("measure")
    assert table.loc["loss_36", "difference"] == pytest.approx(-1.0)
    assert table.loc["loss_36", "n"] == N


def loss_36(table: pd.DataFrame) -> Any:
    (row,) = table[(table["measure"] == "loss_36") & table["tie_pathways"]].to_dict("records")
    return row


def test_cases_of_one_seed_are_paired_and_cases_of_another_are_not() -> None:
    same, other = effects(case(0.6), case(0.5)), effects(case(0.6), case(0.5, seed=2))
    assert same["paired"].all()
    assert not other["paired"].any()
    paired, apart = loss_36(same), loss_36(other)
    assert paired["difference"] == pytest.approx(apart["difference"]) == pytest.approx(-0.2)
    assert paired["high"] - paired["low"] < apart["high"] - apart["low"]


def test_the_difference_of_buffer_indices_stands_among_the_effects() -> None:
    table = effects(case(0.6), case(0.5)).set_index(["measure", "tie_pathways"])
    assert table.loc[("buffer_36", True), "difference"] == pytest.approx(0.1)


def test_only_replicates_that_both_cases_have_are_paired() -> None:
    table = effects(case(), case(first=6))
    assert set(table["n"]) == {N - 6}


def test_worlds_without_a_dyad_in_common_have_no_effects_and_the_columns_still() -> None:
    table = effects(case(), case(where="AA-CC"))
    assert table.empty
    assert {"measure", "difference", "paired"} <= set(table.columns)


def test_an_arm_that_was_not_run_gives_no_pair() -> None:
    obs = case().observations
    assert crises_of(obs) == [("c", "AA-BB")]
    assert both_arms(obs, "c", "AA-BB", "suspended_peak") is None
    pair = both_arms(obs, "c", "AA-BB", "loss_36")
    assert pair is not None
    np.testing.assert_array_equal(pair[0], obs.column(LOSS))


def test_pairing_replaces_more_replicates_the_more_both_arms_have_in_common() -> None:
    """Arms that differ by a factor of 1 - s: their variance is 1 + (1 - s)^2 of one arm's, that of pairs s^2."""
    (row,) = pairing_table(case(0.5)).to_dict("records")
    assert row["depth"] == pytest.approx((1 + 0.25) / 0.25)
    assert row["buffer_36"] == np.inf, "the same share is saved in every pair"
    assert "gap" not in row, "relations in both branches are not known"
