"""The sentences of the page of a trial: what a verdict means, how sure it is, and what would change it."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from cityties.trial.declared import Claim
from cityties.trial.power import ENOUGH, LEAST_HISTORIES
from cityties.trial.results import ALONE, WITH, WITHOUT
from cityties.trial.verdicts import HARM, NULL, OPEN, SUPPORTED
from cityties.trial.worlds import REST

TRIAL_LOW, TRIAL_HIGH = 0.91, 0.93
MOVED = 0.25


def spaced(words: str) -> str:
    """Return the words with a space that does not break between a number and its percent sign."""
    return re.sub(r"(?<=\d) ?%", "\N{NO-BREAK SPACE}%", words)


def answer(mains: pd.DataFrame, rests: pd.DataFrame, lead: str) -> str:
    """Return the answer to the question of the project in a sentence or two."""
    row, rest = mains.loc[lead], rests.loc[lead]
    shares = (
        f"{row['p_supported']:.0%} of the draws say ties soften bad times, {row['p_null']:.0%} that they do neither, "
    )
    shares += f"{row['p_harm']:.0%} that they make them worse"
    beside = f"(with the rest as shipped: {rest['p_supported']:.0%}, {rest['p_null']:.0%}, {rest['p_harm']:.0%})"
    heads = {
        OPEN: "Do ties between cities soften bad times between states? The model cannot say:",
        SUPPORTED: "Ties between cities soften bad times between states in this model:",
        HARM: "Ties between cities make bad times between states worse in this model:",
        NULL: "Ties between cities make no difference to bad times between states in this model:",
    }
    return f"{heads[str(row['verdict'])]} {shares} {beside}."


def how_sure(row: Mapping[str, Any], certainty: float) -> str:
    """Return how sure one can be of a verdict: the share that decides, what other draws could make of it, Holm."""
    if row["draws"] == 0:
        return "There was nothing to measure in any draw."
    largest = max(row["p_supported"], row["p_null"], row["p_harm"])
    span = f"{largest:.0%} ({row['largest_low']:.0%} to {row['largest_high']:.0%})"
    if row["label"] == OPEN:
        told = f"Open: {certainty:.0%} needed, largest {span}."
    elif row["verdict"] != row["label"]:
        told = f"{span}: {row['label']} alone, not among so many claims."
    else:
        told = f"{span} of the draws agree."
    return told if row["settled"] else f"{told} More draws may turn it."


def what_would_change(claim: Claim, main: Mapping[str, Any], rest: Mapping[str, Any]) -> str:
    """Return what decides, and whether knowing the rest would move the shares."""
    told = f"It turns on {claim.turns_on}." if claim.turns_on else ""
    moved = max(abs(main[key] - rest[key]) for key in ("p_supported", "p_null", "p_harm"))
    if moved >= MOVED:
        told += " Calibrating the rest would matter."
    return told.strip()


def severity_words(falls: pd.DataFrame) -> str:
    """Say whether the pattern of the trial runs, B falling with severity in 91-93 % of draws, is found again."""
    rows = {row["sample"]: row for row in falls.to_dict("records")}
    told = []
    for sample, name in ((REST, "with the rest as shipped"), ("prior", "on the full prior")):
        row = rows[sample]
        told.append(f"in {row['share']:.0%} of {row['draws']} draws {name}")
    share, n = rows["prior"]["share"], rows["prior"]["draws"]
    margin = 2.0 * (TRIAL_LOW * (1 - TRIAL_LOW) / max(n, 1)) ** 0.5
    same = TRIAL_LOW - margin <= share <= TRIAL_HIGH + margin
    verdict = "This reproduces" if same else "This does not reproduce"
    return (
        f"B at severity 0.2 is above B at severity 0.9 {' and '.join(told)}. {verdict} the pattern of the trial runs "
        f"made before this model was complete, 91 to 93 % of draws on the full prior"
        + (f" (within the uncertainty of {n} draws)." if same else "; the rule for over-compliance has changed since.")
    )


def provocation_words(table: pd.DataFrame) -> str:
    """Say whether the artefact is seen where provocation acts alone, and how far it moves B beside the rest."""
    if table.empty:
        return "The file of claims lacks the worlds that would show it."
    rows = {(row["sample"], row["provocation"]): row for row in table.to_dict("records")}
    on, off, alone = (rows["prior", name] for name in (WITH, WITHOUT, ALONE))
    artefact = (
        "In a quarrel cities meet less, so fewer leaders are provoked into provoking. Harm that ties do in calm times "
        "thereby falls away in bad ones and would read as buffering. "
    )
    seen = alone["level"] < 0.0 < alone["mean"]
    found = f"Where provocation is all that ties do, V is {alone['level']:+.4f} and mean B {alone['mean']:+.3f}: "
    found += "the artefact is seen. " if seen else "the artefact is not seen. "
    beside = (
        f"Beside everything else, the share of draws called buffer is {on['buffer']:.0%} with provocations and "
        f"{off['buffer']:.0%} without, harm {on['harm']:.0%} and {off['harm']:.0%} (full prior)"
    )
    verdict = (
        ": it does not hide harm here."
        if on["buffer"] <= off["buffer"]
        else ": part of what looks like buffering is harm."
    )
    return artefact + found + beside + verdict


def power_words(table: pd.DataFrame) -> str:
    """Say whether one history of quarrels could settle the sign of B."""
    rows = table.to_dict("records")
    few = [row for row in rows if row["histories"] < LEAST_HISTORIES]
    weak = [row for row in rows if row["histories"] >= LEAST_HISTORIES and row["right"] < ENOUGH]
    if weak:
        shares = sorted(row["right"] for row in weak)
        told = f"{shares[0]:.0%}" if len(weak) == 1 else f"{shares[0]:.0%} to {shares[-1]:.0%}"
        values = ", ".join(f"{row['true_b']:g}" for row in weak)
        reader = "even a reader who knew the model to be true would name its sign rightly in only"
        return f"History alone cannot settle the claim: {reader} {told} of histories with a true B of {values}."
    if few:
        values = ", ".join(f"{row['true_b']:g}" for row in few)
        return f"There are too few synthetic histories with a true B near {values} to say; a full run has more."
    return "A reader who knew the model to be true would name the sign rightly in at least 80 % of histories."
