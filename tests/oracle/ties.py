"""What cities and ties do in a month of the reference model, from ODD 7.3, 7.5 to 7.9 and 7.20 alone."""

import math

from oracle import chance
from oracle.chance import Draw, exact, exponential, logistic
from oracle.run import Run
from oracle.world import City, Dyad, Nation, Tie


def provoke(run: Run) -> None:
    """7.3"""
    p, levers = run.p, run.levers()
    key, choice = run.key(Draw.PROVOCATION), run.key(Draw.PROVOKED_DYAD)
    for city in run.cities:
        exposure = city.exchange / p.plan_rate if run.tie_pathways and p.plan_rate > 0.0 else 0.0
        freedom = 1.0 - (1.0 - city.autonomy) * levers.obedience
        chance_now = p.provocation_rate * levers.provocation * city.nationalism * freedom * (1.0 + exposure)
        targets = [dyad for dyad in run.present() if city.nation in dyad.nations]
        if not targets or not chance.uniform(key, city.id) < chance_now:
            continue
        dyad = targets[math.floor(chance.uniform(choice, city.id) * len(targets))]
        insulted = 1 - dyad.side_of(city.nation)
        dyad.severity += p.provocation_severity
        dyad.felt[insulted] += p.provocation_severity
        dyad.counts["provocations"] += 1
        if run.tie_pathways:
            walk_out(run, city, dyad, insulted)


def conciliate(run: Run) -> None:
    """7.3, the mirror image, with the second uniform"""
    p, levers = run.p, run.levers()
    key, choice = run.key(Draw.PROVOCATION), run.key(Draw.CONCILIATED_DYAD)
    odds = p.conciliation_share / (1.0 - p.conciliation_share)
    for city in run.cities:
        exposure = city.exchange / p.plan_rate if run.tie_pathways and p.plan_rate > 0.0 else 0.0
        freedom = 1.0 - (1.0 - city.autonomy) * levers.obedience
        chance_now = p.provocation_rate * odds * (1.0 - city.nationalism) * freedom * (1.0 + exposure)
        targets = [dyad for dyad in run.present() if city.nation in dyad.nations]
        if targets and chance.second_uniform(key, city.id) < chance_now:
            dyad = targets[math.floor(chance.uniform(choice, city.id) * len(targets))]
            dyad.eased[1 - dyad.side_of(city.nation)] += p.provocation_severity
            dyad.counts["conciliations"] += 1


def walk_out(run: Run, city: City, dyad: Dyad, partner_side: int) -> None:
    key = run.key(Draw.WALK_OUT)
    for tie in city.ties:
        if tie.dyad == dyad.row and not tie.suspended and chance.uniform(key, tie.id) < run.p.walkout:
            tie.suspended, tie.since = {partner_side}, run.month


def take_steps(run: Run) -> None:
    """7.20"""
    if run.on.incentives and any(step.month == run.month for step in run.steps):
        for tie in run.ties:
            tie.bonus = bonuses(run, tie)


def bonuses(run: Run, tie: Tie) -> list[float]:
    p, found = run.p, []
    for city in tie.ends:
        steps = sum(step.adds(city, tie.dyad) for step in run.steps if step.month <= run.month)
        standing = p.capital_consent * city.capital + p.strategy_consent * city.strategy
        found.append(standing + p.incentive_consent * steps)
    return found


def sign(run: Run) -> None:
    """7.5"""
    for dyad in run.dyads:
        dyad.signings -= dyad.signings / 12.0
    for tie in run.waiting.pop(run.month, []):
        tie.strength = run.p.initial_strength
        tie.bonus = bonuses(run, tie)
        run.ties.append(tie)
        for city, partner in (tie.ends, tie.ends[::-1]):
            city.ties.append(tie)
            city.partners[partner.nation] = city.partners.get(partner.nation, 0) + 1
        run.dyads[tie.dyad].signings += 1.0 / 12.0
        run.dyads[tie.dyad].counts["signed"] += 1


def attend_to_ties(run: Run) -> None:
    """7.6, and what the business climate makes of it (7.22)"""
    p, way = run.p, run.levers().budget
    plans = plans_under(run, "proportional")
    if way != "proportional":
        plans = rescaled(run, plans_under(run, way), plans)
    for tie in run.ties:
        tie.plan = plans[tie.id] if run.on.budget_limit else p.plan_rate
        if run.on.economy:
            boom = exponential(p.economy_exchange * run.dyads[tie.dyad].economy)
            tie.plan = min(max(tie.plan, p.plan_ceiling), tie.plan * boom)


def plans_under(run: Run, way: str) -> dict[int, float]:
    p = run.p
    asked = {tie.id: asks_for(run, tie, way) for tie in run.ties}
    share: dict[int, float] = {}
    for city in run.cities:
        attention = exact(asked[tie.id] for tie in city.ties) + p.abroad_attention * city.abroad
        budget = urban_growth(run, run.nations[city.nation]) * city.lift * city.budget
        share[city.id] = budget / attention if attention > 0.0 else 0.0
    scarcest = {tie.id: min(share[city.id] for city in tie.ends) for tie in run.ties}
    return {e: min(p.plan_ceiling, p.plan_rate * scarcest[e] * asked[e]) for e in asked}


def rescaled(run: Run, plans: dict[int, float], before: dict[int, float]) -> dict[int, float]:
    for dyad in run.dyads:
        own = [tie.id for tie in run.of_dyad(dyad)]
        for _ in range(8):
            now = exact(plans[e] for e in own)
            scale = exact(before[e] for e in own) / now if now > 0.0 else 1.0
            plans |= {e: min(run.p.plan_ceiling, plans[e] * scale) for e in own}
    return plans


def asks_for(run: Run, tie: Tie, way: str) -> float:
    if way == "even":
        return run.p.initial_strength + run.p.attention_floor
    if way == "concentrated" and not all(is_among_strongest(run, city, tie) for city in tie.ends):
        return 0.0
    return tie.strength + run.p.attention_floor


def is_among_strongest(run: Run, city: City, tie: Tie) -> bool:
    ranked = sorted(city.ties, key=lambda other: (-other.strength, other.begins, other.id))
    return tie in ranked[: math.ceil(len(ranked) / 3)]


def urban_growth(run: Run, nation: Nation) -> float:
    p, share = run.p, nation.urban
    if p.urban_budget == 0.0:
        return 1.0
    now = 1.0 / (1.0 + (1.0 / share - 1.0) * exponential(-p.urban_rate * (run.year() - p.urban_year)))
    return exponential(p.urban_budget * math.log(now / share))


def consent(run: Run) -> None:
    """7.7"""
    p, freedom = run.p, run.levers().obedience
    for tie in run.ties:
        dyad = run.dyads[tie.dyad]
        shared = p.consent_base + (p.strength_consent + p.outreach * max(0.0, -dyad.relations)) * tie.strength
        shared += p.age_consent * min((run.month - tie.begins) / 120.0, 1.0)
        if is_dormant(run, tie):
            shared -= p.dormancy_penalty
        a, b = (
            shared
            + tie.bonus[q]
            + p.level_consent * dyad.level
            + p.public_pressure * (dyad.mood[q] - dyad.anger[q])
            - p.directive_weight * freedom * tie.ends[q].obedience(p) * dyad.directive[q]
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
        kept = run.p.remote_share if closed else 1.0
        if not chance.uniform(plan, tie.id) < kept * tie.plan:
            continue
        counts, refusing = run.dyads[tie.dyad].counts, refusals(run, tie)
        counts["planned"] += 1
        counts["refused_a"] += 0 in refusing
        counts["refused_b"] += 1 in refusing
        if not refusing:
            tie.mode, tie.exchange = 2, 1.0
            counts["official"] += 1
        elif not is_dormant(run, tie) and run.p.people_share * run.levers().people > 0.0:
            tie.mode, tie.exchange = 1, min(1.0, run.p.people_share * run.levers().people)
            counts["people"] += 1


def refusals(run: Run, tie: Tie) -> set[int]:
    if tie.suspended:
        return tie.suspended
    keys = run.key(Draw.CONSENT_A), run.key(Draw.CONSENT_B)
    return {q for q in (0, 1) if chance.uniform(keys[q], tie.id) >= logistic(tie.propensity[q])}
