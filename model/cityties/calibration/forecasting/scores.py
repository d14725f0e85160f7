"""How good forecasts were: scores of every forecast, and of every source over what all sources forecast."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.association import rank_correlation
from cityties.analysis.drawn import share_columns
from cityties.analysis.quantile_scores import HALF, NINE_TENTHS, crps_of_quantiles, is_inside
from cityties.errors import CityTiesError
from cityties.tables.declared_forecast import PLACE, QUANTILES
from cityties.tables.reader import nearest

LEAST_RANKED = 4
"""Countries below which no rank correlation is given."""


@dataclass(frozen=True)
class ForecastScores:
    """Scores of forecasts against what came.

    ``forecasts``: one row a forecast with its CRPS and whether what came lies within its middle half and nine tenths.
    ``scores``: one row a quantity, partner and source. ``left_out``: outcomes that not every source forecast, or none.
    ``unscored``: forecasts of which no outcome is given.
    """

    forecasts: pd.DataFrame
    scores: pd.DataFrame
    left_out: pd.DataFrame
    unscored: int

    @property
    def sources(self) -> list[str]:
        """Sources in the order of their file."""
        return list(dict.fromkeys(self.forecasts["source"]))


def score(forecast: pd.DataFrame, outcomes: pd.DataFrame) -> ForecastScores:
    """Score forecasts (columns of the file) against outcomes; only what every source forecast is scored, so it is fair.

    Raises:
        CityTiesError: nothing that came was forecast by every source.
    """
    place = list(PLACE)
    n_sources = forecast["source"].nunique()
    by_all = forecast.groupby(place)["source"].nunique().eq(n_sources)
    keys = pd.MultiIndex.from_frame(outcomes[place])
    fair = keys.isin(by_all.index[by_all])
    if not fair.any():
        raise CityTiesError(_nothing_common(forecast, outcomes))
    joined = forecast.merge(outcomes[fair], on=place, how="inner", validate="many_to_one")
    quantiles, value = joined[list(QUANTILES)].to_numpy(np.float64), joined["value"].to_numpy(np.float64)
    scored = joined.assign(
        crps=crps_of_quantiles(quantiles, value),
        inside_50=is_inside(quantiles, value, HALF),
        inside_90=is_inside(quantiles, value, NINE_TENTHS),
    )
    known = pd.MultiIndex.from_frame(forecast[place]).isin(keys)
    table = pd.DataFrame(list(_by_source(scored)))
    return ForecastScores(scored, _with_ratio(table), outcomes[~fair], int((~known).sum()))


def _by_source(scored: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the means of each quantity, partner and source, weighted as the file of outcomes says."""
    for (quantity, partner, source), rows in scored.groupby(["quantity", "partner", "source"], sort=False):
        weight = rows["weight"].to_numpy(np.float64)
        if weight.sum() <= 0:
            continue
        row = {"quantity": quantity, "partner": partner, "source": source, "n": len(rows)}
        row["crps"] = float(np.average(rows["crps"], weights=weight))
        # weights make fewer of many rows: an interval of so many as count (Kish 1965)
        counting = max(1, round(weight.sum() ** 2 / (weight**2).sum()))
        for share in ("inside_50", "inside_90"):
            inside = float(np.average(rows[share], weights=weight))
            row |= share_columns(share, round(inside * counting), counting) | {share: inside}
        row["rank_correlation"] = _rank_correlation(rows)
        yield row


def _rank_correlation(rows: pd.DataFrame) -> float:
    """Return Spearman's rank correlation of medians and values over countries; nan for few, or where all are equal."""
    if rows["country"].nunique() < LEAST_RANKED:
        return float("nan")
    return rank_correlation(rows["q50"].to_numpy(np.float64), rows["value"].to_numpy(np.float64))


def _with_ratio(scores: pd.DataFrame) -> pd.DataFrame:
    """Add each CRPS over the lowest of its quantity and partner: 1 is the best of the row."""
    lowest = scores.groupby(["quantity", "partner"])["crps"].transform("min")
    ratio = np.where(
        lowest > 0, scores["crps"] / lowest.where(lowest > 0, 1.0), np.where(scores["crps"] > 0, np.inf, 1.0)
    )
    return scores.assign(crps_ratio=ratio, is_best=ratio == 1.0)


def _nothing_common(forecast: pd.DataFrame, outcomes: pd.DataFrame) -> str:
    quantity = str(outcomes["quantity"].iloc[0])
    known = set(forecast["quantity"])
    if quantity not in known:
        near = nearest(quantity, known)
        return f"The outcomes are of '{quantity}', which the forecast does not know.{near}"
    first = ", ".join(f"{name} '{outcomes[name].iloc[0]}'" for name in PLACE)
    return f"No outcome was forecast by every source, the first one being {first}. Countries are compared as written."
