"""``cityties new``: begin a scenario file that changes another one, and never overwrite anything."""

import os
import re
from pathlib import Path

import typer

from cityties.errors import ScenarioError, did_you_mean

SCENARIOS = Path("scenarios")
_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")
_TEXT = """\
extends: {base}
title: {title}
question: What does this scenario test, and which article does it speak to?

# Write below only what differs. `cityties explain` lists all keys; `cityties check {file}` finds errors.
"""


def write_new(name: str, base: str) -> None:
    """Write ``scenarios/<name>.yaml``, which extends the scenario ``base``.

    Raises:
        ScenarioError: the name cannot be used or is taken, or there is no such base.
    """
    if not SCENARIOS.is_dir():
        raise ScenarioError("There is no folder 'scenarios' here; start cityties in the folder that holds it.")
    file, base_file = _file_of(name), _file_of(base)
    if not base_file.is_file():
        known = [path.relative_to(SCENARIOS).with_suffix("").as_posix() for path in SCENARIOS.rglob("*.yaml")]
        raise ScenarioError(f"{base_file}: no such file.{did_you_mean(base.removesuffix('.yaml'), known)}")
    if not file.parent.is_dir():
        raise ScenarioError(f"{file.parent}: no such folder; make it first.")
    extends = Path(os.path.relpath(base_file, file.parent)).as_posix()
    title = file.stem.replace("_", " ").replace("-", " ").capitalize()
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(_TEXT.format(base=extends, title=title, file=file))
    except FileExistsError:
        raise ScenarioError(f"{file}: exists already and is left as it is; choose another name.") from None
    typer.echo(f"{file}: written; it extends {base_file}.")


def _file_of(name: str) -> Path:
    plain = name.removeprefix("scenarios/").removesuffix(".yaml")
    if not _NAME.fullmatch(plain):
        raise ScenarioError(f"'{name}' cannot name a scenario; use letters, digits, '_' and '-', such as no_aid.")
    return SCENARIOS / f"{plain}.yaml"
