"""How cases are told apart in every figure of a comparison: grey for the baseline, a colour and a short name each."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import numpy as np

from cityties.figures.style import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
LINE = 44
"""Letters of a name in one line of a legend; what is longer goes on in the next."""
LETTER = 0.075
"""Width of a letter of a legend, in inches."""
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


def short_names(names: Sequence[str]) -> list[str]:
    """Return names that say only how cases differ, no two of them alike.

    A name is a list of parts, such as ``severity, no_lobbying, shocks.CN-JP-2012-09.severity=0.3``. Parts that all
    names share are left out, and keys are cut to their last word, as long as no two names become the same.
    """
    parts = [name.split(", ") for name in names]
    shared = set.intersection(*(set(of) for of in parts)) if len(parts) > 1 else set()
    own = [[part for part in of if part not in shared] or of[:1] for of in parts]
    for shortened in ([", ".join(map(_last_word, of)) for of in own], [", ".join(of) for of in own], list(names)):
        if len(set(shortened)) == len(names):
            return shortened
    return [f"{number}: {name}" for number, name in enumerate(names, 1)]


def _last_word(part: str) -> str:
    key, equals, value = part.partition("=")
    return f"{key.rpartition('.')[2]} {value}" if equals else part.replace("_", " ")


def legend_names(names: Sequence[str]) -> list[str]:
    """Return short names in lines that fit a legend."""
    return ["\n".join(wrap(name, LINE)) for name in short_names(names)]


def columns_of(names: Sequence[str], width: float = WIDTH) -> int:
    """Return how many names fit beside one another into a width in inches, up to three."""
    longest = max((len(line) for name in names for line in name.split("\n")), default=1)
    return max(1, min(3, int(width / (LETTER * (longest + 6)))))
