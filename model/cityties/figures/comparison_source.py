"""Asking for the figures of a comparison, which takes nothing that draws."""

from pathlib import Path

from cityties.analysis.comparison import Comparison
from cityties.figures.processes import Drawing, Painters

PAGE_FIGURES = "cityties.figures.comparison_page:PAGE_FIGURES"
"""Where the figures of the page are declared."""


def drawing(comparison: Comparison, folder: Path, painters: Painters) -> Drawing:
    """Ask for every figure of a comparison, to be drawn into the folder of its page."""
    return painters.ask(PAGE_FIGURES, comparison, {}, folder / "figures")
