"""Worlds of a few cities in which nothing happens by chance, so that one mechanism can be followed by hand.

Relations start at their baseline of 0.25, moods at 0.2; there is no noise, no provocation, and cities consent to
whatever is planned (the odds against are below one in a million). A city of 500,000 has size 1, weight 1 and budget
for one tie; its autonomy and its nation's centralisation are 1/2, so that it obeys by 1/4 and has a voice of 3/4.
"""

from typing import Any

from builders.worlds import Row, Run, conditions, empty_record, run, scenario, world
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.record import DyadMeasure, NationMeasure
from cityties.kernel.schedule import RandomAddress
from cityties.scenario.models import Scenario
from cityties.setup.initialization import begin, prepare
from cityties.tables.world_tables import WorldTables

START = "2000-01"
QUIET: dict[str, float] = {
    "relations_noise": 0.0,
    "level_share": 0.0,
    "remote_share": 0.0,
    "conciliation_share": 0.0,
    "provocation_rate": 0.0,
    "consent_base": 10.0,
    "strength_consent": 10.0,
    "public_pressure": 0.0,
    "plan_rate": 0.125,
    "plan_ceiling": 1.0,
    "strength_decay": 0.0,
    "strength_gain": 0.0,
    "crisis_damage": 0.0,
}
KNOWN = {"nation_a": "AA", "nation_b": "BB", "relations_at_recognition": 0.25}
TIED: Row = {"dyad": "AA-BB", "city_a": "Anport", "city_b": "Bayport", "signed": "1990-01"}
CLOSED: Row = {"type": "common", "dyad": "all", "date": "1999-01", "until": "2010-12"}


def after(months: int) -> str:
    """Return the label of a month by its place in the run, the first being 0."""
    return month_label(month_index(START) + months)


def dispute(months: int, severity: float = 0.5, **cells: Any) -> Row:
    """Return a dispute that both publics feel in full."""
    plain = {"type": "political", "dyad": "AA-BB", "severity": severity, "factor_a": 1, "factor_b": 1}
    return plain | {"date": after(months)} | cells


def good_news(months: int, level: float) -> Row:
    """Return a positive event."""
    return {"type": "positive", "dyad": "AA-BB", "level": level, "date": after(months)}


def forum(*months: int) -> list[Row]:
    """Return editions of the forum in Aland."""
    return [{"date": after(month), "host_nation": "AA"} for month in months]


def network(*months: int) -> dict[str, list[Row]]:
    """Return the tables of a network of Anport and Bayport that meets in some months."""
    members = [
        {"network": "RING", "city": "Anport", "nation": "AA"},
        {"network": "RING", "city": "Bayport", "nation": "BB"},
    ]
    return {
        "network_members": members,
        "network_meetings": [{"network": "RING", "date": after(month)} for month in months],
    }


def city(name: str, nation: str, **cells: Any) -> Row:
    """Return a city of 500,000."""
    return {"city": name, "nation": nation} | cells


def tie(a: str, b: str, signed: str = "1990-01") -> Row:
    """Return a tie between a city of AA and one of BB."""
    return TIED | {"city_a": a, "city_b": b, "signed": signed}


def plain_world(**tables: Any) -> WorldTables:
    """Return the world of Anport and Bayport, tied since 1990, unless other tables are given."""
    return world(**{"dyads": [KNOWN], "ties": [TIED]} | tables)


def quiet(months: int, **settings: Any) -> Scenario:
    """Return a scenario without randomness of some months from January 2000 on."""
    parameters = QUIET | settings.pop("parameters", {})
    return scenario(start=START, end=after(months - 1), parameters=parameters, **settings)


def live(tables: WorldTables, months: int, tie_pathways: bool = True, replicate: int = 0, **settings: Any) -> Run:
    """Let a world live for some months, in each of which all propensities are computed."""
    return run(prepare(quiet(months, **settings), tables), replicate, tie_pathways, list_all=True)


def lives(tables: WorldTables, months: int, replicates: int, **settings: Any) -> list[Run]:
    """Let a world live many times, each with other random numbers."""
    setup = prepare(quiet(months, **settings), tables)
    given, found = conditions(setup, 0, True), []
    for replicate in range(replicates):
        state, record = begin(setup, replicate), empty_record(setup)
        address = RandomAddress(setup.scenario.seed, replicate, True)
        setup.months(given._replace(address=address), state, record, 0, setup.n_months)
        found.append(Run(record, state))
    return found


def seen(found: Run, name: str, month: int = -1, dyad: int = 0) -> float:
    """Return what was recorded of a dyad in a month, the last if none is named."""
    return float(found.record.dyads[month, dyad, DyadMeasure[name.upper()]])


def seen_in(found: Run, name: str, nation: int, month: int = -1) -> float:
    """Return what was recorded of a nation in a month."""
    return float(found.record.nations[month, nation, NationMeasure[name.upper()]])
