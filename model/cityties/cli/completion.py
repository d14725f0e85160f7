"""What the shell completes behind a command: names of scenarios, results, cities and keys, and files.

Each reads what it offers when the shell asks, and offers nothing where that cannot be read, because a
shell has no place for errors.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import typer

from cityties.errors import CityTiesError
from cityties.scenario.places import runs_folder, scenario_file, scenario_names

HISTORICAL = "historical"


def _offered(names: Callable[[], Iterable[str]], begun: str) -> list[str]:
    try:
        return sorted({name for name in names() if name.casefold().startswith(begun.casefold())})
    except (CityTiesError, OSError):
        return []


def files(begun: str) -> list[str]:
    """Return the paths that begin so; a folder ends with a slash, so that one can go on."""
    home, start = (Path(begun), "") if begun.endswith("/") else (Path(begun).parent, Path(begun).name)
    shown = begun[: len(begun) - len(start)] if start else begun
    try:
        found = [path for path in home.iterdir() if path.name.startswith(start) and (start or path.name[0] != ".")]
    except OSError:
        return []
    kept = (path for path in found if path.is_dir() or path.suffix in (".yaml", ".yml", ".csv", ".py"))
    return sorted(f"{shown}{path.name}{'/' if path.is_dir() else ''}" for path in kept)


def scenarios(incomplete: str) -> list[str]:
    """Return scenarios by name, and files."""
    return [*_offered(scenario_names, incomplete), *files(incomplete)]


def results(incomplete: str) -> list[str]:
    """Return the folders of runs, batches and comparisons."""
    from cityties.cli.inventory import is_result

    runs = runs_folder()
    return _offered(lambda: (path.name for path in runs.iterdir() if is_result(path)), incomplete)


def computed(incomplete: str) -> list[str]:
    """Return the folders of runs and batches."""
    from cityties.cli.folders import is_computed

    runs = runs_folder()
    return _offered(lambda: (path.name for path in runs.iterdir() if is_computed(path)), incomplete)


def scenarios_and_runs(incomplete: str) -> list[str]:
    """Return scenarios and runs by name, and files."""
    return [*scenarios(incomplete), *computed(incomplete)]


def keys(incomplete: str) -> list[str]:
    """Return keys of scenario files: parameters and mechanisms by their name, others in full."""
    return _offered(_keys, incomplete)


def _keys() -> Iterator[str]:
    from cityties.scenario.keys import SECTION, all_keys

    for key in all_keys().values():
        yield key.path[-1] if len(key.path) == 2 and key.path[0] in ("parameters", "mechanisms") else key.text
        if key.kind == SECTION:
            yield key.text


def settings(incomplete: str) -> list[str]:
    """Return keys with the sign behind which a value is typed."""
    return [f"{key}=" for key in keys(incomplete) if "<" not in key] if "=" not in incomplete else []


def cities(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the cities of the scenario that stands on the line, or of the recorded history; by nation too."""

    def known() -> Iterator[str]:
        """Yield each city with its nation and without."""
        from cityties.scenario.reader import load_scenario

        scenario = scenario_file(ctx.params.get("scenario") or HISTORICAL)
        for name in load_scenario(scenario).world_names.cities:
            yield name
            yield name.split("/", 1)[1]

    return _offered(known, incomplete)


def worlds_of_claims(incomplete: str) -> list[str]:
    """Return the worlds, null models and rivals that ``rivals`` knows."""
    from cityties.claims.reading import read_claims

    def known() -> Iterator[str]:
        """Yield worlds, claims and null models of the file of claims."""
        content = read_claims(scenario_file("claims")).content
        yield from content.worlds
        yield from content.claims
        yield from (world.null for world in content.worlds.values() if world.null)

    return _offered(known, incomplete)
