"""Targets: what the record says of statistics, read from ``targets.csv`` of a world and checked like its tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cityties.calibration.periods import end_of
from cityties.calibration.plans import Address, Place
from cityties.calibration.statistics import KINDS
from cityties.kernel.calendar import month_index
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import list_crises
from cityties.tables.checks import check_keys, check_references
from cityties.tables.declared_targets import FIT, FIT_EARLY, TARGETS, TEST
from cityties.tables.faults import Fault, error_of
from cityties.tables.reader import Rows, nearest, read_table
from cityties.tables.world_tables import WorldTables, read_rows

EARLY_END = month_index("2011-12")
"""Last month that a fit to 2011 may know of."""


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
    path = tables.folder / TARGETS.file
    rows, faults = _read(path)
    if rows is None or faults:
        raise error_of(faults)
    place = place_of(scenario, tables)
    world, _ = read_rows(tables.folder)
    together: Mapping[str, Rows] = {**world, "targets": rows}
    found = [*check_keys(rows), *check_references(rows, together)]
    rows.faulty.update(fault.line for fault in found)
    found += _misfits(rows, place)
    if found:
        raise error_of(found)
    return Targets(tuple(_target(row) for _, row in rows.records()))


def _read(path: Path) -> tuple[Rows | None, list[Fault]]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        head = ",".join(column.name for column in TARGETS.columns)
        what = f"this world has no targets to calibrate with. Write a file of them; its first line is {head}."
        return None, [Fault(path, 0, what)]
    except OSError as error:
        return None, [Fault(path, 0, f"the targets cannot be read ({error.strerror}).")]
    return read_table(path, TARGETS, data)


def place_of(scenario: Scenario, tables: WorldTables) -> Place:
    """Return what statistics have to know of a scenario."""
    dyads = {str(row["dyad"]): (str(row["nation_a"]), str(row["nation_b"])) for row in tables.dyads.to_dict("records")}
    crises, codes = list_crises(tables, scenario), list(dyads)
    months = {crisis.name: crisis.month for crisis in crises}
    concerns = {crisis.name: codes[crisis.dyad] for crisis in crises if crisis.dyad >= 0}
    return Place((scenario.start, scenario.end), dyads, months, concerns)


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
