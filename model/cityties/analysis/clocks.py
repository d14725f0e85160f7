"""Half-lives of the two clocks as the record has them, beside the priors of the parameters that they answer to."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from cityties.analysis.series_fit import decay_half_life
from cityties.analysis.series_record import EVENT, LEVEL, ClockProfile, SeriesRecord
from cityties.experiment.sampling import quantile
from cityties.kernel.parameters import DECLARED
from cityties.kernel.state import FloatArray

COLUMNS = ["clock", "series", "parameter", "half_life", "low", "high", "prior_low", "prior_high", "learned"]
DROP = 1.920729
"""How far the log likelihood falls at the ends of a 95 % interval: half the quantile of chi square, one degree."""
LEARNED = 0.95
"""Share of the prior's standard deviation below which something counts as learned."""
SHARES = (np.arange(400) + 0.5) / 400


class Clock(NamedTuple):
    """The parameter of the model that a clock answers to, and the share that it leaves after a month."""

    parameter: str
    kept: Callable[[float], float]


CLOCKS = {
    ("public", EVENT): Clock("anger_life", lambda months: 1.0 - 1.0 / months),
    ("public", LEVEL): Clock("mood_reversion_slow", lambda rate: 1.0 - rate),
    ("relations", EVENT): Clock("relations_reversion", lambda rate: 1.0 - rate),
    ("relations", LEVEL): Clock("level_reversion", lambda rate: 1.0 - rate),
}
"""Clocks of the model by what a series observes."""


def clock_table(record: SeriesRecord) -> pd.DataFrame:
    """Return one row a fitted clock: half-life in months, 95 % interval, that of its prior, and whether it was learned.

    The interval is that of the profile likelihood, empty where it goes on beyond what was searched. ``learned`` holds
    where prior and profile together have a standard deviation (of the logarithm) under ``LEARNED`` of the prior's,
    unless the level of the series is the faster of its two clocks: then the record does not tell the two apart.
    """
    table = pd.DataFrame([_row(one) for one in record.clocks], columns=COLUMNS)
    best = {(one.series, one.clock): one.half_life for one in record.clocks}
    swapped = {series for series, _ in best if best.get((series, LEVEL), np.inf) <= best.get((series, EVENT), 0.0)}
    table.loc[table["series"].isin(swapped), "learned"] = False
    return table


def _row(profile: ClockProfile) -> list[object]:
    months = np.array([point.half_life for point in profile.points])
    fall = np.array([point.likelihood for point in profile.points])
    low, high = interval(months, fall)
    named = [f"{profile.observes}: {profile.clock}", profile.series]
    clock = CLOCKS.get((profile.observes, profile.clock))
    prior = DECLARED[clock.parameter].prior if clock else None
    if clock is None or prior is None:
        return [*named, clock.parameter if clock else "", profile.half_life, low, high, np.nan, np.nan, False]
    before = np.array([decay_half_life(clock.kept(quantile(prior, float(share))), 1) for share in SHARES])
    ends = np.quantile(before, (0.025, 0.975))
    return [*named, clock.parameter, profile.half_life, low, high, *ends, narrowing(before, months, fall) < LEARNED]


def interval(months: FloatArray, likelihood: FloatArray) -> tuple[float, float]:
    """Return where the profile falls by ``DROP`` on either side of its best point; nan where it does not."""
    top = int(likelihood.argmax())
    limit = likelihood[top] - DROP
    logs = np.log(months)
    below, above = (likelihood[: top + 1] < limit), (likelihood[top:] < limit)
    low = high = float("nan")
    if below.any():
        place = int(np.flatnonzero(below)[-1])
        low = _crossing(logs, likelihood, limit, place)
    if above.any():
        place = top + int(np.flatnonzero(above)[0])
        high = _crossing(logs, likelihood, limit, place - 1)
    return low, high


def _crossing(logs: FloatArray, likelihood: FloatArray, limit: float, place: int) -> float:
    """Return the half-life between a point and the next at which the profile, taken as straight, meets the limit."""
    share = (limit - likelihood[place]) / (likelihood[place + 1] - likelihood[place])
    return float(np.exp(logs[place] + share * (logs[place + 1] - logs[place])))


def narrowing(before: FloatArray, months: FloatArray, likelihood: FloatArray) -> float:
    """Return the standard deviation of the log half-life given record and prior, relative to the prior's.

    ``before`` are equally likely half-lives of the prior; they are weighed by the profile likelihood.
    """
    logs = np.log(before)
    weights = np.exp(np.interp(logs, np.log(months), likelihood) - likelihood.max())
    if weights.sum() == 0.0:
        return 1.0
    mean = float(np.average(logs, weights=weights))
    return float(np.sqrt(np.average((logs - mean) ** 2, weights=weights)) / np.std(logs))
