"""Patterns: the stylised facts by which the model is judged (ODD 1), each recorded number beside the run's.

The record is one history, so it is held against the range of nine in ten histories of the model, not against the
interval of their mean.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.crises import REFUSED, CrisisPaths
from cityties.analysis.recorded import kind_of
from cityties.analysis.yearly import RANGE, main_arm
from cityties.experiment.results import RunResults
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray
from cityties.tables.language import msg

COLUMNS = ["pattern", "dyad", "period", "model", "model_p05", "model_p95", "recorded", "body", "is_input"]
YEARS_BEFORE, YEARS_AFTER = 8, 4
FROZEN_MONTHS = 10 * MONTHS_PER_YEAR
SIDE_A = "of those stopped events, at the wish of side a"

type PatternRow = dict[str, Any]


def patterns_table(run: RunResults, paths: Sequence[CrisisPaths]) -> pd.DataFrame:
    """Return one row a pattern, dyad and period; ``is_input`` marks what the tables put into the run.

    ``paths`` are those of the run's crises.
    """
    rows = [*_signings(run), *_stopped(run, paths), *_frozen(run), *_forum(run), *_falls(run)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _pattern_row(pattern: str, dyad: str, period: str, values: FloatArray, **more: Any) -> PatternRow:
    low, high = np.quantile(values, RANGE) if len(values) else (np.nan, np.nan)
    mean = float(values.mean()) if len(values) else float("nan")
    row: PatternRow = {"pattern": pattern, "dyad": dyad, "period": period, "model": mean}
    return row | {"model_p05": low, "model_p95": high, "recorded": np.nan, "body": "", "is_input": False} | more


def turning_year(run: RunResults) -> int | None:
    """Return the calendar year of the gravest dispute of a dyad whose signings are on record; None without one."""
    shocks, known = run.tables.shocks, set(run.tables.signings["dyad"]) - {""}
    disputes = shocks[(shocks["type"] == "political") & shocks["dyad"].isin(known)]
    inside = disputes[disputes["date"].between(run.scenario.start, run.scenario.end)]
    if inside.empty:
        return None
    return int(inside["date"].to_numpy()[int(inside["severity"].to_numpy().argmax())]) // MONTHS_PER_YEAR


def _signings(run: RunResults) -> Iterator[PatternRow]:
    """Signings a year before and after the gravest dispute, by dyad and counting body."""
    year = turning_year(run)
    if year is None:
        return
    frame = main_arm(run.histories).assign(year=lambda rows: rows["month"] // MONTHS_PER_YEAR)
    replayed = run.scenario.ties.history != "endogenous"
    for first, last in ((year - YEARS_BEFORE + 1, year), (year + 1, year + YEARS_AFTER)):
        inside = frame[frame["year"].between(first, last)]
        signings = run.tables.signings[run.tables.signings["year"].between(first, last)]
        for (dyad, body), record in signings[signings["dyad"] != ""].groupby(["dyad", "body"]):
            if len(record) < YEARS_AFTER:
                continue
            signed = inside[inside["dyad"] == dyad].groupby("replicate")["signed"].sum() / (last - first + 1)
            found = {"recorded": record["signings"].mean(), "body": body, "is_input": replayed}
            yield _pattern_row(msg("signings"), str(dyad), f"{first}-{last}", signed.to_numpy(np.float64), **found)


def _stopped(run: RunResults, paths: Sequence[CrisisPaths]) -> Iterator[PatternRow]:
    """Share of official events stopped in a crisis's first months, and of that the share of side a's refusals."""
    found_at = {(path.crisis, path.dyad): path for path in paths}
    for record in run.tables.disruptions.to_dict("records"):
        path = found_at.get((record["crisis"], record["dyad"]))
        ours = record["measure"].startswith(SIDE_A)
        if path is None or np.isnan(record["share"]) or not (ours or kind_of(record["measure"]) == "events"):
            continue
        arm = path.arms()[0]
        if ours:
            refused = {side: path.at_first(side, arm, True) - path.at_first(side, arm, False) for side in REFUSED}
            part, whole = refused["refused_a"], refused["refused_a"] + refused["refused_b"]
        else:
            whole = path.at_first("official", arm, False)
            part = whole - path.at_first("official", arm, True)
        values = part[whole > 0] / whole[whole > 0]
        found = {"recorded": record["share"], "body": record["source"]}
        mean = {"model": float(part.sum() / whole.sum())} if whole.sum() > 0 else {}
        name = msg("stopped by side a") if ours else msg("stopped")
        yield _pattern_row(name, record["dyad"], record["crisis"], values, **found) | mean


def _frozen(run: RunResults) -> Iterator[PatternRow]:
    """Ties suspended for more than ten years at the last month at which single ties are written down."""
    last = max(run.tie_months, default=None)
    if last is None:
        return
    ties = run.ties_at([last])
    long = (ties["suspended_since"] >= 0) & (ties["suspended_since"] < last - FROZEN_MONTHS)
    numbers = range(run.replicates)
    for dyad in run.tables.dyads["dyad"]:
        counts = ties[long & (ties["dyad"] == dyad)].groupby("replicate").size().reindex(numbers, fill_value=0)
        yield _pattern_row(msg("frozen"), dyad, str(last // MONTHS_PER_YEAR), counts.to_numpy(np.float64))


def _forum(run: RunResults) -> Iterator[PatternRow]:
    """Cities at the forum in each year of the run from its first edition on; 0 where none was held."""
    came = main_arm(run.attendance).assign(year=lambda rows: rows["month"] // MONTHS_PER_YEAR)
    if came["cities"].sum() == 0:
        return
    bodies = run.tables.attendance.set_index("year")["bodies"].to_dict()
    numbers = range(run.replicates)
    for year in range(int(came["year"].min()), int(came["year"].max()) + 1):
        total = came[came["year"] == year].groupby("replicate")["cities"].sum().reindex(numbers, fill_value=0)
        yield _pattern_row("forum", "", str(year), total.to_numpy(np.float64), recorded=bodies.get(year, np.nan))


def _falls(run: RunResults) -> Iterator[PatternRow]:
    """Largest fall of the stock of ties, as a share of its peak until then; counts of doubtful certainty left out.

    Where no council ends a tie, that the stock does not fall is put in.
    """
    frame = main_arm(run.histories)
    kept = not run.scenario.mechanisms.ending
    for dyad in run.tables.dyads["dyad"]:
        stocks = frame[frame["dyad"] == dyad].pivot(index="replicate", columns="month", values="ties")
        falls = [largest_fall(one) for one in stocks.to_numpy(np.float64)]
        counts = run.tables.stocks
        sure = counts[(counts["dyad"] == dyad) & (counts["certainty"] != "low")].sort_values("date")
        recorded = [largest_fall(one["count"].to_numpy(np.float64)) for _, one in sure.groupby("body")]
        found = max(recorded) if recorded else np.nan
        yield _pattern_row(msg("fall"), dyad, "", np.array(falls), recorded=found, is_input=kept)


def largest_fall(stock: FloatArray) -> float:
    """Return the largest share of its peak so far that a series lies below it, 0 for one that never falls."""
    if not len(stock):
        return 0.0
    peak = np.maximum.accumulate(stock)
    return float(np.max(np.where(peak > 0, 1.0 - stock / np.maximum(peak, 1e-12), 0.0)))
