"""Units on many machines: an existing Dask scheduler is given work by its address (the optional extra ``cluster``).

Workers send tables back and write nothing, so they need no disk in common; what they return is put into the order of
the batch, so the files are those of one thread. A worker may join at any time, or die; others take its units.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any
from uuid import uuid4

from cityties.errors import CityTiesError
from cityties.experiment.code import code_digest
from cityties.experiment.units import UNIT_SIZE, Unit
from cityties.experiment.work import UnitPlanner, UnitResult, compute_unit, failed

TASKS_A_THREAD = 4
LEAST_AHEAD = 8
PATIENCE_SECONDS = 30
ATTEMPTS = 5
Progress = Callable[[int], None]

_open: dict[str, UnitPlanner] = {}
_lock = threading.Lock()


def on_cluster(planner: UnitPlanner, units: Iterable[Unit], address: str, progress: Progress) -> Iterator[UnitResult]:
    """Yield every unit in the order given, computed by the workers of the scheduler at ``address``.

    A task holds units of at least ``UNIT_SIZE`` replicates in all, over a second of work, because a task costs about
    2 ms. Four tasks a thread are ahead of what was yielded, so that memory stays bounded.

    Raises:
        CityTiesError: Dask is not installed, or nobody answers at the address.
    """
    client = _connected(address)
    try:
        sent = Sent(client, Parcel(planner, code_digest()))
        waiting: deque[tuple[tuple[Unit, ...], Any]] = deque()
        for bundle in bundles(units):
            waiting.append((bundle, sent.submit(bundle)))
            if len(waiting) >= max(TASKS_A_THREAD * sum(client.nthreads().values()), LEAST_AHEAD):
                yield from _message(sent.made(*waiting.popleft()), progress)
        while waiting:
            yield from _message(sent.made(*waiting.popleft()), progress)
    finally:
        client.close()


class Parcel:
    """What a worker needs for all units of a batch: its variants, its worlds, and which code made the plan."""

    def __init__(self, planner: UnitPlanner, code: str) -> None:
        self.variants, self.worlds, self.detail = planner.variants, planner.worlds, planner.detail
        self.code = code
        self.name = uuid4().hex  # workers outlive batches, so no name may come twice

    def opened(self) -> UnitPlanner:
        """Return the planner of this process, made once."""
        with _lock:
            if self.name not in _open:
                _open.clear()
                _open[self.name] = UnitPlanner(self.variants, self.worlds, self.detail)
            return _open[self.name]


def bundles(units: Iterable[Unit]) -> Iterator[tuple[Unit, ...]]:
    """Yield consecutive units as bundles that are large enough for a task of their own."""
    gathered: list[Unit] = []
    for unit in units:
        gathered.append(unit)
        if sum(one.replicates for one in gathered) >= UNIT_SIZE:
            yield tuple(gathered)
            gathered = []
    if gathered:
        yield tuple(gathered)


def compute_bundle(parcel: Parcel, bundle: tuple[Unit, ...]) -> list[UnitResult]:
    """Compute the units of a bundle, on a worker.

    Raises:
        RuntimeError: the worker has other code than the machine that planned the batch.
    """
    if parcel.code != code_digest():
        raise RuntimeError("this worker has another version of CityTies; install the same on every machine")
    planner = parcel.opened()
    return [compute_unit(planner, unit) for unit in bundle]


class Sent:
    """A parcel that all workers have, and the bundles given out with it."""

    def __init__(self, client: Any, parcel: Parcel) -> None:
        self._client, self._parcel = client, parcel
        self._sent = client.scatter(parcel, broadcast=True, hash=False)

    def submit(self, bundle: tuple[Unit, ...]) -> Any:
        """Give a bundle out and return its future."""
        return self._client.submit(compute_bundle, self._sent, bundle, pure=False)

    def made(self, bundle: tuple[Unit, ...], future: Any) -> list[UnitResult]:
        """Return what a bundle came to; one that was lost with its worker is given out again."""
        for again in range(ATTEMPTS):
            try:
                error = future.exception()
                made = [failed(unit, error) for unit in bundle] if error is not None else future.result()
            except CancelledError:
                if again > 0:
                    self._sent = self._client.scatter(self._parcel, broadcast=True, hash=False)
                future = self.submit(bundle)
            else:
                future.release()
                return list(made)
        lost = RuntimeError(f"lost with its worker {ATTEMPTS} times; give the same command with other workers")
        return [failed(unit, lost) for unit in bundle]


def _message(made: Iterable[UnitResult], progress: Progress) -> Iterator[UnitResult]:
    for one in made:
        progress(one.unit.replicates)
        yield one


def _connected(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise CityTiesError("A cluster needs Dask: install cityties[cluster].") from None
    try:
        connect: Any = Client
        return connect(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CityTiesError(
            f"No Dask scheduler answers at {address}: {error}. Start one on this machine with "
            "`dask scheduler --host 127.0.0.1`; SECURITY.md says how over several."
        ) from None
