"""The table of verdicts: one row a claim and sample, with every number that a verdict rests on."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from cityties.claims.declared import HISTORY, Claim
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.evidence import Evidence
from cityties.claims.reading import ClaimSet
from cityties.claims.verdicts import DrawShares, holm, interval, is_settled, label, shares
from cityties.claims.worlds import POSTERIOR, PRIOR, REST, SAMPLES
from cityties.kernel.state import FloatArray

MIRRORS: Final = 0.1
"""Shares that all differ by less than this before and after the record was looked at mirror each other."""
type Find = Callable[[str, str], Evidence]
"""Gives the evidence of a world in a sample."""


def values(claim: Claim, sample: str, find: Find) -> FloatArray:
    """Return the statistic of a claim, one value a draw of a sample."""
    world = find(claim.world, sample)
    return ESTIMANDS[claim.estimand].compute(claim, world, find(claim.against or claim.world, sample))


def all_values(claim_set: ClaimSet, find: Find, panel_draws: int) -> pd.DataFrame:
    """Return every claim's statistic in every draw of every sample: the numbers behind the verdicts.

    Statistics of single ties and cities are there for the first ``panel_draws`` alone.
    """
    blocks = []
    for name, claim in claim_set.tested.items():
        for sample in (*SAMPLES, POSTERIOR) if has_posterior(claim_set, claim) else SAMPLES:
            found = values(claim, sample, find)
            if ESTIMANDS[claim.estimand].of_panel:
                found = found[:panel_draws]
            blocks.append(
                pd.DataFrame({"claim": name, "sample": sample, "draw": np.arange(1, len(found) + 1), "value": found})
            )
    return pd.concat(blocks, ignore_index=True)


def has_posterior(claim_set: ClaimSet, claim: Claim) -> bool:
    """Return whether a claim is also tested on draws that agree with the record: one of history, and not of ties."""
    alone = claim.world == HISTORY and claim.against in ("", HISTORY)
    return claim_set.posterior is not None and alone and not ESTIMANDS[claim.estimand].of_panel


def verdict_table(claim_set: ClaimSet, drawn: pd.DataFrame) -> pd.DataFrame:
    """Return one row a claim, sample and width of the band: shares, label, and what Holm's correction leaves of it.

    ``decides`` marks the middle width on the full prior: its label is the verdict. Values set by hand are no knowledge,
    so the sample that keeps them stands beside it, as a hint of what knowing the rest would do.
    """
    rows = []
    for sample in (*SAMPLES, POSTERIOR):
        tested = set(drawn.loc[drawn["sample"] == sample, "claim"])
        for place in range(3) if tested else ():
            names = [name for name in claim_set.tested if name in tested]
            found = {name: _shares(claim_set, drawn, name, sample, place) for name in names}
            corrected = holm(found, claim_set.content.rule.certainty)
            for name, one in found.items():
                main = place == 1 and sample == PRIOR
                rows.append(
                    {"claim": name, "sample": sample, **_row(claim_set, name, one, place, corrected[name], main)}
                )
    return pd.DataFrame(rows)


def _shares(claim_set: ClaimSet, drawn: pd.DataFrame, name: str, sample: str, place: int) -> DrawShares:
    claim = claim_set.content.claims[name]
    found = drawn.loc[(drawn["claim"] == name) & (drawn["sample"] == sample), "value"].to_numpy(np.float64)
    return shares(found, claim.zero, claim_set.content.widths(claim)[place], claim.expected)


def _row(claim_set: ClaimSet, name: str, one: DrawShares, place: int, corrected: str, main: bool) -> dict[str, object]:
    certainty = claim_set.content.rule.certainty
    low, high = interval(one.largest, one.n)
    ends = {
        f"{column}_{end}": value
        for column, share in (("p_supported", one.expected), ("p_null", one.inside), ("p_harm", one.other))
        for end, value in zip(("low", "high"), interval(share, one.n), strict=True)
    }
    return {
        "eps": claim_set.content.widths(claim_set.content.claims[name])[place],
        "decides": main,
        "p_supported": one.expected,
        "p_null": one.inside,
        "p_harm": one.other,
        **ends,
        "largest_low": low,
        "largest_high": high,
        "median": one.median,
        "draws": one.n,
        "undefined": one.undefined,
        "label": label(one, certainty),
        "verdict": corrected,
        "settled": is_settled(one, certainty),
    }


def main_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose label is the verdict, one a claim."""
    return table[table["decides"]].set_index("claim")


def rest_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the same for the sample in which only what decides is drawn and the rest is at its default."""
    return _of_sample(table, REST)


def posterior_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the same for the draws that agree with the record; of claims tested on them, and none without a sample."""
    return _of_sample(table, POSTERIOR)


def _of_sample(table: pd.DataFrame, sample: str) -> pd.DataFrame:
    """Return the rows of a sample at the width of the band that decides, one a claim."""
    mains = table[table["decides"]].set_index("claim")["eps"]
    rows = table[table["sample"] == sample]
    return rows[rows["eps"] == rows["claim"].map(mains)].set_index("claim")


def mirrors(main: Mapping[Any, Any], after: Mapping[Any, Any]) -> bool:
    """Return whether the shares of a posterior are those of its prior: none differs by a tenth or more."""
    return all(abs(float(main[name]) - float(after[name])) < MIRRORS for name in ("p_supported", "p_null", "p_harm"))
