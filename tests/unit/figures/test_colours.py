"""Colours of figures stand out from white paper, and from the dark page on which figures are turned over."""

import re
from math import cos, pi, sin
from pathlib import Path

import pytest

from cityties.figures import style
from cityties.report import skeleton

LEAST = 3.0
"""Contrast that graphics need (WCAG 2.2, 1.4.11)."""
LINES = ("ORANGE", "SKY", "GREEN", "YELLOW", "BLUE", "VERMILION", "PURPLE", "BLACK", "GREY", "INK")
INVERTED = 0.9

type Colour = tuple[float, ...]


def parts(colour: str) -> Colour:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def turned_over(colour: Colour) -> Colour:
    """Return a colour after ``invert(.9) hue-rotate(180deg)``, by the matrix of the Filter Effects specification."""
    red, green, blue = (c * (1 - INVERTED) + (1 - c) * INVERTED for c in colour)
    c, s = cos(pi), sin(pi)
    rows = (
        (0.213 + c * 0.787 - s * 0.213, 0.715 - c * 0.715 - s * 0.715, 0.072 - c * 0.072 + s * 0.928),
        (0.213 - c * 0.213 + s * 0.143, 0.715 + c * 0.285 + s * 0.140, 0.072 - c * 0.072 - s * 0.283),
        (0.213 - c * 0.213 - s * 0.787, 0.715 - c * 0.715 + s * 0.715, 0.072 + c * 0.928 + s * 0.072),
    )
    return tuple(min(max(a * red + b * green + d * blue, 0.0), 1.0) for a, b, d in rows)


@pytest.mark.parametrize("name", LINES)
def test_every_colour_of_a_line_stands_out_in_the_light_and_in_the_dark(name: str) -> None:
    colour, white = parts(getattr(style, name)), parts("#ffffff")
    assert contrast(colour, white) >= LEAST
    assert contrast(turned_over(colour), turned_over(white)) >= LEAST


def test_the_page_turns_figures_over_as_it_is_tested_here() -> None:
    text = (Path(skeleton.__file__).parent / "style.css").read_text("utf-8")
    assert re.search(
        rf"figure img {{ filter: invert\({INVERTED:g}\) hue-rotate\(180deg\)", text.replace("(.9)", "(0.9)")
    )
