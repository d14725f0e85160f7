"""How ties form in the reference model, from ODD 7.13 alone."""

import math
from collections.abc import Callable

from oracle import chance
from oracle.chance import Draw, exact, exponential
from oracle.run import Run
from oracle.world import City, Dyad, Tie, affinity, thaw_rate

MOST_SIGNINGS = 60
MOST_EXPECTED = 30.0


def form(run: Run) -> None:
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
        home = run.of_nation(nation)
        free = exact(city.size**p.formation_size for city in home)
        rate *= exact(pull(run, city, other) for city in home) / free if free > 0.0 else 0.0
    climate = p.formation_relations * (dyad.relations - p.relations_reference)
    climate += p.formation_mood * (sum(dyad.mood) / 2.0 - p.mood_reference)
    climate += p.economy_formation * dyad.economy
    climate += p.incentive_formation * sum(
        step.counts(dyad.row) * exponential((step.month - run.month) / (12.0 * p.incentive_life))
        for step in run.steps
        if step.month <= run.month
    )
    rate *= exponential(climate)
    wave = max(0.0, 1.0 + p.imitation * 12.0 * dyad.signings / p.imitation_reference)
    return rate * wave * (1.0 - max(dyad.directive)) * (p.approval_gate if dyad.shut else 1.0)


def pull(run: Run, city: City, towards: int) -> float:
    p = run.p
    room = min(max(city.size**p.saturation_exponent, p.saturation_floor), p.saturation_cap)
    crowding = city.partners.get(towards, 0) / (p.saturation_ties * room)
    return float(city.size**p.formation_size) * exponential(-crowding)


def poisson(mean: float, u: float) -> int:
    """Inversion: the smallest number whose distribution function exceeds u; no number below a mean of 0."""
    mean = min(mean, MOST_EXPECTED)
    number, term = 0, exponential(-mean)
    total = term
    while number < MOST_SIGNINGS and u >= total:
        number += 1
        term *= mean / number
        total += term
    return number


def sign_one(run: Run, dyad: Dyad, slot: int) -> None:
    """Race for the city of side a, then for its partner; nobody signs whose pull is nothing (assumed)."""
    p = run.p
    keys = [
        chance.substream(chance.substream(run.key(process), slot), dyad.row)
        for process in (Draw.SIGNING_CITY_A, Draw.SIGNING_CITY_B)
    ]

    def met(city: City) -> bool:
        return city.attended is not None and run.month - city.attended < p.meeting_memory

    def first_drawing(city: City) -> float:
        return (
            eagerness(run, city)
            * pull(run, city, dyad.nations[1])
            * (1.0 + p.forum_initiative * p.forum_formation * met(city))
        )

    a = winner(run.of_nation(dyad.nations[0]), keys[0], first_drawing)
    if a is None:
        return

    def second_drawing(city: City) -> float:
        weight = eagerness(run, city) * pull(run, city, dyad.nations[0]) * affinity(a, city, p, run.mean_affinity)
        return weight * (1.0 + p.forum_formation * (met(a) and met(city)))

    b = winner(run.of_nation(dyad.nations[1]), keys[1], second_drawing)
    if b is None:
        return
    number = chance.pair_address(a.id, b.id)
    if number not in run.pairs:
        run.pairs.add(number)
        suited = affinity(a, b, p, run.mean_affinity)
        tie = Tie(dyad.row, (a, b), number, run.month + 1, suited, thaw_rate(number, p), own=True)
        run.waiting.setdefault(run.month + 1, []).append(tie)


def eagerness(run: Run, city: City) -> float:
    """What a city's cluster and its want of any partner make of its pull."""
    return city.lift * (1.0 if city.ties else 1.0 + run.p.first_tie)


def winner(cities: list[City], key: int, weight: Callable[[City], float]) -> City | None:
    arrivals = [
        (-math.log(1.0 - chance.uniform(key, city.id)) / weight(city), number)
        for number, city in enumerate(cities)
        if weight(city) > 0.0
    ]
    return cities[min(arrivals)[1]] if arrivals else None
