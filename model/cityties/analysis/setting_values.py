"""The value of a setting in a case, also where its file leaves it to the tables of the world or to the default."""

import re
from functools import cache
from typing import Any

import pandas as pd

from cityties.analysis.cases import Case, flattened
from cityties.scenario.models import Scenario
from cityties.scenario.recorded import recorded_value
from cityties.tables.language import msg, tr

NOT_SET = msg("not set")
RECORDED = msg("as recorded")
BY_CITY = msg("{low} to {high}, by city")
SPAN = re.compile(re.escape(BY_CITY).replace(r"\{low\}", r"(\S+)").replace(r"\{high\}", r"(\S+)"))


def setting_text(case: Case, key: str) -> str:
    """Return the value of a setting as a reader sees it; where the file gives none, the recorded one or the default."""
    value = case.flat_settings.get(key)
    if value is not None:
        return value_text(value)
    found = _recorded(case, key.split("."))
    if found is not None:
        return found
    default = _defaults().get(key)
    return NOT_SET if default is None else value_text(default)


def shown_setting(text: str) -> str:
    """Return what :func:`setting_text` says in the language that is spoken."""
    span = SPAN.fullmatch(text)
    return tr(BY_CITY).format(low=span[1], high=span[2]) if span else tr(text)


def value_text(value: Any) -> str:
    """Return a value as scenario files write it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(value_text(item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


@cache
def _defaults() -> dict[str, Any]:
    plain = Scenario.model_validate({"title": "default", "world": "default"}).resolved()
    return {".".join(path): value for path, value in flattened(plain)}


def _recorded(case: Case, path: list[str]) -> str | None:
    """Return what the tables of the case's world say of the row and column that a key changes; None if it has none."""
    match path:
        case ["shocks", "change", shock, column]:
            return _cells(case, "shocks.csv", "shock", shock, column)
        case ["nations", nation, column]:
            one = _cells(case, "nations.csv", "nation", nation, column)
            return one if one is not None else _cells(case, "cities.csv", "nation", nation, column)
        case ["dyads", dyad, column]:
            return _cells(case, "dyads.csv", "dyad", dyad, column)
        case ["publics", _, _]:
            return recorded_value(case.world_folder, path)
        case ["cities", city, column]:
            return _cells(case, "cities.csv", "city", city.rpartition("/")[2], column)
    return None


def _cells(case: Case, file: str, key: str, row: str, column: str) -> str | None:
    """Return the cell of a row, or the span of the cells where there are several rows; an empty one says so."""
    table = case.world_table(file)
    if key not in table or column not in table:
        return None
    cells = table.loc[table[key] == row, column]
    if cells.empty:
        return None
    if cells.nunique() == 1:
        return str(cells.iloc[0]) or RECORDED
    numbers = pd.to_numeric(cells, errors="coerce").dropna()
    return RECORDED if numbers.empty else BY_CITY.format(low=f"{numbers.min():g}", high=f"{numbers.max():g}")
