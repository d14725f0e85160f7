"""Histories: many draws of the priors, each with what could be seen of its crises, and its B, which nobody sees.

What is seen is exact here; errors are added where an observable is looked at. Positions of cities are those that they
take in a month of the arm with ties: tanh(stake in calm - nationalism), as ODD 7.15 has it.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from cityties.calibration.ensemble import Ensemble, Part
from cityties.calibration.proposal import Proposal, priors_of
from cityties.calibration.reading import LossReader
from cityties.calibration.settling.reading import ObservableSet
from cityties.experiment.design import Design
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.experiment.replicate import Replicate, TieSnapshot
from cityties.kernel.calendar import month_label
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.state import FloatArray, IntArray
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.setup.event_columns import Crisis, list_crises

PART: Final = "history"
MAIN: Final = 0
MONTHLY: Final = {
    "relations": (M.RELATIONS,),
    "anger": (M.ANGER_A, M.ANGER_B),
    "hostility": (M.ESCALATION_A, M.ESCALATION_B),
    "planned": (M.PLANNED,),
    "refused": (M.REFUSED_A, M.REFUSED_B),
    "people": (M.PEOPLE,),
}
"""What is kept of every month after a crisis begins, by sides where it has two."""
THIRD: Final = 3


@dataclass(frozen=True)
class CrisisReader:
    """Reads what can be seen of crises off a replicate; ``looked_at``: months in which single ties are needed."""

    crises: tuple[Crisis, ...]
    looked_at: tuple[int, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers, such as ``CN-JP 2012-09|anger|1|3``: crisis, what, side, month."""
        return tuple(
            key(crisis.name, what, side, month)
            for crisis in self.crises
            for what, sides, months in self._layout
            for side in range(sides)
            for month in months
        )

    @cached_property
    def _layout(self) -> list[tuple[str, int, tuple[int, ...]]]:
        every = tuple(range(MAIN_MONTHS))
        monthly = [(what, len(measures), every) for what, measures in MONTHLY.items()]
        return [*monthly, ("mayors", 2, self.looked_at), ("return", 1, self.looked_at)]

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the numbers of a replicate; ``nan`` where there is nobody to look at."""
        shots = {shot.month: shot for shot in replicate.snapshots}
        found: list[float] = []
        for crisis in self.crises:
            months = replicate.dyads[MAIN, crisis.month : crisis.month + MAIN_MONTHS, crisis.dyad]
            for measures in MONTHLY.values():
                for measure in measures:
                    found += months[:, measure].tolist()
            seen = [crisis.month + month for month in self.looked_at]
            angry = replicate.dyads[MAIN, :, crisis.dyad, M.ANGER_A : M.ANGER_B + 1]
            stake = {month: stakes(design, shots[month], crisis.dyad) for month in seen}
            for side in range(2):
                found += [
                    contrast(design, stake[month], (crisis.dyad, side), float(angry[month - 1, side])) for month in seen
                ]
            found += [suspended_contrast(shots[month], crisis.dyad) for month in seen]
        return np.array(found)


def key(crisis: str, what: str, side: int, month: int) -> str:
    """Return the name of one number."""
    return f"{crisis}|{what}|{side}|{month}"


def contrast(design: Design, stake_of_all: FloatArray, place: tuple[int, int], anger: float) -> float:
    """Return the mean position of the third of a side's cities with the largest stake less that of those without any.

    Positions are those of ODD 7.15 for the anger given; ``nan`` where there are no ties, or no city without one.
    """
    world, p = design.setup.world, design.setup.rules.p
    nation = world.dyads.nation[place]
    rows = slice(int(world.nations.first[nation]), int(world.nations.last[nation]))
    stake = stake_of_all[rows]
    nationalism = world.cities.nationalism[rows]
    stance = p.stake_scale * (1.0 - p.over_compliance * anger) * stake - p.nationalism_lobbying * anger * nationalism
    position = np.tanh(stance)
    tied = np.flatnonzero(stake > 0.0)
    if not len(tied) or len(tied) == len(stake):
        return float("nan")
    exposed = tied[np.argsort(stake[tied], kind="stable")[-max(len(tied) // THIRD, 1) :]]
    return float(position[exposed].mean() - position[stake == 0.0].mean())


def stakes(design: Design, shot: TieSnapshot, dyad: int) -> FloatArray:
    """Return the stake of every city in a dyad: the sum of strength times affinity over its ties, all recorded ones."""
    pairs = design.setup.pairs
    ids = pairs["id"].to_numpy(np.uint64)
    order = np.argsort(ids)
    mine = shot.ties["dyad"] == dyad
    place = order[np.searchsorted(ids[order], shot.ties["id"][mine])]
    worth = shot.ties["strength"][mine] * pairs["affinity"].to_numpy(np.float64)[place]
    found = np.zeros(len(design.setup.world.cities.id))
    for end in ("a", "b"):
        np.add.at(found, shot.ties[end][mine], worth)
    return found


def suspended_contrast(shot: TieSnapshot, dyad: int) -> float:
    """Return the share suspended of the strongest third of a dyad's ties less that of the weakest third."""
    mine = shot.ties["dyad"] == dyad
    n = int(mine.sum()) // THIRD
    if n == 0:
        return float("nan")
    order: IntArray = np.argsort(shot.ties["strength"][mine], kind="stable")
    suspended = (shot.ties["suspended"][mine] > 0).astype(float)[order]
    return float(suspended[-n:].mean() - suspended[:n].mean())


@dataclass(frozen=True)
class BothReaders:
    """What can be seen and what cannot: crises and losses in a row."""

    seen: CrisisReader
    losses: LossReader

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers of both."""
        return (*self.seen.columns, *self.losses.columns)

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the numbers of both."""
        return np.concatenate([self.seen(design, replicate), self.losses(design, replicate)])


def open_histories(asked: ObservableSet, folder: Path) -> Ensemble:
    """Lay out the ensemble of histories of a file of observables; nothing is simulated."""
    content, months = asked.content, months_looked_at(asked)
    crises = tuple(one for one in list_crises(asked.tables, asked.scenario) if one.name in content.crises)
    scenario = _trimmed(asked.scenario, crises, months)
    reader = BothReaders(CrisisReader(crises, months), LossReader(tuple(crisis.name for crisis in crises)))
    part = Part(PART, scenario, reader, repr([content.crises, months]))
    proposal = Proposal(scenario.seed, priors_of([scenario], asked.tables))
    code = "calibration/settling/histories.py"
    return Ensemble((part,), proposal, asked.tables, content.draws.replicates, folder, code)


def months_looked_at(asked: ObservableSet) -> tuple[int, ...]:
    """Return the months after a crisis in which single ties are looked at, so as to know cities' positions."""
    wanted = [one.months for one in asked.content.observables.values() if one.measure in ("mayors", "return")]
    return tuple(sorted({month for months in wanted for month in months}))


def _trimmed(scenario: Scenario, crises: tuple[Crisis, ...], months: tuple[int, ...]) -> Scenario:
    last = max(crisis.month for crisis in crises) + MAIN_MONTHS - 1
    seen = sorted({scenario.start + crisis.month + month for crisis in crises for month in months})
    return override(
        scenario,
        end=month_label(min(scenario.start + last, scenario.end)),
        arms={"tie_pathways": [True, False], "political_shocks": [True], "unheard": False, "named": {}},
        crises={"only": [crisis.name for crisis in crises], "follow_months": MAIN_MONTHS},
        record={"ties_at": [month_label(month) for month in seen]},
        mechanisms=scenario.resolved()["mechanisms"] | {"gate_lobbying": False},
        design={},
    )
