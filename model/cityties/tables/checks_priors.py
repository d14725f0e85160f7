"""Checks of the table of priors: settings that the world has, and ends that make a distribution."""

from collections.abc import Iterator, Mapping
from typing import Any

from cityties.errors import did_you_mean
from cityties.tables.faults import Fault
from cityties.tables.reader import Rows

ANY = "*"
DRAWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nations": ("nations", ("centralisation",)),
    "dyads": ("dyads", ("baseline_relations", "formation_factor", "formation_trend_per_year")),
    "publics": ("publics", ("mood_baseline",)),
    "shocks": ("shocks", ("severity",)),
}
"""Sections of a setting with a prior in the table: the table of the rows that it names, and the columns it may mean."""


def check_priors(world: Mapping[str, Rows]) -> Iterator[Fault]:
    """A prior is that of a number of the world, and its two ends are in order."""
    rows = world["priors"]
    names = {section: set(_names(section, world[table])) for section, (table, _) in DRAWN.items()}
    for line, row in rows.records():
        what = _fault_of_setting(row["setting"], names) or _fault_of_ends(row)
        if what:
            yield Fault(rows.path, line, what)


def _names(section: str, rows: Rows) -> Iterator[str]:
    """Yield the names of all rows, of faulty ones too: a fault elsewhere in a row does not take its name away."""
    if key := {"nations": "nation", "dyads": "dyad", "shocks": "shock"}.get(section):
        yield from rows.cells[key]
    else:
        yield from (f"{of} about {about}" for of, about in zip(rows.cells["of"], rows.cells["about"], strict=True))


def _fault_of_setting(setting: str, names: Mapping[str, set[str]]) -> str:
    section, _, rest = setting.partition(".")
    name, _, column = rest.rpartition(".")
    if section not in DRAWN:
        return f"'{setting}' begins with none of {', '.join(DRAWN)}.{did_you_mean(section, list(DRAWN))}"
    columns = DRAWN[section][1]
    if column not in columns:
        return f"'{setting}' ends with none of {', '.join(columns)}.{did_you_mean(column, list(columns))}"
    if name not in names[section] and (section, name) != ("shocks", ANY):
        return f"'{name}' is not in {DRAWN[section][0]}.csv.{did_you_mean(name, sorted(names[section]))}"
    return ""


def _fault_of_ends(row: Mapping[str, Any]) -> str:
    first, second = row["first"], row["second"]
    if row["kind"] == "log-normal":
        return "" if first > 0 and second > 0 else "the median and the spread of a log-normal prior are above 0."
    if first >= second:
        return f"first {first:g} is not below second {second:g}. Put the lower end first."
    return "" if row["kind"] == "uniform" or first > 0 else "the ends of a log-uniform prior are above 0."
