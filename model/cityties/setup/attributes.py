"""What nations and cities are like in a month of a run, as the scenario changes it: always, or from a month on."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.world_changes import FROM
from cityties.tables.world_tables import WorldTables


class Attributes(NamedTuple):
    """Attributes in force: ``centralisation`` by nation, the rest by city; ``budget`` is a factor."""

    centralisation: FloatArray
    autonomy: FloatArray
    nationalism: FloatArray
    strategy: FloatArray
    budget: FloatArray


def attributes_in(month: int, scenario: Scenario, tables: WorldTables, cities: pd.DataFrame) -> Attributes:
    """Return the attributes in a calendar month; ``cities`` are those of the tables in the order of their columns.

    A change of a city goes before one of its nation, and a policy that is limited to some cities comes on top.
    """
    nations, codes = tables.nations["nation"], cities["nation"].to_numpy()
    found = Attributes(
        tables.nations["centralisation"].to_numpy(np.float64).copy(),
        cities["autonomy"].to_numpy(np.float64).copy(),
        cities["nationalism"].to_numpy(np.float64).copy(),
        np.where(cities["strategy"].isna(), 0.0, cities["strategy"]).astype(np.float64),
        np.ones(len(cities)),
    )
    for code, change in scenario.nations.items():
        if _holds(change, month):
            if change.centralisation is not None:
                found.centralisation[nations == code] = change.centralisation
            if change.autonomy is not None:
                found.autonomy[codes == code] = change.autonomy
    names = (cities["nation"] + "/" + cities["city"]).to_numpy()
    for name, change in scenario.cities.items():
        for key in Attributes._fields[1:] if _holds(change, month) else ():
            if (value := getattr(change, key)) is not None:
                getattr(found, key)[names == name] = value
    return found._replace(autonomy=_freed(found.autonomy, month, scenario, names, codes))


def _holds(change: object, month: int) -> bool:
    since = getattr(change, FROM)
    return since is None or since <= month


def _freed(autonomy: FloatArray, month: int, scenario: Scenario, names: object, codes: object) -> FloatArray:
    """Return autonomy with what a limited policy gives: a share of what a city lacks, as the lever does for all."""
    levers = scenario.policies
    if not (scenario.mechanisms.policies and levers.is_limited and levers.start <= month):
        return autonomy
    gain = levers.autonomy_gain * limited_to(scenario, names, codes)
    return np.asarray(1.0 - (1.0 - autonomy) * (1.0 - gain))


def limited_to(scenario: Scenario, names: object, codes: object) -> FloatArray:
    """Return whether each city, given by full name and code of its nation, is one to which policies are limited."""
    levers = scenario.policies
    return np.asarray(np.isin(names, levers.cities) | np.isin(codes, levers.nations), dtype=np.float64)  # type: ignore[arg-type]


def months_of_change(scenario: Scenario) -> list[int]:
    """Return the calendar months of the run in which something about nations or cities changes."""
    changes = [*scenario.nations.values(), *scenario.cities.values()]
    months = {getattr(change, FROM) for change in changes} - {None}
    levers = scenario.policies
    if scenario.mechanisms.policies and levers.is_limited and (levers.autonomy_gain or levers.wake_dormant):
        months |= {levers.start}
    return sorted(month for month in months if scenario.start <= month <= scenario.end)
