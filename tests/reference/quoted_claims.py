"""What pages quote of the claims on trial and of the neutrality of the priors."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from cityties.claims.table import main_rows, rest_rows
from reference.quotations import Quotation
from reference.results import table

FRONT, CHINESE, MANUAL, ODD = "README.md", "README.zh.md", "model/README.md", "model/ODD.md"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NEAR_TRUTHS = (0.1, 0.2)
"""Sizes of B of which the manual says in how many histories their sign is recovered."""
ENGINES, SAMPLES = ("escalation", "reduced_form"), ("prior", "rest")


def percent(share: float) -> str:
    """Return a share as pages write it: percent, without digits behind the point."""
    return f"{100 * share:.0f}"


@cache
def verdicts() -> pd.DataFrame:
    """The table of verdicts."""
    return table("claims", "verdicts")


def shares() -> Mapping[str, object]:
    """Return the shares of draws of the claim itself, on both samples, and on how many draws they rest."""
    main, rest = main_rows(verdicts()).loc["H1"], rest_rows(verdicts()).loc["H1"]
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
    rows = table("claims", "shapley").query("engine == 'escalation'").set_index("mechanism")
    loyal, stake, helping = (rows.loc[name] for name in ("over_compliance", "lobbying", "conciliation"))
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
    right = rows.loc[rows["true_b"].abs().round(1).isin(NEAR_TRUTHS) & rows["enough"], "right"]
    return {"least": percent(right.min()), "most": percent(right.max())}


def anecdotes() -> Mapping[str, object]:
    """Return the likelihood ratios of both anecdotes."""
    rows = table("claims", "anecdotes").query("elsewhere == 'ties do not soften'")
    names = ("ratio", "low", "high")
    return {f"{name}_{place}": row[name] for place, row in enumerate(rows.to_dict("records")) for name in names}


def neutral() -> Mapping[str, object]:
    """Return whether every share of the neutrality check lies in the bounds, and the shares of one engine and sample."""
    rows = table("neutrality", "neutrality")
    return {"which": "every" if rows["balanced"].all() else "some", "draws": int(rows["draws"].max())}


def neutral_shares(engine: str, sample: str) -> Mapping[str, object]:
    """Return the shares of draws with B above, within and below the band in four crises, as ODD writes them."""
    rows = table("neutrality", "neutrality").query("engine == @engine and sample == @sample")
    columns = ("buffer", "null", "harm")
    values = [percent(row[column]) for row in rows.to_dict("records") for column in columns]
    return {f"n{place}": value for place, value in enumerate(values)}


def _neutral_row(before: str, engine: str, sample: str) -> Quotation:
    places = " | ".join("/".join(f"{{n{3 * crisis + place}}}" for place in range(3)) for crisis in range(4))
    return Quotation(ODD, f"{before} | | here | {places} |", lambda: neutral_shares(engine, sample))


QUOTATIONS = (
    Quotation(
        FRONT,
        "Of {draws} draws of the parameters from their priors, {soften} % [{soften_low}, {soften_high}] say that ties soften "
        "(B above 0.05), {neither} % [{neither_low}, {neither_high}] that they do neither, {harm} % [{harm_low}, {harm_high}] "
        "that they harm. With all but the deciding parameters at their defaults it is {rest_soften}, {rest_neither} and "
        "{rest_harm} %:",
        shares,
    ),
    Quotation(
        CHINESE,
        "从先验中抽取的 {draws} 组参数里，{soften} % [{soften_low}, {soften_high}] 显示友城关系起缓冲作用（B 大于 0.05），"
        "{neither} % [{neither_low}, {neither_high}] 显示两者皆无， {harm} % [{harm_low}, {harm_high}] 显示有害。"
        "若只让起决定作用的参数变动、其余取默认值，则为 {rest_soften}、{rest_neither} 和 {rest_harm} %：",
        shares,
    ),
    Quotation(MANUAL, "These figures are of `cityties claims --full`, {draws} draws.", shares),
    Quotation(
        MANUAL,
        "`inconclusive`: {soften} % [{soften_low}, {soften_high}] say they soften (B above 0.05), {neither} % [{neither_low}, "
        "{neither_high}] that they do neither, {harm} % [{harm_low}, {harm_high}] that they harm; with the rest at defaults "
        "{rest_soften}, {rest_neither} and {rest_harm} %.",
        shares,
    ),
    Quotation(
        MANUAL,
        "Angry loyalty (`over_compliance`) takes {loyalty:.3f} +- {loyalty_error:.3f} (standard error, {draws} draws); cities' "
        "stake in calm adds {stake:.3f} +- {stake_error:.3f} in the mean, but moves B by {either_way:.2f} either way from draw "
        "to draw; helping acts add {helping:.3f} +- {helping_error:.3f}.",
        attribution,
    ),
    Quotation(
        MANUAL,
        "Of {tested} claims with a test {survive} verdicts survive the correction: networks do not move goodwill ({null}, "
        "`refuted-null`), cities differ more than the tone of nations explains ({first}), and good relations make ties, so "
        "that the two go together without any feedback ({second}). {alone} others would hold alone, but not among so many.",
        survivors,
    ),
    Quotation(
        MANUAL,
        "The prior is neutral: with {draws} draws {which} share of buffer, null and harm, in four crises, on the full prior "
        "and with the rest at defaults, lies between 15 and 60 %. With 300 draws or fewer",
        neutral,
    ),
    Quotation(
        MANUAL,
        "B is smaller in severe disputes than in mild ones in {prior} % of the draws of the full prior ({rest} % with the "
        "rest at defaults).",
        severity,
    ),
    Quotation(
        MANUAL, "would recover it in {least} to {most} % of histories with B near 0.1 or 0.2 either way.", power
    ),
    Quotation(
        MANUAL,
        "likelihood ratios of {ratio_0:.2f} [{low_0:.2f}, {high_0:.2f}] and {ratio_1:.2f} [{low_1:.2f}, {high_1:.2f}].",
        anecdotes,
    ),
    _neutral_row("| 33/45/22 | 36/52/12 | 26/56/18 | 36/46/18 |", "escalation", "prior"),
    _neutral_row("| 34/43/23 | - | 27/45/27 | - |", "escalation", "rest"),
    _neutral_row("| 34/44/22 | 33/45/22 | 31/51/17 | 26/50/23 |", "reduced_form", "prior"),
    _neutral_row("| 39/24/37 | - | 38/26/36 | - |", "reduced_form", "rest"),
)
