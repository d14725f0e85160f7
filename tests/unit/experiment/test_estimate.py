"""An estimate scales what probes wrote: rows of replicates with the replicates, rows of sums with the units."""

import pyarrow as pa
import pytest

from cityties.experiment.estimate import expected_tables, probes
from cityties.experiment.units import Unit
from cityties.experiment.work import UnitResult

UNITS = [Unit(0, 0, first, first + 25) for first in range(0, 1000, 25)]


def made(unit: Unit) -> UnitResult:
    """Return a unit with two outcomes a replicate and three sums."""
    outcomes = pa.table({"replicate": list(range(unit.first, unit.last)) * 2, "value": [0.0] * 2 * unit.replicates})
    years = pa.table({"first_replicate": [unit.first] * 3, "sum": [0.0] * 3})
    return UnitResult(unit, {"outcomes": outcomes, "years": years})


def test_rows_of_replicates_grow_with_replicates_and_sums_with_units() -> None:
    tried = [made(Unit(0, 0, 0, 5)), made(Unit(0, 0, 25, 30))]
    found = expected_tables(UNITS, tried)
    assert found["outcomes"].rows == pytest.approx(2 * 1000)
    assert found["years"].rows == pytest.approx(3 * len(UNITS))
    assert min(table.megabytes for table in found.values()) > 0.0


def test_a_unit_that_failed_writes_nothing() -> None:
    assert expected_tables(UNITS, [UnitResult(UNITS[0], None, "RuntimeError: made to raise")]) == {}


def test_probes_are_spread_over_the_batch_and_no_longer_than_their_units() -> None:
    few = probes(UNITS, 2)
    assert len(few) == 8
    assert [unit.first for unit in few] == list(range(0, 1000, 125))
    assert all(unit.replicates <= 25 for unit in few)
    assert probes([Unit(0, 0, 0, 3)], 8) == [Unit(0, 0, 0, 3)]
