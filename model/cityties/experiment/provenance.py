"""Provenance: what a reader needs to know about where numbers come from."""

import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cityties.experiment.code import PACKAGE, code_digest
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables

NOT_CODE = ":(exclude,glob)**/__pycache__/**"
LIBRARIES = ("mesa", "numpy", "numba", "pandas", "pyarrow", "pydantic")


def things_read(scenario: Scenario, tables: WorldTables) -> list[Path]:
    """Return what a run reads beside the code: the folder of its world and the files of custom rules."""
    return [tables.folder, *(rule.path for rule in scenario.custom_rules)]


def software(*read: Path) -> dict[str, Any]:
    """Return versions of the code, of Python and of the libraries, and the kind of machine.

    ``read`` are files and folders beside the code from which numbers come; whether they or the code differ from the
    commit is reported with it.
    """
    return {
        "code": {"cityties": version("cityties"), "model": code_digest(), **commit(PACKAGE, *read)},
        "software": {
            "python": platform.python_version(),
            **{library: version(library) for library in LIBRARIES},
        },
        "machine": {"system": platform.system(), "processor": platform.machine()},
    }


def changed_since(stored: Mapping[str, Any]) -> list[str]:
    """Report in lines what is not as it was when results were computed: the model's code, Python, libraries.

    ``stored`` is what :func:`software` returned then; what it does not hold is passed over.
    """
    now, lines = software(), []
    before = stored.get("code", {})
    if before.get("model") != now["code"]["model"]:
        then, here = (_version(code) for code in (before, now["code"]))
        lines.append(f"computed by other code of the model: {then}; this is {here}. Numbers may differ for that alone.")
    libraries = {
        name: f"{name} {version} then, {now['software'][name]} now"
        for name, version in stored.get("software", {}).items()
        if name in now["software"] and version != now["software"][name]
    }
    return lines + ([f"other versions: {'; '.join(libraries.values())}"] if libraries else [])


def _version(code: Mapping[str, Any]) -> str:
    commit = code.get("commit")
    message = f"CityTies {code.get('cityties', 'of unknown version')}, model {str(code.get('model', ''))[:8]}"
    changed = " with changes" if code.get("changed_since_commit") else ""
    return f"{message}, commit {commit[:8]}{changed}" if commit else message


def commit(package: Path, *read: Path) -> dict[str, Any]:
    """Return the commit of the code, and whether the package or what was read differs from what is committed.

    ``commit`` is None where the package is not itself under version control, as after an installation into some other
    project's folder. What was read counts where it lies in a repository, this one or another.
    """
    try:
        _git(package, "ls-files", "--error-unmatch", "__init__.py")
        head = _git(package, "rev-parse", "HEAD")
    except _NO_ANSWER:
        return {"commit": None}
    return {"commit": head, "changed_since_commit": any(_is_changed(place) for place in (package, *read))}


_NO_ANSWER = (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired)


def _is_changed(place: Path) -> bool:
    """Return whether git sees a change below a place, new files included; False where nothing is under its control."""
    folder, within = (place, ".") if place.is_dir() else (place.parent, place.name)
    try:
        return bool(_git(folder, "status", "--porcelain", "--", f":(literal){within}", NOT_CODE))
    except _NO_ANSWER:
        return False


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=10)
    return done.stdout.strip()
