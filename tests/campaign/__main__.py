"""The campaign: everything that can go wrong around the program, tried on purpose.

``python -m uv run python tests/campaign [--only kills|stored|places] [--kills N] [--stored SECONDS]`` prints what was
tried and found, and ends with code 1 if anything was found.
"""

import argparse
import math
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from campaign import kills, places, stored

PARTS = ("stored", "places", "kills")


def of_kills(asked: argparse.Namespace, home: Path) -> Iterator[str]:
    """Kill every command that writes, so often in all."""
    address = random.Random(asked.seed)
    found = [one for one in kills.commands(home) if not asked.command or one[0].name in asked.command]
    whole = sum(command.share for command, _ in found)
    for command, written in found:
        if command.name == "compare":
            kills.compared(home / "toy.yaml", written)
        often = math.ceil(asked.kills * command.share / whole)
        killed, faults = kills.kill_again_and_again(command, written, often, address)
        print(f"kills: {command.name} killed {killed} times at work, {len(faults)} faults", flush=True)
        yield from faults


def of_stored(asked: argparse.Namespace, home: Path) -> Iterator[str]:
    """Damage stored files at random for so long, and call every command on them."""
    results = stored.make(home)
    ends, tried, called = time.monotonic() + asked.stored, 0, 0
    all_cases = stored.cases(results, random.Random(asked.seed))
    commands = random.Random(asked.seed)
    with stored.undrawn():
        for name, file, kind in all_cases:
            if time.monotonic() > ends:
                break
            chosen = ["list", *commands.sample((*stored.readers_of(name), "again"), 3)]
            if "rm" in chosen:
                chosen.append(chosen.pop(chosen.index("rm")))
            copy = home / f"copy-{tried}"  # a path of its own: what was read of another may be remembered
            for ended in stored.try_one(results, name, file, kind, chosen, copy):
                yield f"stored: {name}/{file} {kind}: cityties {' '.join(ended.words[:2])}: {ended.fault}"
            shutil.rmtree(copy)
            tried, called = tried + 1, called + len(chosen)
    print(f"stored: {tried} of {len(all_cases)} damages tried, {called} commands called", flush=True)


def of_places(asked: argparse.Namespace, home: Path) -> Iterator[str]:
    """Try every place where a program ends badly."""
    for trial in places.TRIALS:
        folder = home / trial.__name__
        folder.mkdir()
        try:
            found = trial(folder)
        except places.LeftOutError as error:
            print(f"places: {trial.__name__} left out: {error}", flush=True)
            continue
        print(f"places: {trial.__name__}, {len(found)} faults", flush=True)
        yield from (f"places: {trial.__name__}: {one}" for one in found)


def main() -> None:
    """Run the parts that are asked for, and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="kills in all")
    parser.add_argument("--stored", type=float, default=1200.0, help="seconds of damaging stored files")
    parser.add_argument("--command", action="append", help="kill this command alone, such as batch; can be repeated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS, action="append")
    asked = parser.parse_args()
    parts = {"stored": of_stored, "places": of_places, "kills": of_kills}
    faults = 0
    for name in asked.only or PARTS:
        with tempfile.TemporaryDirectory() as home:
            for fault in parts[name](asked, Path(home)):
                print(f"FOUND {fault}", flush=True)
                faults += 1
    print(f"{faults} faults found")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
