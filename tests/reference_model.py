"""The model written again from ODD.md in plain Python, one tie at a time: the oracle of the compiled code.

It shares with the package the names of parameters, switches and recorded columns, the scenario and the tables read,
and nothing else. Where the text is silent, the assumption is said in a comment beside it.
"""

from dataclasses import dataclass

import numpy as np

import reference_nations as nations
import reference_ties as ties
from cityties.entities import FloatArray
from cityties.record import DyadMeasure, NationMeasure
from cityties.scenario import Scenario
from cityties.tables import WorldTables
from reference_setup import COUNTED, Run, set_up
from reference_world import Dyad, Tie


@dataclass(frozen=True)
class ReferenceRecord:
    """Record by month, dyad or nation, and measure; the ties at the end of the run."""

    dyads: FloatArray
    nations: FloatArray
    ties: list[Tie]


def run_reference(
    scenario: Scenario,
    tables: WorldTables,
    replicate: int,
    tie_pathways: bool,
    without: frozenset[str] = frozenset(),
) -> ReferenceRecord:
    run = set_up(scenario, tables, replicate, tie_pathways, without)
    months = scenario.end - scenario.start + 1
    record = ReferenceRecord(
        np.zeros((months, len(run.dyads), len(DyadMeasure))),
        np.zeros((months, len(tables.nations), len(NationMeasure))),
        run.ties,
    )
    for index in range(months):
        run.month = scenario.start + index
        live_one_month(run)
        for dyad in run.dyads:
            for measure, value in measures(run, dyad).items():
                record.dyads[index, dyad.row, measure] = value
        for nation, number in run.attendance.items():
            record.nations[index, nation, NationMeasure.FORUM_ATTENDANCE] = number
    return record


def live_one_month(run: Run) -> None:
    """The schedule of ODD 3."""
    run.attendance = dict.fromkeys({city.nation for city in run.cities}, 0)
    for dyad in run.dyads:
        dyad.counts = dict.fromkeys(COUNTED, 0)
    nations.recognise(run)
    nations.read_incidents(run)
    if run.on.provocation:
        ties.provoke(run)
    nations.strike(run)
    if run.on.directive:
        nations.direct(run)
    ties.sign(run)
    ties.attend_to_ties(run)
    ties.consent(run)
    if run.on.suspension:
        ties.suspend(run)
    ties.exchange(run)
    ties.meet_at_forum(run)
    ties.grow(run)
    ties.give_aid(run)
    ties.sum_exchange(run)
    ties.form(run)
    nations.move_publics(run)
    nations.lobby(run)
    nations.escalate(run)


def measures(run: Run, dyad: Dyad) -> dict[DyadMeasure, float]:
    """ODD 4.11"""
    own = [tie for tie in run.ties if tie.dyad == dyad.row]
    by_side = {"MOOD": dyad.mood, "ANGER": dyad.anger, "POSITION": dyad.position, "ESCALATION": dyad.escalation}
    values = {DyadMeasure[f"{name}_{side}"]: v[q] for name, v in by_side.items() for q, side in enumerate("AB")}
    values |= {DyadMeasure[name.upper()]: float(number) for name, number in dyad.counts.items()}
    return values | {
        DyadMeasure.RELATIONS: dyad.relations,
        DyadMeasure.DISPUTES: dyad.disputes,
        DyadMeasure.DIRECTIVE_A: float(dyad.directive[0]),
        DyadMeasure.DIRECTIVE_B: float(dyad.directive[1]),
        DyadMeasure.SEVERITY: dyad.severity,
        DyadMeasure.TIES: float(len(own)),
        DyadMeasure.DORMANT: float(sum(ties.is_dormant(run, tie) for tie in own)),
        DyadMeasure.SUSPENDED: float(sum(bool(tie.suspended) for tie in own)),
        DyadMeasure.EXCHANGE: dyad.exchange,
        DyadMeasure.STRENGTH: sum(tie.strength for tie in own) / len(own) if own else 0.0,
        DyadMeasure.GATE_SHUT: float(dyad.shut),
    }
