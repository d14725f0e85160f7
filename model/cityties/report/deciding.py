"""Which settings an outcome goes with most, in a sentence: what draws of parameters are asked first."""

import numpy as np
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Samples, samples_of
from cityties.analysis.strength import Standing, outstanding
from cityties.analysis.swept_outcomes import by_draw, places_of, shown_outcome
from cityties.report.numbers import number
from cityties.tables.language import capital, tr

MOST_NAMED = 3


def deciding(comparison: Comparison, outcome: str) -> Markup:
    """Return which drawn settings an outcome goes with most closely, over the main crises; empty without draws.

    Raises:
        CityTiesError: there is no such outcome.
    """
    shown = shown_outcome(outcome)
    title = capital(shown.title)
    for place, case in enumerate(comparison.cases):
        samples = samples_of(case) if case.drawn else None
        if samples is not None and samples.factors:
            values = [by_draw(case, shown, where) for where in places_of(comparison, shown, [place])]
            if not any(len(np.unique(one[np.isfinite(one)])) > 1 for one in values):
                return Markup("")  # an outcome that is the same in every draw goes with nothing
            return _sentence(title, samples, outstanding(samples, values, MOST_NAMED))
    return Markup("")


def _sentence(title: str, samples: Samples, found: list[Standing]) -> Markup:
    if not found:
        text = tr("{}: with {} of {} settings none stands out from chance; more draws would show more.")
        return Markup(text).format(title, counts.draws(len(samples.values)), len(samples.factors))
    first, *others = [Markup("{} ({})").format(one.name, _range(one, n == 0)) for n, one in enumerate(found)]
    if not others:
        return Markup(tr("{} goes most with {}; no other setting stands out from chance.")).format(title, first)
    return Markup(tr("{} goes most with {}, then {}.")).format(title, first, Markup(tr(" and ")).join(others))


def _range(one: Standing, is_first: bool) -> Markup:
    """Return the rank correlations of a setting; what the numbers are is said of the first alone."""
    low, high = number(min(one.correlations)), number(max(one.correlations))
    span = low if low.striptags() == high.striptags() else Markup(tr("{start} to {end}")).format(start=low, end=high)
    crises = tr(" in {n} crises").format(n=len(one.correlations)) if len(one.correlations) > 1 else ""
    return Markup(tr("rank correlation {}{}")).format(span, crises) if is_first else span
