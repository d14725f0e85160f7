"""What nations and publics do in a month of the reference model, from ODD 7.1, 7.2, 7.4 and 7.14 alone."""

import math

from oracle import chance
from oracle.chance import Draw, exact, exponential
from oracle.run import Run
from oracle.world import Dyad


def clip(value: float) -> float:
    return min(max(value, -1.0), 1.0)


def recognise(run: Run) -> None:
    """7.1"""
    p = run.p
    lobbied = run.year() >= p.gate_lobbying_year and p.gate_lobbying != 0.0
    for dyad in run.dyads:
        if not dyad.present:
            if lobbied:
                dyad.relations = clip(dyad.relations + p.gate_lobbying * dyad.prospect)
            if run.month >= dyad.recognised or (lobbied and dyad.relations >= p.gate_opening):
                dyad.present = True
                dyad.relations = dyad.relations_at_recognition
        dyad.relations_start = dyad.relations


def read_incidents(run: Run) -> None:
    """7.2, reading"""
    for dyad in run.dyads:
        shocks = run.incidents.get((run.month, dyad.row), []) if dyad.present else []
        dyad.severity = sum((shock.severity for shock in shocks), 0.0)
        dyad.eased = [0.0, 0.0]
        dyad.felt = [sum((shock.severity * shock.factors[q] for shock in shocks), 0.0) for q in (0, 1)]


def strike(run: Run) -> None:
    """7.2, striking"""
    p = run.p
    drop = p.reduced_drop if run.is_reduced else p.incident_drop
    for dyad in run.dyads:
        if dyad.severity > 0.0:
            fall = drop * dyad.severity * (1.0 - p.absorption * dyad.shield)
            dyad.relations -= fall
            dyad.level -= p.level_share * max(0.0, fall)
            dyad.disputes += dyad.severity
            dyad.anger = [dyad.anger[q] + dyad.felt[q] for q in (0, 1)]
        if sum(dyad.eased) > 0.0:
            dyad.relations += drop * sum(dyad.eased)
            dyad.level += p.level_share * drop * sum(dyad.eased)
            dyad.disputes = max(0.0, dyad.disputes - sum(dyad.eased))
            dyad.anger = [max(0.0, dyad.anger[q] - dyad.eased[q]) for q in (0, 1)]
        if dyad.severity >= p.approval_shut_severity:
            dyad.shut = True
        level = run.levels.get((run.month, dyad.row), 0.0) if dyad.present else 0.0
        if level > 0.0:
            dyad.relations += p.positive_gain * level
            dyad.disputes *= max(0.0, 1.0 - p.positive_relief * level)
            dyad.level *= max(0.0, 1.0 - p.level_relief * level)
        if level >= p.approval_open_level:
            dyad.shut = False
        dyad.relations = clip(dyad.relations)


def direct(run: Run) -> None:
    """7.4"""
    p = run.p
    for dyad in run.dyads:
        dyad.directive = [
            int(
                dyad.present
                and dyad.relations
                < dyad.baseline
                + p.level_orders * dyad.level
                - p.directive_depth
                + (p.directive_release if was else 0.0)
            )
            for was in dyad.directive
        ]


def move_publics(run: Run) -> None:
    """7.14"""
    p = run.p
    for dyad in run.dyads:
        usual = p.contact_reference_ties * p.plan_rate
        activity = dyad.exchange / usual if usual > 0.0 else 0.0
        for q in (0, 1):
            if run.on.two_clocks:
                move_on_two_clocks(run, dyad, q, activity)
                continue
            mood, floor, baseline = dyad.mood[q], dyad.mood_floor[q], dyad.mood_baseline[q]
            step = dyad.recovery[q] * (baseline - mood) * max(0.0, (mood - floor) / (baseline - floor))
            if run.tie_pathways:
                step += p.contact_goodwill * activity * (1.0 - mood) + p.aid_mood * dyad.aid_share[q]
            mood += step
            if dyad.felt[q] > 0.0 and mood > floor:
                mood = floor + (mood - floor) * exponential(-p.mood_loss * dyad.felt[q])
            if dyad.eased[q] > 0.0 and mood > floor:
                mood = floor + (mood - floor) * exponential(p.mood_loss * dyad.eased[q])
            dyad.mood[q] = clip(mood)
            remember(run, dyad, q)


def move_on_two_clocks(run: Run, dyad: Dyad, q: int, activity: float) -> None:
    """7.14, with two clocks"""
    p, rest = run.p, chance.log_odds(dyad.mood_baseline[q])
    step = dyad.recovery[q] * (rest - dyad.public_level[q]) - p.mood_loss * (dyad.felt[q] - dyad.eased[q])
    if run.tie_pathways:
        step += 2.0 * (p.contact_goodwill * activity + p.aid_mood * dyad.aid_share[q])
    dyad.public_level[q] += step
    at_rest = dyad.public_level[q] == rest
    dyad.mood[q] = dyad.mood_baseline[q] if at_rest else math.tanh(dyad.public_level[q] / 2.0)
    remember(run, dyad, q)


def remember(run: Run, dyad: Dyad, q: int) -> None:
    dyad.remembered[q] += (dyad.mood[q] - dyad.remembered[q]) / run.p.memory


def settle(dyad: Dyad, healing: float, fall: float) -> None:
    """The level of relations heals and takes in what stands of a fall, within what baseline and level may be."""
    level = dyad.level * (1.0 - healing) - fall
    dyad.level = min(max(level, -1.0 - dyad.baseline), 1.0 - dyad.baseline)


def relations_noise(run: Run, dyad_id: int) -> float:
    return run.p.relations_noise * chance.normal(run.key(Draw.RELATIONS), dyad_id)


def drift(run: Run) -> None:
    """7.22"""
    kept, key = run.p.economy_persistence, run.key(Draw.ECONOMY)
    for dyad in run.dyads if run.on.economy else ():
        push = run.p.economy_spread * (1.0 - kept**2) ** 0.5 * chance.normal(key, dyad.id)
        dyad.economy = kept * dyad.economy + push


def return_to_baseline(run: Run) -> None:
    """7.21, instead of lobbying and escalation"""
    p = run.p
    for dyad in run.dyads:
        dyad.disputes = 0.0
        if not dyad.present:
            dyad.anger = [0.0, 0.0]
            continue
        ties = run.of_dyad(dyad)
        density = exact(tie.strength * tie.affinity for tie in ties) / p.density_reference
        dyad.shield = density / (1.0 + density) if run.tie_pathways else 0.0
        total = exact(tie.strength for tie in ties)
        share_open = exact(tie.strength for tie in ties if not tie.suspended) / total if total > 0.0 else 0.0
        repair = max(0.0, 1.0 + p.repair * dyad.shield * share_open)
        step = min(1.0, p.relations_reversion * repair)
        step *= dyad.baseline + dyad.level + p.economy_relations * dyad.economy - dyad.relations_start
        step += p.mood_relations * sum(dyad.mood[q] - dyad.remembered[q] for q in (0, 1)) / 2.0
        dyad.relations = clip(dyad.relations + step + relations_noise(run, dyad.id))
        settle(dyad, min(1.0, p.level_reversion * repair), 0.0)
        dyad.anger = [anger * (1.0 - 1.0 / p.anger_life) for anger in dyad.anger]
