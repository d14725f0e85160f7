"""Units on this machine: on threads, or in processes of their own where a scenario names custom rules."""

from collections.abc import Callable, Iterable, Iterator

from cityties.experiment.processes import on_processes
from cityties.experiment.threads import on_threads
from cityties.experiment.units import Unit
from cityties.experiment.work import UnitPlanner, UnitResult


def on_this_machine(
    planner: UnitPlanner,
    units: Iterable[Unit],
    workers: int,
    progress: Callable[[int], None],
    limit: float | None = None,
) -> Iterator[UnitResult]:
    """Yield every unit in the order given; ``limit`` is the most seconds that a replicate with custom rules may take.

    The model's own code neither crashes nor hangs, and threads need no second start of Python.
    """
    if any(variant.scenario.custom_rules for variant in planner.variants):
        return on_processes(planner, units, workers, progress, limit)
    return on_threads(planner, units, workers, progress)
