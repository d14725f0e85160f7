"""The JSON Schema for editors accepts what the program accepts, and marks what it can tell to be wrong."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from builders.paths import SCENARIOS
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.json_schema import scenario_schema

SHIPPED = sorted(file for file in SCENARIOS.rglob("*.yaml") if file.name not in ("claims.yaml", "observables.yaml"))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return scenario_schema()


def accepts(schema: dict[str, Any], text: str) -> bool:
    return bool(Draft202012Validator(schema).is_valid(YAML(typ="safe", pure=True).load(text)))


def test_the_schema_is_a_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(SCENARIOS)))
def test_shipped_scenarios_are_valid(schema: dict[str, Any], file: Path) -> None:
    assert accepts(schema, file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "title: neither a world nor a file to extend",
        "extends: 3",
        "extends: a.yaml\nreplicats: 3",
        "extends: a.yaml\nreplicates: 0",
        "extends: a.yaml\nreplicates: '3'",
        "extends: a.yaml\nstart: 2012-13",
        "extends: a.yaml\nstart: 2012",
        "extends: a.yaml\nties: {history: replays}",
        "extends: a.yaml\nties: replay",
        "extends: a.yaml\nmechanisms: {contact: yes}",
        "extends: a.yaml\nmechanisms: {contacts: true}",
        "extends: a.yaml\nparameters: {strength_gain: 1.4}",
        "extends: a.yaml\nparameters: {strength_gian: 0.1}",
        "extends: a.yaml\nnations: {CN: {centralisation: 2}}",
        "extends: a.yaml\nshocks: {change: {CN-JP-2012-09: {severity: 11}}}",
        "extends: a.yaml\narms: {tie_pathways: []}",
        "extends: a.yaml\narms: {tie_pathways: [true, true]}",
        "extends: a.yaml\ncrises: {only: every}",
        "extends: a.yaml\nrecord: {ties_at: 2012-06}",
        "extends: a.yaml\nname: a/b",
    ],
)
def test_broken_scenarios_are_not(schema: dict[str, Any], text: str) -> None:
    assert not accepts(schema, text)


def test_every_parameter_and_mechanism_is_offered_with_its_meaning_and_unit(schema: dict[str, Any]) -> None:
    parameters, mechanisms = (schema["$defs"][section] for section in ("ParameterSettings", "MechanismSettings"))
    assert parameters["propertyNames"]["enum"] == list(DECLARED)
    assert mechanisms["propertyNames"]["enum"] == list(MECHANISMS)
    for name, declared in DECLARED.items():
        offered = parameters["properties"][name]
        assert offered["description"] == f"{declared.meaning} (unit: {declared.unit})"
        assert (offered["minimum"], offered["maximum"], offered["default"]) == (
            declared.low,
            declared.high,
            declared.default,
        )


def test_months_are_offered_as_people_write_them(schema: dict[str, Any]) -> None:
    assert schema["properties"]["start"]["default"] == "1972-01"
