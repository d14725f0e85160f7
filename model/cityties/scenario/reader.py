"""Reading a scenario file: the file, what it extends, and every check that a scenario must pass before it is run."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cityties.custom_rules.interface import CustomRule
from cityties.custom_rules.reader import RuleError, clashes, custom_rule_faults, read_rule
from cityties.errors import ScenarioError, TableError, did_you_mean, nearest
from cityties.scenario.draft import Draft
from cityties.scenario.messages import Problem, error_of, explain_fault, place_of_fault
from cityties.scenario.models import Scenario
from cityties.scenario.renamed import renamed
from cityties.scenario.sample_checks import name_sample, sample_problems
from cityties.scenario.set_option import set_above
from cityties.scenario.sweep_checks import sweep_problems
from cityties.scenario.world_names import WorldNames, absent_crises, read_world_names, unknown_names
from cityties.scenario.yaml_reader import read_draft
from cityties.worlds.shipped import shipped_file, shipped_names, shipped_world, shipped_worlds

MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A scenario with where it comes from: the place of every written key, and the texts of all files it is made of."""

    scenario: Scenario
    origins: dict[str, str]
    texts: dict[str, str]
    world_names: WorldNames

    def origin(self, key: str) -> str:
        """Return ``file:line`` of the key (such as ``parameters.strength_gain``), or ``default`` if no file sets it."""
        return self.origins.get(key, "default")


def read_scenario(path: Path) -> Scenario:
    """Read, complete and check a scenario file.

    Raises:
        ScenarioError: all faults of the file and of the files it extends, one line each.
    """
    return load_scenario(path).scenario


def load_scenario(path: Path, settings: Sequence[str] = ()) -> LoadedScenario:
    """Read a scenario file as :func:`read_scenario` does, and keep where every setting was written.

    ``settings`` such as ``over_compliance=0`` stand above those of the file, as if they were written in one that
    extends it; keys are those of sweeps, values are YAML.

    Raises:
        ScenarioError: all faults of the file and of the files it extends, one line each.
    """
    try:
        draft = _with_base(path, ()) if path.is_file() else None
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror}.") from None
    if draft is None:
        raise ScenarioError(_not_a_file(path))
    if not draft.readable:
        raise error_of(draft.problems)
    draft.values.setdefault("name", path.stem)
    for written in settings:
        set_above(draft, written)
    for old in draft.values if not (path.parent / "manifest.json").is_file() else ():
        if (found := renamed((old,))) and draft.values[old]:
            draft.add_problem((old,), found.advice)
    folder, names = _world(draft)
    rules = _custom_rules(draft)
    at = name_sample(draft)
    scenario = _checked(draft, folder, rules)
    for message in sample_problems(scenario, names) if names else ():
        draft.add_problem(at, message)
    for at, message in (*absent_crises(scenario, names), *sweep_problems(scenario, names)) if names else ():
        draft.add_problem(at, message)
    if names is None or draft.problems:
        raise _refusal(draft, folder)
    return LoadedScenario(scenario, _origins(draft), draft.texts, names)


def override(scenario: Scenario, **settings: Any) -> Scenario:
    """Return the scenario with top-level settings replaced, for example ``replicates=2``, and checked again.

    Raises:
        ScenarioError: a setting is unknown or out of bounds.
    """
    try:
        read = {"world_folder": scenario.world_folder, "custom_rules": scenario.custom_rules}
        changed = Scenario.model_validate(scenario.resolved() | settings, context=read)
        changed.custom_values()
        return changed
    except ValidationError as error:
        faults = (f"{detail['loc'][0]}: {explain_fault(detail)}" for detail in error.errors())
        raise ScenarioError("\n".join(faults)) from None


def _not_a_file(path: Path) -> str:
    if path.is_dir():
        names = [child.name for child in sorted(path.glob("*.yaml"))]
        return f"{path}: is a folder; name a scenario file" + (f" in it, such as {path / names[0]}." if names else ".")
    if path.exists():
        return f"{path}: is no plain file; name a scenario file."
    hint = _nearest_path(Path(), path) or " `cityties list --scenarios` shows those that can be given by name."
    return f"{path}: no such file.{hint}"


def _nearest_path(base: Path, path: Path) -> str:
    """Offer the path whose one wrong part is replaced by the most similar name that exists there."""
    right = Path()
    for place, part in enumerate(path.parts):
        if (base / right / part).exists():
            right /= part
            continue
        folder = base / right
        known = {child.stem: child.name for child in folder.iterdir()} if folder.is_dir() else {}
        close = nearest(Path(part).stem, known)
        offered = right.joinpath(known[close], *path.parts[place + 1 :]) if close else None
        return f" Did you mean '{offered.as_posix()}'?" if offered and (base / offered).exists() else ""
    return ""


def _nearest_world(home: Path, named: str) -> str:
    """Offer the most similar folder there is, else the world of the most similar name that comes with the package."""
    if hint := _nearest_path(home, Path(named)):
        return hint
    return did_you_mean(named, shipped_worlds()) or f" With CityTies come {', '.join(shipped_worlds())}."


def _with_base(path: Path, chain: tuple[Path, ...]) -> Draft:
    """Read a file and, below it, the file it extends; ``chain`` holds the files that led here."""
    draft = read_draft(path)
    base = draft.values.get("extends")
    if base is None and "extends" not in draft.values:
        return draft
    if not isinstance(base, str):
        draft.add_problem(("extends",), "takes the name of one file, such as historical.yaml.")
        return draft
    circle = (*chain, path)
    try:
        file = file_seen_from(path, base)
    except ScenarioError as error:
        draft.add_problem(("extends",), str(error))
        return draft
    if any(file.samefile(link) for link in circle):
        names = " -> ".join(link.name for link in (*circle, file))
        draft.add_problem(("extends",), f"goes round in a circle: {names}.")
    else:
        draft.extend(_with_base(file, circle))
    return draft


def file_seen_from(path: Path, name: str) -> Path:
    """Return the scenario file that another file names: beside it, or else the shipped scenario of that name.

    Raises:
        ScenarioError: there is none; the message completes a sentence that begins with the key, and offers the nearest.
    """
    beside = Path(os.path.normpath(path.parent / name))
    ended = beside.with_name(f"{beside.name}.yaml") if name else beside
    for file in (beside, ended):
        if file.is_file():
            return file
    if not beside.is_dir() and (shipped := shipped_file(name)) is not None:
        return shipped
    fault = "is a folder, not a file" if beside.is_dir() else "no such file"
    hint = _nearest_path(path.parent, Path(name)) or did_you_mean(name.removesuffix(".yaml"), shipped_names())
    raise ScenarioError(f"{fault}: '{name}'.{hint}")


def _world(draft: Draft) -> tuple[Path, WorldNames | None]:
    """Find the folder of the world, seen from the file that names it; check the names that are used of it."""
    named = draft.values.get("world")
    if not isinstance(named, str) or not named:
        return Path(), None
    home = draft.home(("world",))
    folder = Path(os.path.normpath(home / named))
    if not folder.is_dir():
        folder = shipped_world(named) or folder
    if not folder.is_dir():
        draft.add_problem(("world",), f"no such folder: '{named}'.{_nearest_world(home, named)}")
        return folder, None
    try:
        names = read_world_names(folder)
    except TableError as error:
        found = _table_problems(folder)
        if not found or found[0].file == str(folder):
            draft.add_problem(("world",), str(error) if not found else f"{found[0].file}: {found[0].message}")
        return folder, None
    for at, message in unknown_names(draft.values, names):
        draft.add_problem(at, message)
    return folder, names


def _refusal(draft: Draft, folder: Path) -> ScenarioError:
    """Return all faults of a scenario and of its world, so that nobody mends the one to be shown the other."""
    tables = _table_problems(folder) if folder != Path() and folder.is_dir() else []
    return error_of([*draft.problems, *(problem for problem in tables if problem.file != str(folder))])


def _table_problems(folder: Path) -> list[Problem]:
    """Return all that is wrong with the tables of a world, so that it stands beside the faults of the scenario."""
    from cityties.tables.world_tables import read_tables  # noqa: PLC0415 (it brings pandas, which no faultless file needs)

    try:
        read_tables(folder)
    except TableError as error:
        return [Problem(*place[:2], "", place[2]) for place in error.places]
    return []


def _custom_rules(draft: Draft) -> tuple[CustomRule, ...]:
    """Read the rules from outside the package, each seen from the file that names it; check their numbers."""
    rules, named = [], draft.values.get("rules")
    for place, name in enumerate(named if isinstance(named, list) else ()):
        if isinstance(name, str):
            home = draft.home(("rules", place))
            file = Path(os.path.normpath(home / name))
            try:
                rules.append(read_rule(file))
            except RuleError as error:
                draft.problems += [Problem(str(file), line, "", message) for line, message in error.faults]
            except ScenarioError as error:
                draft.add_problem(("rules", place), str(error))
    for place, message in clashes(rules):
        draft.add_problem(("rules", place), message)
    if len(rules) == len(named or ()):
        for name, message in custom_rule_faults(rules, draft.values.get("rule_parameters")):
            draft.add_problem(("rule_parameters", name), message)
    return tuple(rules)


def _checked(draft: Draft, folder: Path, rules: tuple[CustomRule, ...]) -> Scenario:
    settings = {key: value for key, value in draft.values.items() if key != "extends"}
    try:
        return Scenario.model_validate(settings, context={"world_folder": folder, "custom_rules": rules})
    except ValidationError as error:
        details = error.errors()
        for detail in details[:MOST_FAULTS]:
            _add_fault(draft, detail)
        if len(details) > MOST_FAULTS:
            draft.add_problem((), f"and {len(details) - MOST_FAULTS:,} more faults; mend these first.")
    raise _refusal(draft, folder)


def _add_fault(draft: Draft, detail: ErrorDetails) -> None:
    if detail["type"] == "missing" and any(problem.key == "extends" for problem in draft.problems):
        return  # it may well stand in the file that could not be read
    path = place_of_fault(detail)
    file, line = draft.place(path)
    inherited = line > 0 and file != draft.file
    advice = f" Set it in {draft.file}, or correct it here." if inherited else ""
    draft.add_problem(path, explain_fault(detail) + advice)


def _origins(draft: Draft) -> dict[str, str]:
    keys = {at: place for at, place in draft.places.items() if not isinstance(at[-1], int)}
    return {".".join(map(str, at)): f"{file}:{line}" if line else file for at, (file, line) in keys.items()}
