"""Learning (ODD 7.19): cities copy practices from partners they have exchange with, cheap ones sooner."""

from cityties.kernel.compiling import compiled
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, stream, substream, uniform, uniform_at
from cityties.kernel.record import NationMeasure
from cityties.kernel.state import N_PRACTICES, CityState, Count, FloatArray, Month, State, World

# even, so that what is learnt this month does not yet count as held (odd) while other ties are looked at
JUST_LEARNT = 2


@compiled
def cost_of(practice: int, p: Parameters) -> float:
    """Return the cost of a practice, from the cheapest (0) to the dearest."""
    if practice == 0:
        return p.practice_cost_low
    return p.practice_cost_middle if practice == 1 else p.practice_cost_high


@compiled
def invent(world: World, cities: CityState, p: Parameters, month: Month) -> None:
    """Give each practice to a few cities in the first month."""
    key = stream(month.seed, month.replicate, Process.INVENTION, 0)
    for practice in range(N_PRACTICES):
        here = substream(key, practice)
        for c in range(len(world.cities.id)):
            cities.practices[c, practice] = uniform(here, world.cities.id[c]) < p.learning_seed


@compiled
def learn(state: State, p: Parameters, month: Month) -> None:
    """Pass practices along this month's exchange with a chance that falls with their cost.

    What is learnt this month is passed on from the next.
    """
    ties, held = state.ties, state.cities.practices
    key = stream(month.seed, month.replicate, Process.LEARNING, month.calendar)
    for practice in range(N_PRACTICES):
        here = substream(key, practice)
        rate = p.learning_rate / cost_of(practice, p)
        for e in range(ties.n[Count.EXISTING]):
            a, b = ties.a[e], ties.b[e]
            if (
                held[a, practice] % 2 + held[b, practice] % 2 == 1
                and uniform_at(here, ties.place[e]) < rate * ties.exchange[e]
            ):
                learner = b if held[a, practice] % 2 == 1 else a
                held[learner, practice] = JUST_LEARNT
        for c in range(len(held)):
            if held[c, practice] == JUST_LEARNT:
                held[c, practice] = 1


@compiled
def count_practices(world: World, cities: CityState, out: FloatArray) -> None:
    """Count the cities of each nation that hold each practice; ``out`` is the nation record (K, NationMeasure)."""
    for c in range(len(world.cities.id)):
        for practice in range(N_PRACTICES):
            out[world.cities.nation[c], NationMeasure.PRACTICE_LOW + practice] += cities.practices[c, practice]
