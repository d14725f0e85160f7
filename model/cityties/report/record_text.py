"""The section on the recorded series: distances, scores of forecasts, clocks, and what they say in words."""

import math
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.clocks import CLOCKS
from cityties.analysis.results import Results
from cityties.analysis.series_fit import decay_half_life
from cityties.experiment.results import RunResults
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.report.numbers import number
from cityties.report.sections import rows_of
from cityties.scenario.models import Scenario
from cityties.tables.language import gap, listing, msg, tr

RIVALS = {
    "crps_exponential": msg("one exponential"),
    "crps_ar1": msg("the autoregression"),
    "crps_last": msg("the last value"),
}
LONG = 24.0
"""Half-lives from this many months on are given in years."""


def record_section(run: RunResults, results: Results, names: dict[str, str]) -> dict[str, Any] | None:
    """Return what the section shows; None where the world has no series within the run."""
    if results.observed.empty and results.series_fit.empty:
        return None
    titles = series_titles(run)
    return {
        "distances": [
            {
                "series": titles[row["series"]],
                "dyad": names[row["dyad"]],
                "n": row["n"],
                "distance": number(row["distance"], 2),
                "flat": number(row["flat"], 2),
                "closer": tr("model") if row["closer"] else tr("flat line"),
            }
            for row in rows_of(results.series_distance)
        ],
        "closer": int(results.series_distance["closer"].sum()) if len(results.series_distance) else 0,
        "scores": [_score(row, titles, names) for row in rows_of(results.series_fit)],
        "clocks": [_clock(row, titles, run.scenario) for row in rows_of(results.clocks)],
        "fitted": fit_sentence(results.series_fit),
        "learned": learned_sentence(results.clocks),
    }


def series_titles(run: RunResults) -> dict[str, str]:
    """Return the names of the world's series by code."""
    return dict(zip(run.tables.series["series"], run.tables.series["title"], strict=True))


def _score(row: dict[str, Any], titles: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    values = {name: row[name] for name in ("crps_model", *RIVALS)}
    best = min(values.values())
    cells = {
        name: Markup("<b>{}</b>" if value == best else "{}").format(number(value, 3)) for name, value in values.items()
    }
    head = {"series": titles[row["series"]], "dyad": names[row["dyad"]], "until": month_label(row["fitted_until"])}
    return head | {"scheme": _scheme(str(row["scheme"])), "n": row["n"]} | cells


def fit_sentence(scores: pd.DataFrame) -> str:
    """Say in how many rows two clocks forecast best, and in how many each rival does."""
    if scores.empty:
        return ""
    best = scores[["crps_model", *RIVALS]].to_numpy().min(axis=1)
    wins = int((scores["crps_model"] == best).sum())
    lost = {
        words: int(((scores[name] == best) & (scores["crps_model"] > best)).sum()) for name, words in RIVALS.items()
    }
    others = tr(", ").join(
        tr("{words} in {count}").format(words=tr(words), count=count) for words, count in lost.items() if count
    )
    if not others:
        return tr("Two clocks forecast best in {wins} of {n} rows.").format(wins=wins, n=len(scores))
    text = tr("Two clocks forecast best in {wins} of {n} rows; {others}.")
    return text.format(wins=wins, n=len(scores), others=others)


def _scheme(written: str) -> str:
    """Return from where forecasts were made, of which the table says ``origins 2000-01 to 2014-04``, or ``window``."""
    kind, since, _, until = written.split()
    text = tr("origins {since} to {until}") if kind == "origins" else tr("window {since} to {until}")
    return text.format(since=since, until=until)


def _clock_name(written: str) -> str:
    """Return the name of a clock, which the table writes as ``public: event part``."""
    whose, _, part = written.partition(": ")
    return tr("{whose}: {part}").format(whose=tr(whose), part=tr(part)) if part else tr(whose)


def learned_sentence(clocks: pd.DataFrame) -> str:
    """Say which clocks the record narrows against their priors, and of which it teaches nothing."""
    if clocks.empty:
        return ""
    groups = [
        (tr("The record narrows the prior of {names}."), clocks[clocks["learned"]]),
        (tr("Nothing was learned of {names}."), clocks[~clocks["learned"].astype(bool) & clocks["prior_low"].notna()]),
        (tr("No parameter has a prior for {names}."), clocks[clocks["prior_low"].isna()]),
    ]
    return gap().join(
        words.format(names=listing([_clock_name(str(one)) for one in rows["clock"]]))
        for words, rows in groups
        if len(rows)
    )


def of_the_run(parameter: str, scenario: Scenario) -> str:
    """Return the half-life that a run's own parameter gives, whatever the record says; empty where there is none."""
    kept = next((clock.kept for clock in CLOCKS.values() if clock.parameter == parameter), None)
    share = kept(getattr(scenario.parameters, parameter)) if kept else 0.0
    return duration(decay_half_life(share, 1)) if 0.0 < share < 1.0 else ""


def _clock(row: dict[str, Any], titles: dict[str, str], scenario: Scenario) -> dict[str, Any]:
    return {
        "of_the_run": of_the_run(row["parameter"], scenario),
        "clock": _clock_name(str(row["clock"])),
        "series": titles[row["series"]],
        "parameter": row["parameter"],
        "half_life": duration(row["half_life"]),
        "interval": span(row["low"], row["high"]),
        "prior": tr("none") if math.isnan(row["prior_low"]) else span(row["prior_low"], row["prior_high"]),
        "learned": tr("yes") if row["learned"] else tr("no"),
    }


def duration(months: float) -> str:
    """Write a half-life in months, or from two years on in years."""
    if months < 1.0:
        return tr("under 1 month")
    if months < LONG:
        return tr("{months:.1f} months").format(months=months)
    return tr("{years:.0f} years").format(years=months / MONTHS_PER_YEAR)


def span(low: float, high: float) -> str:
    """Write the two ends of an interval of half-lives, either of which may be open."""
    ends = (
        tr("no lower end") if math.isnan(low) else duration(low),
        tr("no upper end") if math.isnan(high) else duration(high),
    )
    return tr("{start} to {end}").format(start=ends[0], end=ends[1])
