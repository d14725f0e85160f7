"""The month, in order (ODD 3): the one list of submodels, compiled, used by every way to run the model."""

from typing import NamedTuple

from cityties.compiling import compiled, entry
from cityties.entities import Events, Month, State, World
from cityties.mechanisms import Switches
from cityties.parameters import Parameters
from cityties.record import Record
from cityties.submodels.aid import give
from cityties.submodels.attention import allocate, allocate_freely
from cityties.submodels.consent import weigh
from cityties.submodels.directive import direct
from cityties.submodels.escalation import escalate
from cityties.submodels.exchange import exchange
from cityties.submodels.formation import form
from cityties.submodels.forum import attend, meet
from cityties.submodels.incidents import befall, strike
from cityties.submodels.lobbying import lobby
from cityties.submodels.provocation import provoke
from cityties.submodels.publics import feel
from cityties.submodels.recognition import recognise
from cityties.submodels.recording import count_ties, write_dyads, write_ties
from cityties.submodels.signing import sign
from cityties.submodels.strength import add_up, strengthen
from cityties.submodels.suspension import suspend


class Rules(NamedTuple):
    """What a run obeys: its parameters, with those of switched-off mechanisms made neutral, and its switches."""

    p: Parameters
    on: Switches


class Luck(NamedTuple):
    """The address of a run's chance, and its arm: ``tie_pathways`` false takes out whatever ties do to nations."""

    seed: int
    replicate: int
    tie_pathways: bool


class Conditions(NamedTuple):
    """All that a run is given: the world, what befalls it, the rules and the luck. A run writes none of it."""

    world: World
    events: Events
    rules: Rules
    luck: Luck


@compiled
def states_and_shocks(given: Conditions, state: State, month: Month) -> None:
    """First part of the month: what befalls the nations and what they order."""
    world, events, p, on = given.world, given.events, given.rules.p, given.rules.on
    recognise(world, state.dyads, month)
    befall(world, state.dyads, events, month)
    if on.provocation:
        provoke(world, state, p, month)
    strike(state.dyads, state.publics, events, p, month)
    if on.directive:
        direct(state.dyads, p)


@compiled
def cities_and_ties(given: Conditions, state: State, record: Record, month: Month) -> None:
    """Second part: cities sign, plan, consent, meet, help, and their ties grow or fade."""
    world, events, p, on, ties = given.world, given.events, given.rules.p, given.rules.on, state.ties
    dyads_out, nations_out = record.dyads[month.step], record.nations[month.step]
    sign(world, state, p, month)
    count_ties(ties, month.step, dyads_out)
    if on.budget_limit:
        allocate(world.cities, state.cities, ties, p)
    else:
        allocate_freely(ties, p)
    weigh(ties, state.dyads, state.publics, p)
    if on.suspension:
        suspend(state, events, p, month)
    exchange(ties, events, p, month, dyads_out)
    if on.forum and world.forum.host[month.step] >= 0:
        attend(world, state, p, month, nations_out)
        meet(ties, state.cities.attended, p, month, dyads_out)
    strengthen(ties, state.dyads, p)
    state.dyads.aid_share[:] = 0.0
    if on.aid and events.aid[month.step]:
        give(state, p, month, dyads_out)
    add_up(ties, state.dyads, state.cities, dyads_out)
    if month.step >= world.endogenous_from:
        form(world, state, events, p, month)


@compiled
def publics_and_relations(given: Conditions, state: State, record: Record, month: Month) -> None:
    """Third part: publics feel, cities lobby, nations escalate, relations move; then the month is written down."""
    world, p, on = given.world, given.rules.p, given.rules.on
    feel(world.publics, state.publics, state.dyads, p, month)
    lobby(world, state, p, on.lobbying, month)
    escalate(world, state, p, month)
    write_ties(state.ties, state.dyads, p, record.dyads[month.step])
    write_dyads(state, record.dyads[month.step])


@entry
def months(given: Conditions, state: State, record: Record, t0: int, t1: int) -> None:
    """Advance a run from month ``t0`` up to, not including, month ``t1``, writing rows t0 .. t1 - 1 of the record."""
    luck = given.luck
    for t in range(t0, t1):
        record.dyads[t] = 0.0
        record.nations[t] = 0.0
        month = Month(t, given.world.first_month + t, luck.seed, luck.replicate, luck.tie_pathways)
        states_and_shocks(given, state, month)
        cities_and_ties(given, state, record, month)
        publics_and_relations(given, state, record, month)
