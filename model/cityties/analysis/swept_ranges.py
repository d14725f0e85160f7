"""The ranges of a design, one row a key: from where to where, at how many values, on which scale."""

from collections.abc import Iterator

import pandas as pd

from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Factor, Kind, factor_of, samples_of
from cityties.analysis.setting_values import value_text
from cityties.analysis.swept import swept_scenarios
from cityties.kernel.parameters import DECLARED
from cityties.scenario.ranges import PRIOR
from cityties.tables.language import msg

COLUMNS = ["scenario", "parameter", "design", "from", "to", "points", "scale", "choices", "asked"]
DRAWS, SAMPLED = msg("draws"), {"lhs": msg("Latin hypercube"), "sobol": msg("Sobol sequence")}


def swept_table(comparison: Comparison) -> pd.DataFrame:
    """Return one row a scenario and key that was swept or drawn.

    ``from`` and ``to`` are the least and the greatest number that was run, ``points`` the number of different values,
    ``scale`` how numbers are spaced, ``choices`` the values that are no numbers, ``asked`` the range or prior that
    samples were drawn from, as far as it was written down.
    """
    return pd.DataFrame([*_swept(comparison), *_sampled(comparison)], columns=COLUMNS)


def _swept(comparison: Comparison) -> Iterator[dict[str, object]]:
    for one in swept_scenarios(comparison):
        for axis in one.axes:
            yield {"scenario": one.title, "design": msg("sweep")} | _range(axis.factor)
            for key in axis.together:
                numbers = [number for found in one.places.values() for number in found.values()]
                factor = factor_of(key, [comparison.cases[number].point[key] for number in numbers])
                yield {"scenario": one.title, "design": msg("sweep")} | _range(factor)


def _sampled(comparison: Comparison) -> Iterator[dict[str, object]]:
    seen = set()
    for case in comparison.cases:
        samples = samples_of(case) if case.drawn else None
        for factor in samples.factors if samples else ():
            spread = case.sampled.get("spread") or {}
            row = {"scenario": case.title, "design": SAMPLED.get(spread.get("kind", ""), DRAWS)} | _range(factor)
            span = spread.get("over", {}).get(factor.name, PRIOR if case.sampled.get("drawn") else None)
            row["asked"] = _asked(factor.name, span)
            if (case.title, factor.name) not in seen:
                seen.add((case.title, factor.name))
                yield row


def _asked(key: str, span: object) -> str:
    """Return the range that was asked for, as a scenario file and the ODD write it."""
    if span == PRIOR:
        prior = DECLARED[key].prior if key in DECLARED else None
        return f"prior {prior.text()}" if prior else msg("prior of the world's table")
    return value_text(span) if span is not None else ""


def _range(factor: Factor) -> dict[str, object]:
    row: dict[str, object] = {"parameter": factor.name, "points": len(factor.levels)}
    if factor.kind is Kind.NUMBER:
        scale = msg("in proportion") if factor.is_log else msg("even") if len(factor.levels) > 2 else ""
        return row | {"from": float(factor.levels[0]), "to": float(factor.levels[-1]), "scale": scale}
    return row | {"choices": ", ".join(value_text(level) for level in factor.levels)}
