"""The scenarios and worlds that come with CityTies, in the package where it was installed, beside it in a clone."""

from pathlib import Path

from cityties.errors import CityTiesError

PACKAGE = Path(__file__).parents[1]
SCENARIOS = "scenarios"
SCENARIO_SUFFIX = ".yaml"


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the package.

    Raises:
        CityTiesError: there is none, because the package is not whole.
    """
    places = [root / SCENARIOS for root in (PACKAGE, PACKAGE.parents[1])]
    found = next((folder for folder in places if (folder / "worlds").is_dir()), None)
    if found is None:
        raise CityTiesError(f"{places[0]}: the scenarios are missing. Install CityTies again.")
    return found


def shipped_file(name: str) -> Path | None:
    """Return the scenario file of that name that comes with the package, with or without its ending, if there is one.

    Names are seen from the folder of scenarios: ``historical``, ``severity/s090.yaml``, ``claims``.
    """
    if not name or Path(name).is_absolute() or ".." in Path(name).parts:
        return None
    places = [shipped_folder() / name, shipped_folder() / f"{name}{SCENARIO_SUFFIX}"]
    return next((file for file in places if file.is_file()), None)


def shipped_world(name: str) -> Path | None:
    """Return the world of that name that comes with the package, as ``east-asia`` or ``worlds/east-asia``."""
    if not name or Path(name).is_absolute() or ".." in Path(name).parts:
        return None
    places = [shipped_folder() / name, shipped_folder() / "worlds" / name]
    return next((folder for folder in places if (folder / "nations.csv").is_file()), None)


def shipped_worlds() -> list[str]:
    """Return the names of all worlds that come with the package."""
    return sorted(file.parent.name for file in (shipped_folder() / "worlds").glob("*/nations.csv"))


def shipped_names() -> list[str]:
    """Return the names of all scenario files that come with the package, as they are typed."""
    root = shipped_folder()
    return sorted(file.relative_to(root).with_suffix("").as_posix() for file in root.rglob(f"*{SCENARIO_SUFFIX}"))
