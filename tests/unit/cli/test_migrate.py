"""Keys that were renamed: a file with the old name is told the new one, and one command writes it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders.paths import HISTORICAL
from cityties.cli.main import app
from cityties.cli.migrate import migrate
from cityties.errors import ScenarioError
from cityties.scenario.keys import all_keys
from cityties.scenario.reader import read_scenario
from cityties.scenario.renamed import FORMAT, RENAMED

OLD = """# mine \u2013 kept as it is\r
extends: {base}
title: "Old names"   # a comment
"own_parameters": {{}}
"""


def written(folder: Path, text: str = OLD) -> Path:
    file = folder / "old.yaml"
    file.write_bytes(text.format(base=HISTORICAL.as_posix()).encode())
    return file


def test_an_old_name_is_told_the_new_one(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"old.yaml:4: own_parameters: is called 'rule_parameters' since"):
        read_scenario(written(tmp_path, OLD.replace("{{}}", "{{shrinkage: 0.2}}")))


def test_migrate_renames_the_key_and_leaves_every_other_character(tmp_path: Path) -> None:
    file = written(tmp_path)
    before = file.read_bytes()
    migrate([file])
    assert file.read_bytes() == before.replace(b"own_parameters", b"rule_parameters")
    assert read_scenario(file).title == "Old names"
    migrate([file])
    assert file.read_bytes() == before.replace(b"own_parameters", b"rule_parameters")


def test_the_command_says_what_it_renamed(tmp_path: Path) -> None:
    file = written(tmp_path)
    answer = CliRunner().invoke(app, ["migrate", str(file)])
    assert answer.exit_code == 0
    assert "line 4: 'own_parameters' is called 'rule_parameters' now." in answer.stdout
    assert "nothing to rename." in CliRunner().invoke(app, ["migrate", str(file)]).stdout


def test_both_names_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    fine, both = written(tmp_path), tmp_path / "both.yaml"
    both.write_text("rule_parameters: {}\nown_parameters: {}\n")
    before = fine.read_bytes()
    with pytest.raises(ScenarioError, match=r"both.yaml:2: own_parameters: has 'rule_parameters' beside it"):
        migrate([fine, both])
    assert fine.read_bytes() == before


def test_a_file_of_a_later_format_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, f"extends: {{base}}\ntitle: New\nformat: {FORMAT + 1}\n")
    with pytest.raises(ScenarioError, match=r"old.yaml:3: format: .* later CityTies; this one reads format 1: install"):
        read_scenario(file)


def test_every_old_key_is_gone_and_every_new_one_is_there() -> None:
    keys = {key.path for key in all_keys().values()}
    assert RENAMED
    for old, found in RENAMED.items():
        assert old not in keys
        assert (*old[:-1], found.name) in keys
