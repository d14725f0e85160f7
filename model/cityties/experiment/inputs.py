"""The effective inputs of a variant: everything that can change one of its numbers, and nothing else.

Tables are taken as the model reads them: without titles, sources and notes, without shocks that a scenario drops,
replaces or leaves outside its months. So a changed row makes fresh exactly those runs that it can change.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cityties.experiment.variants import Variant
from cityties.kernel.compiling import model_digest
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import scenario_shocks
from cityties.tables.world_tables import WorldTables

COLUMNS: dict[str, tuple[str, ...]] = {
    "nations": ("nation", "centralisation", "urban_share"),
    "dyads": (
        "dyad",
        "nation_a",
        "nation_b",
        "recognised",
        "relations_before",
        "relations_at_recognition",
        "baseline_relations",
        "formation_factor",
        "formation_trend_per_year",
        "formation_trend_from",
    ),
    "publics": ("dyad", "of", "about", "mood_baseline", "mood_floor", "reversion"),
    "cities": (
        "city",
        "nation",
        "province",
        "latitude",
        "longitude",
        "population",
        "ties_abroad",
        "autonomy",
        "nationalism",
        "capital",
        "cluster",
        "strategy",
        "competitiveness",
    ),
    "ties": ("dyad", "city_a", "city_b", "signed", "signed_resolution"),
    "stock_anchors": ("dyad", "year", "count"),
    "forum": ("date", "host_nation", "held", "eligibility"),
}
"""Columns of the world's tables from which the model is built; those of shocks are in :data:`SHOCK_COLUMNS`."""
SHOCK_COLUMNS = (
    "shock",
    "dyad",
    "date",
    "until",
    "type",
    "severity",
    "level",
    "factor_a",
    "factor_b",
    "crisis",
    "place",
)
NOT_AN_INPUT = (
    "name",
    "title",
    "question",
    "world",
    "replicates",
    "seed",
    "parameters",
    "mechanisms",
    "shocks",
    "rules",
    "design",
)
"""Settings that change no number, or that enter by a name of their own."""
WHOLE_TABLES = ("networks", "network_members", "network_meetings", "incentives", "disasters")
"""Tables that enter with all their columns but those that tell where a row comes from."""
PROVENANCE = ("source", "certainty", "note", "line")
_SOURCES = (
    "design",
    "reduction",
    "replicate",
    "unit_tables",
    "detailed_tables",
    "table_layout",
    "variants",
    "sampling",
)


def ingredients(scenario: Scenario, tables: WorldTables) -> dict[str, str]:
    """Return one hash for each kind of input, by name: code, settings, seed, parameters, mechanisms, and each table."""
    plain = scenario.resolved()
    kinds: dict[str, Any] = {
        "code": code_digest(),
        "settings": {key: value for key, value in plain.items() if key not in NOT_AN_INPUT},
        "seed": scenario.seed,
        "parameters": plain["parameters"],
        "mechanisms": plain["mechanisms"],
        "rules": [rule.digest for rule in scenario.custom_rules],
    }
    hashes = {name: _hash(value) for name, value in kinds.items()}
    for name in (*COLUMNS, *WHOLE_TABLES):
        if not (scenario.ties.history == "none" and name in ("ties", "stock_anchors")):
            hashes[name] = _table_hash(tables, name)
    hashes["shocks"] = _hash(_text(effective_shocks(scenario, tables)))
    return hashes


def effective_shocks(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    """Return the shocks that a scenario feels, with its changes, as the model reads them."""
    shocks = scenario_shocks(tables, scenario)
    last = shocks["until"].where(shocks["type"] == "common", shocks["date"])
    felt = (shocks["date"] <= scenario.end) & (last >= scenario.start)
    if True not in scenario.arms.political_shocks:
        felt &= shocks["type"] != "political"
    return shocks.loc[felt, list(SHOCK_COLUMNS)].reset_index(drop=True)


def unit_identity(variant: Variant, draw: int, first: int, last: int, base: dict[str, str]) -> str:
    """Return the hash of all that can change a number of one unit; ``base`` are the variant's ingredients."""
    parts = dict(base)
    if draw:
        drawn = variant.drawn_scenario(draw)
        plain = drawn.resolved()
        parts["parameters"], parts["mechanisms"] = _hash(plain["parameters"]), _hash(plain["mechanisms"])
    return _hash([parts, draw, first, last])[:24]


@cache
def code_digest() -> str:
    """Return a hash over the code that can change a number: the model's floors, and what draws and sums up."""
    here = Path(__file__).parent
    return _hash([model_digest(), *((here / f"{name}.py").read_text(encoding="utf-8") for name in _SOURCES)])


def _hash(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _text(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False, lineterminator="\n"))


_HASHES: dict[tuple[str, str], str] = {}


def _table_hash(tables: WorldTables, name: str) -> str:
    """Return the hash of one table as the model reads it; remembered by the digest of the files, which costs time."""
    key = (tables.digest, name)
    if key not in _HASHES:
        table = getattr(tables, name)
        read = COLUMNS.get(name) or [column for column in table.columns if column not in PROVENANCE]
        _HASHES[key] = _hash(_text(table[list(read)]))
    return _HASHES[key]


def batch_identity(variants: Sequence[Variant], bases: Sequence[dict[str, str]]) -> str:
    """Return a hash over a batch, whatever its number of replicates and draws, so that asking for more expands it."""
    kinds = [
        [variant.label, base, bool(variant.samples), list(variant.drawn), bool(variant.space) and _space(variant)]
        for variant, base in zip(variants, bases, strict=True)
    ]
    return _hash(kinds)


def _space(variant: Variant) -> Any:
    """Return what identifies a sampled space: its first two points are the same however long the sequence is."""
    return [list(variant.space[0].items()), list(variant.space[1].items())]
