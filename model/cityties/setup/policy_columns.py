"""From tables and scenario to the columns of networks, incentive steps and policy levers (ODD 5)."""

import numpy as np
import pandas as pd

from cityties.kernel.randomness import entity_id
from cityties.kernel.state import FAR_FUTURE, Budget, Incentives, IntArray, Networks, Policies
from cityties.scenario.models import Scenario
from cityties.setup.attributes import limited_to
from cityties.setup.city_names import city_name, names_of, ordered_cities
from cityties.tables.world_tables import WorldTables

NEW_NETWORK = "new network"


def build_networks(tables: WorldTables, scenario: Scenario, n_months: int) -> Networks:
    """Lay out the networks that hold meetings: who belongs from when, and in which months they meet.

    A network without dated meetings has no effect, which is so for the global ones: whether the three nations' cities
    deal with each other there is unknown (Chen Wei 2016). A policy may add one network of a nation's making.
    """
    cities = ordered_cities(tables)
    row_of = {name: row for row, name in enumerate(names_of(cities))}
    names = list(dict.fromkeys(tables.network_meetings["network"]))
    if scenario.networks.only != "all":
        names = [name for name in names if name in scenario.networks.only]
    policy = scenario.policies.new_network if scenario.switches().policies else None
    if policy is not None:
        names.append(NEW_NETWORK)
    joined = np.full((len(names), len(cities)), FAR_FUTURE, dtype=np.int64)
    meets = np.zeros((n_months, len(names)), dtype=np.int64)
    for member in tables.network_members.to_dict("records"):
        row = row_of.get(city_name(member["nation"], member["city"]))
        if member["network"] in names and row is not None:
            joined[names.index(member["network"]), row] = max(member["joined"] - scenario.start, 0)
    for meeting in tables.network_meetings.to_dict("records"):
        month = meeting["date"] - scenario.start
        if meeting["network"] in names and 0 <= month < n_months:
            meets[month, names.index(meeting["network"])] = 1
    if policy is not None:
        first = scenario.policies.start - scenario.start
        members = _founders(tables, cities, policy.members)
        if scenario.policies.is_limited:
            members = np.flatnonzero(limited_to(scenario, np.array(names_of(cities)), cities["nation"].to_numpy()))
        joined[-1, members] = max(first, 0)
        since = np.arange(n_months) - first
        meets[:, -1] = (since >= 0) & (since % policy.every_months == 0)
    return Networks(np.array([entity_id(name) for name in names], dtype=np.uint64), joined, meets)


def _founders(tables: WorldTables, cities: pd.DataFrame, members: int) -> IntArray:
    """Return the rows of the largest tied cities of every nation, in equal numbers."""
    sides = (("city_a", "nation_a"), ("city_b", "nation_b"))
    dyads = tables.dyads.set_index("dyad")
    tied = {
        city_name(dyads.loc[tie["dyad"], nation], tie[city])
        for tie in tables.ties.to_dict("records")
        for city, nation in sides
    }
    names = cities["nation"] + "/" + cities["city"]
    candidates = cities[names.isin(tied)].sort_values(["population", "city"], ascending=[False, True], kind="stable")
    each = max(members // len(tables.nations), 1)
    return candidates.groupby("nation_row").head(each).index.to_numpy(np.int64)


def build_incentives(tables: WorldTables, scenario: Scenario) -> Incentives:
    """Lay out the incentive steps; one for a whole nation counts half for a dyad, one for named cities not at all."""
    cities = ordered_cities(tables)
    names = (cities["nation"] + "/" + cities["city"]).to_numpy()
    steps = tables.incentives.to_dict("records")
    dyads = list(tables.dyads["dyad"])
    named, sizes = np.zeros((len(steps), len(cities))), np.zeros((len(steps), len(dyads)))
    whole = sizes.copy()
    for s, step in enumerate(steps):
        here = np.array([step["dyad"] in ("all", dyad) for dyad in dyads])
        who = np.ones(len(cities), dtype=bool)
        if step["nation"]:
            who &= (cities["nation"] == step["nation"]).to_numpy()
        if step["cities"]:
            who &= np.isin(names, [name.strip() for name in step["cities"].split(";")])
        named[s], sizes[s, here] = who, step["size"]
        if not step["cities"]:
            whole[s, here] = step["size"] * (0.5 if step["nation"] else 1.0)
    months = [step["date"] - scenario.start for step in steps]
    return Incentives(np.array(months, dtype=np.int64), named, sizes, whole)


def build_policies(scenario: Scenario, n_months: int) -> Policies:
    """Lay out the policy levers by month: neutral before their start or if the mechanism is off."""
    levers = scenario.policies
    first = levers.start - scenario.start if scenario.switches().policies else n_months
    acts = (np.arange(n_months) >= first).astype(np.int64)
    of_all = not levers.is_limited  # what is limited to some cities acts by their attributes and ties, in a period
    share = acts.astype(np.float64)
    wake = np.zeros(n_months, dtype=np.int64)
    if levers.wake_dormant and of_all and 0 <= first < n_months:
        wake[first] = 1
    return Policies(
        budget=acts * Budget[levers.budget.upper()],
        wake=wake,
        obedience=np.asarray(1.0 - share * levers.autonomy_gain * of_all),
        people=np.asarray(1.0 + share * (levers.people_share_factor - 1.0)),
        provocation=np.asarray(1.0 + share * (levers.provocation_factor - 1.0)),
        coordination=np.asarray(1.0 + share * (levers.coordination_factor - 1.0)),
    )
