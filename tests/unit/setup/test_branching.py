"""A copy of a state goes on by itself, and a record begins empty."""

import numpy as np

from builders.plain_worlds import plain_world, quiet
from builders.worlds import conditions, empty_record
from cityties.kernel.record import DyadMeasure, NationMeasure
from cityties.setup.branching import copied
from cityties.setup.branching import empty_record as record_of_zeros
from cityties.setup.initialization import begin, prepare


def test_a_run_that_goes_on_leaves_the_state_it_was_copied_from_as_it_was() -> None:
    setup = prepare(quiet(4), plain_world())
    state, record = begin(setup, 0), empty_record(setup)
    before, branch = copied(state), copied(state)
    setup.months(conditions(setup, 0, True), branch, record, 0, 4)
    changed = 0
    for part in state._fields:
        for name in getattr(state, part)._fields:
            column = getattr(getattr(state, part), name)
            np.testing.assert_array_equal(column, getattr(getattr(before, part), name))
            changed += not np.array_equal(column, getattr(getattr(branch, part), name))
    assert changed > 5


def test_a_record_of_zeros_has_a_place_for_every_measure_of_every_dyad_and_nation() -> None:
    record = record_of_zeros(prepare(quiet(4), plain_world()).world, 4)
    assert record.dyads.shape == (4, 1, len(DyadMeasure))
    assert record.nations.shape == (4, 2, len(NationMeasure))
    assert not record.dyads.any()
