"""Meetings, learning, strength, aid and spillover in the reference model, from ODD 7.10 to 7.12 and 7.17 to 7.19."""

from oracle import chance
from oracle.chance import Draw, exact, exponential, logistic
from oracle.run import Network, Run
from oracle.ties import is_dormant
from oracle.world import PRACTICES, City, Tie


def meet_at_forum(run: Run) -> None:
    """7.10"""
    edition = run.forum.get(run.month)
    if edition is None:
        return
    host, is_open = edition
    key = run.key(Draw.FORUM)
    for city in run.cities:
        if (is_open or city.ties) and chance.uniform(key, city.id) < logistic(forum_pull(run, city, host)):
            city.attended = run.month
            run.nations[city.nation].attendance += 1
    for tie in run.ties:
        if all(city.attended == run.month for city in tie.ends):
            tie.exchange += run.p.forum_dose
            run.dyads[tie.dyad].counts["forum_meetings"] += 1


def forum_pull(run: Run, city: City, host: int) -> float:
    p = run.p
    z = p.consent_base - p.forum_cost + p.forum_trend * (run.year() - p.forum_trend_year)
    z += p.forum_size * city.bigness + (p.forum_tied if city.ties else p.forum_untied)
    if city.nation == host:
        z += p.forum_host
    orders = [0.0]
    for dyad in run.dyads:
        if city.nation in dyad.nations:
            q = dyad.side_of(city.nation)
            orders.append(dyad.directive[q] * (1.0 if dyad.nations[1 - q] == host else p.forum_directive_elsewhere))
    return z + (1.0 - p.forum_depoliticisation) * politics(run, city, max(orders))


def politics(run: Run, city: City, strictest: float) -> float:
    """What the own public and the own nation's orders add to the propensity to travel; no capital obeys more here."""
    p = run.p
    warmth = []
    for dyad in run.dyads:
        if city.nation in dyad.nations:
            q = dyad.side_of(city.nation)
            warmth.append(dyad.mood[q] - dyad.anger[q])
    mean = sum(warmth) / len(warmth) if warmth else 0.0
    return p.public_pressure * mean - p.directive_weight * run.levers().obedience * city.bound * strictest


def convene(run: Run) -> None:
    """7.17"""
    for network in run.networks:
        if run.on.networks and run.month in network.meetings:
            came = {city.id for city in run.cities if comes(run, network, city)}
            for city in run.cities:
                run.nations[city.nation].at_networks += city.id in came
            for tie in run.ties:
                if all(city.id in came for city in tie.ends):
                    tie.exchange += run.p.network_dose
                    run.dyads[tie.dyad].counts["network_meetings"] += 1


def comes(run: Run, network: Network, city: City) -> bool:
    joined = network.joined.get(city.id)
    if joined is None or joined > run.month:
        return False
    p, ours = run.p, [dyad for dyad in run.dyads if city.nation in dyad.nations]
    strictest = float(max((dyad.directive[dyad.side_of(city.nation)] for dyad in ours), default=0))
    z = p.consent_base - p.network_cost
    z += (1.0 - p.network_depoliticisation) * politics(run, city, strictest)
    return chance.uniform(chance.substream(run.key(Draw.NETWORK), network.id), city.id) < logistic(z)


def learn(run: Run) -> None:
    """7.19"""
    p = run.p
    if not run.on.learning:
        return
    if run.month == run.scenario.start:
        invention = chance.stream(run.scenario.seed, run.replicate, Draw.INVENTION, 0)
        for i in PRACTICES:
            for city in run.cities:
                if chance.uniform(chance.substream(invention, i), city.id) < p.learning_seed:
                    city.practices.add(i)
    for i, cost in enumerate((p.practice_cost_low, p.practice_cost_middle, p.practice_cost_high)):
        key, before = chance.substream(run.key(Draw.LEARNING), i), {c.id for c in run.cities if i in c.practices}
        for tie in run.ties:
            learners = [city for city in tie.ends if city.id not in before]
            if len(learners) == 1 and chance.uniform(key, tie.id) < p.learning_rate / cost * tie.exchange:
                learners[0].practices.add(i)


def grow(run: Run) -> None:
    """7.12, first part"""
    p = run.p
    for tie in run.ties:
        w, shared = tie.strength, len(tie.ends[0].practices & tie.ends[1].practices)
        w += (
            p.strength_gain * max(0.0, 1.0 + p.learning_gain * shared) * tie.exchange * (1.0 - w) - p.strength_decay * w
        )
        w *= 1.0 - p.crisis_damage * run.dyads[tie.dyad].severity * (1.0 - w)
        tie.strength = min(max(w, 0.0), 1.0)


def give_aid(run: Run) -> None:
    """7.11"""
    for dyad in run.dyads:
        dyad.aid_share = [0.0, 0.0]
        ties = run.of_dyad(dyad)
        for tie in ties if run.on.aid else ():
            for end, side in enumerate("ab"):
                if run.is_struck(dyad.nations[end]) and gives(run, tie, end):
                    hand_over(run, tie, end)
                    dyad.counts[f"aid_{side}"] += 1
                    dyad.counts[f"gift_{side}"] += tie.received[end]
        if ties:
            dyad.aid_share = [dyad.counts["aid_a"] / len(ties), dyad.counts["aid_b"] / len(ties)]


def gives(run: Run, tie: Tie, end: int) -> bool:
    p, key = run.p, run.key((Draw.AID_A, Draw.AID_B)[end])
    propensity = p.consent_base + p.strength_consent * tie.strength + p.aid_affinity * (tie.affinity - 1.0)
    return chance.uniform(key, tie.id) < logistic(propensity) * p.aid_rate


def hand_over(run: Run, tie: Tie, end: int) -> None:
    p, had = run.p, tie.received[1 - end]
    returned = had * p.reciprocity * exponential(p.reciprocity_spread * chance.normal(run.key(Draw.GIFT), tie.id))
    tie.received[end], tie.received[1 - end] = returned if had > 0.0 else 1.0, 0.0
    tie.strength += p.aid_strength * (1.0 - tie.strength)


def wake(run: Run) -> None:
    """7.12, second part"""
    for tie in run.ties if run.levers().wake else ():
        if is_dormant(run, tie):
            tie.strength = max(tie.strength, run.p.wake_strength)


def sum_exchange(run: Run) -> None:
    """7.12, last part"""
    for dyad in run.dyads:
        dyad.exchange = exact(tie.exchange for tie in run.of_dyad(dyad))
    for city in run.cities:
        city.exchange = exact(tie.exchange for tie in city.ties)


def spill_over(run: Run) -> None:
    """7.18"""
    p = run.p
    if not run.on.spillover:
        return
    for city in run.cities:
        now = city.exchange / len(city.ties) / p.plan_rate if p.plan_rate > 0.0 and city.ties else 0.0
        city.activity += (now - city.activity) / p.activity_memory
    for city in run.cities:
        if city.centre is not None:
            lift = 1.0 + p.spillover * city.centre.activity - p.coordination_cost * run.levers().coordination
            city.lift = max(0.0, lift)
