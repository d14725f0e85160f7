"""Where the cases of a comparison first part from their baselines: replicates of each are computed once more.

The first replicate in which they part is enough, most often the first of all; a change that seldom tells, such as in
one city, is looked for in a few more. A comparison computes nothing else; a history takes some hundredths of a second.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

import pandas as pd
from pydantic import ValidationError

from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.errors import CityTiesError
from cityties.experiment.code import code_digest
from cityties.experiment.stored_inputs import stored_world
from cityties.explanation.diary import Diary, keep_diary
from cityties.explanation.parting import Parting, first_partings
from cityties.kernel.calendar import month_label
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.scenario.models import Scenario
from cityties.scenario.roles import settings
from cityties.setup.event_columns import build_events, political_shocks
from cityties.setup.initialization import Setup, prepare
from cityties.setup.redraw import prepare_again
from cityties.tables.language import tr
from cityties.tables.world_tables import WorldTables

MOST_REPLICATES = 10
"""Replicates that are looked at until one parts."""
MOST_PAIRS = 12
"""Cases that are looked at; the page of a sweep of hundreds would wait for minutes otherwise."""


@dataclass(frozen=True)
class Parted:
    """Where one case parts from its baseline, in which replicate; numbers of cases as in the comparison.

    Without ``rows`` they do not part in any replicate up to this one.
    ``commands`` explain each of the ``rows``: its tie in its month in the baseline, then in the case. ``why_not`` says
    why the two could not be computed again, and is empty where they were.
    """

    case: int
    baseline: int
    rows: tuple[Parting, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()
    why_not: str = ""
    replicate: int = 0


def first_of_all(comparison: Comparison, report: Callable[[int], None] = lambda _: None) -> list[Parted]:
    """Compute every case and its baseline again up to the replicate in which they part, and return where, by case.

    ``report`` is called for every case that is computed. Beyond the first cases none is looked at.
    """
    histories, found = _Histories(comparison.cases), []
    for number in comparison.others()[:MOST_PAIRS]:
        why_not = _obstacle(comparison, number)
        found.append(Parted(number, comparison.against[number], why_not=why_not))
        if not why_not:
            found[-1] = _parted(comparison, number, histories)
            report(1)
    return found


def n_to_compute(comparison: Comparison) -> int:
    """Return how many cases :func:`first_of_all` computes."""
    return sum(not _obstacle(comparison, number) for number in comparison.others()[:MOST_PAIRS])


def _parted(comparison: Comparison, number: int, histories: "_Histories") -> Parted:
    base = comparison.against[number]
    cases = comparison.cases[base], comparison.cases[number]
    most = min(MOST_REPLICATES, *(case.observations.n for case in cases))
    rows: tuple[Parting, ...] = ()
    replicate = 0
    try:
        for replicate in range(max(most, 1)):
            rows = tuple(first_partings(histories.of(base, replicate), histories.of(number, replicate)))
            if rows:
                break
    except (CityTiesError, ValidationError):
        return Parted(number, base, why_not=tr("its folder does not hold all that it was computed from"))
    commands = tuple(tuple(_commands(cases, row, replicate)) for row in rows)
    return Parted(number, base, rows, commands, replicate=replicate)


def _obstacle(comparison: Comparison, number: int) -> str:
    """Return why a case and its baseline cannot be computed again side by side; nothing if they can."""
    base, other = comparison.cases[comparison.against[number]], comparison.cases[number]
    if base.drawn or other.drawn:
        return tr("its parameters are drawn, so it has as many histories as draws")
    if any(case.settings.get("rules") for case in (base, other)):
        return tr("it has custom rules, which a comparison does not run")
    if any(case.code.get("model") != code_digest() for case in (base, other)):
        return tr("it was computed by another version of the model")
    if base.seed != other.seed:
        return tr("its seed is another one, so every random number differs")
    return ""


@dataclass
class _Histories:
    """Diaries of cases by number and replicate, computed when first asked for; what cases share is prepared once."""

    cases: Sequence[Case]
    kept: dict[tuple[int, int], Diary] = field(default_factory=dict)
    worlds: dict[str, WorldTables] = field(default_factory=dict)

    def of(self, number: int, replicate: int) -> Diary:
        """Return the diary of a replicate of a case."""
        if (number, replicate) not in self.kept:
            self.kept[number, replicate] = self._computed(self.cases[number], replicate)
        return self.kept[number, replicate]

    def _computed(self, case: Case, replicate: int) -> Diary:
        tables = self._tables(case)
        context = {"world_folder": tables.folder, "custom_rules": ()}
        setup = self._prepared(Scenario.model_validate(case.settings, context=context), tables)
        scenario = setup.scenario
        with_ties, shocked = (True in arms for arms in (scenario.arms.tie_pathways, scenario.arms.political_shocks))
        left_out = frozenset() if shocked else political_shocks(tables, scenario)
        address = RandomAddress(scenario.seed, replicate, with_ties)
        return keep_diary(
            setup, Conditions(setup.world, build_events(tables, scenario, left_out), setup.rules, address)
        )

    def _tables(self, case: Case) -> WorldTables:
        if case.world_digest not in self.worlds:
            self.worlds[case.world_digest] = stored_world(case.world_folder)
        return self.worlds[case.world_digest]

    def _prepared(self, scenario: Scenario, tables: WorldTables) -> Setup:
        for diary in self.kept.values():
            if diary.setup.tables is tables and _shape(diary.setup.scenario) == _shape(scenario):
                return prepare_again(diary.setup, scenario)
        return prepare(scenario, tables)


def _shape(scenario: Scenario) -> object:
    return settings(scenario, lambda role: role.shapes_set_up)


def _commands(cases: tuple[Case, Case], row: Parting, replicate: int) -> Iterator[str]:
    for case, exists in zip(cases, row.exists, strict=True):
        if row.ends is not None and exists:
            yield _command(case, row.ends, row.month, replicate)


def _command(case: Case, ends: tuple[str, str], month: int, replicate: int) -> str:
    """Return the command that explains one month of a tie in a case."""
    folder = case.folder.name if _is_a_run(case.folder) else f"{case.folder.name} --variant {case.variant}"
    arm = "" if True in case.settings.get("arms", {}).get("tie_pathways", (True,)) else " --ties-off"
    which = f" --replicate {replicate}" if replicate else ""
    return f"cityties why-city {' '.join(map(quote, ends))} {month_label(month)} --run {folder}{which}{arm}"


def _is_a_run(folder: Path) -> bool:
    return (folder / "scenario.yaml").is_file()


def parting_table(comparison: Comparison, found: Sequence[Parted]) -> pd.DataFrame:
    """Return one row for each first difference of each case."""
    return pd.DataFrame([row for parted in found for row in _rows(comparison, parted)])


def _rows(comparison: Comparison, parted: Parted) -> Iterator[Mapping[str, object]]:
    for row, commands in zip(parted.rows, parted.commands, strict=True):
        city_a, city_b = row.ends or (None, None)
        yield {
            "case": comparison.names[parted.case],
            "baseline": comparison.names[parted.baseline],
            "replicate": parted.replicate,
            "month": month_label(row.month),
            "parts_in": str(row.kind),
            "who": row.who,
            "in_baseline": row.values[0],
            "in_case": row.values[1],
            "n_others": row.more,
            "city_a": city_a,
            "city_b": city_b,
            "commands": "\n".join(commands) or None,
        }
