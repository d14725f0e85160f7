"""Where the width of a prediction comes from: narrower samples about the record score better, row by row."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cityties.calibration.holdout_width import ALL, FIXED, KNOWN, width_table
from cityties.calibration.plans import Address
from cityties.calibration.targets import Target

FACTS = (
    Target(Address("stopped", "CN-JP", "", "CN-JP 2012-09"), 0.7, 0.001, "test", "source"),
    Target(Address("poll", "CN-JP", "CN", "2014-07"), 0.1, 0.001, "test", "source"),
)
PROBLEM: Any = SimpleNamespace(targets=SimpleNamespace(rows=FACTS), scenario=SimpleNamespace(seed=1))


def sample(spread: float) -> np.ndarray:
    steps = np.linspace(-1.0, 1.0, 401)
    return np.stack([0.7 + spread * steps, 0.1 + spread * steps], axis=1)


def test_what_is_known_narrows_the_range_and_betters_the_score() -> None:
    table = width_table(PROBLEM, [0], {ALL: sample(0.6), KNOWN: sample(0.2), FIXED: sample(0.1)})
    assert table["known"].tolist() == [ALL, KNOWN, FIXED]
    assert table["width"].tolist() == pytest.approx([1.08, 0.36, 0.18], abs=0.02)
    assert table["crps"].is_monotonic_decreasing
    assert (table["p05"] < table["recorded"]).all()
    assert (table["recorded"] < table["p95"]).all()


def test_every_fact_asked_for_has_a_row_for_each_sample() -> None:
    table = width_table(PROBLEM, [0, 1], {ALL: sample(0.5), KNOWN: sample(0.5)})
    assert table["fact"].tolist() == [fact.address.label for fact in FACTS for _ in range(2)]
