"""The sentences of the page of a trial: what a verdict means, how sure it is, and what would change it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.claims.declared import Claim
from cityties.claims.maps import MILD, SEVERE
from cityties.claims.power import ENOUGH, LEAST_HISTORIES
from cityties.claims.results import ALONE, WITH, WITHOUT
from cityties.claims.verdicts import HARM, LEAST_DRAWS, NULL, OPEN, SUPPORTED
from cityties.claims.worlds import REST
from cityties.report.numbers import number

TRIAL_LOW, TRIAL_HIGH = 0.91, 0.93
MOVED = 0.25
SHARES = ("p_supported", "p_null", "p_harm")


def percent(share: float) -> Markup:
    """Print a share as a whole percentage that carries its value."""
    return number(share, 0, percent=True)


def count(n: float) -> Markup:
    """Print a count that carries its value."""
    return number(n, 0)


def answer(mains: pd.DataFrame, rests: pd.DataFrame, lead: str) -> Markup:
    """Return the answer to the question of the project in a sentence or two."""
    row, rest = dict(mains.loc[lead]), dict(rests.loc[lead])
    heads = {
        OPEN: "Do ties between cities soften bad times between states? The model cannot say:",
        SUPPORTED: "Ties between cities soften bad times between states in this model:",
        HARM: "Ties between cities make bad times between states worse in this model:",
        NULL: "Ties between cities make no difference to bad times between states in this model:",
    }
    return Markup(
        "{} {} of the draws say ties soften bad times, {} that they do neither, {} that they make them worse "
        "(with the rest as shipped: {}, {}, {})."
    ).format(heads[str(row["verdict"])], *(percent(one[key]) for one in (row, rest) for key in SHARES))


def how_sure(row: Mapping[str, Any], certainty: float) -> Markup:
    """Return how sure one can be of a verdict: the share that decides, what other draws could make of it, Holm."""
    if row["draws"] == 0:
        return Markup("There was nothing to measure in any draw.")
    if row["draws"] < LEAST_DRAWS:
        return Markup("Too few draws for a verdict: {} of at least {}.").format(count(row["draws"]), LEAST_DRAWS)
    largest = max(row[key] for key in SHARES)
    span = Markup("{} ({} to {})").format(*map(percent, (largest, row["largest_low"], row["largest_high"])))
    if row["label"] == OPEN:
        message = Markup("Open: {} needed, largest {}.").format(percent(certainty), span)
    elif row["verdict"] != row["label"]:
        message = Markup("{}: {} alone, not among so many claims.").format(span, row["label"])
    else:
        message = Markup("{} of the draws agree.").format(span)
    return message if row["settled"] else message + " More draws may turn it."


def what_would_change(claim: Claim, main: Mapping[str, Any], rest: Mapping[str, Any]) -> str:
    """Return what decides, and whether knowing the rest would move the shares."""
    message = f"It turns on {claim.turns_on}." if claim.turns_on else ""
    moved = max(abs(main[key] - rest[key]) for key in SHARES)
    if moved >= MOVED:
        message += " Calibrating the rest would matter."
    return message.strip()


def severity_words(falls: pd.DataFrame) -> Markup:
    """Say whether the pattern of the trial runs, B falling with severity in 91-93 % of draws, is found again."""
    rows = {row["sample"]: row for row in falls.to_dict("records")}
    parts = []
    for sample, name in ((REST, "with the rest as shipped"), ("prior", "on the full prior")):
        row = rows[sample]
        parts.append(Markup("in {} of {} draws {}").format(percent(row["share"]), count(row["draws"]), name))
    share, n = rows["prior"]["share"], rows["prior"]["draws"]
    margin = 2.0 * (TRIAL_LOW * (1 - TRIAL_LOW) / max(n, 1)) ** 0.5
    same = TRIAL_LOW - margin <= share <= TRIAL_HIGH + margin
    verdict = "This reproduces" if same else "This does not reproduce"
    why = " (within the uncertainty of so many draws)." if same else "; the rule for over-compliance has changed since."
    return Markup(
        "B at severity {} is above B at severity {} {}. {} the pattern of the trial runs made before this model was "
        "complete, {} to {} of draws on the full prior{}"
    ).format(
        number(MILD, 1),
        number(SEVERE, 1),
        Markup(" and ").join(parts),
        verdict,
        percent(TRIAL_LOW),
        percent(TRIAL_HIGH),
        why,
    )


def provocation_words(table: pd.DataFrame) -> Markup:
    """Say whether the artefact is seen where provocation acts alone, and how far it moves B beside the rest."""
    if table.empty:
        return Markup("The file of claims lacks the worlds that would show it.")
    rows = {(row["sample"], row["provocation"]): row for row in table.to_dict("records")}
    on, off, alone = (rows["prior", name] for name in (WITH, WITHOUT, ALONE))
    artefact = Markup(
        "In a quarrel cities meet less, so fewer leaders are provoked into provoking. Harm that ties do in calm times "
        "thereby falls away in bad ones and would read as buffering. "
    )
    seen = alone["level"] < 0.0 < alone["mean"]
    found = Markup("Where provocation is all that ties do, V is {} and mean B {}: the artefact is {}. ").format(
        number(alone["level"], 4, signed=True), number(alone["mean"], 3, signed=True), "seen" if seen else "not seen"
    )
    beside = Markup(
        "Beside everything else, the share of draws called buffer is {} with provocations and {} without, harm {} "
        "and {} (full prior): "
    ).format(*(percent(one[key]) for key in ("buffer", "harm") for one in (on, off)))
    hides = on["buffer"] > off["buffer"]
    return (
        artefact
        + found
        + beside
        + ("part of what looks like buffering is harm." if hides else "it does not hide harm here.")
    )


def power_words(table: pd.DataFrame) -> Markup:
    """Say whether one history of quarrels could settle the sign of B."""
    rows = table.to_dict("records")
    few = [row for row in rows if row["histories"] < LEAST_HISTORIES]
    weak = [row for row in rows if row["histories"] >= LEAST_HISTORIES and row["right"] < ENOUGH]
    if weak:
        shares = sorted(row["right"] for row in weak)
        message = Markup(" to ").join(percent(one) for one in dict.fromkeys((shares[0], shares[-1])))
        return Markup(
            "History alone cannot settle the claim: even a reader who knew the model to be true would name its sign "
            "rightly in only {} of histories with a true B of {}."
        ).format(message, _true_values(weak))
    if few:
        return Markup(
            "There are too few synthetic histories with a true B near {} to say; a full run has more."
        ).format(_true_values(few))
    return Markup(
        "A reader who knew the model to be true would name the sign rightly in at least {} of histories."
    ).format(percent(ENOUGH))


def _true_values(rows: list[dict[Any, Any]]) -> Markup:
    return Markup(", ").join(number(row["true_b"], 0 if row["true_b"] == 0.0 else 1) for row in rows)
