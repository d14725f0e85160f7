"""The register of claims: every claim of the articles has its place in the model, or a reason why it has none."""

import ast
import csv
import importlib
from collections.abc import Callable
from functools import cache, partial

import pytest

from builders.paths import ROOT
from cityties.analysis import buffering
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import SpikeNormal
from cityties.kernel.record import DyadMeasure, NationMeasure
from cityties.kernel.state import (
    Cities,
    CityState,
    Dyads,
    DyadState,
    Forum,
    Incentives,
    Nations,
    Networks,
    Policies,
    Publics,
    PublicState,
    TieState,
)
from cityties.scenario.keys import key_at

SCENARIOS = ROOT / "scenarios"
WORLD = SCENARIOS / "worlds" / "east-asia"
RANGES = {"A": ((1, 32), (40, 79), (80, 94), (100, 124), (130, 151), (160, 182), (190, 212)), "L": ((1, 7),)}
WIDTH = {"A": 3, "L": 2}
ARTICLES = {
    "Chen Wei 2016",
    "Ou and Yang 2021",
    "Beijing abstract 2021",
    "Han Xiao 2022",
    "CPAFFC 2016",
    "reading note",
}
TYPES = {"mechanism", "evidence", "recommendation", "limitation", "entity", "number", "event"}
STATES: dict[str, type] = {"dyads": DyadState, "publics": PublicState, "cities": CityState, "ties": TieState}
ATTRIBUTES: dict[str, type] = {
    "nations": Nations,
    "dyads": Dyads,
    "publics": Publics,
    "cities": Cities,
    "forum": Forum,
    "networks": Networks,
    "incentives": Incentives,
    "policies": Policies,
}
BACKED_BY = {
    "submodel": {"submodel", "switch"},
    "parameter": {"parameter", "key"},
    "state variable": {"state"},
    "measure": {"measure", "estimand"},
    "scenario": {"scenario"},
    "table": {"table", "attribute"},
    "test": {"test"},
}
ROLES = {*BACKED_BY, "context"}


@cache
def cells(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of the world, without the header; none if there is no such table."""
    path = WORLD / f"{table}.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(tuple(row) for row in csv.reader(lines))[1:]


def has_row(name: str) -> bool:
    """Find a table, and in it a row with these neighbouring cells, as in ``ties:Tianjin/Kobe``."""
    table, _, key = name.partition(":")
    return any(f"/{key}/" in f"/{'/'.join(row)}/" for row in cells(table)) if key else bool(cells(table))


def has_test(name: str) -> bool:
    """Find a test by its file and its name, without running it."""
    file, _, test = name.partition("::")
    path = ROOT / file
    functions = ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.is_file() else ()
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in functions)


def has_submodel(name: str) -> bool:
    """Find a process of the month as a file of its own."""
    try:
        return bool(importlib.import_module(f"cityties.kernel.submodels.{name}").__doc__)
    except ModuleNotFoundError:
        return False


def has_column(kinds: dict[str, type], name: str) -> bool:
    """Find a column of an entity, such as ``ties.strength``."""
    part, _, column = name.partition(".")
    return column in getattr(kinds.get(part), "_fields", ())


KINDS: dict[str, Callable[[str], bool]] = {
    "submodel": has_submodel,
    "parameter": DECLARED.__contains__,
    "switch": MECHANISMS.__contains__,
    "key": lambda name: key_at(tuple(name.split("."))) is not None,
    "state": partial(has_column, STATES),
    "attribute": partial(has_column, ATTRIBUTES),
    "measure": lambda name: name.upper() in DyadMeasure.__members__ | NationMeasure.__members__,
    "scenario": lambda name: (SCENARIOS / f"{name}.yaml").is_file(),
    "table": has_row,
    "estimand": lambda name: callable(getattr(buffering, name, None)),
    "test": has_test,
}


def register() -> list[dict[str, str]]:
    with (ROOT / "model" / "register.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def missing_places(row: dict[str, str]) -> list[str]:
    """Return the places of a row that are not there."""
    named = [place.strip().partition(":") for place in row["place"].split(";") if place]
    return [f"{kind}:{name}" for kind, _, name in named if kind not in KINDS or not KINDS[kind](name)]


def test_every_claim_is_there_once_and_in_order() -> None:
    expected = [
        f"{letter}{number:0{WIDTH[letter]}}"
        for letter, ranges in RANGES.items()
        for first, last in ranges
        for number in range(first, last + 1)
    ]
    assert [row["id"] for row in register()] == expected


def test_every_named_place_is_there() -> None:
    assert {row["id"]: missing for row in register() if (missing := missing_places(row))} == {}


def test_a_claim_has_a_place_or_is_context_with_a_reason() -> None:
    for row in register():
        assert row["reason"], f"{row['id']} says neither how it is represented nor why it is not"
        if row["role"] == "context":
            assert not row["place"]
            assert len(row["reason"]) >= 30, f"{row['id']} gives too short a reason"
        else:
            assert row["place"], f"{row['id']} has no place"


def test_a_claim_is_one_short_sentence_of_known_kind_and_source() -> None:
    for row in register():
        assert 20 < len(row["statement"]) < 300
        assert row["statement"].endswith(".")
        assert row["type"] in TYPES
        assert row["role"] in ROLES
        assert set(row["article"].split("; ")) <= ARTICLES


def test_no_two_claims_share_their_words() -> None:
    statements = [row["statement"] for row in register()]
    assert len(statements) == len(set(statements))


@pytest.mark.parametrize("role", list(BACKED_BY))
def test_a_role_is_backed_by_a_place_of_its_kind(role: str) -> None:
    for row in register():
        if row["role"] == role:
            kinds = {place.partition(":")[0] for place in row["place"].split(";")}
            assert kinds & BACKED_BY[role], f"{row['id']} is a {role} without one"


def test_feedbacks_in_dispute_have_symmetric_priors() -> None:
    for name in ("contact_goodwill", "absorption", "repair", "aid_mood", "spillover"):
        assert isinstance(DECLARED[name].prior, SpikeNormal), f"the prior of {name} takes a side"


@pytest.mark.parametrize(
    "place",
    [
        "submodel:magic",
        "parameter:strength_gian",
        "switch:contacts",
        "key:policies.budgets",
        "state:ties.strenght",
        "attribute:cities.mood",
        "measure:sleeping",
        "scenario:nowhere",
        "table:shocks:CN-JP-2012-9",
        "table:shock",
        "estimand:luck",
        "test:tests/system/test_register.py::test_nothing",
        "test:tests/nowhere.py::test_nothing",
        "idea:peace",
    ],
)
def test_a_wrong_place_is_found(place: str) -> None:
    assert missing_places({"place": place}) == [place]


def test_a_test_can_be_a_place() -> None:
    assert not missing_places({"place": "test:tests/system/test_register.py::test_a_test_can_be_a_place"})
