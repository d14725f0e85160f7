"""What draws say on the settings that matter most: in a sentence, and nothing where chance explains it."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Samples, factor_of
from cityties.analysis.swept_outcomes import shown_outcome
from cityties.kernel.state import FloatArray
from cityties.report.deciding import deciding


def told(monkeypatch: pytest.MonkeyPatch, influence: float, drawn: int = 3) -> str:
    """Return the sentence on 60 draws of three settings, of which outreach has an influence on B."""
    random = np.random.default_rng(2)
    columns = {name: list(random.uniform(size=60)) for name in ("outreach", "thaw_rate", "absorption")}
    given = Samples(tuple(factor_of(*one) for one in columns.items()), pd.DataFrame(columns, dtype=object))
    noise = random.normal(size=(2, 60))

    def values(_case: Any, _outcome: Any, place: tuple[str, str]) -> FloatArray:
        """Return B by draw in one of two crises."""
        return np.asarray(influence * np.array(columns["outreach"]) + noise[int(place == ("2", ""))])

    monkeypatch.setattr("cityties.report.deciding.samples_of", lambda _: given)
    monkeypatch.setattr("cityties.report.deciding.places_of", lambda *_: [("1", ""), ("2", "")])
    monkeypatch.setattr("cityties.report.deciding.by_draw", values)
    comparison = SimpleNamespace(cases=[SimpleNamespace(drawn=drawn)])
    return deciding(cast("Comparison", comparison), "B").striptags()


def test_the_setting_that_b_goes_with_is_named_with_its_correlations(monkeypatch: pytest.MonkeyPatch) -> None:
    words = told(monkeypatch, -9.0)
    assert words.startswith("B over 36 months goes most with outreach (rank correlation \N{MINUS SIGN}0.9")
    assert words.endswith("in 2 crises); no other setting stands out from chance.")


def test_chance_is_called_chance_and_without_draws_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "with 60 draws of 3 settings none stands out from chance" in told(monkeypatch, 0.0)
    assert told(monkeypatch, -9.0, drawn=0) == ""


def test_of_an_outcome_that_no_draw_changes_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, 0.0)
    monkeypatch.setattr("cityties.report.deciding.by_draw", lambda *_: np.full(60, 12.0))
    assert deciding(cast("Comparison", SimpleNamespace(cases=[SimpleNamespace(drawn=3)])), "half_life") == ""


def test_outcomes_go_by_the_words_that_pages_use() -> None:
    assert shown_outcome("B").name == "buffer_36"
    assert shown_outcome("half-life").name == shown_outcome("half life").name == "half_life"
