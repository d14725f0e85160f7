"""Forum (ODD 7.10): cities decide whether to travel to the forum; partners that meet there have an exchange."""

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled
from cityties.kernel.home_pressure import home_pressure
from cityties.kernel.numerics import logistic
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, stream, uniform_at
from cityties.kernel.record import DyadMeasure, NationMeasure
from cityties.kernel.state import Cities, CityState, Count, FloatArray, IntArray, Month, State, TieState, World


@compiled
def attend(world: World, state: State, p: Parameters, month: Month, out: FloatArray) -> None:
    """Draw this month's attenders and count them by nation in ``out`` (K, NationMeasure).

    Before the forum opened to prospects, only cities that have a tie may come.
    """
    years = month.calendar // MONTHS_PER_YEAR - p.forum_trend_year
    key = stream(month.seed, month.replicate, Process.FORUM, month.calendar)
    for k in range(len(world.nations.first)):
        mood, directive = home_pressure(world, state, k, world.forum.host[month.step], p.forum_directive_elsewhere)
        host = p.forum_host if k == world.forum.host[month.step] else 0.0
        climate_a = (1.0 - p.forum_depoliticisation) * p.public_pressure * mood
        season = p.consent_base - p.forum_cost + p.forum_trend * years + host + climate_a
        order = (1.0 - p.forum_depoliticisation) * p.directive_weight * world.nations.centralisation[k] * directive
        order *= world.policies.obedience[month.step]
        rows = (world.nations.first[k], world.nations.last[k])
        propensity(world.cities, state.cities, rows, key, (season, order), p)
        for c in range(rows[0], rows[1]):
            invited = state.cities.partners[c] > 0 or world.forum.open[month.step]
            if invited and state.cities.would_come[c]:
                state.cities.attended[c] = month.step
                out[k, NationMeasure.FORUM_ATTENDANCE] += 1


@compiled
def propensity(
    fixed: Cities, cities: CityState, rows: tuple[int, int], key: U64, terms: tuple[float, float], p: Parameters
) -> None:
    """Write which of some cities would come if they may; ``terms`` are those common to a nation and its order."""
    season, order = terms
    for c in range(U64(rows[0]), U64(rows[1])):
        z = season + p.forum_size * fixed.bigness[c] - order * (1.0 - fixed.autonomy[c])
        z += p.forum_tied if cities.partners[c] > 0 else p.forum_untied
        cities.would_come[c] = uniform_at(key, fixed.place[c]) < logistic(z)


@compiled
def meet(ties: TieState, attended: IntArray, p: Parameters, month: Month, out: FloatArray) -> None:
    """Give partners that both attended an exchange of the forum's dose; ``out`` is the dyad record of the month."""
    for e in range(ties.n[Count.EXISTING]):
        if attended[ties.a[e]] == month.step and attended[ties.b[e]] == month.step:
            ties.exchange[e] += p.forum_dose
            ties.n[Count.MET_BESIDES] += 1
            out[ties.dyad[e], DyadMeasure.FORUM_MEETINGS] += 1
