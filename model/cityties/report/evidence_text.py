"""Sentences and rows of the page of evidence, made from tables of other folders alone."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from cityties.calibration.losses import POOLED
from cityties.calibration.target_names import target_words
from cityties.report.calibration_text import DECIDING
from cityties.tables.language import in_words, tr

MOST_NAMED: Final = 6
STOP: Final = "stopped "


def assumed_words(informed: pd.DataFrame, targets: pd.DataFrame) -> str:
    """Return what was assumed: settings with priors, targets, and that the model is true."""
    fitted = int((targets["use"] != "test").sum())
    return tr(
        "The rules of the model, and priors of {n} settings (parameters, severities, moods, "
        "trends), each with its source. They were held against {fitted} recorded targets, each "
        "with its tolerance."
    ).format(n=len(informed), fitted=fitted)


def informed_words(informed: pd.DataFrame) -> str:
    """Return how many settings the record informs, which most, and what became of those that decide the sign of B."""
    known = informed[informed["informed"].astype(bool)].sort_values("sd_ratio", kind="stable")
    most = tr(", ").join(
        f"{row['parameter']} {row['sd_ratio']:.2f}" for row in known.head(MOST_NAMED).to_dict("records")
    )
    ratios = dict(zip(informed["parameter"], informed["sd_ratio"], strict=True))
    deciding = tr(", ").join(f"{name} {ratios[name]:.2f}" for name in DECIDING if name in ratios)
    tail = tr(" Those that decide the sign of B: {deciding}.").format(deciding=deciding) if deciding else ""
    return tr(
        "{n} of {n_informed} settings are informed (standard deviation after the record over "
        "that before; 1: nothing learned): {most}.{tail}"
    ).format(n=len(known), n_informed=len(informed), most=most, tail=tail)


def unmet_words(targets: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return how many targets are met, and which are not."""
    fitted = targets[targets["use"] != "test"]
    missed = fitted[fitted["within_2sd"] < 0.5]
    met = len(fitted) - len(missed)
    if missed.empty:
        text = tr("{met} of {n} targets are met within two tolerances in half of the draws.")
        return text.format(met=met, n=len(fitted))
    worst = missed.sort_values("within_2sd", kind="stable")["statistic"].head(MOST_NAMED)
    named = [target_words(name, names) for name in worst]
    if len(missed) > len(named):
        named.append(tr("{n} more").format(n=len(missed) - len(named)))
    text = tr("{met} of {n} targets are met within two tolerances in half of the draws; not: {names}.")
    return text.format(met=met, n=len(fitted), names=tr(", ").join(named))


def stops_of(rows: pd.DataFrame) -> dict[str, float]:
    """Return the scores (CRPS) of the share of exchange that each later crisis stops in its first months, by crisis."""
    mine = rows[rows["fact"].str.startswith(STOP) & ~rows["fact"].str.contains(" months ")]
    return {str(row["fact"]).rpartition(" ")[2]: float(row["crps"]) for row in mine.to_dict("records")}


def collect_rows(smallest: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one row an observable, for B over all crises, the best first."""
    rows = smallest[smallest["crisis"] == POOLED].sort_values("recovered", ascending=False, kind="stable")
    return [{**row, "words": in_words(str(row["observable"]))} for row in rows.to_dict("records")]  # type: ignore[dict-item]


def silent_words(rows: list[dict[str, Any]]) -> list[str]:
    """Return which observables tell the sign of B no better than guessing: the interval holds what guessing gives."""
    silent = [row for row in rows if row["low"] <= row["guess"]]
    if not silent:
        return []
    named = tr(", ").join(f"{row['words']} ({row['recovered']:.2f})" for row in silent)
    return [
        tr("No better than guessing ({guess:.2f}), however many are collected: {named}.").format(
            guess=silent[0]["guess"], named=named
        )
    ]
