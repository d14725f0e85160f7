"""Recorded series on the model's own scales, month for month, and how far a run is from each of them (ODD 6.1).

Questions of polls and scales of scores differ, so a series is laid over the model by its mean, pair by pair and side by
side; one that is not a share of friendly answers also by its spread. Distances tell whether the model moves as the
record does, never whether it has the level.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.arrays import reduce_replicates
from cityties.analysis.moods import MOODS
from cityties.analysis.yearly import RANGE_ENDS, main_arm, range_band
from cityties.experiment.results import RunResults
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray

MEASURES = (*MOODS, "exchange")
PATHS = ["observes", "dyad", "of", "month", "model", "model_p05", "model_p95"]
DISTANCES = ["series", "observes", "dyad", "n", "distance", "flat", "closer"]
PLACES = ["series", "observes", "dyad", "of", "about", "month", "recorded", "shown", "model"]
MONTHS_OF = {"quarter": 3}
"""Months that a value is the mean of, where it is more than one; a yearly poll is a matter of weeks."""
LEAST_VALUES = 3
LEAST_SHARE = 0.005


def model_paths(run: RunResults, moods: pd.DataFrame, relations: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """Return what series observe, as the run has it by month: mean and range of nine in ten replicates.

    Relations are in R, publics in log odds of a friendly answer (anger of the mean of all replicates), people in the
    logarithm of exchange, as the change over a year and without a range.
    """
    arm = main_arm(relations).rename(columns={f"relations{end}": f"model{end}" for end in ("", *RANGE_ENDS)})
    known = dict(zip(run.tables.dyads["dyad"], run.tables.dyads["recognised"], strict=True))
    arm = arm[arm["month"].to_numpy() >= arm["dyad"].astype(str).map(known).to_numpy()]
    frames = [arm.assign(observes="relations", of=""), *_publics(run, moods), _people(run, means)]
    return pd.concat([frame[PATHS].astype({"dyad": str}) for frame in frames if len(frame)], ignore_index=True)


def log_odds(share: FloatArray) -> FloatArray:
    """Return the log odds of shares, which are kept off 0 and 1."""
    kept = np.clip(share, LEAST_SHARE, 1.0 - LEAST_SHARE)
    return np.asarray(np.log(kept / (1.0 - kept)))


def _publics(run: RunResults, moods: pd.DataFrame) -> Iterator[pd.DataFrame]:
    sides = run.tables.dyads.set_index("dyad")["nation_a"]
    histories = main_arm(run.histories)
    bands = {
        side: reduce_replicates(histories, ["dyad", "month"], f"mood_{side}", range_band, RANGE_ENDS)
        for side in ("a", "b")
    }
    for (dyad, of), rows in moods.groupby(["dyad", "of"], observed=True):
        side = "a" if of == sides[str(dyad)] else "b"
        band = bands[side]
        band = band[band["dyad"] == dyad].set_index("month").loc[rows["month"]]
        middle = log_odds(rows["share_friendly"].to_numpy(np.float64))
        # the range of mood, moved to where the poll has its mean
        moved = middle - log_odds((1.0 + rows["mood"].to_numpy(np.float64)) / 2.0)
        ends = (log_odds((1.0 + band[f"mood_{side}{end}"].to_numpy(np.float64)) / 2.0) + moved for end in RANGE_ENDS)
        low, high = ends
        yield pd.DataFrame(
            {"observes": "public", "dyad": dyad, "of": of, "month": rows["month"].to_numpy(), "model": middle}
            | {"model_p05": np.minimum(low, middle), "model_p95": np.maximum(high, middle)}
        )


def _people(run: RunResults, means: pd.DataFrame) -> pd.DataFrame:
    frames = []
    both = run.tables.dyads.set_index("dyad")[["nation_a", "nation_b"]]
    for dyad, rows in means.groupby("dyad", observed=True):
        exchange = rows.sort_values("month")["exchange"].to_numpy(np.float64)
        if exchange.sum() == 0.0:
            continue
        level = np.log(exchange + 0.02 * exchange.mean())
        change = np.full(len(level), np.nan)
        change[MONTHS_PER_YEAR:] = level[MONTHS_PER_YEAR:] - level[:-MONTHS_PER_YEAR]
        months = {"dyad": dyad, "month": np.sort(rows["month"]), "model": change}
        frames += [pd.DataFrame(months | {"observes": "people", "of": of}) for of in both.loc[str(dyad)]]
    return pd.concat(frames).assign(model_p05=np.nan, model_p95=np.nan) if frames else pd.DataFrame(columns=PATHS)


def place(values: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Return every value within the run on the scale of the model, beside the model's number for its period."""
    if values.empty or paths.empty:
        return pd.DataFrame(columns=PLACES)
    known = {key: rows.set_index("month")["model"] for key, rows in paths.groupby(["observes", "dyad", "of"])}
    rows = [
        one
        for _, series in _changes(values).groupby(["series", "dyad", "of"], sort=False)
        if (one := _beside(series, known)) is not None
    ]
    if not rows:
        return pd.DataFrame(columns=PLACES)
    placed = [_laid_over(series) for _, series in pd.concat(rows, ignore_index=True).groupby("series", sort=False)]
    return pd.concat(placed, ignore_index=True)[PLACES]


def _changes(values: pd.DataFrame) -> pd.DataFrame:
    """Turn values on people into changes over a year, because their trends have causes outside of the model."""
    people = values[values["observes"] == "people"]
    before = people.assign(month=people["month"] + MONTHS_PER_YEAR)[["series", "dyad", "of", "month", "linked"]]
    both = people.merge(before, on=["series", "dyad", "of", "month"], suffixes=("", "_before"))
    changed = both.assign(linked=both["linked"] - both["linked_before"]).drop(columns="linked_before")
    return pd.concat([values[values["observes"] != "people"], changed], ignore_index=True)


def _beside(series: pd.DataFrame, known: "Mapping[Any, pd.Series[Any]]") -> pd.DataFrame | None:
    first = series.iloc[0]
    path = known.get((first["observes"], first["dyad"], first["of"]))
    if path is None:
        return None
    months = MONTHS_OF.get(first["period"], 1)
    columns = [path.reindex(series["month"] + later).to_numpy(np.float64) for later in range(months)]
    found = series.assign(model=np.mean(columns, axis=0)).dropna(subset=["model"])
    return found.rename(columns={"value": "recorded"}) if len(found) else None


def _laid_over(series: pd.DataFrame) -> pd.DataFrame:
    """Lay the values of one series over the model: by mean within each pair and side, and by common spread."""
    groups = series.groupby(["dyad", "of"])
    off = series["linked"] - groups["linked"].transform("mean")
    ours = series["model"] - groups["model"].transform("mean")
    spread = float(np.sqrt((off**2).mean()))
    is_share = series["observes"].iloc[0] == "public" and series["recorded"].between(0.0, 1.0).all()
    scale = 1.0 if is_share or spread == 0.0 else float(np.sqrt((ours**2).mean())) / spread
    return series.assign(shown=groups["model"].transform("mean") + scale * off)


def distance_table(placed: pd.DataFrame) -> pd.DataFrame:
    """Return one row a series and pair: root mean square distance of the model, and of a flat line in its place."""
    rows = []
    for named, values in placed.groupby(["series", "observes", "dyad"], sort=False):
        if len(values) < LEAST_VALUES:
            continue
        mean = values.groupby("of")["shown"].transform("mean")
        distance, flat = (_rms(values["shown"] - line) for line in (values["model"], mean))
        rows.append([*named, len(values), distance, flat, distance < flat])
    return pd.DataFrame(rows, columns=DISTANCES)


def _rms(values: "pd.Series[float]") -> float:
    return float(np.sqrt(np.mean(np.square(values))))
