"""Warming up compiles what all runs need: there is one compiled month, whatever the world."""

from pathlib import Path
from typing import Any

import pytest

from builders.worlds import run, shipped
from cityties.experiment.design import plan
from cityties.experiment.reduction import reduce
from cityties.experiment.replicate import simulate
from cityties.experiment.warmup import is_warm, warm
from cityties.kernel.reductions import inequality, quantiles, sum_crisis, sum_months, sum_years
from cityties.kernel.schedule import months
from cityties.setup.initialization import prepare

SUMS: tuple[Any, ...] = (inequality, quantiles, sum_crisis, sum_months, sum_years)


@pytest.mark.compiled
def test_the_shipped_history_needs_nothing_that_warming_up_has_not_compiled() -> None:
    warm()
    known = len(months.signatures)  # type: ignore[attr-defined]
    run(prepare(*shipped()))
    assert len(months.signatures) == known  # type: ignore[attr-defined]


@pytest.mark.compiled
def test_summing_it_up_needs_nothing_else_either() -> None:
    warm()
    known = [len(one.signatures) for one in SUMS]
    design = plan(prepare(*shipped()))
    reduce(design, simulate(design, 0))
    assert [len(one.signatures) for one in SUMS] == known


@pytest.mark.compiled
def test_what_is_compiled_is_found_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warm()
    assert is_warm()
    monkeypatch.setattr("cityties.experiment.warmup.kernel_folder", lambda: tmp_path)
    assert not is_warm()
