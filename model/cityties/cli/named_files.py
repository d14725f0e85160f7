"""What the files named on the command line are: scenarios, or claims, which stand in the same folder."""

from collections.abc import Sequence
from pathlib import Path

import typer

from cityties.errors import ScenarioError


def holds_claims(file: Path) -> bool:
    """Return whether a file is one of claims: it has the key at its top level."""
    return file.is_file() and b"\nclaims:" in b"\n" + file.read_bytes()


def scenarios_among(files: Sequence[Path]) -> list[Path]:
    """Return the files without those of claims, because ``scenarios/*.yaml`` names them too; reports what is left out.

    Raises:
        ScenarioError: only claims are left.
    """
    claims = [file for file in files if holds_claims(file)]
    if claims and len(claims) == len(files):
        raise ScenarioError(f"{claims[0]}: holds claims and is no scenario; try them with `cityties claims`.")
    for file in claims:
        typer.echo(f"{file}: left out, it holds claims and is no scenario.", err=True)
    return [file for file in files if file not in claims]
