"""``cityties explain``: what a key means, what it may be, where its default comes from, and which file set it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from cityties.cli.screen import echo, printable
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.mechanisms import MECHANISMS
from cityties.scenario.keys import (
    ANY_NAME,
    SECTION,
    Key,
    all_keys,
    dotted,
    key_at,
    keys_below,
    keys_named,
)
from cityties.scenario.places import scenario_file
from cityties.scenario.reader import LoadedScenario, load_scenario
from cityties.scenario.recorded import named_section, names_of, recorded_value
from cityties.scenario.sweeps import setting_path
from cityties.scenario.world_changes import FROM
from cityties.tables.world_priors import WorldPrior, world_priors

WIDTH = 11
LEAST_INDENT = 6
MOST_NAMES, MOST_FOUND = 60, 8
HISTORICAL = "historical"


def explain(
    key: str | None,
    file: Path | None,
    as_json: bool = False,
    settings: Sequence[str] = (),
    inert: bool = False,
) -> None:
    """Print everything about one key, or a list of all keys; with a file, its value and origin too.

    ``settings`` stand above those of the file, or of the recorded history where none is named; ``inert`` lists the
    mechanisms that are on in vain.

    Raises:
        ScenarioError: there is no such key, or the file is faulty.
    """
    if file is None and (settings or inert):
        file = Path(HISTORICAL)
    loaded = load_scenario(scenario_file(file), settings) if file else None
    if inert and loaded is not None:
        if key is not None or as_json:
            raise ScenarioError("--inert lists mechanisms; leave out the key and --json.")
        from cityties.cli.inert_notes import list_inert  # noqa: PLC0415 - reads a world, which no key needs

        list_inert(loaded)
        return
    if as_json:
        found = _find(key) if key else [(one, one.path) for one in all_keys().values()]
        typer.echo(json.dumps([_described(*one, loaded) for one in found], indent=2, ensure_ascii=False, default=str))
        return
    if key is None:
        _list_all(loaded)
        return
    for place, (known, asked) in enumerate(_find(key)):
        if place:
            typer.echo()
        for line in _lines(known, asked, loaded):
            echo(printable(line), WIDTH + 2)


def _described(key: Key, asked: tuple[str, ...], loaded: LoadedScenario | None) -> dict[str, Any]:
    """Return one key for programs; what it has not is null. The names are documented in runs/README.md."""
    declared = key.declared
    known = loaded is not None and ANY_NAME not in asked and key.kind != SECTION
    return {
        "key": dotted(asked),
        "meaning": key.meaning,
        "takes": key.kind,
        "low": key.low,
        "high": key.high,
        "default": key.default,
        "symbol": declared.symbol if declared else None,
        "source": declared.source if declared else None,
        "prior": declared.prior.text() if declared and declared.prior else _prior_of_world(asked, loaded),
        "mechanism": declared.mechanism if declared else None,
        "value": _set_value(asked, loaded) if known and loaded else None,
        "origin": loaded.origin(".".join(asked)) if known and loaded else None,
    }


def _prior_of_world(asked: tuple[str, ...], loaded: LoadedScenario | None) -> str | None:
    """Return the prior of a number of the world that a draw takes; None without one."""
    rows = _priors(asked, loaded) if loaded else []
    return rows[0].prior.text() if rows else None


def _find(name: str) -> list[tuple[Key, tuple[str, ...]]]:
    """Return the keys of that full or last name, each with the path that was asked for."""
    path = setting_path(name) if "." in name else (name,)
    exact = key_at(path)
    if exact is not None and len(path) > 1:
        return [(exact, path)]
    found = [(key, key.path) for key in keys_named(name)]
    if not found:
        names = [key.text for key in all_keys().values()] + [key.path[-1] for key in all_keys().values()]
        hint = (did_you_mean(name, names) + _speaking_of(name)) or " `cityties explain` lists all keys."
        raise ScenarioError(f"'{name}' is no key of a scenario file.{hint}")
    return found


def _speaking_of(word: str) -> str:
    """Return a sentence with the keys in whose name or meaning a word stands, or nothing."""
    sought = word.casefold()
    texts = {key.text: f"{key.text} {key.meaning}".casefold() for key in all_keys().values()}
    found = [key for key, text in texts.items() if sought in text] if sought.strip() else []
    more = f" and {len(found) - MOST_FOUND} more" if len(found) > MOST_FOUND else ""
    return f" It stands in the name or meaning of {', '.join(found[:MOST_FOUND])}{more}." if found else ""


def _list_all(loaded: LoadedScenario | None) -> None:
    width = max(len(key.text) for key in all_keys().values())
    for key in all_keys().values():
        message = _value(key.path, loaded) if loaded and key.kind != SECTION else key.meaning
        echo(printable(f"{key.text:{width}}  {message}"), min(width + 2, LEAST_INDENT))


def _lines(key: Key, asked: tuple[str, ...], loaded: LoadedScenario | None) -> Iterator[str]:
    if loaded is not None and ANY_NAME not in asked:
        _require_name(asked, loaded)
    yield dotted(asked)
    yield _line("meaning", key.meaning)
    if key.kind == SECTION:
        yield from _of_section(asked, loaded)
        return
    yield _line("takes", f"{key.kind} {key.bounds()}" if key.low is not None else key.kind)
    if named_section(key.path) and key.path[-1] != FROM:
        yield _line("default", "as in the world's tables")
    elif key.default is not None:
        yield _line("default", _written(key.default))
    if declared := key.declared:
        yield _line("symbol", declared.symbol)
        yield _line("source", declared.source)
        yield _line("prior", declared.prior.text() if declared.prior else "none, a constant")
        if declared.prior and declared.known_by:
            yield _line("knows", f"records up to {declared.known_by}")
        yield _line("mechanism", declared.mechanism)
    if loaded is not None and ANY_NAME not in asked:
        yield from _in_world(asked, loaded)
    if key.path[0] == "mechanisms":
        yield from _effect(key.path[-1], loaded)


def _in_world(asked: tuple[str, ...], loaded: LoadedScenario) -> Iterator[str]:
    """Yield what the tables record of a setting, its priors there, and its value in a scenario."""
    recorded = recorded_value(loaded.scenario.world_folder, asked)
    if recorded is not None:
        yield _line("recorded", recorded)
    for row in _priors(asked, loaded):
        yield _line("prior", row.text())
    yield _line("value", _value(asked, loaded))


def _of_section(asked: tuple[str, ...], loaded: LoadedScenario | None) -> Iterator[str]:
    """Yield the keys of a section, and the names that it takes where it goes by names of the world."""
    below = (*asked, ANY_NAME) if keys_below((*asked, ANY_NAME)) else asked
    paths = [(*below, name) for name in keys_below(below)]
    width = max(len(dotted(path)) for path in paths)
    for place, path in enumerate(paths):
        key = key_at(path)
        yield _line("" if place else "keys", f"{dotted(path):{width}}  {key.meaning if key else ''}".rstrip())
    section = named_section(asked)
    if section == dotted(asked):
        yield _line("names", _names(section, loaded))


def _names(section: str, loaded: LoadedScenario | None) -> str:
    """Return the names that a section takes in the world of a scenario."""
    if loaded is None:
        return f"those of the world; `cityties explain {section} --scenario {HISTORICAL}` lists them"
    names = names_of(loaded.scenario.world_folder, section)
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def _require_name(asked: tuple[str, ...], loaded: LoadedScenario) -> None:
    section = named_section(asked)
    if section is None or section == dotted(asked):
        return
    name, names = asked[section.count(".") + 1], names_of(loaded.scenario.world_folder, section)
    if name not in names:
        offer = did_you_mean(name, names) or f" `cityties explain {section} --scenario ...` lists them."
        raise ScenarioError(f"{dotted(asked)}: the world has nothing of this name under {section}.{offer}")


def _priors(asked: tuple[str, ...], loaded: LoadedScenario) -> list[WorldPrior]:
    """Return the priors that the world of a scenario has for a setting, the one that knows most first."""
    rows = [row for row in world_priors(loaded.scenario.world_folder) if setting_path(row.setting) == asked]
    return sorted(rows, key=lambda row: -row.known_by)


def _effect(mechanism: str, loaded: LoadedScenario | None) -> Iterator[str]:
    """Say what a mechanism needs to move an outcome; with a scenario, whether it has that there."""
    declared = MECHANISMS[mechanism]
    if declared.wakes:
        yield _line("wakes it", " or ".join(f"parameters.{name}" for name in declared.wakes))
    if loaded is not None and getattr(loaded.scenario.mechanisms, mechanism):
        from cityties.cli.inert_notes import sentence  # noqa: PLC0415 - reads a world, which no other key needs
        from cityties.setup.inertness import inert_mechanisms  # noqa: PLC0415
        from cityties.tables.world_tables import read_tables  # noqa: PLC0415

        found = inert_mechanisms(loaded.scenario, read_tables(loaded.scenario.world_folder))
        inert = next((sentence(one) for one in found if one.mechanism == mechanism), "is on and moves outcomes")
        yield _line("effect", inert)


def _line(label: str, text: str) -> str:
    return f"  {label:{WIDTH}}{text}"


def _value(path: tuple[str, ...], loaded: LoadedScenario) -> str:
    """Write a value and its origin, such as ``0.2, set in scenarios/mine.yaml:7``."""
    value = _set_value(path, loaded)
    if value is None:
        return "not set"
    origin = loaded.origin(".".join(path))
    return f"{_written(value)} (default)" if origin == "default" else f"{_written(value)}, set in {origin}"


def _set_value(path: tuple[str, ...], loaded: LoadedScenario) -> Any:
    value: Any = loaded.scenario.resolved()
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(item) for item in value)}]"
    return f"{value:g}" if isinstance(value, float) else str(value) or "''"
