"""A comparison: cases side by side, what differs in their settings, and what differs in their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from cityties.analysis.buffering import MAIN_BUFFER, MAIN_LOSS
from cityties.analysis.case_names import AMOUNTS, case_names
from cityties.analysis.cases import Case, read_cases
from cityties.analysis.effects import buffer_table, effects
from cityties.analysis.setting_values import setting_text
from cityties.analysis.world_differences import TableDifference, world_differences
from cityties.errors import CityTiesError
from cityties.tables.language import language, spoken, tr

SHOWN_OUTCOMES = (MAIN_LOSS, "depth")
MOST_TABLES, MOST_NAMES = 3, 4


@dataclass(frozen=True)
class Comparison:
    """Cases with their names, the first being the baseline; ``against`` gives each case's own baseline by number."""

    cases: Sequence[Case]
    names: Sequence[str]
    against: Sequence[int]
    _names_in: dict[str, Sequence[str]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the names of the tables, which are those in English."""
        self._names_in.setdefault("en", self.names)

    @property
    def shown_names(self) -> Sequence[str]:
        """Names of the cases in the language that is spoken; the tables have those in English."""
        spoken_now = language()
        if spoken_now not in self._names_in:
            self._names_in[spoken_now] = case_names(self.cases)
        return self._names_in[spoken_now]

    @property
    def baseline(self) -> Case:
        """The case that all plots show in grey."""
        return self.cases[0]

    def others(self) -> list[int]:
        """Return the numbers of the cases that have another case for a baseline."""
        return [number for number, base in enumerate(self.against) if number != base]

    @cached_property
    def settings(self) -> list[tuple[str, list[str]]]:
        """Keys whose value differs between cases, with the value in each: its own, the recorded one or the default."""
        keys = dict.fromkeys(key for case in self.cases for key in case.flat_settings)
        rows = [(key, [setting_text(case, key) for case in self.cases]) for key in keys if key not in AMOUNTS]
        return [row for row in rows if len(set(row[1])) > 1]

    @cached_property
    def worlds(self) -> dict[int, list[TableDifference]]:
        """What differs in the world of a case from that of its baseline, by the case's number, where it does."""
        found: dict[tuple[Path, Path], list[TableDifference]] = {}
        for number in self.others():
            pair = self.cases[self.against[number]].world_folder, self.cases[number].world_folder
            if pair[0].name != pair[1].name and pair not in found:
                found[pair] = world_differences(*pair)
        pairs = {n: (self.cases[self.against[n]].world_folder, self.cases[n].world_folder) for n in self.others()}
        return {number: found[pair] for number, pair in pairs.items() if pair in found}

    def crisis_name(self, crisis: str, where: str) -> str:
        """Return a crisis as readers know it, with the nations of its pair, such as China–Japan 2012-09.

        Without a crisis it is the pair, or the one nation, that a measure is taken of.
        """
        known = (names for case in self.cases for names in (case.dyad_names, case.nation_names))
        pair = next((names[where] for names in known if where in names), where)
        if not crisis:
            return pair
        return crisis.replace(where, pair, 1) if crisis.startswith(where) else f"{tr(crisis)}, {pair}"

    @cached_property
    def effects(self) -> dict[int, pd.DataFrame]:
        """Outcome differences of each case from its baseline, by the case's number."""
        return {n: effects(self.cases[n], self.cases[self.against[n]]) for n in self.others()}

    @cached_property
    def buffers(self) -> list[pd.DataFrame]:
        """Buffer indices of every case."""
        return [buffer_table(case) for case in self.cases]

    def _world_lines(self) -> list[str]:
        """Return one line for each other world: its name, and the tables in which it differs from the baseline's."""
        lines: dict[str, str] = {}
        for number, tables in self.worlds.items():
            case = self.cases[number]
            if self.effects[number].empty:
                continue
            differing = tr(", ").join(f"{one.file} ({one.in_words})" for one in tables[:MOST_TABLES])
            differing += (
                tr(" and {n} tables more").format(n=len(tables) - MOST_TABLES) if len(tables) > MOST_TABLES else ""
            )
            lines.setdefault(
                case.world_digest,
                tr("{world_name} has others than the baseline's in {differing}").format(
                    world_name=case.world_name, differing=differing
                ),
            )
        return list(lines.values())

    def notes(self) -> list[str]:
        """Say what a reader must know before reading a difference."""
        message = []
        versions = {(case.code.get("cityties"), case.code.get("model")) for case in self.cases}
        if len(versions) > 1:
            names = ", ".join(sorted({case.version for case in self.cases}))
            message.append(
                tr(
                    "The cases were computed by different versions of the model ({names}): what differs may "
                    "be the code."
                ).format(names=names)
            )
        if lacking := [name for name, case in zip(self.shown_names, self.cases, strict=True) if case.lacking]:
            message.append(
                tr(
                    "Not complete, because units failed or files are lost: {listed}; the command that made "
                    "it, given again, computes what is missing."
                ).format(listed=listed(lacking))
            )
        apart = [self.shown_names[n] for n in self.others() if not self.effects[n]["paired"].all()]
        if apart:
            message.append(
                tr("Not paired, because seeds or replicates differ, so intervals are wide: {listed}.").format(
                    listed=listed(apart)
                )
            )
        strange = [self.shown_names[n] for n in self.others() if self.effects[n].empty]
        worlds = self._world_lines()
        if worlds:
            message.append(tr("The worlds differ: {names}.").format(names=tr("; ").join(worlds)))
        if strange:
            message.append(
                tr("Of another world, so that nothing can be set against the baseline: {listed}.").format(
                    listed=listed(strange)
                )
            )
        if any(case.drawn for case in self.cases):
            message.append(tr("Parameters were drawn: intervals are over draws, each with random numbers of its own."))
        return message


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Join names; of many, the first and how many more there are."""
    more = tr(" and {n} more").format(n=len(names) - most) if len(names) > most else ""
    return f"{tr('; ').join(names[:most])}{more}"


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
    with spoken("en"):  # the names of the tables, which are those of every language
        names = case_names(cases)
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
