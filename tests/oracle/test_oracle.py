"""The compiled model agrees with the reference model, which was written in plain Python from ODD.md alone."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.worlds import Run, changed, run, shipped
from builders.worlds_changed import changed_worlds
from builders.worlds_drawn import Drawn, worlds
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, Exchange
from cityties.scenario.models import Scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import WorldTables
from oracle.model import ReferenceRecord, run_reference

TOLERANCE = 1e-10
CONTINUOUS = {
    DyadMeasure.RELATIONS,
    DyadMeasure.DISPUTES,
    DyadMeasure.MOOD_A,
    DyadMeasure.MOOD_B,
    DyadMeasure.ANGER_A,
    DyadMeasure.ANGER_B,
    DyadMeasure.POSITION_A,
    DyadMeasure.POSITION_B,
    DyadMeasure.ESCALATION_A,
    DyadMeasure.ESCALATION_B,
    DyadMeasure.SEVERITY,
    DyadMeasure.EXCHANGE,
    DyadMeasure.STRENGTH,
    DyadMeasure.GIFT_A,
    DyadMeasure.GIFT_B,
    DyadMeasure.ECONOMY,
    DyadMeasure.LEVEL,
}


def agree(run: Run, reference: ReferenceRecord) -> None:
    for measure in DyadMeasure:
        tolerance = TOLERANCE if measure in CONTINUOUS else 0.0
        ours, theirs = run.record.dyads[:, :, measure], reference.dyads[:, :, measure]
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance, err_msg=measure.name)
    np.testing.assert_array_equal(run.record.nations, reference.nations)
    agree_on_ties(run, reference)
    agree_on_endings(run, reference)


def agree_on_ties(run: Run, reference: ReferenceRecord) -> None:
    ties = run.state.ties
    rows = {int(ties.id[e]): e for e in range(ties.n[0])}
    assert set(rows) == {tie.id for tie in reference.ties}
    for tie in reference.ties:
        e = rows[tie.id]
        assert ties.mode[e] == Exchange(tie.mode)
        assert ties.suspended[e] == sum(1 + side for side in tie.suspended)
        assert math.isclose(ties.strength[e], tie.strength, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        assert math.isclose(ties.exchange[e], tie.exchange, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        assert math.isclose(ties.affinity[e], tie.affinity, rel_tol=TOLERANCE)
        assert [ties.received_a[e], ties.received_b[e]] == pytest.approx(tie.received, rel=TOLERANCE)


def agree_on_endings(run: Run, reference: ReferenceRecord) -> None:
    n = run.state.ties.n[Count.ENDED]
    rows = zip(*(column[:n].tolist() for column in run.state.endings), strict=True)
    assert sorted(rows) == sorted(reference.ended)


def both_agree(
    scenario: Scenario, tables: WorldTables, tie_pathways: bool, without: frozenset[str] = frozenset()
) -> None:
    compiled = run(prepare(scenario, tables), 0, tie_pathways, without)
    agree(compiled, run_reference(scenario, tables, 0, tie_pathways, without))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(drawn=worlds())
def test_any_world_goes_as_the_text_says_in_both_arms(drawn: Drawn) -> None:
    for tie_pathways in (True, False):
        both_agree(*drawn, tie_pathways)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(drawn=changed_worlds(), tie_pathways=st.booleans())
def test_what_a_scenario_changes_in_any_world_goes_as_the_text_says(drawn: Drawn, tie_pathways: bool) -> None:
    both_agree(*drawn, tie_pathways)


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(drawn=worlds(), tie_pathways=st.booleans(), spared=st.booleans())
def test_a_thousand_worlds_go_as_the_text_says(drawn: Drawn, tie_pathways: bool, spared: bool) -> None:
    without = frozenset(drawn[1].shocks["shock"][::2]) if spared else frozenset()
    both_agree(*drawn, tie_pathways, without)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(drawn=worlds())
def test_a_world_that_is_spared_its_shocks_goes_as_the_text_says(drawn: Drawn) -> None:
    scenario, tables = drawn
    both_agree(scenario, tables, True, frozenset(tables.shocks["shock"][::2]))


@pytest.mark.compiled
@pytest.mark.parametrize("engine", ["escalation", "reduced_form"])
@pytest.mark.parametrize("tie_pathways", [True, False])
def test_the_recorded_history_of_east_asia_goes_as_the_text_says(tie_pathways: bool, engine: str) -> None:
    scenario, tables = shipped()
    every = dict.fromkeys(("learning", "spillover", "economy"), True)
    both_agree(changed(scenario, engine=engine, mechanisms=every), tables, tie_pathways)


@pytest.mark.compiled
def test_an_east_asia_that_signs_its_own_ties_goes_as_the_text_says() -> None:
    scenario, tables = shipped()
    own = {"history": "endogenous", "endogenous_from": "1998-01"}
    shorter = changed(scenario, start="1995-01", end="2015-12", ties=own, record={"ties_at": []})
    both_agree(shorter, tables, True, frozenset({"CN-JP-2012-09"}))
