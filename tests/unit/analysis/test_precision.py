"""Stopping at a precision: how wide, and when a batch may stop."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.observations import observe
from cityties.analysis.precision import LEAST_ROWS, half_width, precision_table, terms_of, tuning
from cityties.scenario.design import UntilSettings

OFF = 2.0


def case(n: int, least: float = 0.5, spread: float = 0.1) -> Any:
    """Return a variant whose ties save a tenth of a loss of about 2, more and less by turns."""
    values = {
        False: OFF * np.ones(n),
        True: OFF * (0.9 + spread * np.where(np.arange(n) % 2, 0.5, -0.5)),
    }
    rows = [
        {"draw": 0, "replicate": r, "tie_pathways": on, "political_shocks": True, "crisis": "c", "where": "AA-BB"}
        | {"measure": measure, "value": size * values[on][r]}
        for on in (True, False)
        for measure, size in (("loss_36", 1.0), ("depth", 0.1))
        for r in range(n)
    ]
    return SimpleNamespace(
        observations=observe(pd.DataFrame(rows)), variant=0, label="v", least_loss=lambda crisis: least
    )


def until(**more: Any) -> UntilSettings:
    return UntilSettings.model_validate({"half_width": 0.02, "at_most": 2000} | more)


def reached(case: Any, settings: UntilSettings) -> Any:
    (row,) = precision_table([case], [settings]).to_dict("records")
    return row


def test_a_sequence_that_may_be_watched_is_wider_than_an_interval_that_may_not() -> None:
    for n in (50, 200, 1000):
        assert 1.96 / n**0.5 < half_width(1.0, n, 500) < 4.0 / n**0.5


def test_stopping_when_narrow_keeps_the_coverage() -> None:
    """2,000 batches of skewed outcomes, each stopped at its first narrow interval; two-sided false alarm below 1e-4."""
    misses = 0
    for batch in range(2000):
        terms = np.random.default_rng(batch).exponential(1.0, 1600) - 1.0
        n = 50
        while n < 1600 and half_width(float(terms[:n].std(ddof=1)), n, 280) > 0.17:
            n = min(int(n * 1.5), 1600)
        misses += int(abs(terms[:n].mean()) > half_width(float(terms[:n].std(ddof=1)), n, 280))
    assert misses / 2000 < 0.05 + 3.9 * (0.05 * 0.95 / 2000) ** 0.5


def test_the_table_gives_the_buffer_index_and_when_it_is_precise_enough() -> None:
    few, many = reached(case(60), until()), reached(case(1000), until())
    assert few["value"] == pytest.approx(0.1)
    assert (few["reached"], many["reached"]) == (False, True)
    assert many["half_width"] <= 0.02 < few["half_width"]


def test_too_few_pairs_never_stop_a_batch_however_alike_they_are() -> None:
    assert not reached(case(LEAST_ROWS - 2, spread=0.0), until())["reached"]
    assert reached(case(LEAST_ROWS, spread=0.0), until())["reached"]
    assert not reached(case(LEAST_ROWS, spread=0.0), until(of="buffer_depth"))["reached"], "depth needs more"


def test_what_ties_save_is_in_the_unit_of_the_loss() -> None:
    assert reached(case(60), until(of="saved_36"))["value"] == pytest.approx(0.1 * OFF)
    on, off = np.array([1.0, 3.0]), np.array([2.0, 2.0])
    assert terms_of(on, off, "saved_36").tolist() == [1.0, -1.0]
    assert terms_of(on, off, "buffer_36").mean() == pytest.approx(0.0)


def test_crises_without_a_downturn_and_variants_that_ask_for_nothing_have_no_row() -> None:
    assert precision_table([case(60, least=OFF + 0.1)], [until()]).empty
    assert precision_table([case(60), case(60)], [None, until(half_width=None)]).empty


def test_the_sequence_is_tightest_between_the_first_look_and_the_last() -> None:
    assert tuning(until(at_most=5000)) == round((LEAST_ROWS * 5000) ** 0.5)
    assert tuning(until(at_most=LEAST_ROWS)) == LEAST_ROWS
