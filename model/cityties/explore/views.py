"""What a page shows of computed replicates: every number with its 95 % Monte Carlo interval over paired replicates."""

from typing import Any

import numpy as np

from cityties.analysis.buffering import buffer_band, buffer_terms, is_downturn, least_loss
from cityties.analysis.intervals import mean_band
from cityties.explore.engine import WITH, WITHOUT, Computed
from cityties.explore.plain_numbers import band
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.state import FloatArray


def shown(now: Computed, pinned: Computed | None, crisis: str, dyad: str) -> dict[str, Any]:
    """Return all that the charts of a page show of a crisis and a pair of nations; what is pinned in the same shape.

    ``apart`` holds now less pinned, from the same random numbers.
    """
    found: dict[str, Any] = {
        "replicates": len(now.kept),
        "now": _view(now, crisis, dyad),
        "pinned": None,
        "apart": None,
    }
    if pinned is not None:
        found["pinned"] = _view(pinned, crisis, dyad)
        found["apart"] = _apart(now, pinned, crisis)
    return found


def _view(one: Computed, crisis: str, dyad: str) -> dict[str, Any]:
    codes = list(one.design.setup.tables.dyads["dyad"])
    row = codes.index(dyad) if dyad else one.dyads[0]
    months = {
        name: {arm: band(mean_band(one.series(place, row, measure)), 3) for arm, place in _ARMS}
        for name, measure in (("relations", M.RELATIONS),)
    }
    yearly = {
        name: {arm: band(mean_band(_by_year(one, one.series(place, row, measure))), 2) for arm, place in _ARMS}
        for name, measure in (("official", M.OFFICIAL), ("exchange", M.EXCHANGE))
    }
    place = place_of(one, crisis)
    return {
        "buffers": [_buffer(one, place) for place in one.crises],
        "damage": None if place is None else _damage(one, place),
        "dyad": codes[row],
        **months,
        **yearly,
    }


_ARMS = (("with", WITH), ("without", WITHOUT))


def place_of(one: Computed, crisis: str) -> int | None:
    """Return the place of a crisis among the branches of a design, the first of those computed if none is named."""
    if not crisis:
        return one.crises[0] if one.crises else None
    return next((place for place in one.crises if one.design.branches[place].crisis.name == crisis), None)


def _by_year(one: Computed, months: FloatArray) -> FloatArray:
    """Return sums by calendar year (years, replicates); a year that is not whole is scaled up to one."""
    start = one.design.setup.scenario.start
    year = (start + np.arange(len(months))) // MONTHS_PER_YEAR
    first = np.flatnonzero(np.diff(year, prepend=year[0] - 1))
    length = np.diff(np.append(first, len(months)))
    return np.asarray(np.add.reduceat(months, first, axis=0) * (MONTHS_PER_YEAR / length)[:, None])


def _buffer(one: Computed, place: int) -> dict[str, Any]:
    """Return B of a crisis and the losses behind it; ``downturn`` says whether there is a loss to buffer."""
    crisis = one.design.branches[place].crisis
    on, off = one.losses(WITH, place), one.losses(WITHOUT, place)
    return {
        "crisis": crisis.name,
        "severity": round(crisis.severity, 3),
        "buffer": band(buffer_band(on, off)),
        "with": band(mean_band(on), 3),
        "without": band(mean_band(off), 3),
        "saved": band(mean_band(off - on), 3),
        "downturn": bool(is_downturn(float(off.mean()), least_loss(crisis.severity))),
    }


def _damage(one: Computed, place: int) -> dict[str, Any]:
    on, off = one.gaps(WITH, place), one.gaps(WITHOUT, place)
    return {"with": band(mean_band(on)), "without": band(mean_band(off)), "saved": band(mean_band(off - on))}


def _apart(now: Computed, pinned: Computed, crisis: str) -> dict[str, Any]:
    """Return B and damage now less those of what is pinned, crisis by crisis where both have it."""
    names = {pinned.design.branches[place].crisis.name: place for place in pinned.crises}
    buffers = {}
    for place in now.crises:
        name = now.design.branches[place].crisis.name
        if name in names:
            terms = [
                buffer_terms(one.losses(WITH, at), one.losses(WITHOUT, at))[1]
                for one, at in ((now, place), (pinned, names[name]))
            ]
            buffers[name] = band(mean_band(terms[0] - terms[1]))
    here, there = place_of(now, crisis), place_of(pinned, crisis)
    damage = None
    if here is not None and there is not None:
        gaps = now.gaps(WITH, here), pinned.gaps(WITH, there)
        months = min(len(gaps[0]), len(gaps[1]))
        damage = band(mean_band(gaps[0][:months] - gaps[1][:months]))
    return {"buffers": buffers, "damage": damage}
