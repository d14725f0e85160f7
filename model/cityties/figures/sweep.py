"""What a sweep shows: an outcome against what was swept, in the form that its axes allow.

One key: a line, an arm each. Two keys, all combinations of which were run: a map of cells. More: the mean over the
others. Draws and sampled points: one point a draw, with a smoothed mean.
"""

from collections.abc import Iterator, Sequence

from cityties.analysis.buffering import MAIN_BUFFER
from cityties.analysis.comparison import Comparison
from cityties.analysis.swept import swept_scenarios
from cityties.analysis.swept_outcomes import shown_outcome
from cityties.errors import CityTiesError, did_you_mean
from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import Picture
from cityties.figures.sweep_lines import draw_lines
from cityties.figures.sweep_map import draw_map
from cityties.figures.sweep_points import draw_points, sampled_cases


def sweep_pictures(comparison: Comparison, outcome: str = MAIN_BUFFER, keys: Sequence[str] = ()) -> Iterator[Picture]:
    """Yield the pictures of every sweep, and of every case with draws, for one outcome; ``keys`` choose what is drawn.

    Raises:
        CityTiesError: there is no such outcome, or no such key was varied.
    """
    shown, swept, sampled = shown_outcome(outcome), swept_scenarios(comparison), sampled_cases(comparison)
    known = [axis.factor.name for one in swept for axis in one.axes]
    known += [factor.name for _, samples in sampled for factor in samples.factors]
    for key in keys:
        if key not in known:
            offer = did_you_mean(key, known) or f" There are {', '.join(dict.fromkeys(known))}."
            raise CityTiesError(f"'{key}' was not varied.{offer}")
    several = len(swept) + len(sampled) > 1
    for number, one in enumerate(swept):
        as_map = len(one.axes) == 2 and one.is_full and not keys
        draw = draw_map if as_map else draw_lines
        yield from draw(comparison, one, shown, f"-{number + 1}" if several and number else "", keys)
    for number, (case, samples) in enumerate(sampled[:1]):
        yield from draw_points(comparison, case, samples, shown, keys, f"-{number + 1}" if number else "")


SWEEP_FIGURES = (DeclaredFigure("sweep", sweep_pictures),)
"""The figures of the section on sweeps, for the outcome by which ties are judged."""
