"""``cityties new``: begin a scenario file that changes another one, and never overwrite anything."""

import os
import re
from pathlib import Path

import typer

from cityties.errors import ScenarioError, did_you_mean
from cityties.scenario.places import project, scenario_names
from cityties.worlds.shipped import SCENARIOS, shipped_file

_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")
_TEXT = """\
extends: {base}
title: {title}
# question: a sentence on what it tests; it stands on its page.

# Write below only what differs. `cityties explain` lists all keys; `cityties check {file}` finds errors.
"""


def write_new(name: str, base: str) -> None:
    """Write ``scenarios/<name>.yaml``, which extends the scenario ``base``, in the project or right here.

    Raises:
        ScenarioError: the name cannot be used or is taken, or there is no such base.
    """
    scenarios = (project() or Path()) / SCENARIOS
    file = scenarios / f"{_plain(name)}.yaml"
    extends = _written(_plain(base), file, scenarios)
    if file.parent != scenarios and not file.parent.is_dir():
        raise ScenarioError(f"{file.parent}: no such folder; make it first.")
    scenarios.mkdir(exist_ok=True)
    title = file.stem.replace("_", " ").replace("-", " ").capitalize()
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(_TEXT.format(base=extends, title=title, file=file))
    except FileExistsError:
        raise ScenarioError(f"{file}: exists already and is left as it is; choose another name.") from None
    typer.echo(f"{file}: written; it extends {extends}.")


def _written(base: str, file: Path, scenarios: Path) -> str:
    """Return what stands after ``extends``: the way to a file of the project, or the name of a shipped one."""
    own = scenarios / f"{base}.yaml"
    if own.is_file():
        return Path(os.path.relpath(own, file.parent)).as_posix()
    if shipped_file(base) is None:
        hint = did_you_mean(base, scenario_names())
        raise ScenarioError(f"{own}: no such file, and no scenario of that name comes with CityTies.{hint}")
    return base


def _plain(name: str) -> str:
    plain = name.removeprefix("scenarios/").removesuffix(".yaml")
    if not _NAME.fullmatch(plain):
        raise ScenarioError(f"'{name}' cannot name a scenario; use letters, digits, '_' and '-', such as no_aid.")
    return plain
