"""Targets: what the record says of statistics, read from ``targets.csv`` of a world and checked like its tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cityties.calibration.periods import end_of
from cityties.calibration.plans import Address, Place
from cityties.calibration.statistics import KINDS
from cityties.kernel.calendar import month_index
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import list_crises
from cityties.tables.declared_targets import FIT, FIT_EARLY, TARGETS, TEST
from cityties.tables.faults import Fault, error_of
from cityties.tables.reader import Rows, nearest
from cityties.tables.target_rows import read_target_rows
from cityties.tables.world_tables import WorldTables

EARLY_END = month_index("2011-12")
"""Last month that a fit to 2011 may know of."""
LAST_MONTH = month_index("9999-12")


@dataclass(frozen=True)
class Target:
    """One row: a statistic, what the record says, how far from it still agrees (one standard deviation), its use."""

    address: Address
    recorded: float
    tolerance: float
    use: str
    source: str

    @property
    def is_early(self) -> bool:
        """Whether a fit that must know nothing later than 2011 may use it."""
        return self.use == FIT_EARLY

    @property
    def is_fitted(self) -> bool:
        """Whether any fit may use it."""
        return self.use in (FIT_EARLY, FIT)


@dataclass(frozen=True)
class Targets:
    """The targets of a world in the order of the file."""

    rows: tuple[Target, ...]

    @property
    def recorded(self) -> FloatArray:
        """Recorded values (targets)."""
        return np.array([row.recorded for row in self.rows])

    @property
    def tolerance(self) -> FloatArray:
        """Tolerances (targets)."""
        return np.array([row.tolerance for row in self.rows])

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the statistics."""
        return tuple(row.address.label for row in self.rows)

    def of_history(self, history: str) -> tuple[Address, ...]:
        """Return the statistics that are taken from a history of recorded ties, or of signed ones."""
        return tuple(row.address for row in self.rows if KINDS[row.address.kind].history == history)


def read_targets(scenario: Scenario, tables: WorldTables) -> Targets:
    """Read and check the targets of a scenario's world.

    Raises:
        TableError: the world has no such file, or all that is wrong in it, with file, line and what to do.
    """
    rows = _checked(tables, place_of(scenario, tables))
    return Targets(tuple(_target(row) for _, row in rows.records()))


def check_targets(tables: WorldTables) -> None:
    """Check the targets of a world, if it has any, for a run of whatever months.

    Raises:
        TableError: all that is wrong in them.
    """
    if (tables.folder / TARGETS.file).exists():
        _checked(tables, _place_of_world(tables))


def _checked(tables: WorldTables, place: Place) -> Rows:
    rows, found = read_target_rows(tables.folder)
    found += _misfits(rows, place)
    if found:
        raise error_of(found)
    return rows


def place_of(scenario: Scenario, tables: WorldTables) -> Place:
    """Return what statistics have to know of a scenario."""
    dyads, crises = _dyads(tables), list_crises(tables, scenario)
    codes = list(dyads)
    months = {crisis.name: crisis.month for crisis in crises}
    concerns = {crisis.name: codes[crisis.dyad] for crisis in crises if crisis.dyad >= 0}
    return Place((scenario.start, scenario.end), dyads, months, concerns)


def _place_of_world(tables: WorldTables) -> Place:
    """Return what statistics would know of a run that reaches over all time."""
    dyads, shocks = _dyads(tables), tables.shocks
    first = shocks[shocks["crisis"] != ""].sort_values("date", kind="stable").drop_duplicates("crisis")
    months = dict(zip(first["crisis"], first["date"].astype(int), strict=True))
    concerns = {crisis: dyad for crisis, dyad in zip(first["crisis"], first["dyad"], strict=True) if dyad in dyads}
    return Place((0, LAST_MONTH), dyads, months, concerns)


def _dyads(tables: WorldTables) -> dict[str, tuple[str, str]]:
    return {str(row["dyad"]): (str(row["nation_a"]), str(row["nation_b"])) for row in tables.dyads.to_dict("records")}


def _address(row: Mapping[str, Any]) -> Address:
    return Address(row["statistic"], row["dyad"], row["of"], row["period"])


def _target(row: Mapping[str, Any]) -> Target:
    return Target(_address(row), row["recorded"], row["tolerance"], row["use"], row["source"])


def _misfits(rows: Rows, place: Place) -> Iterator[Fault]:
    """Find statistics that there are not, periods that do not fit them, and uses that know more than they may."""
    for line, row in rows.records():
        address = _address(row)
        kind = KINDS.get(address.kind)
        if kind is None:
            hint = nearest(address.kind, KINDS) or f" There are {', '.join(KINDS)}."
            yield Fault(rows.path, line, f"no such statistic as '{address.kind}'.{hint}")
            continue
        lacking = next((name for name in kind.needs if not getattr(address, name)), None)
        if lacking is not None:
            yield Fault(rows.path, line, f"'{address.kind}' needs a cell in column '{lacking}'.")
            continue
        if "of" in kind.needs and address.of not in place.dyads[address.dyad]:
            sides = " or ".join(place.dyads[address.dyad])
            yield Fault(rows.path, line, f"of '{address.of}' is no state of {address.dyad}. It is {sides}.")
            continue
        try:
            kind.plan(address, place)
        except ValueError as error:
            yield Fault(rows.path, line, f"period '{address.period}' {error}. Here it is {kind.shape}.")
            continue
        if row["use"] == FIT_EARLY and end_of(address.period) > EARLY_END:
            what = f"'{FIT_EARLY}' speaks of '{address.period}', which ends later. Write '{FIT}' or '{TEST}'."
            yield Fault(rows.path, line, what)
