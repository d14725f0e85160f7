"""How large a batch may be: refused with the number and the limit before anything is laid out in memory.

Every case is read and checked on its own and every unit has an identity of its own, about a millisecond each, so a
batch at these limits takes minutes to begin. Larger ones can be cut into several that share their results.
"""

import math
from collections.abc import Iterator

from cityties.scenario.models import Scenario

MOST_CASES = 20_000
MOST_UNITS = 250_000
REPLICATES_OF_A_UNIT = 25


def n_points(scenario: Scenario) -> int:
    """Return how many points the grid, zip and list of a scenario have together."""
    sweep = scenario.design.sweep
    in_grid = math.prod(len(values) for values in sweep.grid.values())
    side_by_side = max((len(values) for values in sweep.zip.values()), default=1)
    return in_grid * side_by_side * max(len(sweep.list), 1)


def n_units(scenario: Scenario) -> int:
    """Return how many units a scenario asks for, in all cases, samples and replicates."""
    sweep = scenario.design.sweep
    space = sweep.lhs or sweep.sobol
    samples = max(space.points if space else scenario.design.draws, 1)
    return n_cases(scenario) * samples * -(-scenario.replicates // REPLICATES_OF_A_UNIT)


def n_cases(scenario: Scenario) -> int:
    """Return how many cases a scenario has: its points, each in every arm."""
    return n_points(scenario) * (1 + len(scenario.arms.named))


def too_large(scenarios: list[Scenario]) -> Iterator[str]:
    """Yield what is too much in the scenarios of one batch together, with the number and the limit."""
    cases, units = (sum(count(one) for one in scenarios) for count in (n_cases, n_units))
    if cases > MOST_CASES:
        yield f"asks for {cases:,} cases (points times arms); at most {MOST_CASES:,} go into a batch. Cut it up."
    elif units > MOST_UNITS:
        yield (
            f"asks for {units:,} units (cases times draws or points, times 25 replicates); at most {MOST_UNITS:,} go "
            "into one batch. Ask for fewer, or cut it in several."
        )
