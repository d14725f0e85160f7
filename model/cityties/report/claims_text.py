"""The sentences of the page of claims: what a verdict means, how sure it is, and what would change it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.claims.declared import Claim, ClaimsFile, MapSettings
from cityties.claims.power import ENOUGH, LEAST_HISTORIES
from cityties.claims.summary import ALONE, WITH, WITHOUT
from cityties.claims.table import mirrors
from cityties.claims.verdicts import LEAST_DRAWS, OPEN
from cityties.claims.worlds import PRIOR, REST
from cityties.report.numbers import bounds, count, number, percent, share_of
from cityties.tables.language import tr

MOVED = 0.25
SHARES = ("p_supported", "p_null", "p_harm")


def claims_answer(content: ClaimsFile, mains: pd.DataFrame, rests: pd.DataFrame, quick: bool = False) -> Markup:
    """Return the answer to the question of the page in a sentence or two: the verdict on the leading claim.

    A quick table names no verdict, because more draws may turn it.
    """
    lead, words = content.lead, content.page
    row, rest = dict(mains.loc[lead]), dict(rests.loc[lead])
    ending = (
        tr("A verdict needs --full; so far") if quick else f"{tr(words.answers.get(row['verdict'], row['verdict']))}:"
    )
    head = f"{tr(words.question or content.claims[lead].statement)} {ending}"
    return Markup(
        tr(
            "{} {} of the draws lie on the side of the claim, {} show no effect worth the name, {} the opposite "
            "(with the rest at default: {}, {}, {})."
        )
    ).format(head.lstrip(), *(share_of(one[key], one["draws"]) for one in (row, rest) for key in SHARES))


def posterior_sentence(lead: str, mains: pd.DataFrame, after: pd.DataFrame) -> Markup | str:
    """Return the shares of the leading claim before and after the record was looked at; nothing without a sample."""
    if lead not in after.index or lead not in mains.index:
        return ""
    prior, row = dict(mains.loc[lead]), dict(after.loc[lead])
    sides = []
    for one in (row, prior):
        spans = [
            Markup("{} {}").format(
                share_of(one[key], one["draws"]), bounds(one[f"{key}_low"], one[f"{key}_high"], 0, True)
            )
            for key in SHARES
        ]
        sides.append(Markup(tr("{} say so, {} see no effect and {} say the opposite")).format(*spans))
    found = Markup(tr("Of the draws that agree with the record {}; of the priors {}."))
    ending = (
        tr(" The posterior mirrors the priors: the record does not tell which.")
        if mirrors(prior, row)
        else tr(" The record moves these shares.")
        if _are_apart(prior, row)
        else tr(" With so few draws it is open whether the record moves these shares.")
    )
    return found.format(*sides) + ending


def _are_apart(prior: Mapping[Any, Any], row: Mapping[Any, Any]) -> bool:
    """Return whether the intervals of a share before and after the record was looked at do not overlap."""
    return any(row[f"{key}_low"] > prior[f"{key}_high"] or row[f"{key}_high"] < prior[f"{key}_low"] for key in SHARES)


def how_sure(row: Mapping[str, Any], certainty: float, quick: bool = False) -> Markup:
    """Return how sure one can be of a verdict: the share that decides, what other draws could make of it, Holm."""
    if row["draws"] == 0:
        return Markup(tr("There was nothing to measure in any draw."))
    if row["draws"] < LEAST_DRAWS:
        return Markup(tr("Too few draws for a verdict: {} of at least {}.")).format(count(row["draws"]), LEAST_DRAWS)
    largest = max(row[key] for key in SHARES)
    span = Markup(tr("{} ({} to {})")).format(*map(percent, (largest, row["largest_low"], row["largest_high"])))
    if quick:
        return Markup(tr("Largest share {}.")).format(span)
    if row["label"] == OPEN:
        message = Markup(tr("Open: {} needed, largest {}.")).format(percent(certainty), span)
    elif row["verdict"] != row["label"]:
        message = Markup(tr("{}: {} by itself, not among so many claims.")).format(span, tr(row["label"]))
    else:
        message = Markup(tr("{} of the draws agree.")).format(span)
    return message if row["settled"] else message + tr(" More draws may turn it.")


def what_would_change(claim: Claim, main: Mapping[str, Any], rest: Mapping[str, Any]) -> str:
    """Return what decides, and whether knowing the rest would move the shares."""
    message = tr("It turns on {turns_on}.").format(turns_on=tr(claim.turns_on)) if claim.turns_on else ""
    moved = max(abs(main[key] - rest[key]) for key in SHARES)
    if moved >= MOVED:
        message += tr(" Calibrating the rest would matter.")
    return message.strip()


def severity_words(falls: pd.DataFrame, asked: MapSettings) -> Markup:
    """Say in how many draws B falls with severity, and whether that is what earlier versions of the model gave."""
    rows = {row["sample"]: row for row in falls.to_dict("records")}
    parts = []
    for sample, name in ((REST, tr("with the rest at default")), (PRIOR, tr("on the full prior"))):
        row = rows[sample]
        parts.append(Markup(tr("in {} of {} draws {}")).format(percent(row["share"]), count(row["draws"]), name))
    mild, severe = (number(one, 1) for one in asked.compared)
    found = Markup(tr("B at severity {} is above B at severity {} {}.")).format(
        mild, severe, Markup(tr(" and ")).join(parts)
    )
    return found if asked.earlier is None else found + _as_before(rows[PRIOR], *asked.earlier)


def _as_before(row: Mapping[Any, Any], low: float, high: float) -> Markup:
    """Set a share of draws against the span that runs made before the model was complete had given."""
    margin = 2.0 * (low * (1 - low) / max(row["draws"], 1)) ** 0.5
    same = low - margin <= row["share"] <= high + margin
    return Markup(
        tr(" {} the pattern of runs made before this model was complete, {} to {} of draws on the full prior{}")
    ).format(
        tr("This reproduces") if same else tr("This does not reproduce"),
        percent(low),
        percent(high),
        tr(" (within the uncertainty of so many draws).")
        if same
        else tr("; the rule for over-compliance has changed since."),
    )


def provocation_words(table: pd.DataFrame) -> Markup:
    """Say whether the artefact is seen where provocation acts alone, and how far it moves B beside the rest."""
    if table.empty:
        return Markup(tr("The file of claims names no worlds that would show it."))
    rows = {(row["sample"], row["provocation"]): row for row in table.to_dict("records")}
    on, off, alone = (rows[PRIOR, name] for name in (WITH, WITHOUT, ALONE))
    artefact = Markup(
        tr(
            "In a dispute cities meet less, so fewer leaders are provoked into provoking. Harm that ties do in calm "
            "times thereby falls away in bad ones and would read as buffering. "
        )
    )
    seen = alone["level"] < 0.0 < alone["mean"]
    found = Markup(tr("Where provocation is all that ties do, V is {} and mean B {}: the artefact is {}. ")).format(
        number(alone["level"], 4, signed=True),
        number(alone["mean"], 3, signed=True),
        tr("seen") if seen else tr("not seen"),
    )
    beside = Markup(
        tr(
            "Beside everything else, the share of draws called buffer is {} with provocations and {} without, harm {} "
            "and {} (full prior): "
        )
    ).format(*(percent(one[key]) for key in ("buffer", "harm") for one in (on, off)))
    hides = on["buffer"] > off["buffer"]
    return (
        artefact
        + found
        + beside
        + (tr("part of what looks like buffering is harm.") if hides else tr("it does not hide harm here."))
    )


def power_words(table: pd.DataFrame) -> Markup:
    """Say whether one history could settle the sign of B."""
    rows = table.to_dict("records")
    few = [row for row in rows if row["histories"] < LEAST_HISTORIES]
    weak = [row for row in rows if row["histories"] >= LEAST_HISTORIES and row["right"] < ENOUGH]
    if weak:
        shares = sorted(row["right"] for row in weak)
        message = Markup(tr(" to ")).join(percent(one) for one in dict.fromkeys((shares[0], shares[-1])))
        return Markup(
            tr(
                "History alone cannot settle the claim: even a reader who knew the model to be true would recover its "
                "sign in only {} of histories with a true B of {}."
            )
        ).format(message, _true_values(weak))
    if few:
        return Markup(
            tr("There are too few synthetic histories with a true B near {} to say; a full run has more.")
        ).format(_true_values(few))
    return Markup(
        tr("A reader who knew the model to be true would recover the sign in at least {} of histories.")
    ).format(percent(ENOUGH))


def _true_values(rows: list[dict[Any, Any]]) -> Markup:
    return Markup(", ").join(number(row["true_b"], 0 if row["true_b"] == 0.0 else 1) for row in rows)
