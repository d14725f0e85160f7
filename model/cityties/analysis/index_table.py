"""The table of sensitivity indices of a case: which outcomes are looked at, and what their points say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cityties.analysis.buffering import MAIN_BUFFER, MAIN_LOSS
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Kind, samples_of
from cityties.analysis.indices import LEAST_POINTS, estimates_of, given_point_indices, noise_share
from cityties.analysis.swept_outcomes import Place, by_draw, places_of, shown_outcome
from cityties.experiment.outcomes import OUTCOMES, OutcomeKey

FIRST_OUTCOMES = (MAIN_BUFFER, "half_life", MAIN_LOSS, "depth", "healed", "suspended_peak")
"""Outcomes of crises that are looked at before all others."""
SHOWN = FIRST_OUTCOMES[:2]
"""Those of them that pages show."""
MOST_ESTIMATES = 6000
"""Estimates for one table, about a millisecond each, beyond which only shown outcomes are looked at unless asked."""
COLUMNS = [
    *("crisis", "where", "outcome", "factor", "first", "first_low", "first_high", "first_chance"),
    *("delta", "low", "high", "delta_chance", "noise", "n"),
]


@dataclass(frozen=True)
class IndexTable:
    """The rows of a case, and how many outcomes were left out because they would take long."""

    rows: pd.DataFrame
    left_out: int = 0


def index_table(
    comparison: Comparison,
    case: Case,
    names: Sequence[str] = (),
    most: int | None = MOST_ESTIMATES,
    shows: bool = True,
) -> IndexTable:
    """Return the indices of every factor of a case for its outcomes with ties, those asked about most first.

    ``names`` are the outcomes asked for; else all are taken up to ``most`` estimates, and those that pages show
    whatever they take if ``shows``. Only draws that have the outcome count, which for B are those with a downturn to
    buffer; ``n`` is their number.
    """
    samples = samples_of(case)
    if samples is None or len(samples.values) < LEAST_POINTS or not samples.factors:
        return IndexTable(pd.DataFrame(columns=COLUMNS))
    points = samples.codes().to_numpy(np.float64)
    unordered = [factor.kind is not Kind.NUMBER for factor in samples.factors]
    rows: list[tuple[object, ...]] = []
    wanted = [one for one in _ordered(comparison, case) if not names or one[0] in names]
    number = [comparison.cases.index(case)]
    shown = sum(len(places_of(comparison, shown_outcome(name), number)) for name in SHOWN) if shows else 0
    room = len(wanted) if names or most is None else max(most // estimates_of(len(unordered)), shown)
    taken = 0
    for name, place in wanted:
        values = by_draw(case, shown_outcome(name), place)
        known = np.isfinite(values)
        if known.sum() < LEAST_POINTS or np.ptp(values[known]) == 0.0:
            continue
        taken += 1
        if taken > room:
            continue
        noise = _noise(case, name, place)
        for factor, (first, delta) in zip(
            samples.factors, given_point_indices(points[known], values[known], unordered), strict=True
        ):
            ends = (first.value, first.low, first.high, first.chance, delta.value, delta.low, delta.high, delta.chance)
            rows.append((*place, name, factor.name, *ends, noise, int(known.sum())))
    return IndexTable(pd.DataFrame(rows, columns=COLUMNS), max(taken - room, 0))


def _ordered(comparison: Comparison, case: Case) -> Iterator[tuple[str, Place]]:
    """Yield every outcome with its crisis or pair: B, half-life and others of the main crises, then what is left."""
    number = [comparison.cases.index(case)]
    seen = set()
    for name in FIRST_OUTCOMES:
        for place in places_of(comparison, shown_outcome(name), number):
            seen.add((name, place))
            yield name, place
    for key in case.observations.keys:
        one = key.measure, (key.crisis, key.where)
        if key.tie_pathways and key.political_shocks and key.measure in OUTCOMES and one not in seen:
            yield one


def _noise(case: Case, name: str, place: Place) -> float:
    """Return the share of chance in an outcome; a buffer index has none in a single replicate, so that of its loss."""
    key = OutcomeKey(True, True, *place, shown_outcome(name).of or name)
    return noise_share(case.observations.draw, case.observations.column(key)) if key in case.observations else np.nan
