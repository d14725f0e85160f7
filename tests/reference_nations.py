"""What nations and publics do in a month of the reference model, from ODD 7.1, 7.2, 7.4, 7.14 to 7.16 alone."""

import math

import reference_chance as chance
from reference_chance import Draw, exact, exponential, logistic
from reference_setup import Run
from reference_world import City, Dyad


def clip(value: float) -> float:
    return min(max(value, -1.0), 1.0)


def recognise(run: Run) -> None:
    """7.1"""
    for dyad in run.dyads:
        if run.month < dyad.recognised:
            dyad.relations = dyad.relations_before
        elif run.month == dyad.recognised:
            dyad.relations = dyad.relations_at_recognition
        dyad.relations_start = dyad.relations


def read_incidents(run: Run) -> None:
    """7.2, reading"""
    for dyad in run.dyads:
        shocks = run.incidents.get((run.month, dyad.row), []) if run.month >= dyad.recognised else []
        dyad.severity = sum((shock.severity for shock in shocks), 0.0)
        dyad.felt = [sum((shock.severity * shock.factors[q] for shock in shocks), 0.0) for q in (0, 1)]


def strike(run: Run) -> None:
    """7.2, striking"""
    p = run.p
    for dyad in run.dyads:
        if dyad.severity > 0.0:
            dyad.relations -= p.incident_drop * dyad.severity
            dyad.disputes += dyad.severity
            dyad.anger = [dyad.anger[q] + dyad.felt[q] for q in (0, 1)]
        if dyad.severity >= p.approval_shut_severity:
            dyad.shut = True
        level = run.levels.get((run.month, dyad.row), 0.0)
        if level > 0.0:
            dyad.relations += p.positive_gain * level
            dyad.disputes *= max(0.0, 1.0 - p.positive_relief * level)
        if level >= p.approval_open_level:
            dyad.shut = False
        dyad.relations = clip(dyad.relations)


def direct(run: Run) -> None:
    """7.4"""
    p = run.p
    for dyad in run.dyads:
        dyad.directive = [
            int(dyad.relations < p.directive_threshold + (p.directive_release if was else 0.0))
            for was in dyad.directive
        ]


def move_publics(run: Run) -> None:
    """7.14"""
    p = run.p
    for dyad in run.dyads:
        usual = p.contact_reference_ties * p.plan_rate
        activity = dyad.exchange / usual if usual > 0.0 else 0.0
        for q in (0, 1):
            mood, floor, baseline = dyad.mood[q], dyad.mood_floor[q], dyad.mood_baseline[q]
            step = dyad.recovery[q] * (baseline - mood) * max(0.0, (mood - floor) / (baseline - floor))
            if run.tie_pathways:
                step += p.contact_goodwill * activity * (1.0 - mood) + p.aid_mood * dyad.aid_share
            mood += step
            if dyad.felt[q] > 0.0 and mood > floor:
                mood = floor + (mood - floor) * exponential(-p.mood_loss * dyad.felt[q])
            dyad.mood[q] = clip(mood)


def lobby(run: Run) -> None:
    """7.15"""
    heard = run.tie_pathways and run.on.lobbying
    for dyad in run.dyads:
        dyad.position = [0.0, 0.0]
        if run.month < dyad.recognised or not dyad.disputes > run.p.dispute_floor:
            continue
        for q in (0, 1):
            cities = [city for city in run.cities if city.nation == dyad.nations[q]]
            voices = exact(city.voice * attitude(run, city, dyad, q, heard) for city in cities)
            weights = exact(city.weight for city in cities)
            dyad.position[q] = voices / weights if weights > 0.0 else 0.0


def attitude(run: Run, city: City, dyad: Dyad, q: int, heard: bool) -> float:
    p = run.p
    stake = exact(tie.strength * tie.affinity for tie in city.ties if tie.dyad == dyad.row) if heard else 0.0
    calm = p.stake_scale * stake * (1.0 - p.over_compliance * dyad.anger[q])
    return math.tanh(calm - p.nationalism_lobbying * city.nationalism * dyad.anger[q])


def escalate(run: Run) -> None:
    """7.16"""
    p, luck = run.p, run.key(Draw.RELATIONS)
    for dyad in run.dyads:
        dyad.escalation = [0.0, 0.0]
        if dyad.disputes > p.dispute_floor:
            dyad.escalation = [
                logistic(p.anger_escalation * (dyad.anger[q] - p.anger_pivot) - p.lobbying_restraint * dyad.position[q])
                for q in (0, 1)
            ]
        if run.month < dyad.recognised:
            dyad.anger = [0.0, 0.0]
            continue
        both = sum(dyad.escalation) / 2.0
        step = p.relations_reversion * (dyad.baseline - dyad.relations_start)
        step += p.relations_noise * chance.normal(luck, dyad.id)
        step -= p.escalation_drop * min(dyad.disputes, p.dispute_cap) * both
        dyad.relations = clip(dyad.relations + step)
        dyad.disputes *= 1.0 - p.dispute_settlement * (1.0 - both)
        open_now = min(dyad.disputes, p.dispute_cap)
        dyad.anger = [
            max(
                0.0,
                anger * (1.0 - 1.0 / p.anger_life)
                + p.anger_reignition * open_now * dyad.escalation[1 - q] * max(0.0, 1.0 - anger),
            )
            for q, anger in enumerate(dyad.anger)
        ]
