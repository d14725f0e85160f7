"""What a sweep did to an outcome: the crises it is shown for, and its estimate in each case or draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from cityties.analysis import counts
from cityties.analysis.buffering import BUFFER_INDICES, MAIN_BUFFER, MAIN_LOSS, buffer_index, is_downturn
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.contrasts import buffer_contrast
from cityties.analysis.effects import both_arms, crises_of
from cityties.analysis.intervals import mean_band
from cityties.analysis.observations import Observations
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.outcomes import OUTCOMES, OutcomeKey
from cityties.kernel.state import FloatArray
from cityties.tables.language import tr

MOST_CRISES = 4
"""Crises that a sweep is shown for."""

type Place = tuple[str, str]
"""A crisis, empty for a whole history, and a pair of nations or a nation."""


@dataclass(frozen=True)
class ShownOutcome:
    """An outcome as a figure names it; a buffer index has ``of``, the outcome whose loss ties take away."""

    name: str
    title: str
    unit: str
    meaning: str
    of: str = ""

    @property
    def label(self) -> str:
        """What stands on its axis."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


def shown_outcome(name: str = MAIN_BUFFER) -> ShownOutcome:
    """Return an outcome, or a buffer index, by its name.

    ``B`` alone is the one by which ties are judged, and spaces and hyphens may stand for underscores.

    Raises:
        CityTiesError: there is no such outcome; the message names the nearest one.
    """
    name = MAIN_BUFFER if name == "B" else name.replace(" ", "_").replace("-", "_")
    if name in BUFFER_INDICES:
        of = BUFFER_INDICES[name]
        months = name.removeprefix("buffer_")
        title = tr("B of the depth") if months == "depth" else tr("B over {n} months").format(n=months)
        return ShownOutcome(name, title, "", tr("B = 1 \N{MINUS SIGN} loss with ties / loss without"), of)
    if name not in OUTCOMES:
        known = [*BUFFER_INDICES, *OUTCOMES]
        hint = did_you_mean(name, known) or f" There are {', '.join(known)}."
        raise CityTiesError(f"no such outcome as '{name}'.{hint}")
    found = OUTCOMES[name]
    title = name.replace("_", " ").replace("half life", "half-life")
    return ShownOutcome(name, tr(title), tr(found.unit), tr(found.meaning))


def meaning_of(outcome: ShownOutcome) -> str:
    """Return what a figure says of an outcome; one that is no buffer index is that of the arm with ties."""
    return outcome.meaning if outcome.of else tr("{meaning}, with ties").format(meaning=outcome.meaning)


def places_of(
    comparison: Comparison, outcome: ShownOutcome, numbers: Sequence[int], most: int = MOST_CRISES
) -> list[Place]:
    """Return where an outcome is known in some of the cases: the gravest crises, or pairs.

    Crises that a scenario puts in front come before all others. Of a buffer index only crises with a downturn to buffer
    count.
    """
    found: dict[Place, float] = {}
    for number in numbers:
        case = comparison.cases[number]
        obs = case.observations
        for crisis, where in _known(obs, outcome):
            if not outcome.of or _has_downturn(case, crisis, where):
                severity = case.severity(crisis) if crisis else 0.0
                found[crisis, where] = max(severity, found.get((crisis, where), 0.0))
    if not all(crisis for crisis, _ in found):
        return list(found)[:most]
    in_front = {name for number in numbers for name in _in_front(comparison.cases[number])}
    asked = [place for place in found if place[0] in in_front and found[place] > 0.0]
    gravest = sorted(asked or found, key=lambda place: -found[place])[:most]
    return [place for place in found if place in gravest]


def _in_front(case: Case) -> Sequence[str]:
    """Names under ``crises.in_front``, which folders of older versions do not have."""
    return tuple(case.settings.get("crises", {}).get("in_front", ()))


def _known(obs: Observations, outcome: ShownOutcome) -> list[Place]:
    if outcome.of:
        return crises_of(obs)
    keys = (key for key in obs.keys if key.measure == outcome.name and key.tie_pathways and key.political_shocks)
    return [(key.crisis, key.where) for key in keys]


def _has_downturn(case: Case, crisis: str, where: str) -> bool:
    pair = both_arms(case.observations, crisis, where, MAIN_LOSS)
    return pair is not None and bool(is_downturn(float(pair[1].mean()), case.least_loss(crisis)))


def estimate(case: Case, outcome: ShownOutcome, place: Place) -> tuple[float, float, float]:
    """Return an outcome of a case with ties, with its 95 % interval; ``nan`` where it is not known.

    A buffer index is that of its paired arms, and ``nan`` without a downturn to buffer.
    """
    obs = case.observations.by_draw()
    if outcome.of:
        pair = both_arms(obs, *place, outcome.of)
        if pair is None or not _has_downturn(case, *place):
            return nan, nan, nan
        found = buffer_contrast(*pair)
        return found.difference, found.low, found.high
    values = _with_ties(obs, outcome, place)
    known = values[~np.isnan(values)]
    if not len(known):
        return nan, nan, nan
    mean, low, high = mean_band(known)
    return float(mean), float(low), float(high)


def by_draw(case: Case, outcome: ShownOutcome, place: Place) -> FloatArray:
    """Return an outcome with ties in each draw, in the order of draws; ``nan`` where it is not known.

    A buffer index is that of the draw's own replicates, and ``nan`` without a downturn to buffer.
    """
    obs = case.observations.by_draw()
    if not outcome.of:
        return _with_ties(obs, outcome, place)
    pair, main = (both_arms(obs, *place, of) for of in (outcome.of, MAIN_LOSS))
    if pair is None or main is None:
        return np.full(obs.n, nan)
    return np.where(is_downturn(main[1], case.least_loss(place[0])), buffer_index(*pair), nan)


def _with_ties(obs: Observations, outcome: ShownOutcome, place: Place) -> FloatArray:
    key = OutcomeKey(True, True, *place, outcome.name)
    return obs.column(key) if key in obs else np.full(obs.n, nan)


def censored_words(cases: Sequence[Case], outcome: ShownOutcome, places: Sequence[Place]) -> str:
    """Return a sentence on how many replicates never halve their damage, for a figure of half-lives; else nothing."""
    if outcome.name != "half_life":
        return ""
    keys = [OutcomeKey(True, True, *place, "halved") for place in places]
    columns = [case.observations.column(key) for case in cases for key in keys if key in case.observations]
    halved = np.concatenate(columns) if columns else np.zeros(0)
    with_damage = int((~np.isnan(halved)).sum())
    never, none = int((halved == 0.0).sum()), len(halved) - with_damage
    without = (
        tr(" There is none for {replicates} without damage.").format(replicates=counts.replicates(none)) if none else ""
    )
    return tr(
        " Of {with_damage} {never} are not halved in the months followed and count with all of these.{without}"
    ).format(with_damage=counts.replicates(with_damage), never=never, without=without)
