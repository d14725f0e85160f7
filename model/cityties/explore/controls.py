"""The settings of a page: one control a key, with bounds, unit, meaning and prior from where the key is declared."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from cityties.analysis.names import dyad_names, nation_names
from cityties.explore.source import Source
from cityties.kernel.calendar import month_label
from cityties.kernel.priors import LogNormal, LogUniform, Prior, SpikeNormal, SpikeUniform, Uniform
from cityties.scenario.keys import ANY_NAME, WHOLE, Key, all_keys
from cityties.scenario.sweeps import setting_name
from cityties.scenario.world_changes import RECORDED_SEVERITY, public_name
from cityties.tables.language import in_words, msg, tr
from cityties.tables.world_tables import WorldTables

FIRST = {
    "over_compliance": msg("Further right, less anger is enough to turn cities with ties into hawks."),
    "lobbying_restraint": msg("Further right, nations listen more to their cities."),
    "stake_scale": msg("Further right, ties give cities a larger stake in calm."),
    "untied_weight": msg("Further right, cities without ties are heard more."),
    "directive_weight": msg("Further right, cities obey more when their nation orders them to stop exchange."),
    "public_pressure": msg("Further right, cities follow the mood of their own public more."),
    "anger_life": msg("Further right, publics stay angry for longer."),
    "people_share": msg("Further right, more people still meet where officials do not."),
    "conciliation_share": msg("Further right, more of what city leaders do in public helps, and less provokes."),
    "contact_goodwill": msg("Right of 0 exchange makes goodwill, left of it exchange costs goodwill."),
}
"""Parameters shown before one searches, those that B turns on most and those people ask for, in plain words."""
NUMBERS = ("a number", WHOLE)
MONTH = "a month, YYYY-MM"
SWITCH = "true or false"
WIDE = 1000.0
"""Bounds so many times apart are moved through by ratios."""
NORMAL_REACH = 3.0
NOT_HERE = {("start",), ("end",), ("crises", "follow_months")}
"""Keys that would change the months that a page looks at."""
STEPS = 200
PLAIN_SECTIONS = ("mechanisms.", "policies.")
"""Sections whose keys are named without them."""


def controls(source: Source) -> list[dict[str, Any]]:
    """Return all controls of a source; those of cities are made where a city is looked at."""
    plain, tables = source.scenario.resolved(), source.tables
    there = ((key, _at(plain, key.path)) for key in _plain_keys())
    found = [_control(key, key.path, value) for key, value in there if value is not None]
    recorded = {
        ("nations",): _rows(tables.nations, tables.nations["nation"]),
        ("dyads",): _rows(tables.dyads, tables.dyads["dyad"]),
        ("publics",): _rows(tables.publics, _public_names(tables.publics)),
        ("shocks", "change"): _rows(_disputes(source), _disputes(source)["shock"]),
    }
    for above, rows in recorded.items():
        keys = [key for key in all_keys().values() if key.path[:-1] == (*above, ANY_NAME) and _is_moved(key)]
        for name, row in rows.items():
            found += [one for key in keys if (one := _named(plain, key, name, row)) is not None]
    words, order = _world_words(tables), {name: place for place, name in enumerate(FIRST)}
    for one in found:
        one["name"] = _name(one["key"], words)
    return sorted(found, key=lambda one: order.get(one["key"], len(order)))


def controls_of_city(source: Source, city: str) -> list[dict[str, Any]]:
    """Return the controls of one city, called NATION/City."""
    plain = source.scenario.resolved()
    keys = [key for key in all_keys().values() if key.path[:2] == ("cities", ANY_NAME) and _is_moved(key)]
    cities = source.tables.cities
    row = _rows(cities, cities["nation"] + "/" + cities["city"]).get(city, {})
    found = [one for key in keys if (one := _named(plain, key, city, row | {"budget": 1.0})) is not None]
    return [one | {"name": in_words(one["key"].rpartition(".")[2])} for one in found]


def _plain_keys() -> Iterator[Key]:
    for key in all_keys().values():
        if ANY_NAME not in key.path and _is_moved(key) and key.path not in NOT_HERE:
            yield key


def _is_moved(key: Key) -> bool:
    return key.role.can_be_swept and (key.kind in (*NUMBERS, MONTH, SWITCH) or bool(key.choices))


def _disputes(source: Source) -> pd.DataFrame:
    """Return the political shocks of the table that happen in the run."""
    shocks, scenario = source.tables.shocks, source.scenario
    here = shocks["date"].between(scenario.start, scenario.end) & ~shocks["shock"].isin(scenario.shocks.drop)
    return shocks[(shocks["type"] == "political") & here]


def _public_names(publics: pd.DataFrame) -> "pd.Series[str]":
    names = [public_name(of, about) for of, about in zip(publics["of"], publics["about"], strict=True)]
    return pd.Series(names, index=publics.index, dtype=object)


def _rows(table: pd.DataFrame, names: "pd.Series[str]") -> dict[str, dict[str, Any]]:
    """Return the rows of a table as plain values by name."""
    return dict(
        zip(names.tolist(), ({str(k): v for k, v in row.items()} for row in table.to_dict("records")), strict=True)
    )


def _named(plain: dict[str, Any], key: Key, name: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the control of something that the world names; None where neither scenario nor table has one value."""
    path = tuple(name if part == ANY_NAME else part for part in key.path)
    value = _at(plain, path)
    if value is None:
        value = _recorded(row.get(key.path[-1]), key)
    if value is None:
        return None
    found = _control(key, path, value)
    if key.path[0] == "shocks":
        found |= {"about": tr(str(row["title"])), "crisis": str(row["crisis"]), "month": month_label(int(row["date"]))}
    return found


def _recorded(cell: Any, key: Key) -> Any:
    """Return a cell of a table as a value of a key; None where it is empty or the table has no such column."""
    if key.kind == SWITCH:
        return bool(cell) if isinstance(cell, bool) else None
    if key.kind == MONTH:
        return month_label(int(cell)) if isinstance(cell, int) and cell >= 0 else None
    if isinstance(cell, bool) or not isinstance(cell, int | float) or math.isnan(cell):
        return None
    return int(cell) if key.kind == WHOLE else float(cell)


def _control(key: Key, path: tuple[str, ...], value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": setting_name(".".join(path)),
        "group": _group(key),
        "meaning": tr(key.meaning),
        "value": value,
        "kind": "number",
    }
    if key.kind == SWITCH:
        return found | {"kind": "switch"}
    if key.choices:
        return found | {"kind": "choice", "choices": [[choice, in_words(choice)] for choice in map(str, key.choices)]}
    if key.kind == MONTH:
        return found | {"kind": "month"}
    declared = key.declared
    found |= {"low": key.low, "high": key.high, "unit": tr(key.unit) if key.unit else "", "whole": key.kind == WHOLE}
    if declared is not None:
        prior = declared.prior.text() if declared.prior else ""
        found |= {
            "hint": tr(FIRST.get(key.path[-1], "")),
            "prior": prior,
            "source": declared.source,
            "mechanism": declared.mechanism,
        }
    return found | _slide(key, declared.prior if declared else None, value)


def _world_words(tables: WorldTables) -> dict[str, str]:
    """Return what nations, pairs of nations and publics of a world are called, by the names that keys have."""
    nations, publics = nation_names(tables), tables.publics
    about = {
        name: tr("{of} about {about}").format(of=nations[of], about=nations[other])
        for name, of, other in zip(_public_names(publics), publics["of"], publics["about"], strict=True)
    }
    return {**nations, **dyad_names(tables), **about}


def _name(key: str, words: Mapping[str, str]) -> str:
    """Return a setting as people read it, such as ``publics · China about Japan · mood baseline``."""
    for section in PLAIN_SECTIONS:
        key = key.removeprefix(section)
    return " · ".join(words.get(part) or in_words(part) for part in key.split("."))


def _slide(key: Key, prior: Prior | None, value: Any) -> dict[str, Any]:
    """Return the ends of a slider, ``ratio`` whether it moves by ratios, and its step.

    A slider covers the prior, or the bounds where there is none, and always the value; the number beside it takes all
    that the bounds allow.
    """
    least, most = float(key.low or 0.0), float(key.high if key.high is not None else 1.0)
    low, high = _reach(prior, least, most)
    if key.path[:2] == ("shocks", "change") and key.path[-1] == "severity":
        high = RECORDED_SEVERITY
    if isinstance(value, int | float):
        low, high = min(low, value), max(high, value)
    ratio = isinstance(prior, LogUniform | LogNormal) or (low > 0.0 and high / low > WIDE)
    step = 1 if key.kind == WHOLE else _round_step((high - low) / STEPS)
    return {"from": low, "to": high, "ratio": ratio and low > 0.0, "step": step}


def _reach(prior: Prior | None, least: float, most: float) -> tuple[float, float]:
    match prior:
        case Uniform(low, high) | LogUniform(low, high):
            return low, high
        case SpikeUniform(low, high):
            return min(low, 0.0), high
        case SpikeNormal(deviation):
            return max(-NORMAL_REACH * deviation, least), min(NORMAL_REACH * deviation, most)
        case LogNormal(median, deviation):
            reach = math.exp(2.0 * deviation)
            return max(median / reach, least), min(median * reach, most)
        case _:
            return least, most


def _round_step(step: float) -> float:
    """Return the power of ten at or below a step, so that values are short."""
    return 10.0 ** math.floor(math.log10(step)) if step > 0.0 else 1.0


def _group(key: Key) -> str:
    if key.path[0] == "parameters" and key.path[-1] in FIRST:
        return "first"
    if key.path[0] == "shocks":
        return "severity" if key.path[-1] == "severity" else "rest"
    return {"mechanisms": "switches", "policies": "policies"}.get(key.path[0], "rest")


def _at(plain: dict[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = plain
    for part in path:
        found = found.get(part) if isinstance(found, dict) else None
    return found
