"""What the compiled month leaves out to save time changes nothing: the long way gives the same bytes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from builders.worlds import changed, run, shipped
from cityties.kernel.numerics import FIXED
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, Suspension
from cityties.kernel.submodels.recording import FEW_DYADS
from cityties.scenario.models import Scenario
from cityties.setup.initialization import Setup, prepare
from cityties.tables.world_tables import read_tables
from cityties.worlds.synthetic import write_synthetic_world


@pytest.fixture(scope="module")
def setup() -> Setup:
    """Some years of disputes of the shipped world, with mechanisms that are off by default."""
    given, tables = shipped()
    on, nothing = {"learning": True, "spillover": True}, dict.fromkeys(("ties_at", "cities_at", "months"), ())
    return prepare(changed(given, start="2003-01", end="2007-12", mechanisms=on, record=nothing), tables)


@pytest.fixture(scope="module", params=[3, 5])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """Return the set-up of a synthetic world whose dyads are few, and of one with more."""
    world: Path = tmp_path_factory.mktemp("worlds") / "world"
    write_synthetic_world(world, 300, 400, request.param, 1)
    years = {"title": "Synthetic", "world": str(world), "start": "1999-01", "end": "2005-12", "seed": 3}
    scenario = Scenario.model_validate(years | {"parameters": {"dormancy_threshold": 0.3, "walkout": 0.9}})
    return prepare(scenario, read_tables(world))


@pytest.mark.parametrize("tie_pathways", [True, False])
def test_asking_every_tie_gives_the_same_run(setup: Setup, tie_pathways: bool) -> None:
    spared, asked = (run(setup, 1, tie_pathways, list_all=everyone) for everyone in (False, True))
    assert spared.record.dyads.tobytes() == asked.record.dyads.tobytes()
    assert spared.record.nations.tobytes() == asked.record.nations.tobytes()
    for name in ("strength", "suspended", "suspended_since", "exchange", "mode"):
        assert getattr(spared.state.ties, name).tobytes() == getattr(asked.state.ties, name).tobytes()
    assert (
        spared.state.ties.n[Count.DECIDING] < asked.state.ties.n[Count.DECIDING] == asked.state.ties.n[Count.EXISTING]
    )


def test_where_custom_rules_might_write_anything_all_is_read_and_no_number_changes(setup: Setup) -> None:
    wary = replace(setup, rules=setup.rules._replace(has_custom_rules=True))
    assert run(wary).record.dyads.tobytes() == run(setup).record.dyads.tobytes()


def test_what_is_counted_of_dyads_is_what_their_ties_are(lived: Setup) -> None:
    found = run(lived)
    ties, n = found.state.ties, int(found.state.ties.n[0])
    n_dyads = len(lived.world.dyads.id)
    assert (n_dyads > FEW_DYADS) == (len(lived.world.nations.first) > 3)
    dyad, strength = ties.dyad[:n].astype(np.int64), ties.strength[:n]
    last, counts = found.record.dyads[-1], np.bincount(dyad, minlength=n_dyads)
    dormant = np.bincount(dyad[strength < 0.3], minlength=n_dyads)
    suspended = np.bincount(dyad[ties.suspended[:n] != Suspension.NONE], minlength=n_dyads)
    whole = np.bincount(dyad, np.trunc(strength * FIXED), n_dyads) / FIXED
    np.testing.assert_array_equal(last[:, DyadMeasure.TIES], counts)
    np.testing.assert_array_equal(last[:, DyadMeasure.DORMANT], dormant)
    np.testing.assert_array_equal(last[:, DyadMeasure.SUSPENDED], suspended)
    np.testing.assert_array_equal(last[:, DyadMeasure.STRENGTH], whole / np.maximum(counts, 1))
    assert dormant.sum() > 0
    assert suspended.sum() > 0
