"""Verdicts of draws: by the share itself, never by an end of its interval."""

from typing import Any

import pandas as pd
import pytest

from cityties.analysis.batch_results import verdicts


@pytest.mark.parametrize(
    ("buffers", "verdict"),
    [
        ([0.2] * 9 + [0.0], "supported"),
        ([0.2] * 8 + [0.0] * 2, "inconclusive"),  # the interval of 0.8 reaches beyond 0.9
        ([0.0] * 10, "refuted-null"),
        ([-0.2] * 10, "refuted-harm"),
        ([0.2], "supported"),
    ],
)
def test_a_verdict_needs_nine_tenths_of_the_draws(buffers: list[float], verdict: str) -> None:
    rows: dict[str, Any] = {
        "variant": 0,
        "label": "plain",
        "crisis": "AA-BB 2012-09",
        "where": "AA-BB",
        "has_downturn": True,
    }
    found = verdicts(pd.DataFrame({"draw": range(len(buffers)), "buffer_36": buffers}).assign(**rows))
    assert set(found["verdict"]) == {verdict}
    assert set(found["draws"]) == {len(buffers)}
    for name in ("buffers", "does_nothing", "harms"):
        assert ((found[f"{name}_low"] <= found[name]) & (found[name] <= found[f"{name}_high"])).all()


def test_draws_without_a_downturn_do_not_count() -> None:
    rows: dict[str, Any] = {
        "variant": 0,
        "label": "plain",
        "crisis": "AA-BB 2012-09",
        "where": "AA-BB",
        "buffer_36": 0.2,
    }
    found = verdicts(pd.DataFrame({"draw": range(4), "has_downturn": [True, True, False, False]}).assign(**rows))
    assert set(found["draws"]) == {2}
