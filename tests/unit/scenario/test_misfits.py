"""A value of the wrong shape, kind or length is answered with what belongs there, as it is written."""

from pathlib import Path

import pytest

from builders.scenario_folder import write, write_folder
from cityties.errors import ScenarioError
from cityties.scenario.messages import shown
from cityties.scenario.reader import read_scenario

MISFITS = {
    "mechanisms as a list": (
        "arms: {named: {a: {mechanisms: [lobbying]}}}",
        "takes mechanisms, each true or false, such as {lobbying: false}",
    ),
    "no mechanism": (
        "arms: {named: {a: {mechanisms: {}}}}",
        "takes mechanisms, each true or false, such as {lobbying: false}",
    ),
    "a mechanism with a number": ("arms: {named: {a: {mechanisms: {lobbying: 3}}}}", "3 is not true or false"),
    "draws of a number": (
        "design: {draws: 2, parameters: 7}",
        "is neither 'priors', 'everything' nor a list of parameters, such as [outreach, anger_life]",
    ),
    "a parameter drawn twice": (
        "design: {draws: 2, parameters: [outreach, outreach]}",
        "'outreach' is listed twice",
    ),
    "a misspelt parameter to draw": (
        "design: {draws: 2, parameters: [outreech]}",
        "no such parameter as 'outreech'. Did you mean 'outreach'?",
    ),
    "a grid as a list": (
        "design: {sweep: {grid: [outreach]}}",
        "takes keys with a list of values each, such as {outreach: [-1, 0, 1]}",
    ),
    "points as keys": (
        "design: {sweep: {list: {outreach: 1}}}",
        "takes a list of points, such as [{outreach: 1, people_share: 0.1}, {outreach: 2}]",
    ),
    "months as a word": ("record: {months: relations}", "takes a list of measures, such as [relations, exchange]"),
    "a measure twice": ("record: {months: [relations, relations]}", "'relations' is listed twice"),
    "two samples": (
        "design: {sweep: {lhs: {points: 4, over: {outreach: [0, 1]}}, sobol: {points: 4, over: {anger_life: prior}}}}",
        "lhs and sobol both sample points; keep one of the two",
    ),
    "a whole number as a decimal": ("replicates: 3.5", "3.5 is not a whole number"),
    "a whole number with a point": ("replicates: 5.0", "Write 5."),
    "a title without an end": (f"name: {'x' * 300}", "characters"),
    "a key with dots": ("parameters: {mechanisms.lobbying: true}", "a key takes no dots; write 'lobbying' indented"),
    "a list for a number": ("parameters: {outreach: [1]}", "a list is not a number. Write one between -10 and 10"),
    "keys for a number": ("parameters: {outreach: {at: 1}}", "keys of its own"),
    "nothing for a number": ("parameters: {outreach: }", "has no value; give it one, or take the line out."),
    "an infinite number": ("parameters: {outreach: .inf}", "is not"),
    "a sweep that is a number": ("design: {sweep: 4}", "takes keys of its own, indented below it, not 4"),
    "an odd number of bounds": (
        "design: {sweep: {lhs: {points: 4, over: {outreach: [1]}}}}",
        "takes two numbers, the lower one first, or choices",
    ),
    "a range that is a number": (
        "design: {sweep: {lhs: {points: 4, over: {outreach: 4}}}}",
        "takes two numbers, the lower one first, or choices",
    ),
    "a misspelt key far from home": (
        "ties: {people_shara: 1}",
        "Did you mean 'people_share', under 'parameters'?",
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_misfit_is_answered_with_what_belongs_there(tmp_path: Path, name: str) -> None:
    text, message = MISFITS[name]
    path = write(write_folder(tmp_path), f"extends: base.yaml\ntitle: Misfit\n{text}\n")
    with pytest.raises(ScenarioError) as refused:
        read_scenario(path)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{path}:3: ")
    assert message in line


def test_values_are_shown_as_they_are_written_and_cut() -> None:
    assert [shown(value) for value in (None, True, [1], {"a": 1}, 2.5, "two")] == [
        "nothing", "true", "a list", "keys of its own", "2.5", "'two'",
    ]  # fmt: skip
    assert len(shown("x" * 5000)) < 200
