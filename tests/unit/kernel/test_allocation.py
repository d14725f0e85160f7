"""The columns of the ties: one block of memory, in which no column reaches into another."""

import numpy as np
import pytest
from numpy.typing import NDArray

from cityties.kernel.allocation import CACHE_LINE, empty_ties
from cityties.kernel.columns import dtypes
from cityties.kernel.state import Count, TieState


@pytest.mark.parametrize("room", [1, 7, 567, 20_000])
def test_columns_have_room_and_none_reaches_into_another(room: int) -> None:
    columns: list[NDArray[np.generic]] = [*map(np.asarray, empty_ties(room)[1:])]
    ends = 0
    for column in sorted(columns, key=lambda found: found.ctypes.data):
        assert len(column) == room
        assert column.ctypes.data % CACHE_LINE == 0
        assert column.ctypes.data >= ends
        ends = column.ctypes.data + column.nbytes


def test_no_tie_exists_and_none_was_ever_suspended() -> None:
    ties = empty_ties(12)
    assert ties.n.tolist() == [0] * len(Count)
    assert (ties.signed > 10**6).all()
    assert (ties.suspended_since < 0).all()
    assert not ties.strength.any()


def test_each_column_is_as_narrow_as_it_is_declared() -> None:
    ties = empty_ties(3)
    assert {name: getattr(ties, name).dtype for name in ties._fields} == dtypes(TieState)
