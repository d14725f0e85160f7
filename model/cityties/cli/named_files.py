"""What the files named on the command line are: scenarios, or claims, which stand in the same folder."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typer

from cityties.cli.logs import LOG
from cityties.errors import ScenarioError
from cityties.scenario.places import scenario_file
from cityties.tables.language import tr
from cityties.tables.plain_files import MOST_BYTES_OF_TEXT, plain_bytes
from cityties.worlds.shipped import SCENARIOS, shipped_folder


def holds_claims(file: Path) -> bool:
    """Return whether a file is one of claims: it has the key at its top level."""
    return _has_key(file, b"claims")


def _has_key(file: Path, key: bytes) -> bool:
    try:
        return b"\n" + key + b":" in b"\n" + plain_bytes(file, MOST_BYTES_OF_TEXT)
    except OSError:
        return False  # whoever reads it says what is wrong with it


def holds_observables(file: Path) -> bool:
    """Return whether a file is one of observables: it has the key at its top level."""
    return _has_key(file, b"observables")


def scenarios_among(files: Sequence[Path]) -> list[Path]:
    """Return the files meant by paths or names, without those of claims, because ``scenarios/*.yaml`` names them too.

    What is left out is reported, and what comes with the package and not from here.

    Raises:
        ScenarioError: only claims are left, or a name is none.
    """
    files = [found_file(file) for file in files]
    claims = [file for file in files if holds_claims(file)]
    observables = [file for file in files if holds_observables(file)]
    if observables and len(observables) == len(files):
        raise ScenarioError(f"{observables[0]}: holds observables and is no scenario; use `cityties settle`.")
    if claims and len(claims) == len(files):
        raise ScenarioError(f"{claims[0]}: holds claims and is no scenario; try them with `cityties claims`.")
    for file in claims:
        typer.echo(f"{file}: left out, it holds claims and is no scenario.", err=True)
    for file in observables:
        typer.echo(f"{file}: left out, it holds observables and is no scenario.", err=True)
    return [file for file in files if file not in claims and file not in observables]


def found_file(name: Path) -> Path:
    """Return the file meant by a path or a name; reports when it is one that was installed with CityTies.

    Raises:
        ScenarioError: a name that is none.
    """
    file = scenario_file(name)
    LOG.info("scenario %s: %s", name, file)
    home = shipped_folder()
    if file != name and file.is_relative_to(home) and home.resolve() != Path(SCENARIOS).resolve():
        _report_shipped(name)
    return file


@cache
def _report_shipped(name: Path) -> None:
    """Report it once, however often a command looks for its files."""
    text = tr("{name}: the one that comes with CityTies; `cityties init` copies it here.")
    typer.echo(text.format(name=name), err=True)
