"""Bars drawn as one path stand where the library's own bars stand."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from cityties.figures.bars import draw_bars
from cityties.figures.style import drawn_as, look

YEARS = np.array([1.0, 2.0, 3.0])
HEIGHTS = np.array([2.0, 0.0, -1.5])


def drawn(axes: Axes) -> PathPatch:
    """Return the only bars of a panel."""
    (bars,) = axes.patches
    assert isinstance(bars, PathPatch)
    return bars


@pytest.mark.parametrize("below", [0.0, np.array([1.0, 2.0, 3.0])])
def test_bars_reach_as_far_as_those_of_the_library(below: float) -> None:
    ours, theirs = Figure().subplots(), Figure().subplots()
    draw_bars(ours, YEARS, HEIGHTS, 0.8, below)
    theirs.bar(YEARS, HEIGHTS, bottom=below, width=0.8)
    assert np.allclose(ours.dataLim.extents, theirs.dataLim.extents)
    assert ours.get_xlim() == pytest.approx(theirs.get_xlim())
    assert ours.get_ylim() == pytest.approx(theirs.get_ylim())


def test_bars_without_height_are_not_drawn_but_have_their_place() -> None:
    axes = Figure().subplots()
    draw_bars(axes, YEARS, np.zeros(3), 0.8)
    assert np.size(drawn(axes).get_path().vertices) == 0
    assert axes.dataLim.x0 == pytest.approx(0.6)
    assert axes.dataLim.x1 == pytest.approx(3.4)


def test_bars_are_one_path_of_a_file_with_one_entry_in_a_legend() -> None:
    with look():
        figure = Figure()
        axes = figure.subplots()
        draw_bars(axes, YEARS, HEIGHTS, 0.8, facecolor="#123456", label="signed")
        axes.set_axis_off()
        assert axes.get_legend_handles_labels()[1] == ["signed"]
        assert drawn_as(figure, "svg").count(b"#123456") == 1
