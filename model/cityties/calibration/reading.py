"""From one replicate to the vector of its statistics, and to the losses of its crises in both arms of ties.

Windows are summed by compiled code, those of the history and those of each crisis in one go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cityties.analysis.moods import share_friendly
from cityties.calibration.plans import ALL, Address, Place, Plan, Reading, Window
from cityties.calibration.statistics import KINDS
from cityties.experiment.design import Design
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import Replicate
from cityties.kernel.crisis_sums import CrisisSum
from cityties.kernel.record import NationMeasure
from cityties.kernel.reductions import sum_crisis
from cityties.kernel.state import FloatArray

ON, OFF, SEVERITY = "loss with ties", "loss without ties", "severity"
MAIN = 0
"""Row of the arm with ties and shocks, which alone the record can be compared with."""


@dataclass(frozen=True)
class StatisticsReader:
    """Reads a list of statistics, all of one history, off a replicate."""

    addresses: tuple[Address, ...]
    place: Place

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the statistics."""
        return tuple(address.label for address in self.addresses)

    @cached_property
    def plans(self) -> list[Plan]:
        """The plan of each statistic."""
        return [KINDS[address.kind].plan(address, self.place) for address in self.addresses]

    @property
    def months(self) -> tuple[int, ...]:
        """Months of the run at which the single ties are needed."""
        return tuple(sorted({month for plan in self.plans for month in plan.months}))

    @cached_property
    def _windows(self) -> dict[str, list[Window]]:
        """Windows by crisis, each once; those of the history under an empty name."""
        found: dict[str, dict[Window, None]] = {}
        for window in (one for plan in self.plans for one in plan.windows):
            found.setdefault(window.crisis, {})[window] = None
        return {crisis: list(windows) for crisis, windows in found.items()}

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the value of each statistic; ``nan`` where it is not defined, as a share of nothing."""
        sums: dict[Window, float] = {}
        for crisis, windows in self._windows.items():
            sums |= zip(windows, _sums(design, replicate, crisis, windows), strict=True)
        ties = {shot.month: shot.ties for shot in replicate.snapshots}
        given = Reading(design, ties)
        return np.array([_value(plan, sums, given, replicate) for plan in self.plans])


def _value(plan: Plan, sums: dict[Window, float], given: Reading, replicate: Replicate) -> float:
    """Return the value of the statistic that a plan is for."""
    if plan.read is not None:
        return plan.read(given)
    if plan.attendance is not None:
        first, last = plan.attendance
        return float(replicate.nations[MAIN, first:last, :, NationMeasure.FORUM_ATTENDANCE].sum())
    values = [sums[window] for window in plan.windows]
    return float(plan.combine(_shares(plan, values, given.design) if plan.shares else values))


def _shares(plan: Plan, sums: Sequence[float], design: Design) -> list[float]:
    """Return the shares of friendly answers of pairs of windows of mood and anger."""
    means = np.array([total / (window.last - window.first) for total, window in zip(sums, plan.windows, strict=True)])
    rules = design.setup.rules
    shares = share_friendly(means[::2], means[1::2], rules.p.poll_anger, rules.on.two_clocks)
    return [float(share) for share in shares]


def _sums(design: Design, replicate: Replicate, crisis: str, windows: Sequence[Window]) -> FloatArray:
    """Return the sums of windows of the history, or of those of a crisis."""
    dyads = tuple(range(replicate.dyads.shape[2]))
    if crisis:
        place = next(k for k, branch in enumerate(design.branches) if branch.crisis.name == crisis)
        branches = replicate.branches[MAIN, place, False], replicate.branches[MAIN, place, True]
        dyads = design.branches[place].dyads
    else:
        branches = replicate.dyads[MAIN], replicate.dyads[MAIN]
    n_months, n_dyads = branches[0].shape[:2]
    terms = np.array([(CrisisSum.SUM, w.measure, w.happens, w.first, w.last) for w in windows], dtype=np.int64)
    found = np.empty((n_dyads, len(windows)))
    sum_crisis(branches, np.arange(n_dyads), terms, np.zeros((n_months, n_dyads)), found)
    rows = [slice(None) if w.dyad == ALL else slice(at := dyads.index(w.dyad), at + 1) for w in windows]
    return np.array([found[row, place].sum() for place, row in enumerate(rows)])


@dataclass(frozen=True)
class LossReader:
    """Reads the loss of each crisis of one dyad in both arms of ties off a replicate, and its severity."""

    crises: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers, three a crisis."""
        return tuple(f"{what} {crisis}" for crisis in self.crises for what in (ON, OFF, SEVERITY))

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return loss with ties, loss without (R-months over the first 36) and severity of each crisis."""
        places = {branch.crisis.name: place for place, branch in enumerate(design.branches)}
        rows = {arm.tie_pathways: row for row, arm in enumerate(design.arms) if arm.political_shocks}
        found = []
        for crisis in self.crises:
            place = places[crisis]
            losses = [gap_of(replicate, rows[on], place)[:MAIN_MONTHS].sum() for on in (True, False)]
            found += [*losses, design.branches[place].crisis.severity]
        return np.array(found)
