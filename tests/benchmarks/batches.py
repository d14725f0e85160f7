"""Batches of the same histories: the compiled model on threads, mesa.batch_run and AgentPy on processes."""

import importlib
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import mesa
import numpy as np

from benchmarks.core import Core, east_asia
from benchmarks.mesa_objects import City, DiplomacyModel


@cache
def core_of_process() -> Core:
    """Return the core of East Asia, prepared once a process."""
    return east_asia()


class BatchModel(DiplomacyModel):
    """The Mesa version with arguments that a worker process can be sent."""

    def __init__(self, rng: int | None = None) -> None:
        super().__init__(core_of_process(), rng or 0, rng)


def compiled_batch(core: Core, n: int, workers: int) -> None:
    """Compute n histories on threads."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(core.compiled, range(n)))


def mesa_batch(core: Core, n: int, workers: int) -> None:
    """Compute n histories with mesa.batch_run."""
    mesa.batch_run(
        BatchModel,
        {},
        rng=list(range(n)),
        number_processes=workers,
        max_steps=core.n_months,
        data_collection_period=1,
        display_progress=False,
    )


def agentpy_batch(core: Core, n: int, workers: int) -> None:
    """Compute n histories with an AgentPy experiment.

    Raises:
        ImportError: AgentPy is not installed.
    """
    agentpy = agentpy_library()

    sample = agentpy.Sample({"replicate": agentpy.Values(*range(n)), "steps": core.n_months})
    agentpy.Experiment(agentpy_model(), sample, randomize=False).run(n_jobs=workers, verbose=0, display=False)


def agentpy_library() -> Any:
    """Return AgentPy, which is no dependency of the project: ``pip install agentpy`` beside it to compare.

    Raises:
        ImportError: it is not installed.
    """
    return importlib.import_module("agentpy")


@cache
def agentpy_model() -> Any:
    """Return the model for AgentPy: the methods of the Mesa version on AgentPy's classes."""
    agentpy = agentpy_library()

    methods = {name: member for name, member in vars(City).items() if callable(member) and not name.startswith("_")}
    city = type("City", (agentpy.Agent,), methods | {"setup": _setup_city})
    shared = {name: member for name, member in vars(DiplomacyModel).items() if callable(member)}
    own = {"__init__": agentpy.Model.__init__, "setup": _setup_model, "step": _step, "city_class": city}
    return type("Diplomacy", (agentpy.Model,), shared | own)


def _setup_city(self: Any, row: int) -> None:
    cities = self.model.core.world.cities
    self.row, self.nation = row, int(cities.nation[row])
    self.autonomy, self.nationalism = float(cities.autonomy[row]), float(cities.nationalism[row])
    self.size, self.voice = float(cities.weight[row]), float(cities.voice[row])
    self.budget, self.abroad = float(cities.budget[row]), float(cities.abroad[row])
    self.bigness, self.ties, self.held, self.share, self.attends = float(cities.bigness[row]), [], 0.0, 0.0, False


def _setup_model(self: Any) -> None:
    from benchmarks.mesa_ties import Dyad

    self.core = core_of_process()
    world = self.core.world
    self.step_now, self.closed, self.ties, self.collected = -1, False, [], []
    self.cities = [self.city_class(self, row=row) for row in range(len(world.cities.id))]
    self.of_nation = [self.cities[a:b] for a, b in zip(world.nations.first, world.nations.last, strict=True)]
    self.dyads = [Dyad(self, row) for row in range(len(world.dyads.id))]
    self.coming = self._coming(self.p.replicate)
    self.everybody = _agent_list(self, self.cities)
    self.agents = _Agents(self.everybody)
    self.datacollector = _Collector(self)


def _agent_list(model: Any, cities: list[Any]) -> Any:
    agentpy = agentpy_library()

    return agentpy.AgentList(model, cities)


class _Agents:
    """The two calls of Mesa's AgentSet that the model makes, on AgentPy's list."""

    def __init__(self, everybody: Any) -> None:
        self.everybody = everybody

    def shuffle_do(self, name: str) -> None:
        getattr(self.everybody.shuffle(), name)()

    def do(self, name: str) -> None:
        getattr(self.everybody, name)()


class _Collector:
    """Keeps the month's measures, as AgentPy's ``record`` would."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def collect(self, model: Any) -> None:
        model.collected.append(model.measures())


def _step(self: Any) -> None:
    if self.step_now + 1 < self.core.n_months:
        DiplomacyModel.step(self)


def seconds(work: Callable[[], None]) -> tuple[float, float]:
    """Return wall time and processor time, worker processes included, of a piece of work."""
    wall, used = time.perf_counter(), _used()
    work()
    return time.perf_counter() - wall, _used() - used


def _used() -> float:
    ours, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(np.sum([ours.ru_utime, ours.ru_stime, theirs.ru_utime, theirs.ru_stime]))
