"""How disputes are lobbied over and escalate in the reference model, from ODD 7.15 and 7.16 alone."""

import math

from oracle.chance import exact, logistic
from oracle.nations import clip, relations_noise, settle
from oracle.run import Run
from oracle.world import City, Dyad


def lobby(run: Run) -> None:
    """7.15"""
    for dyad in run.dyads:
        dyad.position = [0.0, 0.0]
        if dyad.present and dyad.disputes > run.p.dispute_floor:
            dyad.position = [position(run, dyad, q) for q in (0, 1)]


def position(run: Run, dyad: Dyad, q: int) -> float:
    p, cities, freedom = run.p, run.of_nation(dyad.nations[q]), run.levers().obedience
    loyalty = 1.0 - p.over_compliance * dyad.anger[q]
    voiced = exact(
        (city.weight - (city.weight - city.voice) * freedom) * stance(run, city, dyad, q, loyalty) for city in cities
    )
    weight = exact(city.weight for city in cities)
    within = voiced / weight if weight > 0.0 else 0.0
    outside = 0.0
    if cities:
        mean_voice = sum(city.voice for city in cities) / sum(city.weight for city in cities)
        mean_nationalism = sum(city.nationalism for city in cities) / len(cities)
        outside = 1.0 - (1.0 - mean_voice) * freedom
        outside *= math.tanh(-p.nationalism_lobbying * mean_nationalism * dyad.anger[q])
    return (within + p.untied_weight * outside) / (1.0 + p.untied_weight)


def stance(run: Run, city: City, dyad: Dyad, q: int, loyalty: float) -> float:
    p, heard = run.p, run.tie_pathways and run.on.lobbying
    stake = exact(tie.strength * tie.affinity for tie in city.ties if tie.dyad == dyad.row) if heard else 0.0
    return math.tanh(p.stake_scale * loyalty * stake - p.nationalism_lobbying * city.nationalism * dyad.anger[q])


def escalate(run: Run) -> None:
    """7.16"""
    p = run.p
    for dyad in run.dyads:
        dyad.escalation = [0.0, 0.0]
        if not dyad.present:
            dyad.anger = [0.0, 0.0]
            continue
        if dyad.disputes > p.dispute_floor:
            dyad.escalation = [
                logistic(p.anger_escalation * (dyad.anger[q] - p.anger_pivot) - p.lobbying_restraint * dyad.position[q])
                for q in (0, 1)
            ]
        both = sum(dyad.escalation) / 2.0
        rest = dyad.baseline + dyad.level + p.economy_relations * dyad.economy
        step = p.relations_reversion * (rest - dyad.relations_start) + relations_noise(run, dyad.id)
        fall = p.escalation_drop * min(dyad.disputes, p.dispute_cap) * both
        dyad.relations = clip(dyad.relations + step - fall)
        settle(dyad, p.level_reversion, p.level_share * fall)
        dyad.disputes *= 1.0 - p.dispute_settlement * (1.0 - both)
        cool(run, dyad)


def cool(run: Run, dyad: Dyad) -> None:
    p, open_now = run.p, min(dyad.disputes, run.p.dispute_cap)
    dyad.anger = [
        max(
            0.0,
            anger * (1.0 - 1.0 / p.anger_life)
            + p.anger_reignition * open_now * dyad.escalation[1 - q] * max(0.0, 1.0 - anger),
        )
        for q, anger in enumerate(dyad.anger)
    ]
