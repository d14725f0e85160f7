"""Rules are code: those from elsewhere run only when the user says so, and none may reach around what it is given."""

from pathlib import Path

import pytest

from builders.rule_files import ACT, write_rule
from cityties.custom_rules.reader import RuleError, read_rule
from cityties.custom_rules.trust import require_trust
from cityties.errors import ScenarioError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the user stands, beside one that came from somewhere."""
    for name in ("project", "elsewhere"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def test_a_rule_of_the_project_is_trusted_and_one_from_elsewhere_is_not(project: Path) -> None:
    require_trust([read_rule(write_rule(project))], allowed=False)
    strange = read_rule(write_rule(project.parent / "elsewhere"))
    with pytest.raises(ScenarioError, match=r"elsewhere/rule\.py: is code from outside this folder.*--trust-rules"):
        require_trust([strange], allowed=False)
    require_trust([strange], allowed=True)


def test_a_link_to_a_file_elsewhere_is_a_file_elsewhere(project: Path) -> None:
    link = project / "linked.py"
    link.symlink_to(write_rule(project.parent / "elsewhere"))
    with pytest.raises(ScenarioError, match="outside this folder"):
        require_trust([read_rule(link)], allowed=False)


@pytest.mark.parametrize("name", ["__import__('os').getpid()", "eval('1')", "open('x')", "shrink.__globals__"])
def test_what_reaches_around_the_list_of_imports_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError, match="and reaches nothing else"):
        read_rule(write_rule(tmp_path, ACT, f"{ACT}\n        {name}"))
