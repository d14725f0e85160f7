"""The month, in order (ODD 3): the one list of submodels, compiled, used by every way to run the model."""

from collections.abc import Callable
from typing import NamedTuple

from cityties.kernel.compiling import compiled, entry
from cityties.kernel.record import Record
from cityties.kernel.rules import Rules
from cityties.kernel.state import Count, Events, Month, State, World
from cityties.kernel.submodels.aid import give
from cityties.kernel.submodels.attention import allocate, allocate_freely
from cityties.kernel.submodels.consent import compute_propensity, list_decisions
from cityties.kernel.submodels.directive import direct
from cityties.kernel.submodels.economy import apply_climate, drift
from cityties.kernel.submodels.ending import decide_endings, put_to_councils, remove_ended
from cityties.kernel.submodels.escalation import escalate
from cityties.kernel.submodels.exchange import exchange, plan
from cityties.kernel.submodels.formation import form
from cityties.kernel.submodels.forum import attend, meet
from cityties.kernel.submodels.incentives import take_steps
from cityties.kernel.submodels.incidents import read_events, strike
from cityties.kernel.submodels.learning import count_practices, invent, learn
from cityties.kernel.submodels.lobbying import lobby
from cityties.kernel.submodels.networks import convene
from cityties.kernel.submodels.provocation import act_in_public
from cityties.kernel.submodels.publics import update_mood
from cityties.kernel.submodels.recognition import recognise
from cityties.kernel.submodels.recording import write_dyads, write_ties
from cityties.kernel.submodels.reduced_form import add_densities, return_to_baseline
from cityties.kernel.submodels.signing import sign
from cityties.kernel.submodels.spillover import spill_over
from cityties.kernel.submodels.strength import add_up, strengthen, wake
from cityties.kernel.submodels.suspension import suspend


class RandomAddress(NamedTuple):
    """The address of a run's random numbers, and its arm: ``tie_pathways`` false takes out what ties do to nations."""

    seed: int
    replicate: int
    tie_pathways: bool


class Conditions(NamedTuple):
    """All that a run is given: world, exogenous events, rules and random address. A run writes none of it.

    ``list_all`` has the ends of every tie form their propensity, as :mod:`cityties.explanation.replay` needs it, and
    not only those that have something to decide; what comes of a run is the same. ``stop_at_decisions`` ends each month
    where its cities have decided, which is where an explanation looks at them: one compiled month serves both.
    """

    world: World
    events: Events
    rules: Rules
    address: RandomAddress
    list_all: bool = False
    stop_at_decisions: bool = False


type Months = Callable[[Conditions, State, Record, int, int], None]
"""Advance a run from a month up to, not including, another."""


@compiled
def states_and_shocks(given: Conditions, state: State, record: Record, month: Month) -> None:
    """First part of the month: exogenous events, and what the nations order."""
    world, events, p, on = given.world, given.events, given.rules.p, given.rules.on
    if state.ties.n[Count.LEAVING] > 0:
        remove_ended(world, state, p, month, record.dyads[month.step])
    if on.economy:
        drift(world.dyads.id, state.dyads, p, month)
    recognise(world.dyads, state.dyads, p, month)
    read_events(state.dyads, events, month)
    if on.provocation or on.conciliation:
        act_in_public(world, state, given.rules, month)
    strike(state.dyads, state.publics, events, given.rules, month)
    if on.directive:
        direct(world.dyads, state.dyads, p)


@compiled
def decisions_of_cities(given: Conditions, state: State, record: Record, month: Month) -> None:
    """Second part: cities sign, plan events, and form their propensity for official exchange."""
    world, p, on, ties = given.world, given.rules.p, given.rules.on, state.ties
    if on.incentives:
        take_steps(world, ties, p, month)
    sign(world, state, p, month, record.dyads[month.step])
    if on.budget_limit:
        allocate(world, state, given.rules, month)
    else:
        allocate_freely(ties, p)
    if on.economy:
        apply_climate(ties, state.dyads, p)
    plan(ties, given.events.closed[month.step] > 0, p.remote_share, month)
    if on.ending:
        put_to_councils(world.dyads, state, p, month)
    list_decisions(ties, state.dyads, given.rules, given.list_all)
    compute_propensity(state, given.rules, world.policies.obedience[month.step], month)


@compiled
def exchange_of_cities(given: Conditions, state: State, record: Record, month: Month) -> None:
    """Third part: cities suspend ties, decide to end them, and hold or refuse the events that were planned."""
    world, p, on, ties = given.world, given.rules.p, given.rules.on, state.ties
    if on.suspension:
        suspend(state, given.events, p, month)
    if on.ending:
        decide_endings(world, state, p, month)
    people = min(1.0, p.people_share * world.policies.people[month.step])
    exchange(ties, people, p, month, record.dyads[month.step])


@compiled
def meetings_and_aid(given: Conditions, state: State, record: Record, month: Month) -> None:
    """Fourth part: forum, networks, what it all does to strength, aid, and what the month's exchange adds up to."""
    world, p, on, ties = given.world, given.rules.p, given.rules.on, state.ties
    dyads_out, nations_out = record.dyads[month.step], record.nations[month.step]
    if on.forum and world.forum.host[month.step] >= 0:
        attend(world, state, p, month, nations_out)
        meet(ties, state.cities.attended, p, month, dyads_out)
    if on.networks:
        convene(world, state, p, month, dyads_out, nations_out)
    if on.learning:
        if month.step == 0:
            invent(world, state.cities, p, month)
        learn(state, p, month)
        count_practices(world, state.cities, nations_out)
    strengthen(ties, state.dyads, state.cities.practices, p)
    state.dyads.aid_share[:] = 0.0
    if on.aid:
        give(world, state, given.events.struck[month.step], p, month, dyads_out)
    if world.policies.wake[month.step]:
        wake(ties, p)
    add_up(ties, state.dyads, state.cities, given.rules.has_custom_rules, dyads_out)
    if on.spillover:
        spill_over(world.cities, state.cities, p, world.policies.coordination[month.step])
    if month.step >= world.endogenous_from:
        form(world, state, given.events, p, month)


@compiled
def publics_and_relations(given: Conditions, state: State, record: Record, month: Month) -> None:
    """Fifth part: moods are updated, and relations move by the engine chosen; then the month is written down."""
    world, p, on = given.world, given.rules.p, given.rules.on
    update_mood(world.publics, state.publics, state.dyads, given.rules, month)
    if given.rules.reduced_form:
        add_densities(state.ties, state.dyads)
        return_to_baseline(world, state.dyads, state.publics, p, month)
    else:
        lobby(world, state, p, on.lobbying, month)
        escalate(world, state, p, month)
    write_ties(state.ties, state.dyads, p, record.dyads[month.step])
    write_dyads(state, record.dyads[month.step])


@compiled
def month_of(given: Conditions, t: int) -> Month:
    """Return where and when the submodels work in month ``t`` of a run."""
    address = given.address
    return Month(t, given.world.first_month + t, address.seed, address.replicate, address.tie_pathways)


@entry
def months(given: Conditions, state: State, record: Record, t0: int, t1: int) -> None:
    """Advance a run from month ``t0`` up to, not including, month ``t1``, writing rows t0 .. t1 - 1 of the record."""
    for t in range(t0, t1):
        record.dyads[t] = 0.0
        record.nations[t] = 0.0
        month = month_of(given, t)
        states_and_shocks(given, state, record, month)
        decisions_of_cities(given, state, record, month)
        if not given.stop_at_decisions:
            exchange_of_cities(given, state, record, month)
            meetings_and_aid(given, state, record, month)
            publics_and_relations(given, state, record, month)
