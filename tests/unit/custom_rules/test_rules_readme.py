"""The manual of custom rules: its example runs, and `cityties.rules` offers what it imports."""

import re
from pathlib import Path

import pytest

import cityties.rules
from builders.paths import SCENARIOS
from cityties.custom_rules.reader import read_rule
from cityties.experiment.conformance.source_checks import text_faults
from cityties.experiment.conformance.trial import trial_faults
from cityties.experiment.conformance.verdict import conform

README = SCENARIOS / "rules" / "README.md"


def example(folder: Path) -> Path:
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    path = folder / "fading.py"
    path.write_text(code, encoding="utf-8")
    return path


def test_the_example_of_the_manual_has_no_fault_in_its_text(tmp_path: Path) -> None:
    assert list(text_faults(read_rule(example(tmp_path)))) == []


@pytest.mark.compiled
def test_the_example_of_the_manual_runs(tmp_path: Path) -> None:
    assert trial_faults(read_rule(example(tmp_path))) == []


@pytest.mark.compiled
@pytest.mark.slow
def test_the_example_of_the_manual_conforms(tmp_path: Path) -> None:
    assert conform(example(tmp_path)).faults == ()


def test_one_import_brings_every_name_that_the_manual_mentions() -> None:
    names = re.findall(r"`(uniform|stream|rule_process|to_fixed|compiled|Rule|Parameter)\b", README.read_text("utf-8"))
    assert set(names) <= set(cityties.rules.__all__)
    assert all(hasattr(cityties.rules, name) for name in cityties.rules.__all__)


@pytest.mark.parametrize("path", sorted((SCENARIOS / "rules").glob("*.py")), ids=lambda path: path.stem)
def test_the_shipped_rules_import_from_one_module_of_the_package(path: Path) -> None:
    found = re.findall(r"from (cityties\S*) import", path.read_text(encoding="utf-8"))
    assert found == ["cityties.rules"]
