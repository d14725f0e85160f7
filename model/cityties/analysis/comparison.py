"""A comparison: cases side by side, what differs in their settings, and what differs in their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cityties.analysis.buffering import MAIN_BUFFER, MAIN_LOSS
from cityties.analysis.cases import Case, read_cases
from cityties.analysis.effects import buffer_table, effects
from cityties.errors import CityTiesError

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MISSING = "not set"
SHOWN_OUTCOMES = (MAIN_LOSS, "depth")


@dataclass(frozen=True)
class Comparison:
    """Cases with their names, the first being the baseline; ``against`` gives each case's own baseline by number."""

    cases: Sequence[Case]
    names: Sequence[str]
    against: Sequence[int]

    @property
    def baseline(self) -> Case:
        """The case that all plots show in grey."""
        return self.cases[0]

    def others(self) -> list[int]:
        """Return the numbers of the cases that have another case for a baseline."""
        return [number for number, base in enumerate(self.against) if number != base]

    @cached_property
    def settings(self) -> list[tuple[str, list[str]]]:
        """Keys whose value differs between cases, with the value in each."""
        keys = dict.fromkeys(key for case in self.cases for key in case.flat_settings)
        rows = [(key, [_shown(case.flat_settings.get(key, MISSING)) for case in self.cases]) for key in keys]
        amounts = ("replicates", "seed")
        return [row for row in rows if len(set(row[1])) > 1 and row[0] not in amounts]

    @cached_property
    def effects(self) -> dict[int, pd.DataFrame]:
        """Outcome differences of each case from its baseline, by the case's number."""
        return {n: effects(self.cases[n], self.cases[self.against[n]]) for n in self.others()}

    @cached_property
    def buffers(self) -> list[pd.DataFrame]:
        """Buffer indices of every case."""
        return [buffer_table(case) for case in self.cases]

    def notes(self) -> list[str]:
        """Say what a reader must know before reading a difference."""
        message = []
        versions = {(case.code.get("cityties"), case.code.get("model")) for case in self.cases}
        if len(versions) > 1:
            names = ", ".join(sorted({_version(case) for case in self.cases}))
            message.append(
                f"The cases were computed by different versions of the model ({names}): what differs may be the code."
            )
        apart = [self.names[n] for n in self.others() if not self.effects[n]["paired"].all()]
        if apart:
            message.append(
                f"Not paired, because seeds or replicates differ, so intervals are wide: {'; '.join(apart)}."
            )
        strange = [self.names[n] for n in self.others() if self.effects[n].empty]
        if strange:
            message.append(f"Of another world, so that nothing can be set against the baseline: {'; '.join(strange)}.")
        if any(case.drawn for case in self.cases):
            message.append("Parameters were drawn: intervals are over draws, each with random numbers of its own.")
        return message


def _version(case: Case) -> str:
    return f"{case.code.get('cityties', 'unknown')} {str(case.code.get('model', ''))[:8]}"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_shown(item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def compare(folders: Sequence[Path]) -> Comparison:
    """Put the cases of runs and batches side by side.

    A case of a further folder is set against the case of the same name in the first folder; a named arm of the first
    folder against the same scenario without arm; everything else against the first case of all.

    Raises:
        CityTiesError: a folder holds nothing that was computed.
    """
    by_folder = [read_cases(folder) for folder in folders]
    for folder, read in zip(folders, by_folder, strict=True):
        if not read:
            raise CityTiesError(f"{folder}: nothing has been computed yet, or its files are lost.")
    found = [(place, case) for place, read in enumerate(by_folder) for case in read]
    cases = [case for _, case in found]
    several = len(folders) > 1
    names = [f"{LETTERS[place % len(LETTERS)]}: {case.label}" if several else case.label for place, case in found]
    first = {case.label: number for number, (place, case) in enumerate(found) if place == 0}
    against = [first.get(case.label if place else case.plain_label, 0) for place, case in found]
    own = [0 if base == number else base for number, base in enumerate(against)]
    return Comparison(cases, names, own)


def crisis_rows(comparison: Comparison, number: int) -> pd.DataFrame:
    """Return one row a crisis of a case: its buffer index over 36 months, and the difference from its baseline."""
    own = comparison.buffers[number]
    if own.empty:
        return own
    own = own[own["estimand"] == MAIN_BUFFER]
    if number not in comparison.effects:
        return own
    differences = comparison.effects[number]
    theirs = differences[differences["measure"] == MAIN_BUFFER][["crisis", "where", "difference", "low", "high"]]
    return own.merge(theirs, on=["crisis", "where"], how="left", suffixes=("", "_change"))


def outcome_rows(comparison: Comparison, number: int) -> pd.DataFrame:
    """Return the differences of losses and depths with ties, and of mean relations, from the baseline."""
    rows = comparison.effects[number]
    on = rows[rows["tie_pathways"] & rows["political_shocks"]]
    crises = on[on["measure"].isin(SHOWN_OUTCOMES) & (on["crisis"] != "")]
    return pd.concat([crises, on[(on["measure"] == "relations") & (on["crisis"] == "")]], ignore_index=True)
