"""A scenario's name is refused where some system could not call a folder so."""

from pathlib import Path

import pytest

from builders.scenario_folder import write, write_folder
from cityties.errors import ScenarioError
from cityties.scenario.folder_names import folder_name_fault
from cityties.scenario.reader import load_scenario


@pytest.mark.parametrize("name", ["a/b", "a\\b", "a:b", "a*b", "q?", "CON", "aux.txt", "com1", "x. ", "x.", " x", ".."])
def test_a_name_that_windows_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    file = write(write_folder(tmp_path), f"extends: base.yaml\nname: {name!r}\n")
    with pytest.raises(ScenarioError, match=r"mine\.yaml:2: name: .*cannot name a folder"):
        load_scenario(file)


@pytest.mark.parametrize("name", ["s090", "a b", "北京", "console", "v1.2", "a, b=0.5"])
def test_other_names_are_taken(name: str) -> None:
    assert folder_name_fault(name) is None
