"""Outcomes as a matrix: one row a replicate or a draw, one column an outcome."""

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.observations import aligned, observe
from cityties.experiment.outcomes import OutcomeKey

KEYS = ("tie_pathways", "political_shocks", "crisis", "where", "measure")


def table(draws: int, replicates: int) -> pd.DataFrame:
    key = dict(zip(KEYS, (True, True, "c", "AA-BB", "depth"), strict=True))
    rows = [
        {"draw": d, "replicate": k, "value": 10.0 * d + k} | key for d in range(1, draws + 1) for k in range(replicates)
    ]
    return pd.DataFrame(rows)


def test_replicates_of_a_draw_count_as_one_because_they_share_its_parameters() -> None:
    obs = observe(table(3, 4))
    by_draw = obs.by_draw()
    assert (obs.n, by_draw.n) == (12, 3)
    assert by_draw.column(OutcomeKey(True, True, "c", "AA-BB", "depth")).tolist() == [11.5, 21.5, 31.5]


def test_only_what_both_sides_have_is_paired() -> None:
    one, other = aligned(observe(table(3, 4)), observe(table(2, 9)))
    assert one.n == other.n == 8
    assert (one.values == other.values).all()


def test_rows_are_in_the_order_of_draws_and_replicates_whatever_the_order_of_the_table() -> None:
    shuffled = observe(table(2, 3).sample(frac=1.0, random_state=1))
    assert shuffled.draw.tolist() == [1, 1, 1, 2, 2, 2]
    assert shuffled.replicate.tolist() == [0, 1, 2, 0, 1, 2]
    assert shuffled.values[:, 0].tolist() == [10.0, 11.0, 12.0, 20.0, 21.0, 22.0]


def test_an_outcome_that_some_rows_lack_is_unknown_there() -> None:
    other = table(1, 1).assign(measure="loss_36", value=5.0)
    obs = observe(pd.concat([table(1, 2), other], ignore_index=True))
    key = OutcomeKey(True, True, "c", "AA-BB", "loss_36")
    assert key in obs
    assert key._replace(crisis="d") not in obs
    assert obs.column(key).tolist() == pytest.approx([5.0, np.nan], nan_ok=True)


def test_without_draws_replicates_are_rows_of_their_own() -> None:
    obs = observe(table(1, 3))
    assert obs.by_draw() is obs
    assert not obs.has_draws


def test_one_draw_can_be_looked_at_alone() -> None:
    assert observe(table(3, 2)).of_draw(2).values[:, 0].tolist() == [20.0, 21.0]
