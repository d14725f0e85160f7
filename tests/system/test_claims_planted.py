"""Planted worlds: where the answer was built in, the machine finds it; where nothing was built in, it finds nothing."""

from pathlib import Path

import numpy as np
import pytest

from builders.paths import SCENARIOS
from cityties.claims.estimands import buffer_claim, pooled
from cityties.claims.evidence import Evidence
from cityties.claims.session import NO_PANEL
from cityties.claims.verdicts import label, shares
from cityties.experiment.batch import compute_here, make_batch
from cityties.experiment.sampling import drawn_names
from cityties.experiment.variants import Variant
from cityties.kernel.state import FloatArray
from cityties.scenario.reader import override, read_scenario
from cityties.scenario.sweeps import with_settings
from cityties.tables.world_tables import read_tables

CRISIS = "CN-JP 2012-09"
REPLICAS, DRAWS = 100, 20
SHORT = {"start": "2010-01", "end": "2015-12"}
BUILT_TO_BUFFER = {
    "over_compliance": 0.0,
    "lobbying_restraint": 8.0,
    "nationalism_lobbying": 0.0,
    "anger_escalation": 3.0,
}
BUILT_TO_HARM = {
    "over_compliance": 12.0,
    "lobbying_restraint": 3.0,
    "nationalism_lobbying": 0.0,
    "anger_escalation": 1.0,
    "anger_life": 4.0,
    "provocation_rate": 0.0,
}
ABSORBING = {"absorption": 1.0, "repair": 0.0, "mood_relations": 0.0}
REPELLING = ABSORBING | {"absorption": -1.0}


def buffers(tmp_path: Path, settings: dict[str, float], draws: int, file: str = "historical.yaml") -> FloatArray:
    """Return B of the dispute of 2012 in draws from the prior of everything that the settings do not fix."""
    scenario = with_settings(override(read_scenario(SCENARIOS / file), record={}), SHORT | settings)
    scenario = override(
        scenario,
        replicates=1,
        crises={"only": [CRISIS], "follow_months": 36},
        arms=scenario.resolved()["arms"] | {"tie_pathways": [True, False], "political_shocks": [True]},
        record={},
    )
    variant = Variant(scenario, file, samples=draws, drawn=drawn_names("priors", list(settings)))
    tables = read_tables(scenario.world_folder)
    batch = make_batch("planted", [variant], {scenario.world_folder: tables}, tmp_path)
    compute_here(batch, 2, lambda _: None)
    return pooled(buffer_claim(), Evidence(batch.folder, 0, variant, tables, draws, NO_PANEL))


def labels(values: FloatArray) -> list[str]:
    """Return the verdict of every replica."""
    return [label(shares(one, 0.0, 0.05, "above"), 0.9) for one in values.reshape(-1, DRAWS)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "file", "verdict"),
    [
        (BUILT_TO_BUFFER, "historical.yaml", "supported"),
        (BUILT_TO_HARM, "historical.yaml", "refuted-harm"),
        (ABSORBING, "reduced_form.yaml", "supported"),
        (REPELLING | {"reduced_drop": 0.3}, "reduced_form.yaml", "refuted-harm"),
        ({}, "no_feedback.yaml", "refuted-null"),
    ],
    ids=["buffer", "harm", "absorbing", "repelling", "no feedback"],
)
def test_a_planted_world_is_called_what_it_is(
    tmp_path: Path, settings: dict[str, float], file: str, verdict: str
) -> None:
    """At least 95 of 100 replicas, each of its own draws from the prior of everything else."""
    found = labels(buffers(tmp_path, settings, REPLICAS * DRAWS, file))
    assert found.count(verdict) >= 95, {one: found.count(one) for one in set(found)}


@pytest.mark.slow
def test_at_the_floor_of_relations_harm_reads_as_buffering(tmp_path: Path) -> None:
    """A limit of B: where earlier disputes, worse with ties, left relations near -1, the next has no room to fall."""
    found = buffers(tmp_path, REPELLING, 200, "reduced_form.yaml")
    assert 0.5 < (found < -0.05).mean() < 0.9
    assert (found > 0.05).mean() > 0.1


def test_without_feedback_the_buffer_index_is_exactly_zero(tmp_path: Path) -> None:
    values = buffers(tmp_path, {}, 8, "no_feedback.yaml")
    known = values[~np.isnan(values)]
    assert len(known) > 0
    assert known.tolist() == [0.0] * len(known)
