"""Figures that pages quote: of the calibration."""

from collections.abc import Mapping

from reference.figures_of_claims import percent
from reference.results import rows_by, table

RESULT, POOLED = "calibration", "pooled"
SHARES = {"soften": "buffer", "neither": "null", "harm": "harm"}
NOT_MET = {
    "stop": "stopped CN-JP CN-JP",
    "china_of_japan": "poll CN of CN-JP",
    "japan_of_china": "poll JP of CN-JP",
    "japan_of_korea": "poll JP of JP-KR",
    "korea_of_china": "poll KR of CN-KR",
    "fall": "poll_change JP of JP-KR",
    "low": "relations_score CN-JP",
}
"""Targets that the manual says are not met: how their labels begin."""
CRISES = {
    "b2005": "CN-JP 2005-04",
    "b2010": "CN-JP 2010-09",
    "b2012": "CN-JP 2012-09",
    "b2016": "CN-KR 2016-07",
    "b2019": "JP-KR 2019-07",
}


def answer() -> Mapping[str, object]:
    """Return how many targets there are, and the shares of draws over all crises before and after."""
    rows = rows_by(table(RESULT, "buffers").query("crisis == @POOLED"), "sample")
    found: dict[str, object] = {"targets": int(table(RESULT, "samples")["targets"].iloc[0])}
    for sample, before in (("prior", "prior_"), ("posterior", "")):
        found |= {f"{before}{name}": percent(rows[sample][share]) for name, share in SHARES.items()}
    return found


def fit() -> Mapping[str, object]:
    """Return targets met, misses, coverage, draws and their parents."""
    rows = rows_by(table(RESULT, "samples"), "sample")
    prior, posterior = rows["prior"], rows["posterior"]
    coverage = rows_by(table(RESULT, "coverage"), "quantity")
    return {
        "met": posterior["met"],
        "targets": posterior["targets"],
        "prior_miss": prior["median_miss"],
        "miss": posterior["median_miss"],
        "settings": 100 * coverage["all parameters"]["covered"],
        "buffers": 100 * coverage["all B"]["covered"],
        "truths": coverage["all B"]["truths"],
        "draws": posterior["draws"],
        "parents": posterior["parents"],
    }


def informed() -> Mapping[str, object]:
    """Return how many settings the record informs, and what it says of those that pages name."""
    rows = table(RESULT, "informed")
    by_name = rows_by(rows, "parameter")
    found: dict[str, object] = {"informed": int(rows["informed"].sum()), "settings": len(rows)}
    for name in ("over_compliance", "lobbying_restraint"):
        found |= {name: by_name[name]["sd_ratio"]}
    for name, shock in (("august", "JP-KR-2012-08"), ("c2010", "CN-JP-2010-09"), ("c2012", "CN-JP-2012-09")):
        found |= {name: by_name[f"shocks.{shock}.severity"]["predicted"]}
    clock = by_name["relations_reversion"]
    return found | {"clock": clock["predicted"], "clock_prior": clock["prior_median"], "clock_now": clock["median"]}


def not_met() -> Mapping[str, object]:
    """Return the years of the fitted targets that fewer than half of the draws meet, by what the manual calls them.

    Raises:
        ValueError: a target is not met that it does not name.
    """
    found: dict[str, object] = {}
    for label in table(RESULT, "targets").query("use != 'test' and within_2sd < 0.5")["statistic"]:
        name = next((name for name, begins in NOT_MET.items() if label.startswith(begins)), "")
        if not name:
            raise ValueError(f"not met, and not named: {label}")
        number = sum(key.startswith(name) for key in found) + 1
        found[f"{name}_{number}"] = label.removeprefix(NOT_MET[name]).strip()[:4]
    return found


def stop_of_2012() -> Mapping[str, object]:
    """Return the stop of 2012 in the median of the draws and on record."""
    row = rows_by(table(RESULT, "targets"), "statistic")["stopped CN-JP CN-JP 2012-09"]
    return {"median": row["median"], "recorded": row["recorded"]}


def single(settings: str) -> Mapping[str, object]:
    """Return how one list of settings meets the record, and its B of five crises."""
    row = rows_by(table(RESULT, "centre"), "settings")[settings.replace("_", " ")]
    buffers = {name: round(row[f"B {crisis}"], 3) + 0.0 for name, crisis in CRISES.items()}  # no -0
    return {"met": row["met"], "miss": row["median_miss"], "keys": len(table(RESULT, "informed")), **buffers}


def medians() -> Mapping[str, object]:
    """Return the median of every setting over the draws of the posterior."""
    return {name: row["median"] for name, row in rows_by(table(RESULT, "informed"), "parameter").items()}
