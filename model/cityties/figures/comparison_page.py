"""The figures of the page of a comparison or a batch, in their order: of what was swept, then of the cases."""

from cityties.figures.comparison import COMPARISON_FIGURES
from cityties.figures.sweep import SWEEP_FIGURES

PAGE_FIGURES = (*SWEEP_FIGURES, *COMPARISON_FIGURES)
