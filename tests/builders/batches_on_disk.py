"""Batches on an invented world: scenario files in a folder, run through the command line, and what they leave."""

import hashlib
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

from typer.testing import CliRunner

from builders.worlds_on_disk import write_small_world
from cityties.cli.main import app
from cityties.experiment.batch_folder import BatchFolder, batches

PLAIN = """\
title: An invented dispute
world: world
start: 2008-01
end: 2016-12
replicates: 4
"""
LOBBYING_OFF = "arms: {named: {no_lobbying: {mechanisms: {lobbying: false}}}}\n"


def write_folder(folder: Path) -> Path:
    """Write a world and ``plain.yaml``, and return the folder."""
    write_small_world(folder / "world")
    write(folder, "plain", PLAIN)
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    """Write one scenario; without a world of its own it extends the plain one."""
    path = folder / f"{name}.yaml"
    path.write_text(text if "world:" in text else f"extends: plain.yaml\ntitle: {name}\n{text}", encoding="utf-8")
    return path


def call(*words: object, code: int = 0) -> str:
    """Call the command line and return what it printed; fails on another exit code."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def run(
    folder: Path, *files: Path, runs: str = "runs", words: tuple[object, ...] = (), code: int = 0, drawn: bool = False
) -> BatchFolder:
    """Run a batch and return its folder; without ``drawn`` it is not summed up, which takes most of the time."""
    with nullcontext() if drawn else patch("cityties.report.batch_page.write_batch", return_value=None):
        call("batch", *files, "--out", folder / runs, "--workers", 2, *words, code=code)
    return batches(folder / runs)[0]


def digest(batch: BatchFolder) -> str:
    """Return a hash over the bytes of all parts."""
    found = hashlib.sha256()
    for path in sorted((batch.path / "parts").rglob("*.parquet")):
        found.update(path.relative_to(batch.path).as_posix().encode() + path.read_bytes())
    return found.hexdigest()
