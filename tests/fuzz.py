"""Fuzz: valid files with random faults go through the commands that read them, in this process, for so many seconds.

``python -m uv run python tests/fuzz.py SECONDS [--seed N]`` prints every input that ends in anything but success or
clear lines, how many were tried, and ends with code 1 if one was found. Memory is limited; each call has a minute.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from builders.worlds_on_disk import write_small_world
from campaign.commands import called
from campaign.kills import CLAIMS, TOY

MEMORY = 6 * 2**30
PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\t",
    b"'",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"#",
    b"&a ",
    b"*a",
    b"!!python/object:os.system ",
    b"<<: ",
    b"null",
    b"NaN",
    b".inf",
    b"-1",
    b"1e999",
    b"9" * 400,
    b"0x1f",
    b"1_000",
    b"yes",
    b"2012-13",
    b"0000-00",
    b"../",
    b"/dev/zero",
    "\N{SUPERSCRIPT TWO}".encode(),
    "\N{RIGHT-TO-LEFT OVERRIDE}".encode(),
    "\N{FULLWIDTH DIGIT FIVE}".encode(),
    b"\x1b[2J",
    b"[/bold]",
    b"{{7*7}}",
    b"=cmd()",
    b"x" * 5000,
    b"=",
    b"all",
    b"prior",
)
"""What is put into a file: marks of YAML, JSON, CSV and markup, odd numbers, odd characters."""
DESIGN = """\
title: A design
world: world
start: 2008-01
end: 2016-12
replicates: 2
parameters: {strength_gain: 0.1, over_compliance: 2}
mechanisms: {lobbying: false}
shocks: {change: {AA-BB-2012-09: {severity: 0.4}}}
crises: {only: [AA-BB 2012-09], follow_months: 24}
record: {ties_at: [2012-12]}
arms: {named: {no_forum: {mechanisms: {forum: false}}}}
design:
  sweep: {grid: {outreach: [0, 1]}, list: [{mechanisms.spillover: true}, {mechanisms.spillover: false}]}
  until: {half_width: 0.1}
"""
PAIRS = """\
city_a,nation_a,latitude_a,longitude_a,city_b,nation_b,latitude_b,longitude_b,signed
Alphaville,Ruritania,10,20,Betatown,Freedonia,30,40,1990
Gammaport,Ruritania,11,21,Deltaham,Freedonia,31,41,1991-05
"""
JSON_PAIRS = """\
{"head": {"vars": ["city_a", "nation_a", "latitude_a", "longitude_a",
"city_b", "nation_b", "latitude_b", "longitude_b"]},
"results": {"bindings": [
{"city_a": {"value": "Alphaville"}, "nation_a": {"value": "Ruritania"}, "latitude_a": {"value": "1"},
"longitude_a": {"value": "2"}, "city_b": {"value": "Betatown"}, "nation_b": {"value": "Freedonia"},
"latitude_b": {"value": "3"}, "longitude_b": {"value": "4"}}
]}}
"""


def mutated(data: bytes, address: random.Random) -> bytes:
    """Return the bytes with one to four random faults."""
    for _ in range(address.choice((1, 1, 1, 2, 4))):
        at = address.randrange(len(data) + 1)
        to = min(len(data), at + address.choice((0, 1, 3, 20)))
        kind = address.randrange(6)
        if kind == 0:
            data = data[:at] + address.choice(PIECES) + data[to:]
        elif kind == 1:
            data = data[:at] + data[to:]
        elif kind == 2:
            lines = data.splitlines(keepends=True) or [b""]
            one, other = address.randrange(len(lines)), address.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one] * address.choice((0, 1, 2))
            data = b"".join(lines)
        elif kind == 3:
            data = data[:at] + bytes([address.randrange(256)]) + data[to:]
        elif kind == 4:
            words = data.split()
            data = data.replace(address.choice(words), address.choice((*words, *PIECES)), 1) if words else data
        else:
            data = data[:at] + data[at:] * address.choice((0, 2))
    return data


class Subject:
    """One kind of file: its text, where it lies, and the command that reads it."""

    def __init__(
        self, name: str, text: str, words: Callable[[Path], Sequence[object]], path: str | None = None
    ) -> None:
        self.name, self.text, self.words, self.path = name, text, words, path or name


def subjects(home: Path) -> list[Subject]:
    """Write what is valid into a folder, and return every kind of file in it."""
    world = write_small_world(home / "world")
    (home / "toy.yaml").write_text(TOY, encoding="utf-8")

    def imported(*options: str) -> Callable[[Path], Sequence[object]]:
        return lambda file: ["world", "import", file, *options, "--out", home / f"w{time.monotonic_ns()}"]

    found = [
        Subject("scenario", DESIGN, lambda file: ["check", file], "scenario.yaml"),
        Subject("design", DESIGN, lambda file: ["why", "v0-d0-r0-2", file, "--runs", home / "runs"], "why.yaml"),
        Subject("claims", CLAIMS, lambda file: ["check", file], "claims.yaml"),
        Subject("list", PAIRS, imported(), "pairs.csv"),
        Subject("json", JSON_PAIRS, imported("--skip"), "pairs.json"),
    ]
    for table in sorted(world.rglob("*.csv")):
        name = table.relative_to(home).as_posix()
        found.append(Subject(name, table.read_text(encoding="utf-8"), lambda _: ["check", home / "plain.yaml"], name))
    (home / "plain.yaml").write_text(DESIGN, encoding="utf-8")
    return found


def main() -> None:
    """Fuzz for so long, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    address, tried, found = random.Random(asked.seed), Counter[str](), 0
    ends = time.monotonic() + asked.seconds
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        kinds = subjects(home)
        for one in kinds:  # else nothing behind the first fault would ever be reached
            (home / one.path).write_text(one.text, encoding="utf-8")
            if (whole := called(one.words(home / one.path))).code:
                raise RuntimeError(f"{one.name} is refused as it is: {whole.output}")
        while time.monotonic() < ends:
            one = address.choice(kinds)
            file = home / one.path
            data = mutated(one.text.encode(), address)
            file.write_bytes(data)
            ended = called(one.words(file))
            if ended.fault:
                found += 1
                print(f"FOUND {one.name}: {ended.fault}\n  input {data[:3000]!r}", flush=True)
            tried[f"{one.name.split('/')[0]} {'refused' if ended.code else 'taken'}"] += 1
            file.write_text(one.text, encoding="utf-8")
    print(f"{tried.total()} inputs, {found} faults: {dict(sorted(tried.items()))}")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
