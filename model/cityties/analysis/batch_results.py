"""The summary tables of a batch: what every variant gave, and what differs between arms and scenarios."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.buffering import CERTAINTY, MAIN_BUFFER, MAIN_LOSS, THRESHOLDS, buffer_index, is_downturn
from cityties.analysis.cases import Case
from cityties.analysis.comparators import comparator_table
from cityties.analysis.comparison import Comparison
from cityties.analysis.drawn import ranking, share_columns
from cityties.analysis.effects import both_arms, crises_of, pairing_table, tie_effects
from cityties.analysis.index_table import MOST_ESTIMATES, index_table
from cityties.analysis.intervals import mean_band
from cityties.analysis.precision import precision_table
from cityties.analysis.setting_values import value_text
from cityties.analysis.swept_ranges import swept_table
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.columns import column_table
from cityties.experiment.variants import Variant


def batch_tables(folder: BatchFolder, variants: Sequence[Variant], comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return the tables of a batch by name; ``columns`` says what their columns mean."""
    cases = comparison.cases
    tables = {
        "variants": _variants(folder, variants),
        "draws": _draws(variants),
        "outcomes": _each(cases, _outcomes),
        "ties_effects": _each(cases, tie_effects),
        "buffers": _joined(cases, comparison.buffers),
        "buffers_by_draw": _each(cases, draw_buffers),
        "pairing": _each(cases, pairing_table),
        "contrasts": _contrasts(comparison),
        "years": _each(cases, lambda case: case.years),
        "gaps": _each(cases, lambda case: case.gaps),
        "failures": pd.DataFrame(list(folder.failures().items()), columns=["unit", "message"]),
    }
    tables["comparators"] = _each(cases, lambda case: comparator_table(case.observations, case.least_loss))
    tables["precision"] = precision_table(cases, [variants[case.variant].until for case in cases])
    most = MOST_ESTIMATES // max(sum(case.drawn > 0 for case in cases), 1)
    tables["verdicts"] = verdicts(tables["buffers_by_draw"])
    tables["ranking"] = _joined(cases, [ranking(case, draw_buffers(case)) for case in cases])
    tables["swept"] = swept_table(comparison)
    first = next((case for case in cases if case.drawn), None)
    tables["indices"] = _joined(
        cases, [index_table(comparison, case, most=most, shows=case is first).rows for case in cases]
    )
    names = {name: list(table.columns) for name, table in tables.items()} | folder.part_columns()
    tables["columns"] = column_table(names, with_measures=True)
    return tables


def _each(cases: Sequence[Case], table: Any) -> pd.DataFrame:
    return _joined(cases, [table(case) for case in cases])


def _joined(cases: Sequence[Case], tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the tables of all cases as one, with number and name of the variant in front."""
    made = zip(cases, tables, strict=True)
    rows = [frame.assign(variant=case.variant, label=case.label) for case, frame in made if len(frame)]
    if not rows:
        return pd.DataFrame({"variant": [], "label": []})
    frame: pd.DataFrame = pd.concat(rows, ignore_index=True)
    first = ["variant", "label"]
    return frame.reindex(columns=[*first, *(name for name in frame.columns if name not in first)])


def _contrasts(comparison: Comparison) -> pd.DataFrame:
    rows = [
        table.assign(
            variant=comparison.cases[n].variant,
            label=comparison.cases[n].label,
            against=comparison.cases[comparison.against[n]].label,
        )
        for n, table in comparison.effects.items()
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame({"variant": [], "label": [], "against": []})


def _variants(folder: BatchFolder, variants: Sequence[Variant]) -> pd.DataFrame:
    asked = folder.generations[-1]
    rows = [
        {"variant": n, "label": v.label, "file": v.file, "scenario": v.scenario.name, "arm": v.arm}
        | {"replicates": asked.replicates[n], "draws": asked.samples[n], "seed": v.scenario.seed}
        | {key: value if isinstance(value, bool | int | float) else str(value) for key, value in v.point.items()}
        for n, v in enumerate(variants)
    ]
    return pd.DataFrame(rows).apply(_of_one_type)


def _of_one_type(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column as it is, or as words where it mixes what cannot stand in one column of a file."""
    kinds = {type(value) for value in column.dropna()}
    return column if kinds <= {int, float} or len(kinds) == 1 else column.astype(str).where(column.notna())


def _draws(variants: Sequence[Variant]) -> pd.DataFrame:
    """Return the value of every drawn setting, one row a variant, draw and key; choices stand in a column of words."""
    rows: Iterator[tuple[int, int, str, Any]] = (
        (n, draw, key, value)
        for n, variant in enumerate(variants)
        for draw in range(1, variant.samples + 1)
        for key, value in variant.changes(draw).items()
    )
    table = pd.DataFrame(list(rows), columns=["variant", "draw", "parameter", "value"])
    chosen = ~table["value"].map(lambda value: isinstance(value, bool | int | float)).astype(bool)
    if chosen.any():
        table["choice"] = table["value"].where(chosen).map(value_text, na_action="ignore")
    return table.assign(value=table["value"].where(~chosen).astype(float))


def _outcomes(case: Case) -> pd.DataFrame:
    """Return mean and interval of every outcome over the replicates that have it; over draws where there are any."""
    obs = case.observations.by_draw()
    known = ~np.isnan(obs.values)
    band = np.stack(mean_band(obs.values.T))
    for place in np.flatnonzero(~known.all(axis=0) & known.any(axis=0)):
        band[:, place] = mean_band(obs.values[known[:, place], place])
    rows = pd.DataFrame([key._asdict() for key in obs.keys]).assign(n=known.sum(axis=0))
    return rows.assign(**dict(zip(("mean", "low", "high"), band, strict=True)))


def draw_buffers(case: Case) -> pd.DataFrame:
    """Return the buffer index of each draw of its own, from the replicates of that draw alone."""
    obs = case.observations
    if not obs.has_draws:
        return pd.DataFrame()
    rows = []
    for crisis, where in crises_of(obs):
        pair = both_arms(obs, crisis, where, MAIN_LOSS)
        if pair is None:
            continue
        draws, place = np.unique(obs.draw, return_inverse=True)
        on, off = (np.bincount(place, values) / np.bincount(place) for values in pair)
        least = case.least_loss(crisis)
        found = {MAIN_BUFFER: buffer_index(on, off), "has_downturn": is_downturn(off, least)}
        rows.append(pd.DataFrame({"crisis": crisis, "where": where, "draw": draws} | found))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def verdicts(by_draw: pd.DataFrame) -> pd.DataFrame:
    """Return, by variant and crisis, the share of draws in which ties buffer, do nothing, or harm, and the verdict.

    Only draws with a downturn to buffer count. The verdict needs a share of 0.9, fixed beforehand.
    """
    if MAIN_BUFFER not in by_draw:
        return pd.DataFrame({"variant": [], "label": []})
    rows = []
    readable = by_draw[by_draw["has_downturn"]]
    for (variant, label, crisis, where), block in readable.groupby(["variant", "label", "crisis", "where"], sort=False):
        for epsilon in THRESHOLDS:
            shares = _shares(block[MAIN_BUFFER].to_numpy(np.float64), epsilon)
            row = {"variant": variant, "label": label, "crisis": crisis, "where": where, "epsilon": epsilon}
            rows.append(row | {"draws": len(block)} | shares | {"verdict": _verdict(shares)})
    return pd.DataFrame(rows)


def _shares(values: Any, epsilon: float) -> dict[str, float]:
    counts = {
        "buffers": int((values > epsilon).sum()),
        "does_nothing": int((abs(values) <= epsilon).sum()),
        "harms": int((values < -epsilon).sum()),
    }
    return {k: v for name, n in counts.items() for k, v in share_columns(name, n, len(values)).items()}


def _verdict(shares: dict[str, float]) -> str:
    names = {"buffers": "supported", "does_nothing": "refuted-null", "harms": "refuted-harm"}
    return next((word for name, word in names.items() if shares[name] >= CERTAINTY), "inconclusive")
