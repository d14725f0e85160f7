"""Warming up compiles what all runs need: there is one compiled month, whatever the world."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builders.worlds import run, shipped
from builders.worlds_on_disk import write_small_world
from cityties.experiment.design import plan
from cityties.experiment.reduction import reduce
from cityties.experiment.replicate import simulate
from cityties.experiment.warmup import is_warm, warm
from cityties.kernel.reductions import inequality, quantiles, sum_crisis, sum_months, sum_years
from cityties.kernel.schedule import months
from cityties.setup.initialization import prepare

CALLS = """
import sys
from pathlib import Path
{ready}
from cityties.experiment.design import plan
from cityties.experiment.reduction import reduce
from cityties.experiment.replicate import simulate
from cityties.explanation.replay import replay
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.scenario.reader import read_scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

scenario = read_scenario(Path({scenario!r}))
setup = prepare(scenario, read_tables(scenario.world_folder))
design = plan(setup)
reduce(design, simulate(design, 0))
given = Conditions(setup.world, design.events[True], setup.rules, RandomAddress(1, 0, True))
replay(setup, given, 3)
found = [v for m in list(sys.modules.values()) for v in vars(m).values() if hasattr(v, "_cache_misses")]
print("compiled:", *{{one.py_func.__name__ for one in found if sum(one._cache_misses.values())}})
"""
"""A process that lives a world, sums it up and explains it, and then names every function it had to compile."""
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


@pytest.mark.compiled
def test_runs_explanations_and_worlds_of_two_nations_find_everything_on_disk(tmp_path: Path) -> None:
    make_ready = "from cityties.experiment.warmup import warm; warm()"
    folder = tmp_path / "two"
    write_small_world(folder)
    text = f"title: Two nations\nworld: {folder}\nstart: 1990-01\nend: 1991-12\nseed: 1\nreplicates: 2\n"
    (tmp_path / "two.yaml").write_text(text, encoding="utf-8")
    script = tmp_path / "calls.py"
    script.write_text(CALLS.format(ready=make_ready, scenario=str(tmp_path / "two.yaml")), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["compiled:"]
