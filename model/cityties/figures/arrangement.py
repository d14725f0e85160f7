"""Where the panels of a figure stand, so that titles, labels and legends have room.

Most of the time of drawing goes into ticks and into measuring their labels, so both are done as seldom as can be: ticks
are found once, where a file is to be written, and what surrounds a panel is measured once, since it keeps its size.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from weakref import WeakSet

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import Bbox

from cityties.kernel.state import FloatArray

WITHIN = 1e-10
"""Share of an axis by which a tick may lie beyond its end, as numbers are rounded."""
ROUGHLY = {"left": 0.08, "right": 0.99, "bottom": 0.1, "top": 0.95, "wspace": 0.1, "hspace": 0.2}
"""Where panels end up, more or less: as many ticks are found as their size has room for."""
COLOUR_BAR = "<colorbar>"
_ARRANGED = WeakSet[Figure]()


def arrange(figure: Figure, is_final: bool = True) -> None:
    """Give every panel its place, once; a layout engine kept by the figure would draw it again for every file.

    A figure that ``is_final`` is only written after this: its ticks stay where they are, whatever its limits become.
    """
    if figure in _ARRANGED:
        return
    panels = [panel for panel in figure.axes if panel.get_visible() and panel.get_label() != COLOUR_BAR]
    with ExitStack() as measured:
        if is_final:
            _ARRANGED.add(figure)
            figure.subplots_adjust(**ROUGHLY)
            _settle(panels)
            for panel in panels:
                if panel.get_aspect() == "auto" and not panel.texts:
                    measured.enter_context(_measured_once(panel))
        ConstrainedLayoutEngine().execute(figure)


def _settle(panels: list[Axes]) -> None:
    """Find the ticks of all panels; panels on common axes share them."""
    settled = set[int]()
    for panel in panels:
        for spine in panel.spines.values():
            spine.set_in_layout(False)  # where a panel ends is known without its ticks, labels stand farther out
        for axis in (panel.xaxis, panel.yaxis) if panel.axison else ():
            if id(axis.major) not in settled:
                settled.add(id(axis.major))
                _fix_ticks(axis)
            if not axis.get_label_text():
                axis.set_label_coords(0.0, 0.0)  # or it is looked for beyond all tick labels, which measures them again


def _fix_ticks(axis: Axis) -> None:
    low, high = sorted(axis.get_view_interval())
    margin, places = WITHIN * (high - low), axis.get_majorticklocs().tolist()
    words = axis.get_major_formatter()
    labelled = zip(places, words.format_ticks(places), strict=True)
    shown = [(place, label) for place, label in labelled if low - margin <= place <= high + margin]
    labels = FixedFormatter([label for _, label in shown])
    labels.set_offset_string(words.get_offset())
    axis.set_major_locator(FixedLocator([place for place, _ in shown]))
    axis.set_major_formatter(labels)


@contextmanager
def _measured_once(panel: Axes) -> Iterator[None]:
    """Let a layout engine, which asks before and after it moves panels, have the same margins around a panel twice."""
    measure, margins = panel.get_tightbbox, list[FloatArray]()

    def remembered(*args: Any, **named: Any) -> Bbox:
        """Return the box around the panel and all its labels, where the panel is now."""
        now = np.array(panel.bbox.extents)
        if not margins:
            found = measure(*args, **named)
            margins.append(np.zeros(4) if found is None else np.array(found.extents) - now)
        return Bbox.from_extents(*(now + margins[0]).tolist())

    vars(panel)["get_tightbbox"] = remembered
    try:
        yield
    finally:
        del vars(panel)["get_tightbbox"]
