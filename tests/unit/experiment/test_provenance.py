"""What is reported of where results come from is true: commit, changes since, versions."""

import subprocess
from pathlib import Path

import pytest

from cityties.experiment.provenance import changed_since, commit, software


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone with the package, a world and a rule, all committed."""
    for file in ("model/cityties/__init__.py", "model/cityties/kernel/submodels/strength.py", "world/cities.csv"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("as committed\n", encoding="utf-8")
    (tmp_path / "rule.py").write_text("as committed\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def is_changed(repository: Path) -> object:
    found = commit(repository / "model" / "cityties", repository / "world", repository / "rule.py")
    assert len(str(found["commit"])) == 40
    return found["changed_since_commit"]


def test_a_clean_clone_is_unchanged(repository: Path) -> None:
    assert is_changed(repository) is False


@pytest.mark.parametrize(
    "file", ["model/cityties/kernel/submodels/strength.py", "model/cityties/__init__.py", "world/cities.csv", "rule.py"]
)
def test_an_edit_of_the_model_the_world_or_a_rule_is_reported(repository: Path, file: str) -> None:
    (repository / file).write_text("edited\n", encoding="utf-8")
    assert is_changed(repository) is True


@pytest.mark.parametrize("file", ["model/cityties/kernel/submodels/weather.py", "world/ties.csv"])
def test_a_new_file_is_reported(repository: Path, file: str) -> None:
    (repository / file).write_text("new\n", encoding="utf-8")
    assert is_changed(repository) is True


def test_an_edit_is_reported_once_it_is_staged_too(repository: Path) -> None:
    (repository / "model/cityties/kernel/submodels/strength.py").write_text("edited\n", encoding="utf-8")
    git(repository, "add", "-A")
    assert is_changed(repository) is True


def test_what_python_leaves_behind_and_files_elsewhere_are_no_change(repository: Path) -> None:
    left = repository / "model/cityties/kernel/__pycache__/strength.pyc"
    left.parent.mkdir()
    left.write_bytes(b"compiled")
    (repository / "notes.md").write_text("new\n", encoding="utf-8")
    assert is_changed(repository) is False


def test_a_world_outside_of_every_repository_is_no_change_of_the_commit(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = commit(repository / "model" / "cityties", tmp_path_factory.mktemp("world"))
    assert found["changed_since_commit"] is False


def test_a_package_installed_inside_of_another_project_does_not_claim_that_projects_commit(repository: Path) -> None:
    installed = repository / ".venv" / "cityties"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text("installed\n", encoding="utf-8")
    assert commit(installed) == {"commit": None}


def test_a_package_under_no_version_control_has_no_commit(tmp_path: Path) -> None:
    assert commit(tmp_path) == {"commit": None}


def test_nothing_is_reported_where_nothing_changed() -> None:
    assert changed_since(software()) == []


def test_other_code_and_other_libraries_are_named() -> None:
    then = software()
    then["code"] |= {"cityties": "0.1.0", "model": "0123456789abcdef", "commit": None}
    then["software"] |= {"numpy": "1.0", "a library no longer used": "1.0"}
    code, libraries = changed_since(then)
    assert code.startswith("computed by other code of the model: CityTies 0.1.0, model 01234567; this is CityTies")
    assert libraries == f"other versions: numpy 1.0 then, {software()['software']['numpy']} now"
