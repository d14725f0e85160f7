"""The table of verdicts: one row a claim and sample, with every number that a verdict rests on."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from cityties.claims.declared import Claim
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.evidence import Evidence
from cityties.claims.reading import ClaimSet
from cityties.claims.verdicts import DrawShares, holm, interval, is_settled, label, shares
from cityties.claims.worlds import PRIOR, REST, SAMPLES
from cityties.kernel.state import FloatArray

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
        for sample in SAMPLES:
            found = values(claim, sample, find)
            if ESTIMANDS[claim.estimand].of_panel:
                found = found[:panel_draws]
            blocks.append(
                pd.DataFrame({"claim": name, "sample": sample, "draw": np.arange(1, len(found) + 1), "value": found})
            )
    return pd.concat(blocks, ignore_index=True)


def verdict_table(claim_set: ClaimSet, drawn: pd.DataFrame) -> pd.DataFrame:
    """Return one row a claim, sample and width of the band: shares, label, and what Holm's correction leaves of it.

    ``decides`` marks the middle width on the full prior: its label is the verdict. Values set by hand are no knowledge,
    so the sample that keeps them stands beside it, as a hint of what knowing the rest would do.
    """
    rows = []
    for sample in SAMPLES:
        for place in range(3):
            found = {name: _shares(claim_set, drawn, name, sample, place) for name in claim_set.tested}
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
    return {
        "eps": claim_set.content.widths(claim_set.content.claims[name])[place],
        "decides": main,
        "p_supported": one.expected,
        "p_null": one.inside,
        "p_harm": one.other,
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
    mains = table[table["decides"]].set_index("claim")["eps"]
    rows = table[table["sample"] == REST]
    return rows[rows["eps"] == rows["claim"].map(mains)].set_index("claim")
