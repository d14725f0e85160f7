"""Settings changed by name from Python."""

from typing import Any

import numpy as np
import pytest

from builders.worlds_on_disk import write_small_world
from cityties.errors import ScenarioError
from cityties.scenario.changes import changed
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("changes")
    write_small_world(folder / "world")
    file = folder / "plain.yaml"
    file.write_text("title: plain\nworld: world\nstart: 2008-01\nend: 2016-12\n", encoding="utf-8")
    return read_scenario(file)


def test_nothing_changed_is_the_same_scenario(scenario: Scenario) -> None:
    assert changed(scenario) is changed(scenario, {}) is scenario


def test_a_name_alone_stands_for_a_parameter_or_a_mechanism(scenario: Scenario) -> None:
    found = changed(scenario, {"outreach": 1.5}, lobbying=False)
    assert (found.parameters.outreach, found.mechanisms.lobbying) == (1.5, False)
    assert found.world_folder == scenario.world_folder
    assert scenario.parameters.outreach != 1.5


@pytest.mark.parametrize("number", [np.float64(0.5), np.array(0.5), 0.5], ids=repr)
def test_numbers_of_numpy_are_plain_numbers(scenario: Scenario, number: Any) -> None:
    value = changed(scenario, outreach=number).parameters.outreach
    assert (type(value), value) == (float, 0.5)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"outraech": 1}, r"^'outraech' is no parameter.*Did you mean 'outreach'\?$"),
        ({"title": "x"}, r"^'title' is no parameter"),
        ({"parameters": {}}, r"^'parameters' is no parameter"),
        ({"outreach": 1, "parameters.outreach": 1}, r"^'outreach' and 'parameters.outreach' are the same setting"),
        ({"outreach": "1"}, r"^parameters, outreach: "),
        ({"end": "2007-01"}, r"before the start"),
        ({"nations.XX.autonomy": 0.5}, r"the world has no nation 'XX'"),
        (["outreach"], r"^parameters: takes names with values"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_refused_in_one_line(scenario: Scenario, parameters: Any, message: str) -> None:
    with pytest.raises(ScenarioError, match=message) as refused:
        changed(scenario, parameters)
    assert "\n" not in str(refused.value)
