"""Every file of stored results, every kind of damage, every command that reads them."""

import hashlib
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from campaign.commands import Ended, called
from campaign.damage import DAMAGES, fits

TEXT = """\
title: {title}
world: toy
start: 2000-01
end: 2009-12
seed: {seed}
replicates: 4
record: {{ties_at: [2009-12]}}
"""
DIFFERENT = 1
OF_READING = ("list", "json", "why", "reproduce", "open", "city", "compare", "figures", "rm")


@dataclass(frozen=True)
class Stored:
    """Two runs, two batches and a comparison in ``home/runs``, never touched: what is damaged is a copy."""

    home: Path
    names: tuple[str, ...]

    def files(self, name: str) -> list[Path]:
        """Return all files of one folder of results, seen from it."""
        folder = self.home / "runs" / name
        return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())

    def other(self, name: str) -> str:
        """Return the name of another folder of the same kind."""
        same = [one for one in self.names if one != name and one[:2] == name[:2]]
        return same[0] if same else name


@contextmanager
def undrawn() -> Iterator[None]:
    """Leave out drawing, which takes most of the time and reads nothing from disk."""
    with ExitStack() as stack:
        stack.enter_context(patch("cityties.figures.declared.rendered", return_value={"svg": b"<svg/>"}))
        yield


def make(home: Path) -> Stored:
    """Compute the results."""
    for number, name in enumerate(("one", "two")):
        (home / f"{name}.yaml").write_text(TEXT.format(title=name, seed=number + 1), encoding="utf-8")
        _must(called(["run", home / f"{name}.yaml", "--out", home / "runs", "--workers", 1]))
        _must(called(["batch", home / f"{name}.yaml", "--out", home / "runs", "--workers", 1, "--name", f"ba-{name}"]))
    folders = sorted(path.name for path in (home / "runs").iterdir())
    first = {key: next(name for name in folders if name.startswith(key)) for key in ("one-", "two-")}
    _must(called(["compare", first["one-"], first["two-"], "--runs", home / "runs"]))
    return Stored(home, tuple(sorted(path.name for path in (home / "runs").iterdir())))


def _must(ended: Ended) -> None:
    if ended.fault or ended.code:
        raise RuntimeError(f"{ended.words}: {ended.fault}\n{ended.output}")


def words_of(command: str, name: str, other: str, runs: Path) -> list[object]:
    """Return the words of a command about one folder of results."""
    return {
        "list": ["list", "--runs", runs],
        "json": ["list", "--json", "--runs", runs],
        "why": ["why", f"{name}/v0-d0-r0-4", "--runs", runs],
        "reproduce": ["reproduce", name, "--runs", runs, "--workers", 1],
        "open": ["open", name, "--runs", runs],
        "city": ["city", "Harbourtown", "--run", name, "--runs", runs],
        "compare": ["compare", name, other, "--runs", runs],
        "figures": ["figures", name, "--format", "svg", "--runs", runs],
        "rm": ["rm", name, "--yes", "--runs", runs],
    }[command]


def try_one(stored: Stored, name: str, file: Path, kind: str, commands: Sequence[str], where: Path) -> list[Ended]:
    """Damage a file in a copy of the results, and call commands on it; return those that end as none may."""
    runs = where / "runs"
    shutil.rmtree(runs, ignore_errors=True)
    shutil.copytree(stored.home / "runs", runs, symlinks=True)
    other = stored.home / "runs" / stored.other(name) / file
    DAMAGES[kind](runs / name / file, other if other.is_file() else stored.home / "runs" / name / file)
    found = []
    for command in commands:
        if command == "again":
            found += _again(stored, name, runs)
        else:
            allowed = (0, 1, 2) if command == "reproduce" else (0, 2)
            ended = called(words_of(command, name, stored.other(name), runs), allowed)
            found += [ended] if ended.fault else []
            if command == "list" and len([one for one in stored.names if one in ended.output]) < len(stored.names) - 1:
                found.append(Ended(ended.words, ended.code, ended.output, "hides results that are whole"))
    return found


def _again(stored: Stored, name: str, runs: Path) -> list[Ended]:
    """Give the command again that wrote a folder: it must succeed, or say in one line why not, and mend the parts."""
    if name.startswith("compare"):
        return []
    key = "two" if "two" in name else "one"
    words: list[object] = [
        "run" if name.startswith(key) else "batch",
        stored.home / f"{key}.yaml",
        "--out",
        runs,
        "--workers",
        1,
    ]
    ended = called(words if words[0] == "run" else [*words, "--name", f"ba-{key}"])
    if ended.fault:
        return [ended]
    if ended.code == 0 and parts(runs / name) != parts(stored.home / "runs" / name):
        return [Ended(ended.words, ended.code, ended.output, "ends well with other numbers")]
    return []


def parts(folder: Path) -> str:
    """Return a hash over the bytes of all parts."""
    found = hashlib.sha256()
    for path in sorted((folder / "parts").rglob("*.parquet")):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def cases(stored: Stored, address: random.Random) -> list[tuple[str, Path, str]]:
    """Return every file of one run, one batch and the comparison with every kind of damage that fits it, shuffled."""
    chosen = [name for name in stored.names if "two" not in name]
    found = [
        (name, file, kind) for name in chosen for file in stored.files(name) for kind in DAMAGES if fits(kind, file)
    ]
    address.shuffle(found)
    return found
