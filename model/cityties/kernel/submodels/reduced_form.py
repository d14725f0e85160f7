"""Reduced form (ODD 7.21): relations return to their baseline; three free coefficients set what else moves them."""

from cityties.kernel.compiling import compiled
from cityties.kernel.level import settle
from cityties.kernel.numerics import from_fixed, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, normal, stream
from cityties.kernel.state import Count, DyadState, Month, PublicState, Suspension, TieState, World


@compiled
def add_densities(ties: TieState, dyads: DyadState) -> None:
    """Sum over each dyad's ties strength times affinity, strength, and strength that is not suspended."""
    dyads.density[:] = 0
    dyads.strength[:] = 0
    dyads.awake[:] = 0
    for e in range(ties.n[Count.EXISTING]):
        d = ties.dyad[e]
        dyads.density[d] += to_fixed(ties.strength[e] * ties.affinity[e])
        strength = to_fixed(ties.strength[e])
        dyads.strength[d] += strength
        dyads.awake[d] += strength if ties.suspended[e] == Suspension.NONE else 0


@compiled
def return_to_baseline(world: World, dyads: DyadState, publics: PublicState, p: Parameters, month: Month) -> None:
    """Move relations of every present dyad: pull (with repair by open ties), mood over its memory, noise.

    What the net of ties will absorb of next month's incident is set here; in the ties-off arm it is nothing.
    """
    key = stream(month.seed, month.replicate, Process.RELATIONS, month.calendar)
    for d in range(len(dyads.relations)):
        dyads.disputes[d] = 0.0
        if not dyads.present[d]:
            publics.anger[d, :] = 0.0
            continue
        density = from_fixed(dyads.density[d]) / p.density_reference
        dyads.shield[d] = density / (1.0 + density) if month.tie_pathways else 0.0
        share_open = dyads.awake[d] / dyads.strength[d] if dyads.strength[d] > 0 else 0.0
        repair = max(0.0, 1.0 + p.repair * dyads.shield[d] * share_open)
        pull = min(1.0, p.relations_reversion * repair)
        rest = world.dyads.baseline[d] + dyads.level[d] + p.economy_relations * dyads.economy[d]
        change = pull * (rest - dyads.relations_before[d])
        change += p.mood_relations * mood_over_memory(publics, d)
        change += p.relations_noise * normal(key, world.dyads.id[d])
        dyads.relations[d] = min(max(dyads.relations[d] + change, -1.0), 1.0)
        # ties that hasten the return hasten it on both clocks: else the split alone would define their effect away
        settle(dyads, world.dyads.baseline[d], d, min(1.0, p.level_reversion * repair), 0.0)
        for side in range(2):
            publics.anger[d, side] *= 1.0 - 1.0 / p.anger_life


@compiled
def mood_over_memory(publics: PublicState, d: int) -> float:
    """Return the mean over both publics of mood less its remembered mean."""
    now = publics.mood[d, 0] + publics.mood[d, 1]
    return float(now - publics.mood_memory[d, 0] - publics.mood_memory[d, 1]) / 2.0
