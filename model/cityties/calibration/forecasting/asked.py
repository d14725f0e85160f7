"""What a forecast is asked and what it assumes: two files of a world, ``quantities.csv`` and ``assumptions.csv``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cityties.experiment.sampling import share_of_draw
from cityties.kernel.calendar import month_index, month_label
from cityties.tables.checks import check_keys, check_references
from cityties.tables.columns import Table
from cityties.tables.declared_forecast import ASSUMED, ASSUMPTIONS, EACH, QUESTIONS
from cityties.tables.faults import Fault, error_of
from cityties.tables.reader import Rows, nearest, read_table
from cityties.tables.world_tables import WorldTables, read_bytes, read_rows

DAYS = re.compile(r"(\d{1,4}) days?")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
MOST_NAMED = 30
DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Question:
    """One row of ``quantities.csv``: months counted as in all tables; ``days`` where it is asked after a few days."""

    quantity: str
    measure: str
    country: str
    partners: tuple[str, ...]
    since: int
    until: int
    days: int | None = None


@dataclass(frozen=True)
class Asked:
    """All questions of a world, and what is assumed: the ends of a flat prior by name, and what they rest on."""

    questions: tuple[Question, ...]
    assumptions: Mapping[str, tuple[float, float]]
    rests_on: Mapping[str, str]

    @property
    def origin(self) -> int:
        """First month that anything is asked about; days are counted from its beginning."""
        return min(one.since for one in self.questions)

    @property
    def end(self) -> int:
        """Last month that anything is asked about."""
        return max(one.until for one in self.questions)

    @property
    def partners(self) -> tuple[str, ...]:
        """Countries on the other side of the ties, in the order of the file."""
        return tuple(dict.fromkeys(name for one in self.questions for name in one.partners))

    def assumed(self, seed: int, draw: int) -> dict[str, float]:
        """Return the assumptions of a draw, a function of seed, draw and name alone."""
        return {
            name: low + (high - low) * share_of_draw(seed, draw, f"assumptions.{name}")
            for name, (low, high) in self.assumptions.items()
        }


def read_asked(tables: WorldTables, span: tuple[int, int]) -> Asked:
    """Read and check both files of a world; ``span`` is the first and last month of the run.

    Raises:
        TableError: a file is missing, or all that is wrong in them, with file, line and what to do.
    """
    asked, assumed = (_rows(tables.folder / table.file, table) for table in (QUESTIONS, ASSUMPTIONS))
    nations = list(tables.nations["nation"])
    world, _ = read_rows(tables.folder)
    faults = [*_misfits(asked, nations, span), *_missing_assumptions(assumed), *check_references(assumed, world)]
    if faults:
        raise error_of(faults)
    return Asked(
        tuple(_question(row) for _, row in asked.records()),
        {row["assumption"]: (row["first"], row["second"]) for _, row in assumed.records()},
        {row["assumption"]: row["rests_on"] for _, row in assumed.records()},
    )


def _rows(path: Path, table: Table) -> Rows:
    data = read_bytes(path, table)
    rows, faults = (None, [data]) if isinstance(data, Fault) else read_table(path, table, data)
    if rows is not None:
        faults = [*faults, *check_keys(rows)]
    if rows is None or faults:
        raise error_of(faults)
    return rows


def _misfits(rows: Rows, nations: list[str], span: tuple[int, int]) -> Iterator[Fault]:
    """Find countries that there are not, and months that lie outside the run or are none."""
    for line, row in rows.records():
        countries = [] if row["country"] in ("", EACH) else [row["country"]]
        for code in (*countries, *_partners(row)):
            if code not in nations:
                hint = nearest(code, nations) or f" It has {', '.join(nations[:MOST_NAMED])}."
                what = f"'{code}' is no nation of this world.{hint}"
                yield Fault(rows.path, line, what)
        if not DAYS.fullmatch(row["until"]) and not MONTH.fullmatch(row["until"]):
            what = f"until '{row['until']}' is neither a month, as 2026-02, nor a number of days, as '8 days'."
            yield Fault(rows.path, line, what)
            continue
        one = _question(row)
        if not span[0] < one.since <= one.until <= span[1]:
            first, last = month_label(span[0] + 1), month_label(span[1])
            what = f"since and until must follow each other between {first} and {last}, which the scenario covers."
            yield Fault(rows.path, line, what)


def _missing_assumptions(rows: Rows) -> Iterator[Fault]:
    given = {row["assumption"] for _, row in rows.records()}
    for name, meaning in ASSUMED.items():
        if name not in given:
            yield Fault(rows.path, 0, f"'{name}' is missing: {meaning}. Add a row for it.")
    for line, row in rows.records():
        if row["first"] > row["second"]:
            yield Fault(rows.path, line, f"first {row['first']:g} is above second {row['second']:g}. Swap them.")


def _partners(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name.strip() for name in row["partner"].split(";") if name.strip())


def _question(row: Mapping[str, Any]) -> Question:
    days = DAYS.fullmatch(row["until"])
    until = row["since"] + int(int(days[1]) / DAYS_PER_MONTH) if days else month_index(row["until"])
    given = row["quantity"], row["measure"], row["country"], _partners(row)
    return Question(*given, row["since"], until, int(days[1]) if days else None)
