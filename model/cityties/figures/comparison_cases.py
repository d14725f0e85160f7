"""How cases are told apart in every figure of a comparison: grey for the baseline, a colour and a short name each."""

from typing import Any

import matplotlib as mpl
import numpy as np

from cityties.figures.style import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
LONGEST_NAME = 46
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


def crisis_title(crisis: str, where: str) -> str:
    """Name a crisis, and the pair of nations too where the name does not say it."""
    return crisis if crisis.startswith(where) else f"{crisis}, {where}"


def short(name: str) -> str:
    """Return a name that fits a legend."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "\N{HORIZONTAL ELLIPSIS}"
