"""The terms of a city's propensity to exchange, in the order in which the compiled month adds them (ODD 7.7)."""

import math
from dataclasses import dataclass

import numpy as np

from cityties.kernel.numerics import exponential
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, fill_uniforms, second_uniform_at, stream
from cityties.kernel.schedule import Conditions
from cityties.kernel.state import Exchange, State, Suspension
from cityties.kernel.submodels.consent import DECADE
from cityties.kernel.submodels.ending import MIDDLE
from cityties.setup.initialization import Setup
from cityties.tables.language import msg, tr

CUSTOM_RULES = msg("custom rules")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a propensity (logit): its contribution, the rule it follows, and the value the rule met.

    A term made of ``parts`` was computed at once; its parts add up to it within rounding.
    """

    name: str
    value: float
    rule: str
    met: str
    parts: tuple["Term", ...] = ()


def chance_of(propensity: float) -> float:
    """Return the chance that belongs to a propensity, by the very formula of the compiled month."""
    # a compiled formula is called here one number at a time, which its plain text does at no cost
    plain = getattr(exponential, "py_func", exponential)
    return float(1.0 / (1.0 + plain(-propensity)))


def _power(exponent: float) -> float:
    """Return e to an exponent, clipped as in the compiled month."""
    plain = getattr(exponential, "py_func", exponential)
    return float(plain(exponent))


@dataclass(frozen=True, slots=True)
class Ending:
    """What made a council decide whether to end a tie: factors whose product with ``rate`` is its chance.

    ``fall`` is how far relations are below what is usual, ``by_fall`` and ``by_suspension`` are what that and a
    suspension multiply the rate by, ``reluctance`` is the chance that the city refuses an event, ``own`` what its
    autonomy, size and other partners make of it; ``draw`` is the uniform that the chance was held against.
    """

    fall: float
    by_fall: float
    by_suspension: float
    reluctance: float
    own: float
    rate: float
    draw: float

    @property
    def chance(self) -> float:
        """Return the chance that the council ends the tie this month."""
        return min(1.0, self.rate * self.by_fall * self.by_suspension * self.reluctance * self.own)


@dataclass(frozen=True)
class Ends:
    """One tie in one month as its two ends met it: a reader of columns, and of the month's draws."""

    setup: Setup
    given: Conditions
    state: State
    t: int
    row: int

    @property
    def p(self) -> Parameters:
        """Parameters of the run."""
        return self.given.rules.p

    @property
    def dyad(self) -> int:
        """Row of the tie's dyad."""
        return int(self.state.ties.dyad[self.row])

    def city(self, side: int) -> int:
        """Return the row of the city at one end."""
        ties = self.state.ties
        return int((ties.a if side == 0 else ties.b)[self.row])

    def propensity(self, side: int) -> float:
        """Return the propensity that the compiled month used; all ties were asked, so their places are their rows."""
        ties = self.state.ties
        return float((ties.propensity_a if side == 0 else ties.propensity_b)[self.row])

    def draw(self, process: Process) -> float:
        """Return the tie's uniform for a process of the month."""
        address, ids, drawn = self.given.address, self.state.ties.id, np.empty(1)
        calendar = self.given.world.first_month + self.t
        fill_uniforms(
            U64(stream(address.seed, address.replicate, process, calendar)), ids[self.row : self.row + 1], drawn
        )
        return float(drawn[0])

    def _second_draw(self, process: Process) -> float:
        """Return the tie's second uniform for a process of the month."""
        plain = getattr(second_uniform_at, "py_func", second_uniform_at)
        address, calendar = self.given.address, self.given.world.first_month + self.t
        key = U64(stream(address.seed, address.replicate, process, calendar))
        with np.errstate(over="ignore"):  # 64-bit words wrap around
            return float(plain(key, self.state.ties.place[self.row]))

    def chance_of_suspension(self, side: int) -> float | None:
        """Return the chance that a side suspends the tie in this month's review; None without a review (ODD 7.8)."""
        p, dyads = self.p, self.state.dyads
        if not self.given.rules.on.suspension or dyads.severity[self.dyad] <= p.review_threshold:
            return None
        felt, emphasis = float(dyads.felt[self.dyad, side]), self._emphasis()
        consent_logit = chance_of(self.propensity(side) - p.public_pressure * emphasis * felt)
        return (1.0 - consent_logit) * min(1.0, (1.0 + emphasis) * felt / p.review_full_severity)

    def chance_of_thaw(self) -> float | None:
        """Return the chance that a suspended tie is taken up again this month; None if none can be (ODD 7.8)."""
        ties = self.state.ties
        if ties.suspended[self.row] == Suspension.NONE or self.chance_of_suspension(0) is not None:
            return None
        consent_logit = chance_of(self.propensity(0)) * chance_of(self.propensity(1))
        return float(ties.thaw[self.row]) * consent_logit

    def ending(self, side: int, suspended: Suspension) -> "Ending | None":
        """Return what made the council of one end decide on the tie; None if nothing put the question (ODD 7.23).

        ``suspended`` is who had suspended the tie once the month's reviews were over.
        """
        p, state, rules = self.p, self.state, self.given.rules
        if not rules.on.ending or p.ending_rate == 0.0:
            return None
        if suspended == Suspension.NONE and not state.dyads.in_question[self.dyad]:
            return None
        cities, city = self.given.world.cities, self.city(side)
        usual = float(self.given.world.dyads.baseline[self.dyad] + p.level_orders * state.dyads.level[self.dyad])
        fall = max(0.0, usual - float(state.dyads.relations[self.dyad]))
        freedom = 1.0 - (1.0 - float(cities.autonomy[city])) * float(self.given.world.policies.obedience[self.t])
        n_partners = max(1.0, float(cities.abroad[city]) + float(state.cities.partners[city]))
        own = p.ending_autonomy * (freedom - MIDDLE) + p.ending_size * float(cities.log_size[city])
        own += p.ending_partners * math.log2(n_partners)
        return Ending(
            fall=fall,
            by_fall=_power(p.ending_fall * fall),
            by_suspension=_power(p.ending_suspended) if suspended else 1.0,
            reluctance=1.0 - chance_of(self.propensity(side)),
            own=_power(own),
            rate=p.ending_rate,
            draw=self.draw(Process.ENDING) if side == 0 else self._second_draw(Process.ENDING),
        )

    def exchange_in(self, mode: Exchange) -> float:
        """Return the exchange that an event of this kind makes (ODD 7.9)."""
        people = min(1.0, self.p.people_share * float(self.given.world.policies.people[self.t]))
        return {Exchange.NONE: 0.0, Exchange.PEOPLE: people, Exchange.OFFICIAL: 1.0}[mode]

    def _emphasis(self) -> float:
        place = self.given.events.place[self.t, self.dyad]
        inside = place >= 0 and self.given.events.regions[place, [self.city(0), self.city(1)]].any()
        return self.p.place_emphasis if inside else 0.0


def terms_at(ends: Ends, side: int) -> tuple[Term, ...]:
    """Return the terms of one end; from left to right the values add up to its propensity, to the last bit.

    In a run with custom rules a last term holds what they have made of it.
    """
    terms = (*_habit(ends), _standing(ends, side), _public(ends, side), _directive(ends, side))
    if not ends.setup.scenario.rules:
        return terms
    rest = ends.propensity(side) - summed(terms)
    return (*terms, Term(CUSTOM_RULES, rest, tr("what custom rules add"), ""))


def summed(terms: tuple[Term, ...]) -> float:
    """Add terms from left to right, as the compiled month does; Python's own sum would round less."""
    total = 0.0
    for term in terms:
        total += term.value
    return total


def _habit(ends: Ends) -> tuple[Term, ...]:
    p, ties = ends.p, ends.state.ties
    strength, relations = float(ties.strength[ends.row]), float(ends.state.dyads.relations[ends.dyad])
    reach = p.outreach * max(0.0, -relations)
    intimacy, plain = (p.strength_consent + reach) * strength, p.strength_consent * strength
    years = (ends.t - int(ties.signed[ends.row])) / 12
    decades = min((ends.t - int(ties.signed[ends.row])) / DECADE, 1.0)
    dormant = strength < p.dormancy_threshold
    of_strength = tr("strength_consent {x:g} x strength").format(x=p.strength_consent)
    of_outreach = tr("outreach {x:g} in bad relations").format(x=p.outreach)
    of_age = tr("age_consent {x:g} a decade; years").format(x=p.age_consent)
    of_dormancy = tr("dormancy_penalty: strength below {x:g}").format(x=p.dormancy_threshold)
    parts = (
        Term(msg("strength"), plain, of_strength, f"{strength:.2f}"),
        Term(msg("outreach"), intimacy - plain, of_outreach, f"{relations:+.2f}"),
    )
    return (
        Term(msg("habit"), p.consent_base, "consent_base", ""),
        Term(msg("closeness"), intimacy, tr("strength and outreach"), "", parts),
        Term(msg("age"), p.age_consent * decades, of_age, f"{years:.0f}"),
        Term(msg("dormancy"), -p.dormancy_penalty if dormant else 0.0, of_dormancy, ""),
    )


def _standing(ends: Ends, side: int) -> Term:
    """What the city's standing and incentive steps add, in the order of :func:`cityties.kernel.pair_traits.bonus`."""
    p, cities, incentives, city = ends.p, ends.given.world.cities, ends.given.world.incentives, ends.city(side)
    capital = p.capital_consent * float(cities.capital[city])
    strategy = p.strategy_consent * float(cities.strategy[city])
    total, steps = capital + strategy, 0.0
    for step, month in enumerate(incentives.month):
        if month <= ends.t:
            total += p.incentive_consent * float(incentives.cities[step, city] * incentives.sizes[step, ends.dyad])
            steps += float(incentives.cities[step, city] * incentives.sizes[step, ends.dyad])
    strategic = tr("strategy_consent {x:g} x strategy").format(x=p.strategy_consent)
    stepped = tr("incentive_consent {x:g} x steps").format(x=p.incentive_consent)
    return Term(
        msg("standing"),
        total,
        tr("standing of the city"),
        "",
        (
            Term(
                msg("capital"), capital, "capital_consent", tr("capital") if cities.capital[city] else tr("no capital")
            ),
            Term(msg("strategy"), strategy, strategic, f"{cities.strategy[city]:g}"),
            Term(msg("incentives"), total - capital - strategy, stepped, f"{steps:g}"),
        ),
    )


def _public(ends: Ends, side: int) -> Term:
    p, publics = ends.p, ends.state.publics
    mood, anger = float(publics.mood[ends.dyad, side]), float(publics.anger[ends.dyad, side])
    level = float(ends.state.dyads.level[ends.dyad])
    standing = p.level_consent * level
    together = standing + p.public_pressure * (mood - anger)
    by_mood = p.public_pressure * mood
    pressure = f"public_pressure {p.public_pressure:g}"
    rules = tr("level_consent {x:g} x level of relations"), tr("{pressure} x mood"), tr("{pressure} x anger")
    of_level, of_mood, of_anger = (rule.format(x=p.level_consent, pressure=pressure) for rule in rules)
    parts = (
        Term(msg("level"), standing, of_level, f"{level:+.2f}"),
        Term(msg("mood"), by_mood, of_mood, f"{mood:+.2f}"),
        Term(msg("anger"), together - standing - by_mood, of_anger, f"{anger:.2f}"),
    )
    return Term(msg("public"), together, tr("what stands between the nations, and the city's own public"), "", parts)


def _directive(ends: Ends, side: int) -> Term:
    p, ties = ends.p, ends.state.ties
    obedience = float((ties.obedience_a if side == 0 else ties.obedience_b)[ends.row])
    given = int(ends.state.dyads.directive[ends.dyad, side])
    weight = p.directive_weight * float(ends.given.world.policies.obedience[ends.t])
    met = f"{obedience:.2f}" if given else tr("none given")
    return Term(
        msg("directive"), -(weight * obedience * given), tr("directive_weight {x:g} x obedience").format(x=weight), met
    )
