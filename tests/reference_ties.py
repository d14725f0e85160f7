"""What cities and ties do in a month of the reference model, from ODD 7.3, 7.5 to 7.13 alone, one tie at a time."""

import math

import reference_chance as chance
from reference_chance import Draw, exact, exponential, logistic
from reference_setup import Run, begin_tie
from reference_world import City, Dyad, Tie, raw_affinity, thaw_rate

MOST_SIGNINGS = 60


def provoke(run: Run) -> None:
    """7.3"""
    p, key, choice = run.p, run.key(Draw.PROVOCATION), run.key(Draw.PROVOKED_DYAD)
    for city in run.cities:
        exposure = city.exchange / p.plan_rate if run.tie_pathways and p.plan_rate > 0.0 else 0.0
        chance_now = p.provocation_rate * city.nationalism * city.autonomy * (1.0 + exposure)
        if not chance.uniform(key, city.id) < chance_now:
            continue
        targets = [dyad for dyad in run.present() if city.nation in dyad.nations]
        if not targets:
            continue
        dyad = targets[math.floor(chance.uniform(choice, city.id) * len(targets))]
        side = dyad.nations.index(city.nation)
        dyad.severity += p.provocation_severity
        dyad.felt[1 - side] += p.provocation_severity
        dyad.counts["provocations"] += 1
        if run.tie_pathways:
            walk_out(run, city, dyad, 1 - side)


def walk_out(run: Run, city: City, dyad: Dyad, partner_side: int) -> None:
    key = run.key(Draw.WALK_OUT)
    for tie in city.ties:
        if tie.dyad == dyad.row and not tie.suspended and chance.uniform(key, tie.id) < run.p.walkout:
            tie.suspended, tie.since = {partner_side}, run.month


def sign(run: Run) -> None:
    """7.5"""
    for tie in run.waiting.pop(run.month, []):
        begin_tie(run, tie)
        run.dyads[tie.dyad].counts["signed"] += 1


def attend_to_ties(run: Run) -> None:
    """7.6"""
    p = run.p
    share: dict[int, float] = {}
    for city in run.cities:
        if city.ties:
            attention = exact(tie.strength + p.attention_floor for tie in city.ties)
            attention += p.abroad_attention * city.abroad
            share[city.id] = city.budget / attention if attention > 0.0 else 0.0
    for tie in run.ties:
        scarcest = min(share[city.id] for city in tie.ends)
        tie.plan = min(p.plan_ceiling, p.plan_rate * scarcest * (tie.strength + p.attention_floor))
        if not run.on.budget_limit:
            tie.plan = p.plan_rate


def consent(run: Run) -> None:
    """7.7"""
    p = run.p
    for tie in run.ties:
        dyad = run.dyads[tie.dyad]
        shared = p.consent_base + (p.strength_consent + p.outreach * max(0.0, -dyad.relations)) * tie.strength
        if is_dormant(run, tie):
            shared -= p.dormancy_penalty
        a, b = (
            shared
            + p.public_pressure * (dyad.mood[q] - dyad.anger[q])
            - p.directive_weight * tie.ends[q].obedience * dyad.directive[q]
            for q in (0, 1)
        )
        tie.propensity = (a, b)


def is_dormant(run: Run, tie: Tie) -> bool:
    return tie.strength < run.p.dormancy_threshold


def suspend(run: Run) -> None:
    """7.8"""
    thaw = run.key(Draw.THAW)
    for tie in run.ties:
        dyad = run.dyads[tie.dyad]
        if dyad.severity > run.p.review_threshold:
            if not tie.suspended:
                review(run, tie, dyad)
        elif tie.suspended:
            both = logistic(tie.propensity[0]) * logistic(tie.propensity[1])
            if chance.uniform(thaw, tie.id) < tie.thaw * both:
                tie.suspended, tie.since = set(), None


def review(run: Run, tie: Tie, dyad: Dyad) -> None:
    p, here = run.p, run.places.get((run.month, dyad.row), set())
    m = p.place_emphasis if any(city.province in here for city in tie.ends) else 0.0
    for q, process in enumerate((Draw.REVIEW_A, Draw.REVIEW_B)):
        reluctance = 1.0 - logistic(tie.propensity[q] - p.public_pressure * m * dyad.felt[q])
        weight = min(1.0, (1.0 + m) * dyad.felt[q] / p.review_full_severity)
        if chance.uniform(run.key(process), tie.id) < reluctance * weight:
            tie.suspended.add(q)
            tie.since = run.month


def exchange(run: Run) -> None:
    """7.9"""
    closed, plan = run.borders_closed(), run.key(Draw.PLAN)
    for tie in run.ties:
        tie.mode, tie.exchange = 0, 0.0
        if closed or not chance.uniform(plan, tie.id) < tie.plan:
            continue
        counts, refusing = run.dyads[tie.dyad].counts, refusals(run, tie)
        counts["planned"] += 1
        counts["refused_a"] += 0 in refusing
        counts["refused_b"] += 1 in refusing
        if not refusing:
            tie.mode, tie.exchange = 2, 1.0
            counts["official"] += 1
        elif not is_dormant(run, tie):
            tie.mode, tie.exchange = 1, run.p.people_share
            counts["people"] += 1


def refusals(run: Run, tie: Tie) -> set[int]:
    if tie.suspended:
        return tie.suspended
    keys = run.key(Draw.CONSENT_A), run.key(Draw.CONSENT_B)
    return {q for q in (0, 1) if chance.uniform(keys[q], tie.id) >= logistic(tie.propensity[q])}


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
            run.attendance[city.nation] += 1
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
    warmth, orders = [], [0.0]
    for dyad in run.dyads:
        if city.nation in dyad.nations:
            q = dyad.nations.index(city.nation)
            warmth.append(dyad.mood[q] - dyad.anger[q])
            orders.append(dyad.directive[q] * (1.0 if dyad.nations[1 - q] == host else p.forum_directive_elsewhere))
    mean = sum(warmth) / len(warmth) if warmth else 0.0
    politics = p.public_pressure * mean - p.directive_weight * city.obedience * max(orders)
    return z + (1.0 - p.forum_depoliticisation) * politics


def grow(run: Run) -> None:
    """7.12, first half"""
    p = run.p
    for tie in run.ties:
        w = tie.strength
        w += p.strength_gain * tie.exchange * (1.0 - w) - p.strength_decay * w
        w *= 1.0 - p.crisis_damage * run.dyads[tie.dyad].severity * (1.0 - w)
        tie.strength = min(max(w, 0.0), 1.0)


def give_aid(run: Run) -> None:
    """7.11"""
    p, key = run.p, run.key(Draw.AID)
    for dyad in run.dyads:
        dyad.aid_share = 0.0
        ties = [tie for tie in run.ties if tie.dyad == dyad.row]
        if not run.aid_given() or not ties:
            continue
        for tie in ties:
            willing = logistic(p.consent_base + p.strength_consent * tie.strength)
            if chance.uniform(key, tie.id) < willing * p.aid_rate:
                tie.strength += p.aid_strength * (1.0 - tie.strength)
                dyad.counts["aid"] += 1
        dyad.aid_share = dyad.counts["aid"] / len(ties)


def sum_exchange(run: Run) -> None:
    """7.12, second half"""
    for dyad in run.dyads:
        dyad.exchange = exact(tie.exchange for tie in run.ties if tie.dyad == dyad.row)
    for city in run.cities:
        city.exchange = exact(tie.exchange for tie in city.ties)


def form(run: Run) -> None:
    """7.13"""
    endogenous = run.scenario.ties.history == "endogenous" and run.month >= run.scenario.ties.endogenous_from
    if not endogenous or run.borders_closed():
        return
    for dyad in run.present():
        u = chance.uniform(run.key(Draw.SIGNINGS), dyad.id)
        for slot in range(poisson(signing_rate(run, dyad), u)):
            sign_one(run, dyad, slot)


def signing_rate(run: Run, dyad: Dyad) -> float:
    p = run.p
    rate = p.formation_rate / 12.0 * dyad.formation_factor
    rate *= 1.0 + dyad.formation_trend * max(0, run.year() - dyad.formation_from)
    for nation, other in (dyad.nations, dyad.nations[::-1]):
        home = [city for city in run.cities if city.nation == nation]
        free = exact(city.size**p.formation_size for city in home)
        rate *= exact(pull(run, city, other) for city in home) / free if free > 0.0 else 0.0
    mood = sum(dyad.mood) / 2.0 - p.mood_reference
    rate *= exponential(p.formation_relations * (dyad.relations - p.relations_reference) + p.formation_mood * mood)
    allowed = 0.0 if any(dyad.directive) else 1.0
    return max(0.0, rate) * allowed * (p.approval_gate if dyad.shut else 1.0)


def pull(run: Run, city: City, towards: int) -> float:
    p = run.p
    room = min(max(city.size**p.saturation_exponent, p.saturation_floor), p.saturation_cap)
    crowding = city.partners.get(towards, 0) / (p.saturation_ties * room)
    return float(city.size**p.formation_size) * exponential(-crowding)


def poisson(mean: float, u: float) -> int:
    """Inversion: the smallest number whose distribution function exceeds u."""
    number, term = 0, exponential(-mean)
    total = term
    while number < MOST_SIGNINGS and u >= total:
        number += 1
        term *= mean / number
        total += term
    return number


def sign_one(run: Run, dyad: Dyad, slot: int) -> None:
    p = run.p
    keys = [
        chance.substream(chance.substream(run.key(process), slot), dyad.row)
        for process in (Draw.SIGNING_CITY_A, Draw.SIGNING_CITY_B)
    ]

    def met(city: City) -> bool:
        return city.attended is not None and run.month - city.attended < p.meeting_memory

    def first_drawing(city: City) -> float:
        rise = p.forum_initiative * p.forum_formation if met(city) else 0.0
        return -math.log(1.0 - chance.uniform(keys[0], city.id)) / (pull(run, city, dyad.nations[1]) * (1.0 + rise))

    a = min((city for city in run.cities if city.nation == dyad.nations[0]), key=first_drawing)

    def second_drawing(city: City) -> float:
        rise = p.forum_formation if met(a) and met(city) else 0.0
        weight = pull(run, city, dyad.nations[0]) * affinity(run, a, city) * (1.0 + rise)
        return -math.log(1.0 - chance.uniform(keys[1], city.id)) / weight

    b = min((city for city in run.cities if city.nation == dyad.nations[1]), key=second_drawing)
    number = chance.pair_address(a.id, b.id)
    if number not in run.pairs:
        run.pairs.add(number)
        tie = Tie(dyad.row, (a, b), number, run.month + 1, affinity(run, a, b), thaw_rate(number, p))
        run.waiting.setdefault(run.month + 1, []).append(tie)


def affinity(run: Run, a: City, b: City) -> float:
    return raw_affinity(a, b, run.p) / run.mean_affinity
