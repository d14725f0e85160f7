"""Provenance: the identity of a run and everything needed to repeat it."""

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cityties.kernel.compiling import model_digest
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables

LIBRARIES = ("mesa", "numpy", "numba", "pandas", "pyarrow", "pydantic")
SETTINGS_WITHOUT_NUMBERS = ("replicates", "title", "question", "name", "world", "rules", "design")


def identity(scenario: Scenario, tables: WorldTables) -> str:
    """Return a hash of all that can change a number: settings, seed, input tables, own rules, the model's code.

    The number of replicates is left out: more replicates expand a run, they change none that it has.
    """
    settings = {key: value for key, value in scenario.resolved().items() if key not in SETTINGS_WITHOUT_NUMBERS}
    rules = [rule.digest for rule in scenario.custom_rules]
    text = json.dumps([settings, tables.digest, model_digest(), rules], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def run_name(scenario: Scenario, tables: WorldTables) -> str:
    """Return the name of a run's folder: the scenario's name and the first eight digits of its identity."""
    return f"{scenario.name}-{identity(scenario, tables)[:8]}"


def manifest(scenario: Scenario, tables: WorldTables) -> dict[str, Any]:
    """Return what a reader needs to know about where the numbers of a run come from."""
    return {
        "scenario": scenario.name,
        "identity": identity(scenario, tables),
        "seed": scenario.seed,
        "world": {"digest": tables.digest, "folder": tables.folder.name},
        "custom_rules": {rule.name: rule.digest for rule in scenario.custom_rules},
        **software(),
    }


def software() -> dict[str, Any]:
    """Return versions of the code, of Python and of the libraries, and the kind of machine."""
    return {
        "code": {"cityties": version("cityties"), "model": model_digest(), **_commit()},
        "software": {
            "python": platform.python_version(),
            **{library: version(library) for library in LIBRARIES},
        },
        "machine": {"system": platform.system(), "processor": platform.machine()},
    }


def changed_since(stored: Mapping[str, Any]) -> list[str]:
    """Say in lines what is not as it was when results were computed: the model's code, Python, libraries.

    ``stored`` is what :func:`software` returned then; what it does not tell is passed over.
    """
    now, message = software(), []
    before = stored.get("code", {})
    if before.get("model") != now["code"]["model"]:
        then, here = (_version(code) for code in (before, now["code"]))
        message.append(
            f"computed by other code of the model: {then}; this is {here}. Numbers may differ for that alone."
        )
    libraries = {
        name: f"{name} {version} then, {now['software'][name]} now"
        for name, version in stored.get("software", {}).items()
        if name in now["software"] and version != now["software"][name]
    }
    return message + ([f"other versions: {'; '.join(libraries.values())}"] if libraries else [])


def _version(code: Mapping[str, Any]) -> str:
    commit = code.get("commit")
    message = f"CityTies {code.get('cityties', 'of unknown version')}, model {str(code.get('model', ''))[:8]}"
    changed = " with changes" if code.get("changed_since_commit") else ""
    return f"{message}, commit {commit[:8]}{changed}" if commit else message


def _commit() -> dict[str, Any]:
    """Return the commit of the code, and whether it was changed since, where the code is under version control."""
    here = Path(__file__).parent
    try:
        head = _git(here, "rev-parse", "HEAD")
        changed = bool(_git(here, "status", "--porcelain", "--", "."))
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {"commit": None}
    return {"commit": head, "changed_since_commit": changed}


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=10)
    return done.stdout.strip()
