"""The model written again from ODD.md in plain Python, one tie at a time: the oracle of the compiled code.

It shares with the package the names of parameters, switches and recorded columns, the scenario and the tables read,
and nothing else. Where the text is silent, the assumption is stated in a comment beside it.
"""

from dataclasses import dataclass

import numpy as np

from cityties.kernel.record import DyadMeasure, NationMeasure
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables
from oracle import changes, disputes, endings, meetings, nations, ties
from oracle.formation import form
from oracle.run import COUNTED, Run
from oracle.setup import set_up
from oracle.world import PRACTICES, Dyad, Nation, Tie


@dataclass(frozen=True)
class ReferenceRecord:
    """Record by month, dyad or nation, and measure; the ties at the end of the run, and those that ended before."""

    dyads: FloatArray
    nations: FloatArray
    ties: list[Tie]
    ended: list[tuple[int, ...]]


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
        np.zeros((months, len(run.nations), len(NationMeasure))),
        run.ties,
        [],
    )
    for index in range(months):
        run.month = scenario.start + index
        live_one_month(run)
        for dyad in run.dyads:
            for measure, value in measures(run, dyad).items():
                record.dyads[index, dyad.row, measure] = value
        for nation in run.nations:
            for nation_measure, value in measures_of_nation(run, nation).items():
                record.nations[index, nation.row, nation_measure] = value
    record.ended.extend(ending_of(run, tie, month) for tie, month in run.ended)
    return record


def ending_of(run: Run, tie: Tie, month: int) -> tuple[int, ...]:
    """Rows of both cities and of the dyad, first and last month, who ended it and who had suspended it by then."""
    rows, start = (run.cities.index(city) for city in tie.ends), run.scenario.start
    codes = (sum(1 + side for side in sides) for sides in (tie.leaving, tie.suspended))
    return (*rows, tie.dyad, max(tie.begins - start, 0), month - start, *codes)


def live_one_month(run: Run) -> None:
    """The schedule of ODD 3."""
    for nation in run.nations:
        nation.attendance = nation.at_networks = 0
    for dyad in run.dyads:
        dyad.counts = dict.fromkeys(COUNTED, 0.0)
    changes.put_in_force(run)
    changes.hold_and_release(run)
    changes.wake_theirs(run)
    endings.take_leave(run)
    shock(run)
    ties.take_steps(run)
    ties.sign(run)
    ties.attend_to_ties(run)
    ties.consent(run)
    if run.on.suspension:
        ties.suspend(run)
    if run.on.ending:
        endings.decide(run)
    ties.exchange(run)
    for happens in (meetings.meet_at_forum, meetings.convene, meetings.learn, meetings.grow, meetings.give_aid):
        happens(run)
    for happens in (meetings.wake, meetings.sum_exchange, meetings.spill_over, form, nations.move_publics):
        happens(run)
    if run.is_reduced:
        nations.return_to_baseline(run)
    else:
        disputes.lobby(run)
        disputes.escalate(run)


def shock(run: Run) -> None:
    """The first part of the month, after ties have left."""
    nations.drift(run)
    nations.recognise(run)
    nations.read_incidents(run)
    if run.on.provocation:
        ties.provoke(run)
    if run.on.conciliation:
        ties.conciliate(run)
    nations.strike(run)
    if run.on.directive:
        nations.direct(run)


def measures(run: Run, dyad: Dyad) -> dict[DyadMeasure, float]:
    """ODD 4.11"""
    own = run.of_dyad(dyad)
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
        DyadMeasure.ECONOMY: dyad.economy,
        DyadMeasure.LEVEL: dyad.level,
    }


def measures_of_nation(run: Run, nation: Nation) -> dict[NationMeasure, float]:
    own, held = run.of_nation(nation.row), (NationMeasure.PRACTICE_LOW, NationMeasure.PRACTICE_MIDDLE)
    counts = {
        measure: float(sum(i in city.practices for city in own))
        for i, measure in zip(PRACTICES, (*held, NationMeasure.PRACTICE_HIGH), strict=True)
    }
    return counts | {
        NationMeasure.FORUM_ATTENDANCE: float(nation.attendance),
        NationMeasure.NETWORK_ATTENDANCE: float(nation.at_networks),
    }
