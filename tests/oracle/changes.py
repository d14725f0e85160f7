"""What a scenario changes in the world of the reference model, always or from a month on, from ODD 6.2 alone."""

from typing import Any

from oracle.dating import Signing
from oracle.run import Run
from oracle.world import City, Tie, thaw_rate

SEPARATOR = " - "


def ties_there(run: Run, recorded: list[Signing]) -> list[Signing]:
    """Recorded ties but those dropped, and those added, which are signed in a known month."""
    given = run.scenario.ties
    dropped = {frozenset(names(pair)) for pair in given.drop}
    found = [one for one in recorded if frozenset(full_names(run, one)) not in dropped]
    for pair, added in given.add.items():
        ends = dict(name.split("/", 1) for name in names(pair))
        for dyad in run.dyads:
            codes = [run.nations[nation].code for nation in dyad.nations]
            if set(codes) == set(ends):
                found.append(Signing(dyad.row, ends[codes[0]], ends[codes[1]], added.signed, "month"))
    return found


def names(pair: str) -> list[str]:
    return [name.strip() for name in pair.split(SEPARATOR)]


def full_names(run: Run, signing: Signing) -> list[str]:
    codes = [run.nations[nation].code for nation in run.dyads[signing.dyad].nations]
    return [f"{code}/{city}" for code, city in zip(codes, (signing.city_a, signing.city_b), strict=True)]


def name_of(run: Run, city: City) -> str:
    return f"{run.nations[city.nation].code}/{city.name}"


def put_in_force(run: Run) -> None:
    """What nations and cities are from this month on; what is said of a city goes before what is said of its nation."""
    for nation in run.nations:
        nation.centralisation = said(run, "centralisation", nation.recorded, run.scenario.nations.get(nation.code))
    for city in run.cities:
        nation = run.nations[city.nation]
        own, of_nation = run.scenario.cities.get(name_of(run, city)), run.scenario.nations.get(nation.code)
        city.autonomy = said(run, "autonomy", city.recorded["autonomy"], own, of_nation)
        if is_freed(run, city):
            city.autonomy = 1.0 - (1.0 - city.autonomy) * (1.0 - run.scenario.policies.autonomy_gain)
        city.nationalism = said(run, "nationalism", city.recorded["nationalism"], own)
        city.budget = city.scaled_budget * said(run, "budget", 1.0, own)
        city.bound = nation.centralisation * (1.0 - city.autonomy)
        before, city.strategy = city.strategy, said(run, "strategy", city.recorded["strategy"], own)
        for tie in city.ties:
            tie.bonus[tie.ends.index(city)] += run.p.strategy_consent * (city.strategy - before)


def said(run: Run, key: str, recorded: float, *changes: Any) -> float:
    """The first of some changes that holds this month and says something of a number, else what is recorded."""
    for change in changes:
        if change is None or (getattr(change, "from") or run.month) > run.month:
            continue
        value = getattr(change, key)
        if value is not None:
            return float(value)
    return recorded


def is_limited_to(run: Run, city: City) -> bool:
    policy = run.scenario.policies
    return name_of(run, city) in policy.cities or run.nations[city.nation].code in policy.nations


def is_freed(run: Run, city: City) -> bool:
    return run.on.policies and run.month >= run.scenario.policies.start and is_limited_to(run, city)


def wake_theirs(run: Run) -> None:
    """A policy for some wakes dormant ties with an end among them at the beginning of its first month."""
    policy = run.scenario.policies
    if run.on.policies and policy.is_limited and policy.wake_dormant and run.month == policy.start:
        for tie in run.ties:
            if tie.strength < run.p.dormancy_threshold and any(is_limited_to(run, city) for city in tie.ends):
                tie.strength = max(tie.strength, run.p.wake_strength)


def hold_and_release(run: Run) -> None:
    """Imposed suspensions begin, and those that are over end."""
    start = run.scenario.start
    for pair, one in run.scenario.ties.suspend.items():
        end = None if one.until is None else one.until + 1
        tie = of_table(run, names(pair))
        if tie is None or (end is not None and end <= start):
            continue
        if run.month == max(getattr(one, "from"), start):
            named = [name_of(run, city) for city in tie.ends]
            chosen = {"both": names(pair), "first": names(pair)[:1], "second": names(pair)[1:]}[one.by]
            tie.suspended, tie.since = {named.index(name) for name in chosen}, max(run.month, tie.begins)
            tie.thaw = 0.0
        if run.month == end:
            tie.thaw = thaw_rate(tie.id, run.p)
            if not run.on.suspension:
                tie.suspended, tie.since = set(), None


def of_table(run: Run, pair: list[str]) -> Tie | None:
    """The tie of two cities that exists or waits, unless they signed it by themselves."""
    waiting = [tie for ties in run.waiting.values() for tie in ties]
    found = [tie for tie in (*run.ties, *waiting) if {name_of(run, city) for city in tie.ends} == set(pair)]
    return next((tie for tie in found if not tie.own), None)
