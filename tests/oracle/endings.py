"""How ties end in the reference model, from ODD 7.23 alone."""

import math

from oracle import chance
from oracle.chance import Draw, exponential, logistic
from oracle.run import Run
from oracle.world import City


def take_leave(run: Run) -> None:
    """At the very beginning of a month: what councils decided to end is no tie any more."""
    for tie in [tie for tie in run.ties if tie.leaving]:
        run.ties.remove(tie)
        run.pairs.discard(tie.id)
        run.ended.append((tie, run.month))
        run.dyads[tie.dyad].counts["ended"] += 1
        for city, partner in (tie.ends, tie.ends[::-1]):
            city.ties.remove(tie)
            city.partners[partner.nation] -= 1
            if city.partners[partner.nation] == 0:
                del city.partners[partner.nation]


def decide(run: Run) -> None:
    p, key = run.p, run.key(Draw.ENDING)
    for tie in run.ties:
        dyad = run.dyads[tie.dyad]
        fall = max(0.0, dyad.baseline + p.level_orders * dyad.level - dyad.relations)
        if not tie.suspended and fall <= p.ending_depth:
            continue
        rate = p.ending_rate * exponential(p.ending_fall * fall)
        rate *= exponential(p.ending_suspended) if tie.suspended else 1.0
        draws = chance.uniform(key, tie.id), chance.second_uniform(key, tie.id)
        for q, city in enumerate(tie.ends):
            reluctance = 1.0 - logistic(tie.propensity[q])
            if draws[q] < rate * reluctance * exponential(inclination(run, city)):
                tie.leaving.add(q)


def inclination(run: Run, city: City) -> float:
    p, autonomy = run.p, 1.0 - (1.0 - city.autonomy) * run.levers().obedience
    partners = city.abroad + sum(city.partners.values())
    return (
        p.ending_autonomy * (autonomy - 0.5)
        + p.ending_size * math.log(city.size)
        + p.ending_partners * math.log2(partners)
    )
