"""Figures that pages quote: of the claims on trial and of the neutrality of the priors."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from cityties.claims.table import main_rows, rest_rows
from reference.results import rows_by, table

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NEAR_TRUTHS = (0.1, 0.2)
"""Sizes of B of which the manual says in how many histories their sign is recovered."""
SAMPLES = "prior", "rest"


def percent(share: float) -> str:
    """Return a share as pages write it: percent, without digits behind the point."""
    return f"{100 * share:.0f}"


@cache
def verdicts() -> pd.DataFrame:
    """The table of verdicts."""
    return table("claims", "verdicts")


def shares() -> Mapping[str, object]:
    """Return the shares of draws of the claim itself, on both samples, and on how many draws they rest."""
    main, rest = (rows_by(of(verdicts()).reset_index(), "claim")["H1"] for of in (main_rows, rest_rows))
    found: dict[str, object] = {"draws": int(main["draws"])}
    for name, column in (("soften", "p_supported"), ("neither", "p_null"), ("harm", "p_harm")):
        found |= {name: percent(main[column]), f"rest_{name}": percent(rest[column])}
        found |= {f"{name}_{end}": percent(main[f"{column}_{end}"]) for end in ("low", "high")}
    return found


def survivors() -> Mapping[str, object]:
    """Return how many claims have a test, and which verdicts survive the correction."""
    main = main_rows(verdicts())
    decided = main["verdict"] != "inconclusive"
    alone = (main["label"] != "inconclusive") & ~decided
    null, supported = (list(main.index[main["verdict"] == one]) for one in ("refuted-null", "supported"))
    found = {"tested": len(main), "survive": NUMBERS[decided.sum()], "alone": NUMBERS[alone.sum()].capitalize()}
    return found | {"null": "-".join(null), "first": supported[0], "second": "-".join(supported[1:])}


def attribution() -> Mapping[str, object]:
    """Return what three mechanisms add to B, or take."""
    rows = rows_by(table("claims", "shapley").query("engine == 'escalation'"), "mechanism")
    loyal, stake, helping = (rows[name] for name in ("over_compliance", "lobbying", "conciliation"))
    return {
        "loyalty": -loyal["mean"],
        "loyalty_error": loyal["error"],
        "draws": int(loyal["draws"]),
        "stake": stake["mean"],
        "stake_error": stake["error"],
        "either_way": stake["mean_absolute"],
        "helping": helping["mean"],
        "helping_error": helping["error"],
    }


def severity() -> Mapping[str, object]:
    """Return in how many draws B is smaller in severe disputes than in mild ones."""
    falls = table("claims", "severity_falls").set_index("sample")["share"]
    return {sample: percent(falls[sample]) for sample in SAMPLES}


def power() -> Mapping[str, object]:
    """Return in how many histories the sign of B is recovered."""
    rows = table("claims", "power")
    right = rows.loc[rows["true_b"].abs().round(1).isin(NEAR_TRUTHS), "right"]
    return {"least": percent(right.min()), "most": percent(right.max())}


def anecdotes() -> Mapping[str, object]:
    """Return the likelihood ratios of both anecdotes."""
    rows = table("claims", "anecdotes").query("elsewhere == 'ties do not soften'")
    names = ("ratio", "low", "high")
    return {f"{name}_{place}": row[name] for place, row in enumerate(rows.to_dict("records")) for name in names}


def neutral() -> Mapping[str, object]:
    """Return whether every share of the neutrality check lies in the bounds, and on how many draws they rest."""
    rows = table("neutrality", "neutrality")
    return {"which": "every" if rows["balanced"].all() else "some", "draws": int(rows["draws"].max())}


def edge() -> Mapping[str, object]:
    """Return the share of the full prior in 2016 that is nearest to the edge of the neutrality check."""
    rows = table("neutrality", "neutrality").query("engine == 'escalation' and sample == 'prior'")
    return {
        "null": percent(rows_by(rows, "crisis")["CN-KR 2016-07"]["null"]),
        "largest": percent(float(rows["null"].max())),
    }


def neutral_shares(engine: str, sample: str) -> Mapping[str, object]:
    """Return the shares of draws with B above, within and below the band in four crises, as ODD writes them."""
    rows = table("neutrality", "neutrality").query("engine == @engine and sample == @sample")
    columns = ("buffer", "null", "harm")
    values = [percent(row[column]) for row in rows.to_dict("records") for column in columns]
    return {f"n{place}": value for place, value in enumerate(values)}
