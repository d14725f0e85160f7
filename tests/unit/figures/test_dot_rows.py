"""A row holds an estimate with its interval, or a dot for each pair of states with their median."""

import numpy as np
from matplotlib.figure import Figure

from cityties.figures.dot_rows import draw_rows


def test_a_shared_row_has_a_dot_a_pair_and_the_median_and_no_intervals() -> None:
    axes = Figure().subplots()
    value, wide = np.array([0.3, 0.1, 0.2, 0.0]), np.array([0.4, 0.9, 0.9, 0.9])
    drawn = draw_rows(axes, [("one", [0]), ("shared", [1, 2, 3])], value, value - 0.1, wide)
    np.testing.assert_allclose(sorted(drawn), [0.0, 0.1, 0.2, 0.2, 0.3, 0.4])
    (median,) = axes.collections[-1].get_segments()  # type: ignore[attr-defined]
    assert set(median[:, 0]) == {0.1}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one", "shared"]
    assert list(axes.get_yticks()) == [1, 0]
