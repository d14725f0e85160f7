"""What is known of a run of the reference model before it begins, month by month, from ODD 6 alone."""

from types import SimpleNamespace
from typing import Any

from cityties.scenario.world_changes import ShockAdded
from cityties.tables.world_tables import WorldTables
from oracle import chance
from oracle.changes import is_limited_to
from oracle.run import Incident, Network, Run, Step
from oracle.world import City, rows

MARK = ";"


def plan_shocks(run: Run, tables: WorldTables, without: frozenset[str]) -> None:
    """Sort the shocks that happen into their months, and those that a scenario adds to them."""
    row_of = {dyad.code: dyad.row for dyad in run.dyads}
    added = run.scenario.shocks.add
    for row in (*rows(tables.shocks), *(added_row(name, added[name]) for name in added)):
        if row.shock in without or row.shock in run.scenario.shocks.drop:
            continue
        change = run.scenario.shocks.change.get(row.shock)
        changes = {} if change is None else change.model_dump(exclude_none=True)
        names = ("date", "severity", "factor_a", "factor_b")
        values: dict[str, Any] = {name: changes.get(name, getattr(row, name, None)) for name in names}
        where = (values["date"], row_of.get(row.dyad, -1))
        if row.type == "common":
            run.crises.append((values["date"], row.until))
        elif row.type == "positive":
            run.levels[where] = run.levels.get(where, 0.0) + row.level
        else:
            incident = Incident(values["severity"], (values["factor_a"], values["factor_b"]))
            run.incidents.setdefault(where, []).append(incident)
            places = {place.strip() for place in row.place.split(MARK) if place.strip()}
            run.places.setdefault(where, set()).update(places)


def added_row(name: str, shock: ShockAdded) -> Any:
    """A row of the table; a factor that is left out is 1."""
    return SimpleNamespace(**{"factor_a": 1.0, "factor_b": 1.0} | shock.model_dump(exclude_none=True) | {"shock": name})


def plan_disasters(run: Run, tables: WorldTables, without: frozenset[str]) -> None:
    """Note who is struck when; a crisis is left out if one of its shocks is (assumed: not if a scenario drops it)."""
    codes = list(tables.nations["nation"])
    gone = {row.crisis for row in rows(tables.shocks) if row.shock in without} - {""}
    for row in rows(tables.disasters):
        if row.crisis not in gone:
            run.disasters.append((codes.index(row.nation), row.date, row.until))


def plan_forum(run: Run, tables: WorldTables) -> None:
    """Note the editions held.

    The text does not state how a forum goes on beyond its table. Assumed: a year after the last edition held, again and
    again to the end of the run, open to the same cities; hosts take turns: the host is that of as many editions
    before as there are nations (the first host if there were fewer).
    """
    codes = list(tables.nations["nation"])
    rule = {"tied_only": False, "open": True}
    held = [
        (row.date, codes.index(row.host_nation), rule.get(run.scenario.forum.eligibility, row.eligibility == "open"))
        for row in sorted(rows(tables.forum), key=lambda row: int(row.date))
        if row.held
    ]
    while run.scenario.forum.goes_on and held and held[-1][0] + 12 <= run.scenario.end:
        host = held[-len(codes)][1] if len(held) >= len(codes) else held[0][1]
        held.append((held[-1][0] + 12, host, held[-1][2]))
    for month, host, is_open in held if run.on.forum else ():
        run.forum[month] = (host, is_open)


def plan_networks(run: Run, tables: WorldTables) -> None:
    """Collect networks that meet; an unknown month of joining means from the start."""
    by_name = {(run.nations[city.nation].code, city.name): city for city in run.cities}
    found: dict[str, Network] = {}
    for row in rows(tables.networks):
        meetings = {meeting.date for meeting in rows(tables.network_meetings) if meeting.network == row.network}
        wanted = run.scenario.networks.only == "all" or row.network in run.scenario.networks.only
        if meetings and wanted:
            found[row.network] = Network(chance.address(row.network), {}, meetings)
    for row in rows(tables.network_members):
        if row.network in found:
            found[row.network].joined[by_name[row.nation, row.city].id] = row.joined
    run.networks = list(found.values())


def found_network(run: Run, pairs: list[tuple[City, City]]) -> None:
    """Found a network by policy.

    The text names the lever and nothing more. Assumed: its name is "new network"; of each nation join, at once, the
    cities with most inhabitants (the first by name among equals) that have a recorded tie, in number the members wanted
    over the number of nations, rounded down, at least one; it meets every so many months from the start of the policy.
    """
    new, start = run.scenario.policies.new_network, run.scenario.policies.start
    if new is None or not run.on.policies:
        return
    tied = {city.id for pair in pairs for city in pair}
    joined = {}
    for nation in run.nations:
        candidates = [city for city in run.of_nation(nation.row) if city.id in tied]
        candidates.sort(key=lambda city: (-city.population, city.name))
        for city in candidates[: max(1, new.members // len(run.nations))]:
            joined[city.id] = start
    if run.scenario.policies.is_limited:
        joined = {city.id: start for city in run.cities if is_limited_to(run, city)}
    meetings = set(range(start, run.scenario.end + 1, new.every_months))
    run.networks.append(Network(chance.address("new network"), joined, meetings))


def plan_steps(run: Run, tables: WorldTables) -> None:
    codes = [nation.code for nation in run.nations]
    for row in rows(tables.incentives):
        named = frozenset(chance.address(name.strip()) for name in row.cities.split(MARK) if name.strip())
        step = Step(
            month=row.date,
            dyads=frozenset(dyad.row for dyad in run.dyads if row.dyad in ("all", dyad.code)),
            nation=codes.index(row.nation) if row.nation else None,
            cities=named if row.cities else None,
            size=row.size,
        )
        run.steps.append(step)
