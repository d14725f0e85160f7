"""What the recorded series of a world teach by themselves: scores of forecasts and profiles of clocks, computed once.

They depend on the tables of the world and on the code alone, so they are kept beside the compiled code of the user,
under a hash of both, and a run takes them from there.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis import observed_series, series_fit, series_scores
from cityties.analysis.observed_series import observed_values
from cityties.analysis.series_fit import (
    LEVEL_KEPT,
    Fit,
    Forecast,
    Panel,
    ProfilePoint,
    decay_half_life,
    felt_shocks,
    fit_clocks,
    profile,
)
from cityties.analysis.series_scores import (
    LAST_YEARS,
    LEAST_RECORD,
    LONGEST_AHEAD,
    Scored,
    autoregression,
    random_walk,
    rolling_origins,
    score,
)
from cityties.experiment.store import write_json
from cityties.experiment.stored import stored_bytes
from cityties.kernel import state_space
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.kernel.compiling import digest_of, kernel_folder
from cityties.kernel.state import FloatArray
from cityties.tables.language import msg
from cityties.tables.world_tables import WorldTables

STEPS = {"month": 1, "quarter": 3}
"""Months of a period, by the periods whose series can be fitted: a year is too long for a clock of months."""
EVENT, LEVEL = msg("event part"), msg("level")
PLACES = {EVENT: 0, LEVEL: LEVEL_KEPT}
HALF_LIVES: dict[str, FloatArray] = {EVENT: np.geomspace(0.25, 60.0, 16), LEVEL: np.geomspace(4.0, 2400.0, 16)}
"""Half-lives in months at which the likelihood of a clock is profiled."""
DIGITS = 4
"""Decimals of a score: beyond them the search for the fit differs between machines."""
NEVER = -1


@dataclass(frozen=True)
class ClockProfile:
    """The profile likelihood of one clock of one series."""

    series: str
    observes: str
    clock: str
    half_life: float
    points: tuple[ProfilePoint, ...]


@dataclass(frozen=True)
class SeriesRecord:
    """Scores of forecasts, and clocks with their profiles."""

    scores: tuple[Scored, ...]
    clocks: tuple[ClockProfile, ...]


def series_record(tables: WorldTables) -> SeriesRecord:
    """Return what the series of a world teach, kept from an earlier call where tables and code were the same."""
    fitted = list(fitted_series(tables))
    if not fitted:
        return SeriesRecord((), ())
    kept = kernel_folder().parent / f"series-{_key(fitted)[:16]}.json"
    # whatever is wrong with the file, it can be computed again
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        return _read(json.loads(stored_bytes(kept)))
    found = _together([_taught(*one) for one in fitted])
    with suppress(OSError):
        write_json(kept, asdict(found))
    return found


def score_table(record: SeriesRecord) -> pd.DataFrame:
    """Return one row a series, pair of nations, fit and scheme of judging: mean scores, of which lower is better."""
    names = [field.name for field in fields(Scored)]
    return pd.DataFrame([asdict(row) for row in record.scores], columns=names)


def fitted_series(tables: WorldTables) -> Iterator[tuple[str, int, list[Panel]]]:
    """Yield what is observed, the month of the fit's end and the panels of every series that is to be fitted."""
    values = observed_values(tables)
    for said in tables.series.to_dict("records"):
        rows = values[values["series"] == said["series"]]
        if said["fitted_until"] == NEVER or said["period"] not in STEPS or rows.empty:
            continue
        panels = [_panel(tables, one, STEPS[said["period"]]) for _, one in rows.groupby(["dyad", "of"], sort=True)]
        long = [panel for panel in panels if said["fitted_until"] - panel.first >= LEAST_RECORD]
        if long:
            yield said["observes"], said["fitted_until"], long


def _panel(tables: WorldTables, rows: pd.DataFrame, step: int) -> Panel:
    months = rows["month"].to_numpy(np.int64)
    first, dyad = int(months.min()), str(rows["dyad"].iloc[0])
    place = (months - first) // step
    values, sampling = np.full(int(place.max()) + 1, np.nan), np.zeros(int(place.max()) + 1)
    values[place], sampling[place] = rows["linked"], rows["error"] ** 2
    disputes = tables.shocks[(tables.shocks["type"] == "political") & (tables.shocks["dyad"] == dyad)]
    shocks = felt_shocks(disputes["date"].tolist(), disputes["severity"].tolist(), first, step, len(values))
    return Panel(str(rows["series"].iloc[0]), dyad, first, step, values, sampling, shocks)


def _taught(observes: str, until: int, panels: Sequence[Panel]) -> SeriesRecord:
    """Fit and judge the panels of one series; fits to less of the record are judged on all that came after them."""
    best = fit_clocks(panels, until)
    rivals = _rivals(panels, until, best)
    first = until + 1 - LAST_YEARS * MONTHS_PER_YEAR
    scores = [_scored(panel, until, rival, first) for panel, rival in zip(panels, rivals, strict=True)]
    scores += [_scored(panel, until, rival, None) for panel, rival in zip(panels, rivals, strict=True)]
    for years in (LAST_YEARS // 2, LAST_YEARS):
        earlier = until - years * MONTHS_PER_YEAR
        if all(earlier - panel.first >= LEAST_RECORD for panel in panels):
            rivals = _rivals(panels, earlier, fit_clocks(panels, earlier))
            scores += [_scored(panel, earlier, rival, earlier + 1) for panel, rival in zip(panels, rivals, strict=True)]
    return SeriesRecord(tuple(scores), tuple(_clock(observes, until, panels, best, clock) for clock in PLACES))


def _rivals(panels: Sequence[Panel], until: int, best: Fit) -> list[tuple[Forecast, ...]]:
    """Return what forecasts each panel: two clocks, one exponential, an autoregression and the last value."""
    one = fit_clocks(panels, until, two=False)
    shared = best.forecast(panels), one.forecast(panels)
    return [(*shared, autoregression(panel, until), random_walk(panel, until)) for panel in panels]


def _scored(panel: Panel, until: int, rivals: Sequence[Forecast], first: int | None) -> Scored:
    """Judge one panel from rolling origins on, or, without a first month, all of it after the fit from one origin."""
    origins = [panel.period(until) + 1] if first is None else rolling_origins(panel, first)
    end = panel.first + panel.step * len(panel.values) - 1
    months = end - until if first is None else LONGEST_AHEAD
    label = [month_label(panel.first + panel.step * start) for start in (origins[0], origins[-1])]
    scheme = f"window {label[0]} to {month_label(end)}" if first is None else f"origins {label[0]} to {label[1]}"
    found = [round(score(panel, rival, origins, months), DIGITS) for rival in rivals]
    return Scored(panel.series, panel.dyad, until, scheme, len(origins), *found)


def _clock(observes: str, until: int, panels: Sequence[Panel], best: Fit, clock: str) -> ClockProfile:
    p = best.parameters(0)
    kept = p.anger_kept if clock == EVENT else p.level_kept
    points = profile(panels, until, best, PLACES[clock], HALF_LIVES[clock])
    return ClockProfile(panels[0].series, observes, clock, decay_half_life(kept, panels[0].step), tuple(points))


def _together(parts: Sequence[SeriesRecord]) -> SeriesRecord:
    return SeriesRecord(
        tuple(s for part in parts for s in part.scores), tuple(c for part in parts for c in part.clocks)
    )


def _key(fitted: Sequence[tuple[str, int, list[Panel]]]) -> str:
    """Return a hash over the code of the fit and all numbers that it is given."""
    code = [Path(str(module.__file__)) for module in (observed_series, series_fit, series_scores, state_space)]
    digest = hashlib.sha256(digest_of(Path(__file__), *code).encode())
    for observes, until, panels in fitted:
        digest.update(f"{observes}/{until}".encode())
        for panel in panels:
            digest.update(f"{panel.series}/{panel.dyad}/{panel.first}/{panel.step}".encode())
            for numbers in (panel.values, panel.sampling, panel.shocks):
                digest.update(numbers.tobytes())
    return digest.hexdigest()


def _read(content: dict[str, Any]) -> SeriesRecord:
    clocks = [
        ClockProfile(**clock | {"points": tuple(ProfilePoint(**point) for point in clock["points"])})
        for clock in content["clocks"]
    ]
    return SeriesRecord(tuple(Scored(**row) for row in content["scores"]), tuple(clocks))
