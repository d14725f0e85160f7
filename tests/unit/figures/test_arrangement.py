"""Panels have their places once, with ticks that stay, and nothing is cut off."""

from typing import Any

import numpy as np
import pytest
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from cityties.figures.arrangement import arrange
from cityties.figures.style import drawn_as, grid, legend_below, look

NEAR = 0.02
"""How far ends of a panel may lie from where the layout engine alone puts them, as a share of the figure."""


def some_figure(**limits: Any) -> Figure:
    """Return two rows of panels on common axes, with titles, labels and a legend below all."""
    figure, panels = grid(4, 2, 9.0, 2.0)
    for number, panel in enumerate(panels):
        panel.plot([0.0, 1.0, 2.0], [0.0, 1234.5 * (number + 1), 3.0], label="model")
        panel.set_title(f"panel {number}")
    panels[0].set(**limits)
    panels[2].set_ylabel("a label")
    legend_below(figure, panels)
    return figure


def test_panels_stand_where_a_layout_engine_alone_would_put_them() -> None:
    ours, theirs = some_figure(), some_figure()
    with look():
        arrange(ours)
        ConstrainedLayoutEngine().execute(theirs)
    for mine, other in zip(ours.axes, theirs.axes, strict=True):
        assert np.subtract(mine.get_position().extents, other.get_position().extents).tolist() == pytest.approx(
            [0.0] * 4, abs=NEAR
        )


def test_labels_and_titles_lie_within_the_figure_and_beside_one_another() -> None:
    with look():
        figure = some_figure()
        arrange(figure)
        boxes = [panel.get_tightbbox() for panel in figure.axes]
    for number, box in enumerate(boxes):
        assert box is not None
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1
        assert not any(box.overlaps(other) for other in boxes[number + 1 :] if other is not None)


def test_ticks_of_a_written_figure_lie_within_its_limits_and_keep_their_labels() -> None:
    with look():
        figure = some_figure(ylim=(-1.0, 5200.0), xlim=(0.3, 1.9))
        panel = figure.axes[0]
        panel.set_xticks([0.0, 0.5, 1.0], ["zero", "half", "one"])
        panel.set_xlim(0.3, 1.9)
        arrange(figure)
    assert all(-1.0 <= tick <= 5200.0 for tick in panel.get_yticks())
    assert [label.get_text() for label in figure.axes[2].get_xticklabels()] == ["half", "one"]


def test_a_figure_for_further_use_keeps_free_ticks_and_one_is_arranged_once() -> None:
    with look():
        free, final = some_figure(), some_figure()
        arrange(free, is_final=False)
        arrange(final)
        first = drawn_as(final, "svg")
        arrange(final)
        assert drawn_as(final, "svg") == first
    for figure in (free, final):
        figure.axes[0].set_ylim(0.0, 1e6)
    assert max(free.axes[0].get_yticks()) > 1e5 > max(final.axes[0].get_yticks())


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_colour_bar_keeps_its_own_ticks(scale: str) -> None:
    with look():
        figure = Figure()
        panel = figure.subplots()
        panel.plot([1.0, 10.0], [1.0, 1000.0])
        panel.set_yscale(scale)
        bar = figure.colorbar(ScalarMappable(Normalize(0.0, 1.0)), ax=[panel])
        arrange(figure)
        assert drawn_as(figure, "svg")
    assert min(bar.get_ticks()) == 0.0
    assert max(bar.get_ticks()) == 1.0
    assert len(panel.get_yticks()) > 2
