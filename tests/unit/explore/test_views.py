"""What a page shows is what a run of the same settings gives; what is pinned is paired with it."""

import threading
from typing import Any

import numpy as np
import pytest

from cityties.analysis.buffering import buffer_band
from cityties.experiment.design import plan
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import simulate
from cityties.explore.asked import read_asked
from cityties.explore.engine import Computed, Engine
from cityties.explore.source import read_source
from cityties.explore.stopping import StoppedError
from cityties.explore.views import shown
from cityties.scenario.changes import changed
from cityties.scenario.places import scenario_file
from cityties.setup.initialization import prepare

N = 2
pytestmark = pytest.mark.compiled  # threads have settings of numpy of their own


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(read_source(scenario_file("toy")))


def computed(engine: Engine, n: int = N, settings: dict[str, Any] | None = None) -> Computed:
    return engine.computed(read_asked({"settings": settings or {}}).settings, n, "", "", False, threading.Event())


def test_b_is_that_of_a_run_with_these_settings(engine: Engine) -> None:
    settings = {"over_compliance": 8.0, "policies.autonomy_gain": 0.5}
    scenario = changed(engine.source.scenario, settings)
    design = plan(prepare(scenario, engine.source.tables))
    replicates = [simulate(design, k) for k in range(N)]
    rows = {(arm.tie_pathways, arm.political_shocks): row for row, arm in enumerate(design.arms)}
    view = shown(computed(engine, N, settings), None, "", "")["now"]["buffers"]
    own = [place for place, branch in enumerate(design.branches) if branch.crisis.dyad >= 0]
    assert [row["crisis"] for row in view] == [design.branches[place].crisis.name for place in own]
    for place, row in zip(own, view, strict=True):
        on, off = (
            np.array([gap_of(one, rows[arm, True], place)[:36, 0].sum() for one in replicates]) for arm in (True, False)
        )
        assert row["buffer"] == pytest.approx(buffer_band(on, off), abs=1e-4)


def test_settings_as_in_the_file_change_nothing_that_is_pinned(engine: Engine) -> None:
    found = shown(computed(engine), computed(engine), "", "")
    assert found["now"] == found["pinned"]
    assert all(value == [0.0, 0.0, 0.0] for value in found["apart"]["buffers"].values())
    assert set(np.ravel(found["apart"]["damage"])) == {0.0}


def test_more_replicates_begin_with_the_same(engine: Engine) -> None:
    few, more = computed(engine, 2), computed(engine, 3)
    place = few.crises[0]
    assert more.losses(0, place)[:2].tolist() == few.losses(0, place).tolist()
    assert len(more.losses(0, place)) == 3


def test_a_setting_by_any_of_its_names_is_one_setting() -> None:
    asked = read_asked({"settings": {"parameters.outreach": 1, "mechanisms.lobbying": False}})
    assert asked.settings == {"lobbying": False, "outreach": 1}


def test_nothing_is_computed_when_nobody_waits(engine: Engine) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        engine.computed({"anger_life": 3.21}, N, "", "", False, stop)
