"""The columns of the record are declared once, and everything that keeps or shows them takes them from there."""

import numpy as np
from numba import njit

from cityties.experiment.reduction import YEARLY
from cityties.kernel.record import DyadMeasure, Kept, NationMeasure, kept
from cityties.kernel.state import FloatArray


@njit()
def mark(out: FloatArray) -> None:
    """Write into two columns, one of them by the number of a side."""
    out[DyadMeasure.ENDED] = 3.0
    out[DyadMeasure.MOOD_A + 1] = 2.0


def test_a_member_is_the_number_of_its_column_in_compiled_code_too() -> None:
    out = np.zeros(len(DyadMeasure))
    mark(out)
    assert (out[len(DyadMeasure) - 1], out[DyadMeasure.MOOD_B]) == (3.0, 2.0)
    assert [int(measure) for measure in DyadMeasure] == list(range(len(DyadMeasure)))


def test_side_b_stands_right_after_side_a() -> None:
    """Compiled code adds the number of the side to the column of A."""
    sides = [measure for measure in DyadMeasure if measure.name.endswith("_A")]
    assert [list(DyadMeasure)[side + 1].name for side in sides] == [f"{side.name[:-1]}B" for side in sides]


def test_every_column_says_what_it_is_and_in_which_unit() -> None:
    for measure in (*DyadMeasure, *NationMeasure):
        assert measure.unit, measure.name
        assert len(measure.meaning) > 10, measure.name


def test_what_is_kept_follows_the_declaration_in_the_order_of_the_columns() -> None:
    for what in Kept:
        assert list(kept(what)) == sorted(measure for measure in DyadMeasure if what in measure.kept)
    assert kept(Kept.YEARS) == YEARLY
    assert DyadMeasure.GATE_SHUT not in {measure for what in Kept for measure in kept(what)}


def test_counts_are_known_by_their_unit() -> None:
    assert DyadMeasure.TIES.is_count
    assert DyadMeasure.DIRECTIVE_A.is_count
    assert not DyadMeasure.STRENGTH.is_count
    assert not DyadMeasure.GIFT_A.is_count
