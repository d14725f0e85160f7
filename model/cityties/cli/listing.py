"""``cityties list``: what there is in the folder of results, or which scenarios can be run by name."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from cityties.cli.inventory import StoredResult, inventory
from cityties.cli.options import KINDS
from cityties.cli.screen import bold, columns, put
from cityties.errors import CityTiesError, counted, did_you_mean
from cityties.scenario.places import scenario_file, scenario_names
from cityties.tables.language import tr

UNREADABLE = ("damaged", "old")
HEAD = ("name", "kind", "cases", "replicates", "size", "age", "title")
MOST_SETTINGS, MOST_OF_ONE = 2, 40
COMPLETE = ("parameters", "mechanisms")
"""Sections that a run holds in full: a key that it lacks was not known to the version that ran it."""
RIGHT = frozenset({2, 3, 4, 5})
TITLE = re.compile(r"^title: *(.+)$", re.MULTILINE)


def list_results(runs: Path, text: str = "", kind: str | None = None, as_json: bool = False) -> None:
    """Print a table of runs, batches, claims, studies and comparisons, newest first, and below it what cannot be read.

    Raises:
        CityTiesError: there is no such kind.
    """
    if kind is not None and kind not in KINDS:
        raise CityTiesError(f"--kind {kind}: is none of {', '.join(KINDS)}.{did_you_mean(kind, KINDS)}")
    everything = inventory(runs)
    found = [one for one in told_apart(everything) if _fits(one, text) and kind in (None, one.kind)]
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], indent=2, ensure_ascii=False))
        return
    if not everything:
        typer.echo(f"{runs}: nothing there yet; `cityties run` and `cityties batch` write there.")
    elif not found:
        typer.echo(f"{runs}: nothing among {counted(len(everything), 'result')} fits.")
    _print_table([one for one in found if one.kind not in UNREADABLE])
    for one in found:
        if one.kind in UNREADABLE:
            put(f"{one.path.name}: {one.problem}")


def _fits(one: StoredResult, text: str) -> bool:
    return text.casefold() in f"{one.path.name} {one.title}".casefold()


def _print_table(found: Sequence[StoredResult]) -> None:
    if not found:
        return
    now = datetime.now(UTC)
    head, *lines = columns(HEAD, [_row(one, now) for one in found], RIGHT)
    typer.echo(bold(head))
    for line in lines:
        typer.echo(line)


def told_apart(results: Sequence[StoredResult]) -> list[StoredResult]:
    """Return results in order, runs of one title with the settings behind it in which they differ."""
    by_title: dict[str, list[StoredResult]] = {}
    for one in results:
        if one.kind == "run":
            by_title.setdefault(one.title, []).append(one)
    differing = {title: _differing([one.settings for one in found]) for title, found in by_title.items()}
    return [
        replace(one, title=one.title + _settings(one, differing[one.title])) if one.kind == "run" else one
        for one in results
    ]


def _differing(settings: Sequence[Mapping[str, Any]]) -> list[str]:
    keys = dict.fromkeys(key for one in settings for key in one)
    return [
        key
        for key in keys
        if len({json.dumps(one.get(key), sort_keys=True) for one in settings}) > 1
        and (key.partition(".")[0] not in COMPLETE or all(key in one for one in settings))
    ]


def _settings(one: StoredResult, keys: Sequence[str]) -> str:
    set_here = [f"{key}={_short(one.settings[key])}" for key in keys if one.settings.get(key) is not None]
    more = f" and {len(set_here) - MOST_SETTINGS} more" if len(set_here) > MOST_SETTINGS else ""
    return f" ({', '.join(set_here[:MOST_SETTINGS])}{more})" if set_here else ""


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= MOST_OF_ONE else f"{text[: MOST_OF_ONE - 1]}\N{HORIZONTAL ELLIPSIS}"


def _row(one: StoredResult, now: datetime) -> tuple[str, ...]:
    done = "" if not one.cases else f"{one.done:,}" if one.done == one.wanted else f"{one.done:,} of {one.wanted:,}"
    failed = f" ({counted(one.failed, 'unit')} failed)" if one.failed else ""
    cases = str(one.cases) if one.cases else ""
    age = spoken_age((now - one.written).total_seconds())
    return (one.path.name, one.kind, cases, done + failed, spoken_size(one.size), age, tr(one.title))


def spoken_age(seconds: float) -> str:
    """Return how long ago something was, in its largest unit, such as ``3 h``."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "now"


def spoken_size(size: int) -> str:
    """Return a number of bytes in kB, MB or GB."""
    for unit, length in (("GB", 1e9), ("MB", 1e6)):
        if size >= length:
            return f"{size / length:.1f} {unit}"
    return f"{-(-size // 1000)} kB"


def list_scenarios(text: str = "", as_json: bool = False) -> None:
    """Print the scenarios that go by name, the project's own and those that come with CityTies, with their titles."""
    titles = {name: tr(_title(scenario_file(name))) for name in scenario_names()}
    found = {name: title for name, title in titles.items() if text.casefold() in f"{name} {title}".casefold()}
    if as_json:
        rows = [{"name": name, "title": title, "path": str(scenario_file(name))} for name, title in found.items()]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    head, *lines = columns(("name", "title"), found.items())
    typer.echo(bold(head))
    for line in lines:
        typer.echo(line)


def _title(file: Path) -> str:
    """Return the title as it is written; a file is not read as YAML for it, which takes much longer."""
    match = TITLE.search(file.read_text(encoding="utf-8", errors="replace"))
    return match.group(1).strip().strip("'\"") if match else ""
