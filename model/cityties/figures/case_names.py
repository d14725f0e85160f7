"""How cases are told apart in every figure of a comparison: grey for the baseline, a colour and a short name each."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np

from cityties.figures.fonts import in_lines, width_of
from cityties.figures.style import BLUE, DASHES, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
LINE = 44
"""Letters of a name in one line of a legend; what is longer goes on in the next."""
LETTER = 0.075
"""Width of a letter of a legend, in inches."""
CASE_MARKERS = ("o", "^", "D", "v", "P", "X")
TITLE = 26
"""Letters of a title in one line."""
MOST_PANELS = 12
WIDTH = 7.4


def few(n: int) -> bool:
    """Return whether so many cases can be told apart by colour alone."""
    return n <= len(COLOURS) + 1


def colours(n: int) -> list[Any]:
    """Return one colour a case: grey for the baseline, then colours that every eye can tell apart, then a scale."""
    if few(n):
        return [GREY, *COLOURS[: n - 1]]
    scale = mpl.colormaps["viridis"]
    return [GREY, *(scale(place) for place in np.linspace(0.0, 0.9, n - 1))]


def dashes(number: int) -> Any:
    """Return the line style of a case by its number, so that grey tells cases apart; solid for the baseline."""
    return DASHES[(number - 1) % len(DASHES)] if number else "-"


def marker(number: int) -> str:
    """Return the marker of a case by its number; a square for the baseline."""
    return CASE_MARKERS[(number - 1) % len(CASE_MARKERS)] if number else "s"


def panel_title(name: str) -> str:
    """Return a name in lines that fit above a panel, of which three stand beside one another."""
    return "\n".join(in_lines(name, TITLE))


def legend_names(names: Sequence[str]) -> list[str]:
    """Return names in lines that fit a legend."""
    return ["\n".join(in_lines(name, LINE)) for name in names]


def columns_of(names: Sequence[str], width: float = WIDTH) -> int:
    """Return how many names fit beside one another into a width in inches, up to three."""
    longest = max((width_of(line) for name in names for line in name.split("\n")), default=1)
    return max(1, min(3, int(width / (LETTER * (longest + 6)))))
