"""Incentives (ODD 7.20): national steps, such as a trade agreement, that pull named or all cities to exchange."""

from cityties.kernel.compiling import compiled
from cityties.kernel.pair_traits import bonus
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import Count, Month, TieState, World


@compiled
def take_steps(world: World, ties: TieState, p: Parameters, month: Month) -> None:
    """In a month in which an incentive step begins, count it into the propensity of the ties that exist."""
    for s in range(len(world.incentives.month)):
        if world.incentives.month[s] == month.step:
            for e in range(ties.n[Count.EXISTING] if p.incentive_consent != 0.0 else 0):
                ties.bonus_a[e] = bonus(world, ties.a[e], ties.dyad[e], p, month.step)
                ties.bonus_b[e] = bonus(world, ties.b[e], ties.dyad[e], p, month.step)
