"""Networks (ODD 7.17): members of a city network meet; partners among those that come have an exchange."""

from cityties.kernel.compiling import compiled
from cityties.kernel.home_pressure import home_pressure
from cityties.kernel.numerics import logistic
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, stream, substream, uniform_at
from cityties.kernel.record import DyadMeasure, NationMeasure
from cityties.kernel.state import Count, FloatArray, Month, State, World

NO_HOST, IN_FULL = -1, 1.0


@compiled
def convene(
    world: World, state: State, p: Parameters, month: Month, dyads_out: FloatArray, nations_out: FloatArray
) -> None:
    """Hold this month's meetings: members decide whether to come, partners that both come have an exchange.

    The dose is that of one trip however many partners are met there, which is why networks are cheap.
    """
    networks = world.networks
    for g in range(len(networks.id)):
        if networks.meets[month.step, g]:
            # one number for each meeting, so that no column has to be cleared before the next
            stamp = month.step * len(networks.id) + g + 1
            come(world, state, g, stamp, p, month, nations_out)
            for e in range(state.ties.n[Count.EXISTING]):
                a, b = state.ties.a[e], state.ties.b[e]
                if state.cities.at_network[a] == stamp and state.cities.at_network[b] == stamp:
                    state.ties.exchange[e] += p.network_dose
                    state.ties.n[Count.MET_BESIDES] += 1
                    dyads_out[state.ties.dyad[e], DyadMeasure.NETWORK_MEETINGS] += 1


@compiled
def come(world: World, state: State, g: int, stamp: int, p: Parameters, month: Month, out: FloatArray) -> None:
    """Mark the members that come with the meeting's stamp and count them by nation."""
    key = substream(stream(month.seed, month.replicate, Process.NETWORK, month.calendar), world.networks.id[g])
    for k in range(len(world.nations.first)):
        mood, directive = home_pressure(world, state, k, NO_HOST, IN_FULL)
        open_to = 1.0 - p.network_depoliticisation
        season = p.consent_base - p.network_cost + open_to * p.public_pressure * mood
        order = open_to * p.directive_weight * world.policies.obedience[month.step] * directive
        order *= world.nations.centralisation[k]
        for c in range(world.nations.first[k], world.nations.last[k]):
            member = world.networks.joined[g, c] <= month.step
            propensity = season - order * (1.0 - world.cities.autonomy[c])
            if member and uniform_at(key, world.cities.place[c]) < logistic(propensity):
                state.cities.at_network[c] = stamp
                out[k, NationMeasure.NETWORK_ATTENDANCE] += 1
