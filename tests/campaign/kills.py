"""Kills at random moments: whatever writes is killed and begun again until it ends, and must end as if undisturbed."""

import hashlib
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from campaign import starting
from campaign.commands import called
from campaign.starting import Begun

TOY = """\
title: Killed
world: toy
start: 1995-01
end: 2014-12
replicates: 100
record: {ties_at: [2009-12]}
"""
CLAIMS = """\
scenario: toy.yaml
crises: [EM-WM 2003-09]
deciding: {escalation: [over_compliance], reduced_form: [absorption]}
worlds:
  history: {until: 2009-12}
claims:
  H1: {statement: Ties soften bad times, estimand: buffer}
"""
LEFT_OUT = (".lock", "sealed.json", "batch.json", "study.json", "journal.jsonl", "report.html", "claims.html")
"""Files that hold times of the clock."""
CACHE = "cache"
"""Folder of compiled code, which has other bytes each time."""
PAUSE = 0.03
"""Seconds between two looks at how far a command is."""
FEW_DRAWS = ("--draws", "100", "--second", "0", "--kept", "20", "--coverage", "0")


@dataclass(frozen=True)
class Killed:
    """A command that writes: its words, variables it needs, perhaps a command that shows whether all went well.

    It gets ``share`` kills for every one of the others; those that take long get fewer.
    """

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    then: tuple[str, ...] = ()
    share: float = 1.0


def commands(home: Path) -> Iterator[tuple[Killed, Path]]:
    """Yield every command that writes, with the folder that it writes below; ``home`` gets the files it needs.

    What a command needs to have been computed is computed by :func:`compared`.
    """
    toy, claims = home / "toy.yaml", home / "claims.yaml"
    toy.write_text(TOY, encoding="utf-8")
    claims.write_text(CLAIMS, encoding="utf-8")
    out = home / "out"
    yield Killed("run", ("run", str(toy), "--out", str(out / "run"), "--workers", "2")), out / "run"
    yield Killed("batch", ("batch", str(toy), "--out", str(out / "batch"), "--replicates", "1000")), out / "batch"
    yield Killed("claims", ("claims", str(claims), "--draws", "2", "--out", str(out / "claims"))), out / "claims"
    runs = out / "compare"
    yield Killed("compare", ("compare", "first", "second", "--runs", str(runs))), runs
    world = out / "synth" / "world"
    yield Killed("world synth", ("world", "synth", "--out", str(world), "--cities", "3000")), out / "synth"
    calibrate = ("calibrate", "historical", *FEW_DRAWS, "--out", str(out / "calibrate"))
    yield Killed("calibrate", calibrate, share=0.5), out / "calibrate"
    warm = out / "warmup"
    cache, then = {"XDG_CACHE_HOME": str(warm / CACHE)}, ("run", str(toy), "--out", str(warm), "--replicates", "4")
    yield Killed("warmup", ("warmup",), cache, then, share=0.15), warm


def compared(toy: Path, runs: Path) -> None:
    """Compute what is compared.

    Raises:
        RuntimeError: it failed.
    """
    for seed, name in (("1", "first"), ("2", "second")):
        words = ("batch", str(toy), "--out", str(runs), "--seed", seed, "--replicates", "4", "--name", name)
        code, said = begin(Killed("batch", words)).wait()
        if code:
            raise RuntimeError(said)


def begin(command: Killed) -> Begun:
    """Start a command in a process of its own."""
    return starting.begin(command.words, command.environment)


def digest(folder: Path) -> str:
    """Return a hash over all files that hold no time of the clock."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.name not in LEFT_OUT and name.parts[0] != CACHE:
            found.update(name.as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def kill_again_and_again(command: Killed, written: Path, kills: int, address: random.Random) -> tuple[int, list[str]]:
    """Kill a command so often and let it end; return how often it was at work when it was killed, and what was found.

    Moments are of the processor time of the command, so that other work on the machine does not move them.
    What it wrote is begun afresh whenever it ended before it was killed.
    """
    before = {path.name for path in written.iterdir()} if written.is_dir() else set()
    fault, seconds = _ended(command)
    whole = digest(written)
    if fault:
        return 0, [fault]
    _take_away(written, before)
    killed, found = 0, list[str]()
    while killed < kills and not found:
        process = begin(command)
        moment = address.uniform(0.0, seconds)
        while process.worked() < moment and not process.ended():
            time.sleep(PAUSE)
        if not process.ended():
            process.kill()
            killed += 1
            print(f"\r{command.name}: {killed} of {kills} kills", end="", file=sys.stderr, flush=True)
        else:
            _take_away(written, before)
        code, said = process.wait()
        if code not in (0, -signal.SIGKILL) and not _there_already(command, said):
            found.append(f"{command.name}: after {killed} kills code {code}: {said.strip()[-300:]}")
        found += _damaged(command, written)
    fault, _ = _ended(command)
    if fault or found:
        return killed, [*found, *([fault] if fault else [])]
    if digest(written) != whole:
        found.append(f"{command.name}: after {killed} kills the files are not those of an undisturbed run")
    if left := [path.name for path in written.rglob(".tmp-*")]:
        found.append(f"{command.name}: leaves {', '.join(left[:3])}")
    return killed, found


def _ended(command: Killed) -> tuple[str, float]:
    """Let a command end; return what it said if it did not end well, and the seconds of processor that it took."""
    seconds = 0.0
    for words in (command.words, command.then):
        if words:
            process = begin(replace(command, words=words))
            while not process.ended():
                seconds = max(seconds, process.worked()) if words is command.words else seconds
                time.sleep(PAUSE)
            code, said = process.wait()
            if code and not _there_already(command, said):
                return f"{command.name}: code {code}: {said.strip()[-300:]}", seconds
    return "", seconds


def _there_already(command: Killed, said: str) -> bool:
    """Return whether a world is not made again because a kill came after it was whole."""
    return command.name == "world synth" and "is there already" in said


def _damaged(command: Killed, written: Path) -> list[str]:
    """Return what `list` says of results that a kill tore; there must be none."""
    if command.name in ("world synth", "warmup"):
        return []
    listed = called(["list", "--runs", written])
    if listed.fault or listed.code or "cannot be read" in listed.output:
        return [f"{command.name}: a kill left results that cannot be read: {listed.fault} {listed.output}"]
    return []


def _take_away(folder: Path, but: set[str]) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in but:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
