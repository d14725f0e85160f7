"""Warming up compiles what all runs need: there is one compiled month, whatever the world."""

import subprocess
import sys
from pathlib import Path

import pytest

from builders.paths import HISTORICAL
from cityties.experiment.warmup import is_warm, warm
from cityties.worlds.toy import toy_world_folder

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


@pytest.mark.compiled
def test_what_is_compiled_is_found_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warm()
    assert is_warm()
    monkeypatch.setattr("cityties.experiment.warmup.kernel_folder", lambda: tmp_path)
    assert not is_warm()


@pytest.mark.compiled
@pytest.mark.parametrize("nations", [2, 3])
def test_runs_sums_and_explanations_find_everything_on_disk_whatever_the_world(tmp_path: Path, nations: int) -> None:
    file = tmp_path / "two.yaml"
    text = f"title: Two nations\nworld: {toy_world_folder()}\nstart: 1990-01\nend: 1991-12\nseed: 1\nreplicates: 2\n"
    file.write_text(text, encoding="utf-8")
    script = tmp_path / "calls.py"
    make_ready = "from cityties.experiment.warmup import warm; warm()"
    scenario = str(file if nations == 2 else HISTORICAL)
    script.write_text(CALLS.format(ready=make_ready, scenario=scenario), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["compiled:"]
