"""A study of what would settle the claim: every observable, crisis and number, and the smallest that is enough."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from cityties.calibration.ensemble import Ensemble, Simulated, read_ensemble, simulate_ensemble
from cityties.calibration.losses import POOLED, buffers_of
from cityties.calibration.settling.histories import PART, open_histories
from cityties.calibration.settling.inference import recovery
from cityties.calibration.settling.observed import Looking
from cityties.calibration.settling.reading import ObservableSet, crises_of
from cityties.calibration.study import StudyFolder, digest_of_all

KIND: Final = "settle"
NEVER: Final = 0
"""In the table: no number that was tried is enough."""
TABLE_MEANINGS: Mapping[str, str] = {
    "settle": "how often the sign of B is recovered, by observable, crisis and number",
    "smallest": "the smallest number that recovers it often enough, by observable and crisis",
    "columns": "meaning of every column",
}
_SHARED = {
    "observable": "name in the file of observables",
    "crisis": "crisis whose B is asked for, or pooled: over all crises of the file",
    "recovered": "share of histories in which the sign of B is recovered, of those with |B| > eps",
    "low": "lower end of its 95 % interval over draws",
    "high": "upper end of that interval",
    "guess": "share of the commoner sign: what guessing gives",
}
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "settle": _SHARED
    | {
        "n": "number of observations",
        "draws": "draws with |B| > eps",
        "stated": "mean probability stated for the sign named; equal to recovered where it is calibrated",
        "sure": "share of histories in which a sign is named with probability 0.9 or more",
        "sure_right": "share of these that are right",
    },
    "smallest": _SHARED | {"smallest": "smallest number that is enough; 0: none that was tried"},
}


@dataclass(frozen=True)
class Settling:
    """A study laid out: a checked file, its ensemble of histories, its folder."""

    asked: ObservableSet
    draws: int
    ensemble: Ensemble
    folder: StudyFolder

    def compute(self, workers: int, progress: Callable[[int], None]) -> int:
        """Simulate what is missing; return how many draws that were."""
        todo = self.ensemble.missing(self.draws)
        simulate_ensemble(self.ensemble, self.draws, workers, progress)
        return todo

    @cached_property
    def looking(self) -> Looking:
        """The histories that are looked at: the first of each draw."""
        simulated, seen = self.simulated, self.asked.content.draws.seen
        first = replace(simulated, numbers=simulated.numbers[:, :seen])
        return Looking(first, self.asked.content, self.asked.scenario.seed)

    @cached_property
    def simulated(self) -> Simulated:
        """All histories; B of a draw is that of the mean losses of all of them, so that chance hides it less."""
        return read_ensemble(self.ensemble, self.draws)

    def cases(self) -> list[tuple[str, str, int]]:
        """Return every observable, crisis (or all pooled) and number that is judged.

        What is measured around some crises is judged by B of these, and by B of all.
        """
        content = self.asked.content
        found = []
        for name, one in content.observables.items():
            around = {crisis for other in one.of for crisis in crises_of(content, content.observables[other])}
            crises = [crisis for crisis in content.crises if crisis in (around or crises_of(content, one))]
            numbers = one.number if one.measure not in ("parameters", "combined") else one.number[:1]
            found += [(name, crisis, n) for crisis in (*crises, POOLED) for n in numbers]
        return found

    def settle_table(self, progress: Callable[[int], None]) -> pd.DataFrame:
        """Return the table ``settle``."""
        return pd.DataFrame(list(self._rows(progress)))

    def _rows(self, progress: Callable[[int], None]) -> Iterator[dict[str, object]]:
        crises = self.ensemble.parts[0].scenario.crises.only
        buffers = buffers_of(self.simulated, PART, tuple(crises))
        for name, crisis, n in self.cases():
            found = recovery(
                self.looking.seen(name, n), buffers.values[:, buffers.names.index(crisis)], self.asked.content.eps
            )
            shares = {"recovered": found.recovered, "low": found.low, "high": found.high, "guess": found.guess}
            more = {"draws": found.draws, "stated": found.stated, "sure": found.sure, "sure_right": found.sure_right}
            yield {"observable": name, "crisis": crisis, "n": n, **shares, **more}
            progress(1)


def smallest_table(settle: pd.DataFrame, enough: float) -> pd.DataFrame:
    """Return the smallest number that recovers the sign in a share ``enough`` of histories, by observable and crisis.

    The shares are those of the smallest number, or of the largest that was tried where none is enough.
    """
    rows = []
    for (name, crisis), tried in settle.groupby(["observable", "crisis"], sort=False):
        good = tried[tried["recovered"] >= enough]
        shown = good.iloc[0] if len(good) else tried.iloc[-1]
        shares = {column: float(shown[column]) for column in ("recovered", "low", "high", "guess")}
        smallest = int(shown["n"]) if len(good) else NEVER
        rows.append({"observable": name, "crisis": crisis, "smallest": smallest, **shares})
    return pd.DataFrame(rows)


def open_settling(asked: ObservableSet, draws: int | None, runs: Path) -> Settling:
    """Lay out a study; nothing is simulated. ``draws`` is as in the file if left out."""
    plain = open_histories(asked, runs)
    identity = digest_of_all(plain.identity, asked.content.model_dump(mode="json", exclude={"draws"}))
    folder = StudyFolder(runs / f"{KIND}-{asked.file.stem}-{identity}")
    return Settling(asked, draws or asked.content.draws.first, open_histories(asked, folder.path / "parts"), folder)
