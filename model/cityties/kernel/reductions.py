"""Sums over the months and ties of one replicate, compiled so that threads sum up at the same time.

Numbers are added in the order in which numpy adds them, so that results do not depend on which of the two is used.
"""

import numpy as np

from cityties.kernel.compiling import compiled, entry
from cityties.kernel.crisis_sums import CrisisSum
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import FloatArray, IntArray, RowArray


@compiled
def total(values: FloatArray, first: int, last: int) -> float:
    """Return the sum of ``values[first:last]``, in eight partial sums as numpy adds up to 128 numbers."""
    n = last - first
    if n < 8:
        short = 0.0
        for i in range(first, last):
            short += values[i]
        return short
    a, b, c, d = values[first], values[first + 1], values[first + 2], values[first + 3]
    e, f, g, h = values[first + 4], values[first + 5], values[first + 6], values[first + 7]
    rest = first + n // 8 * 8
    for i in range(first + 8, rest, 8):
        a += values[i]
        b += values[i + 1]
        c += values[i + 2]
        d += values[i + 3]
        e += values[i + 4]
        f += values[i + 5]
        g += values[i + 6]
        h += values[i + 7]
    whole = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for i in range(rest, last):
        whole += values[i]
    return float(whole)


@compiled
def between(values: FloatArray, first: int, last: int) -> float:
    """Return the running sum before place ``last`` less that before place ``first``."""
    before = running = 0.0
    for i in range(last):
        if i == first:
            before = running
        running = running + values[i] if i > 0 else values[0]
    return running - before if last > first else 0.0


@entry
def sum_months(dyads: FloatArray, sums: FloatArray) -> None:
    """Fill ``sums`` (arms, D, measures) with the sums over all months of ``dyads`` (arms, T, D, measures)."""
    for arm in range(len(dyads)):
        sums[arm] = 0.0
        for month in range(dyads.shape[1]):
            for d in range(dyads.shape[2]):
                for measure in range(dyads.shape[3]):
                    sums[arm, d, measure] += dyads[arm, month, d, measure]


@entry
def sum_years(dyads: FloatArray, bounds: IntArray, measures: IntArray, means: FloatArray) -> None:
    """Fill ``means`` (arms, years, D, measures) with means of ``dyads`` (arms, T, D, :) over months between bounds."""
    for arm in range(len(dyads)):
        for year in range(len(bounds) - 1):
            first, last = bounds[year], bounds[year + 1]
            for d in range(dyads.shape[2]):
                for place in range(len(measures)):
                    column = dyads[arm, :, d, measures[place]]
                    rest = total(column, first + 1, last)
                    means[arm, year, d, place] = (column[first] + rest) / (last - first)


@entry
def sum_crisis(
    branches: tuple[FloatArray, FloatArray], dyads: IntArray, terms: IntArray, gap: FloatArray, out: FloatArray
) -> None:
    """Fill ``out`` (dyads, terms) with the numbers that sum up a crisis.

    ``branches`` are the months without and with it (months, D, :); ``dyads`` the rows that it concerns and ``gap``
    (months, dyads) what it costs them in relations. ``terms`` (terms, 5) has a row for each number: a ``CrisisSum``,
    the measure, the branch (1: with the crisis), and the first month and the one after the last.
    """
    for column in range(len(dyads)):
        for place in range(len(terms)):
            how, measure, happens = terms[place, 0], terms[place, 1], terms[place, 2]
            first, last = terms[place, 3], min(terms[place, 4], len(gap))
            if how == CrisisSum.GREATEST_GAP:
                out[column, place] = greatest(gap[:, column], first, last)
            elif how == CrisisSum.GAP_SUM:
                out[column, place] = total(gap[:, column], first, last)
            else:
                branch = branches[happens][:, dyads[column]]
                out[column, place] = over_window(branch, how, measure, first, last)


@compiled
def greatest(values: FloatArray, first: int, last: int) -> float:
    """Return the greatest of ``values[first:last]``."""
    most = -np.inf
    for t in range(first, last):
        most = max(most, values[t])
    return most


@compiled
def over_window(branch: FloatArray, how: int, measure: int, first: int, last: int) -> float:
    """Return sum, mean or greatest share of ties of one measure of one dyad's months (months, :)."""
    if how == CrisisSum.SUM:
        return between(branch[:, measure], first, last)
    if how == CrisisSum.MEAN:
        n = float(max(last - first, 0))
        return between(branch[:, measure], first, last) / n
    most = -np.inf
    for t in range(first, last):
        most = max(most, branch[t, measure] / max(branch[t, DyadMeasure.TIES], 1.0))
    return most


@entry
def quantiles(ranked: FloatArray, bounds: IntArray, shares: FloatArray, out: FloatArray) -> None:
    """Fill ``out`` (groups, shares) with quantiles of the sorted values between bounds (groups + 1); else nan."""
    for group in range(len(out)):
        first, n = bounds[group], bounds[group + 1] - bounds[group]
        for place in range(len(shares)):
            if n == 0:
                out[group, place] = np.nan
                continue
            at = (n - 1) * shares[place]
            low = int(at)
            step = ranked[first + min(low + 1, n - 1)] - ranked[first + low]
            out[group, place] = step * (at - low) + ranked[first + low]


@entry
def inequality(
    ends: tuple[RowArray, RowArray], nations: tuple[IntArray, IntArray], room: IntArray, out: FloatArray
) -> None:
    """Fill ``out`` (K,) with the Gini coefficient of the number of ties of each nation's cities; nan without any.

    ``ends`` are the rows of both cities of every tie, ``nations`` the first row and the one after the last of each
    nation's cities. ``room`` is zero: the cities' counts, and after them how many cities have 0, 1, 2 ... ties.
    """
    a, b = ends
    first, last = nations
    n_cities = len(room) - len(a) - 1
    for e in range(len(a)):
        room[a[e]] += 1
        room[b[e]] += 1
    for k in range(len(out)):
        n, ties, most = last[k] - first[k], 0, 0
        for city in range(first[k], last[k]):
            room[n_cities + room[city]] += 1
            ties += room[city]
            most = max(most, room[city])
        ranked, before = 0, 0
        for count in range(most + 1):
            alike = room[n_cities + count]
            ranked += count * alike * (2 * before + alike - n)
            before += alike
            room[n_cities + count] = 0
        out[k] = ranked / (n * ties) if ties > 0 else np.nan
