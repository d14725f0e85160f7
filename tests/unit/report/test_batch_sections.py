"""Sections that only the page of a batch has: what they hold follows its tables."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from cityties.report import batch_sections


def test_every_outcome_stands_with_the_settings_that_it_goes_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_sections, "places_of", lambda comparison, outcome, numbers: [("AA-BB 2012-09", "AA-BB")])
    comparison: Any = SimpleNamespace(cases=[SimpleNamespace(variant=0)], crisis_name=lambda crisis, where: crisis)
    rows = [
        ("depth", "outreach", 0.9),
        ("depth", "repair", -0.5),
        ("ties", "repair", 0.1),
        ("half_life", "repair", 0.2),
    ]
    ranking = pd.DataFrame(rows, columns=["measure", "parameter", "correlation"])
    ranking = ranking.assign(variant=0, crisis="AA-BB 2012-09", where="AA-BB")
    section = batch_sections._every_outcome({"ranking": ranking}, comparison)
    assert section is not None
    (depth, strongest, second, third), ties = section.rows
    assert depth.startswith("depth, AA-BB 2012-09 <small>greatest gap: relations without the crisis less")
    assert "outreach" in strongest
    assert "repair" in second
    assert third == ""
    assert ties[0].startswith("ties, ")


def test_without_draws_there_is_no_such_section() -> None:
    empty = pd.DataFrame({"variant": [], "label": []})
    comparison: Any = SimpleNamespace(cases=[])
    assert batch_sections._every_outcome({"ranking": empty}, comparison) is None
