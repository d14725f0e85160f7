"""The effective inputs of a variant: everything that can change one of its numbers, and nothing else.

What counts is declared with each key (:mod:`cityties.scenario.roles`) and each column
(:mod:`cityties.tables.columns`). Tables are taken as the model reads them: without columns beside the model, without
shocks that a scenario drops, replaces or leaves outside its months. So a changed row makes fresh those runs alone that
it can change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cityties.experiment.code import code_digest
from cityties.experiment.variants import Variant
from cityties.scenario.models import Scenario
from cityties.scenario.roles import Role, settings
from cityties.tables.declared_model import BY_NAME
from cityties.tables.world_tables import WorldTables

if TYPE_CHECKING:
    import pandas as pd

CODE, CUSTOM_RULES = "code", "custom rules"
"""Kinds of input beside the keys of a scenario and the files of a world."""


def ingredients(scenario: Scenario, tables: WorldTables) -> dict[str, str]:
    """Return one hash for each kind of input, by name: code, custom rules, each key of the top level, each table."""
    kinds = {CODE: code_digest(), CUSTOM_RULES: _hash(scenario.reads[1])}
    return kinds | _of_settings(scenario) | _of_tables(scenario, tables)


def _of_settings(scenario: Scenario) -> dict[str, str]:
    """Return a hash of each key of the top level, as far as its value is an input."""
    return {key: _hash(value) for key, value in settings(scenario, lambda role: role.is_an_input).items()}


def _of_tables(scenario: Scenario, tables: WorldTables) -> dict[str, str]:
    """Return a hash of each table that the model reads, by the name of its file."""
    hashes = {}
    for name, table in BY_NAME.items():
        if name in CHANGED_BY_SCENARIO:
            hashes[table.file] = _hash(_text(effective_table(name, scenario, tables)))
        elif table.changing_numbers(getattr(tables, name).columns) and not _is_unread(name, scenario):
            hashes[table.file] = _table_hash(tables, name)
    return hashes


def _is_unread(name: str, scenario: Scenario) -> bool:
    """Return whether a run without ties reads nothing of a table; a policy may still look for tied cities."""
    return (
        name in ("ties", "stock_anchors") and scenario.ties.history == "none" and scenario.policies.new_network is None
    )


def effective_table(name: str, scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    """Return a table with its columns that can change numbers, and the rows that the scenario leaves or makes of it."""
    frame: pd.DataFrame = getattr(tables, name)
    if name in CHANGED_BY_SCENARIO:
        frame = CHANGED_BY_SCENARIO[name](scenario, tables)
    return frame[BY_NAME[name].changing_numbers(frame.columns)].reset_index(drop=True)


def _effective_shocks(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    """Return the shocks that can reach a scenario: those in its months, and those of a crisis that reaches into them.

    A crisis is studied from its first shock on, and the disasters of a crisis are left out with it, so a shock outside
    the months counts if its crisis does not lie outside as a whole.
    """
    from cityties.setup.event_columns import scenario_shocks  # noqa: PLC0415 - pandas comes with it

    shocks = scenario_shocks(tables, scenario)
    last = shocks["until"].where(shocks["type"] == "common", shocks["date"])
    within = (shocks["date"] <= scenario.end) & (last >= scenario.start)
    disasters = _effective_disasters(scenario, tables)
    if True not in scenario.arms.political_shocks:
        within &= shocks["type"] != "political"
    crises = (set(shocks.loc[within, "crisis"]) | set(disasters["crisis"])) - {""}
    return shocks[within | shocks["crisis"].isin(crises)]


def _effective_disasters(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    """Return the disasters in the months of a scenario that belong to no shock that it drops."""
    dropped = tables.shocks["shock"].isin(scenario.shocks.drop)
    gone = set(tables.shocks.loc[dropped, "crisis"]) - {""}
    disasters = tables.disasters
    within = (disasters["date"] <= scenario.end) & (disasters["until"] >= scenario.start)
    return disasters[within & ~disasters["crisis"].isin(gone)]


CHANGED_BY_SCENARIO = {"shocks": _effective_shocks, "disasters": _effective_disasters}
"""Tables of which a scenario changes, drops or does not reach single rows."""


def unit_identity(variant: Variant, draw: int, first: int, last: int, base: dict[str, str]) -> str:
    """Return the hash of all that can change a number of one unit; ``base`` are the variant's ingredients.

    What a draw changes enters through the settings of its scenario, and changed shocks as they are written.
    """
    parts: dict[str, Any] = dict(base)
    if draw:
        drawn = variant.drawn_scenario(draw)
        parts |= _of_settings(drawn)
        if not variant.keeps_events:
            parts["changed shocks"] = settings(drawn, lambda role: role is Role.SHOCKS)
    return _hash([parts, draw, first, last])[:24]


def _hash(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _text(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False, lineterminator="\n"))


_HASHES: dict[tuple[str, ...], str] = {}


def _table_hash(tables: WorldTables, name: str) -> str:
    """Return the hash of one table as the model reads it; remembered by the digest of the files, which costs time."""
    frame: pd.DataFrame = getattr(tables, name)
    columns = BY_NAME[name].changing_numbers(frame.columns)
    key = (tables.digest, name, *columns)
    if not tables.digest or key not in _HASHES:
        _HASHES[key] = _hash(_text(frame[columns]))
    return _HASHES[key]


def batch_identity(variants: Sequence[Variant], bases: Sequence[dict[str, str]]) -> str:
    """Return a hash over a batch, whatever its number of replicates and draws, so that asking for more expands it."""
    kinds = [
        [variant.label, base, bool(variant.samples), list(variant.drawn), bool(variant.samples) and _sampled(variant)]
        for variant, base in zip(variants, bases, strict=True)
    ]
    return _hash(kinds)


def _sampled(variant: Variant) -> Any:
    """Return what identifies samples: the first two are the same however many are asked for."""
    return [list(variant.changes(number).items()) for number in (1, 2)]
