"""Every key that a run can be moved by has a control, with what is declared about it and nothing else."""

from typing import Any

import pytest

from cityties.explore.controls import FIRST, controls, controls_of_city
from cityties.explore.source import Source, read_source
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.changes import changed
from cityties.scenario.places import scenario_file


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(scenario_file("historical"))


@pytest.fixture(scope="module")
def known(source: Source) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in controls(source)}


def test_all_parameters_and_mechanisms_are_there_with_bounds_and_prior(known: dict[str, dict[str, Any]]) -> None:
    for name, declared in DECLARED.items():
        one = known[name]
        assert (one["low"], one["high"], one["unit"]) == (declared.low, declared.high, declared.unit)
        assert one["meaning"] == declared.meaning
        assert one["prior"] == (declared.prior.text() if declared.prior else "")
        assert declared.low <= one["from"] <= one["value"] <= one["to"] <= declared.high
    switches = {key.removeprefix("mechanisms.") for key, one in known.items() if one["group"] == "switches"}
    assert switches == set(MECHANISMS)


def test_what_comes_first_are_parameters_in_that_order(known: dict[str, dict[str, Any]]) -> None:
    assert [key for key, one in known.items() if one["group"] == "first"] == list(FIRST)


def test_severities_begin_as_recorded(source: Source, known: dict[str, dict[str, Any]]) -> None:
    shocks = source.tables.shocks.set_index("shock")
    severities = {key: one for key, one in known.items() if one["group"] == "severity"}
    assert severities
    for key, one in severities.items():
        name = key.removeprefix("shocks.").removesuffix(".severity")
        assert one["value"] == shocks.loc[name, "severity"]
        assert one["crisis"] == shocks.loc[name, "crisis"]


def test_a_control_put_where_it_stands_is_taken_and_changes_nothing_of_the_model(source: Source) -> None:
    plain = {one["key"]: one["value"] for one in controls(source) if one["group"] != "severity"}
    named = ("nations.", "dyads.", "publics.", "shocks.")
    unnamed = {key: value for key, value in plain.items() if not key.startswith(named)}
    assert changed(source.scenario, unnamed) == source.scenario
    changed(source.scenario, plain)


def test_a_city_has_controls_of_its_own(source: Source) -> None:
    found = {one["key"]: one["value"] for one in controls_of_city(source, "CN/Qingdao")}
    cities = source.tables.cities
    row = cities[(cities["nation"] == "CN") & (cities["city"] == "Qingdao")].iloc[0]
    assert found["cities.CN/Qingdao.autonomy"] == row["autonomy"]
    assert found["cities.CN/Qingdao.budget"] == 1.0
    changed(source.scenario, found)
