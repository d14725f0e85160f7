"""Every file of stored results, every kind of damage, every command that reads them."""

import hashlib
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from campaign.commands import Ended, called
from campaign.damage import DAMAGES, fits
from campaign.kills import CLAIMS, FEW_DRAWS, TOY

TEXT = """\
title: {title}
world: toy
start: 2000-01
end: 2009-12
seed: {seed}
replicates: 4
record: {{ties_at: [2009-12]}}
"""
RUNS = "{runs}"
"""In the words of a command, the folder of results."""
type Case = tuple[str, Path, str]
"""A folder of results, a file in it, a kind of damage."""
STUDIES = ("calibration", "discover", "sensitivity", "evidence")
OF_READING = ("list", "json", "why", "reproduce", "open", "city", "compare", "figures", "rm")
OF_STUDIES = ("list", "json", "open", "evidence", "why", "rm")


@dataclass(frozen=True)
class Stored:
    """Results in ``home/runs``, never touched: what is damaged is a copy. ``made`` has the command that made each."""

    home: Path
    made: Mapping[str, tuple[object, ...]]

    def files(self, name: str) -> list[Path]:
        """Return all files of one folder of results, seen from it."""
        folder = self.home / "runs" / name
        return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())

    def other(self, name: str) -> str:
        """Return the name of another folder of the same kind."""
        same = [one for one in self.made if one != name and one[:2] == name[:2]]
        return same[0] if same else name

    def together(self, name: str) -> list[str]:
        """Return the names that a command about one of them may look at: itself, the other, what was made with it."""
        with_it = [one for one, words in self.made.items() if words == self.made[name]]
        needed = [one for one in self.made if name.startswith("compare") and one.startswith(("one", "two"))]
        return sorted({name, self.other(name), *with_it, *needed})


@contextmanager
def undrawn() -> Iterator[None]:
    """Leave out drawing, which takes most of the time and reads nothing from disk."""
    with ExitStack() as stack:
        stack.enter_context(patch("cityties.figures.declared.rendered", return_value={"svg": b"<svg/>"}))
        yield


def make(home: Path) -> Stored:
    """Compute two runs, two batches, a comparison, a test of claims, three studies and their draws."""
    runs, made = home / "runs", dict[str, tuple[object, ...]]()
    runs.mkdir()

    def make_one(*words: object) -> None:
        _must(called(with_runs(words, runs), seconds=600))
        made.update({path.name: words for path in sorted(runs.iterdir()) if path.name not in made})

    alone = ("--out", RUNS, "--workers", 1)
    for number, name in enumerate(("one", "two")):
        (home / f"{name}.yaml").write_text(TEXT.format(title=name, seed=number + 1), encoding="utf-8")
        make_one("run", home / f"{name}.yaml", *alone)
        make_one("batch", home / f"{name}.yaml", *alone, "--name", f"ba-{name}")
    first = {key: next(name for name in made if name.startswith(key)) for key in ("one-", "two-")}
    make_one("compare", first["one-"], first["two-"], "--runs", RUNS)
    (home / "toy.yaml").write_text(TOY, encoding="utf-8")
    (home / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    make_one("claims", home / "claims.yaml", "--draws", 1, *alone)
    make_one("calibrate", "historical", *FEW_DRAWS, *alone)
    make_one("discover", "toy", "--draws", 60, "--levers", 0, *alone)
    make_one("sensitivity", "toy", "--samples", 2, "--factors", 2, "--constants", 0, *alone)
    make_one("evidence", "historical", "--out", RUNS)
    return Stored(home, made)


def with_runs(words: Sequence[object], runs: Path) -> list[object]:
    """Return the words of a command for one folder of results."""
    return [runs if word == RUNS else word for word in words]


def _must(ended: Ended) -> None:
    if ended.fault or ended.code:
        raise RuntimeError(f"{ended.words}: {ended.fault}\n{ended.output}")


def readers_of(name: str) -> tuple[str, ...]:
    """Return the commands that read a folder of results, by the beginning of its name."""
    return OF_STUDIES if name.startswith((*STUDIES, "ensemble")) else OF_READING


def words_of(command: str, name: str, other: str, runs: Path) -> list[object]:
    """Return the words of a command about one folder of results."""
    return {
        "list": ["list", "--runs", runs],
        "json": ["list", "--json", "--runs", runs],
        "why": ["why", f"{name}/v0-d0-r0-4", "--runs", runs],
        "reproduce": ["reproduce", name, "--runs", runs, "--workers", 1],
        "open": ["open", name, "--runs", runs],
        "city": ["city", "Aldgate", "--run", name, "--runs", runs],
        "compare": ["compare", name, other, "--runs", runs],
        "figures": ["figures", name, "--format", "svg", "--runs", runs],
        "evidence": ["evidence", "historical", "--out", runs],
        "rm": ["rm", name, "--yes", "--runs", runs],
    }[command]


def try_one(stored: Stored, name: str, file: Path, kind: str, commands: Sequence[str], where: Path) -> list[Ended]:
    """Damage a file in a copy of the results, and call commands on it; return those that end as none may."""
    runs, names = where / "runs", stored.together(name)
    for one in names:
        shutil.copytree(stored.home / "runs" / one, runs / one, symlinks=True)
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
            if command == "list" and len([one for one in names if one in ended.output]) < len(names) - 1:
                found.append(Ended(ended.words, ended.code, ended.output, "hides results that are whole"))
    return found


def _again(stored: Stored, name: str, runs: Path) -> list[Ended]:
    """Give the command again that wrote a folder: it must succeed, or say in one line why not, and mend the numbers."""
    ended = called(with_runs(stored.made[name], runs), seconds=300)
    if ended.fault:
        return [ended]
    if ended.code == 0 and numbers(runs / name) != numbers(stored.home / "runs" / name):
        return [Ended(ended.words, ended.code, ended.output, "ends well with other numbers")]
    return []


def numbers(folder: Path) -> str:
    """Return a hash over the bytes of all that was computed: parts and draws, and the tables of studies."""
    found = hashlib.sha256()
    tables = folder.glob("tables/*.csv") if folder.name.startswith(STUDIES) else ()
    for path in sorted([*folder.glob("*.parquet"), *folder.glob("parts/**/*.parquet"), *tables]):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def cases(stored: Stored, address: random.Random) -> list[Case]:
    """Return every file with every kind of damage that fits it, in two shuffled parts.

    First comes one file of each sort (tables of a run, figures of a study) with every damage, then all others.
    """
    chosen = [name for name in stored.made if "two" not in name]
    first, rest, seen = list[Case](), list[Case](), set[tuple[str, str, str]]()
    everything = [(name, file, kind) for name in chosen for file in stored.files(name) for kind in DAMAGES]
    address.shuffle(everything)
    for name, file, kind in everything:
        if fits(kind, file):
            sort = (name, file.name if len(file.parts) == 1 else f"{file.parts[0]} {file.suffix}", kind)
            (rest if sort in seen else first).append((name, file, kind))
            seen.add(sort)
    return [*first, *rest]
