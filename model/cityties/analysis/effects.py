"""Effects: the contrasts of a case with itself (ties on and off) and with a baseline, as tidy tables."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.buffering import BUFFER_INDICES, MAIN_BUFFER, MAIN_LOSS, buffer_terms, is_downturn
from cityties.analysis.cases import Case
from cityties.analysis.contrasts import Contrast, buffer_contrast, paired, savings, unpaired
from cityties.analysis.observations import Observations, aligned
from cityties.experiment.outcomes import OutcomeKey
from cityties.kernel.state import FloatArray

EFFECT_COLUMNS = [*OutcomeKey._fields, *(field.name for field in fields(Contrast))]


def crises_of(obs: Observations) -> list[tuple[str, str]]:
    """Return the crises and dyads of which a loss is known."""
    found = [(key.crisis, key.where) for key in obs.keys if key.measure == MAIN_LOSS]
    return list(dict.fromkeys(found))


def both_arms(obs: Observations, crisis: str, where: str, measure: str) -> tuple[FloatArray, FloatArray] | None:
    """Return an outcome of a crisis with and without the pathways of ties, or None if not both were run."""
    on, off = (OutcomeKey(ties, True, crisis, where, measure) for ties in (True, False))
    return (obs.column(on), obs.column(off)) if on in obs and off in obs else None


def buffer_table(case: Case) -> pd.DataFrame:
    """Return one row a crisis, dyad and buffer index, with interval and whether there was a downturn to buffer."""
    rows = []
    obs = case.observations.by_draw()
    for crisis, where in crises_of(obs):
        main = both_arms(obs, crisis, where, MAIN_LOSS)
        least = case.least_loss(crisis)
        for name, measure in BUFFER_INDICES.items():
            pair = both_arms(obs, crisis, where, measure)
            if main is not None and pair is not None:
                readable = bool(is_downturn(float(main[1].mean()), least))
                what = {"crisis": crisis, "where": where, "estimand": name, "has_downturn": readable}
                rows.append(what | asdict(buffer_contrast(*pair)))
    return pd.DataFrame(rows)


def tie_effects(case: Case) -> pd.DataFrame:
    """Return every outcome with the pathways of ties less without, pair by pair."""
    obs = case.observations.by_draw()
    rows = []
    for key in obs.keys:
        other = key._replace(tie_pathways=False)
        if key.tie_pathways and other in obs:
            rows.append(_effect_row(key, paired(obs.column(key), obs.column(other))))
    return pd.DataFrame(rows)


def effects(case: Case, baseline: Case) -> pd.DataFrame:
    """Return every outcome of a case less that of the baseline, and the difference of their buffer indices.

    Paired where seeds are equal and draws or replicates have numbers in common; else as independent samples. Cases of
    worlds without a nation in common have no rows.
    """
    together = share_random_numbers(case, baseline)
    one, other = case.observations, baseline.observations
    if together:
        one, other = aligned(one, other)
    one, other = one.by_draw(), other.by_draw()
    compare = paired if together else unpaired
    rows = [_effect_row(key, compare(one.column(key), other.column(key))) for key in one.keys if key in other]
    rows += _buffer_rows(one, other, compare)
    return pd.DataFrame(rows, columns=EFFECT_COLUMNS).assign(paired=together)


def share_random_numbers(case: Case, baseline: Case) -> bool:
    """Return whether the same number means the same random numbers in both cases, for at least two rows."""
    if case.seed != baseline.seed:
        return False
    return aligned(case.observations, baseline.observations)[0].n > 1


def _buffer_rows(one: Observations, other: Observations, compare: Any) -> Iterator[dict[str, Any]]:
    for crisis, where in crises_of(one):
        for name, measure in BUFFER_INDICES.items():
            pairs = [both_arms(obs, crisis, where, measure) for obs in (one, other)]
            if pairs[0] is not None and pairs[1] is not None:
                terms = [buffer_terms(*pair)[1] for pair in pairs if pair is not None]
                yield _effect_row(OutcomeKey(True, True, crisis, where, name), compare(*terms))


def _effect_row(key: OutcomeKey, contrast: Contrast) -> dict[str, Any]:
    return key._asdict() | asdict(contrast)


def pairing_table(case: Case) -> pd.DataFrame:
    """Return how many times as many replicates it would take without pairing: on gap, depth and B, by crisis.

    Gap: with the crisis against without; depth and B: ties on against off. Only replicates of one draw are pooled.
    """
    obs, rows = case.observations, []
    for crisis, where in crises_of(obs):
        pair = both_arms(obs, crisis, where, MAIN_LOSS)
        depths = both_arms(obs, crisis, where, "depth")
        branches = [OutcomeKey(True, True, crisis, where, f"relations_{word}") for word in ("with", "without")]
        row: dict[str, Any] = {"crisis": crisis, "where": where, "n": obs.n}
        if all(key in obs for key in branches):
            with_it, without = (obs.column(key) for key in branches)
            row["gap"] = _replaced(obs, [with_it, without], with_it - without)
        if pair is not None and depths is not None:
            row["depth"] = _replaced(obs, list(depths), depths[0] - depths[1])
            ratio = 1.0 - buffer_terms(*pair)[0]
            row[MAIN_BUFFER] = _replaced(obs, [pair[0], ratio * pair[1]], pair[0] - ratio * pair[1])
        rows.append(row)
    return pd.DataFrame(rows)


def _replaced(obs: Observations, apart: Sequence[FloatArray], together: FloatArray) -> float:
    """Return how many unpaired replicates a paired one replaces for a difference of two columns."""
    return savings(_variance_within_draws(obs, apart), _variance_within_draws(obs, [together]))[1]


def _variance_within_draws(obs: Observations, columns: Sequence[FloatArray]) -> float:
    """Return the sum over columns of the variance within draws."""
    total = 0.0
    for values in columns:
        variances = [
            values[obs.draw == draw].var(ddof=1) for draw in np.unique(obs.draw) if (obs.draw == draw).sum() > 1
        ]
        total += float(np.mean(variances)) if variances else float("nan")
    return total
