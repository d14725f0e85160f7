"""Reading a file of observables: strictly, with file and line of every fault and the nearest name that would do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cityties.calibration.settling.declared import GROUPS, MEASURES, Observable, ObservablesFile
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.parameters import DECLARED
from cityties.scenario.keys import KeyPath
from cityties.scenario.messages import error_of, explain_fault, misfit_of_kind
from cityties.scenario.models import Scenario
from cityties.scenario.reader import file_seen_from, read_scenario
from cityties.scenario.yaml_reader import read_draft
from cityties.setup.event_columns import list_crises
from cityties.tables.world_tables import WorldTables, read_tables


@dataclass(frozen=True)
class ObservableSet:
    """A checked file of observables with its scenario and tables."""

    file: Path
    content: ObservablesFile
    scenario: Scenario
    tables: WorldTables


def read_observables(path: Path) -> ObservableSet:
    """Read and check a file of observables with the scenario that it names.

    Raises:
        ScenarioError: all faults that were found, one line each.
    """
    if not path.is_file():
        raise ScenarioError(f"{path}: no such file. The one that comes with CityTies is scenarios/observables.yaml.")
    draft = read_draft(path)
    if draft.is_scenario_without("observables"):
        raise ScenarioError(f"{path}: is a scenario and holds no observables; scenarios/observables.yaml shows some.")
    if draft.problems:
        raise error_of(draft.problems)
    try:
        content = ObservablesFile.model_validate(draft.values)
    except ValidationError as error:
        for detail in error.errors():
            draft.add_problem(tuple(one for one in detail["loc"] if one != "[key]"), _explained(detail))
        raise error_of(draft.problems) from None
    try:
        scenario = read_scenario(file_seen_from(path, content.scenario))
    except ScenarioError as error:
        draft.add_problem(("scenario",), str(error).splitlines()[0])
        raise error_of(draft.problems) from None
    tables = read_tables(scenario.world_folder)
    for at, message in _misfits(content, scenario, tables):
        draft.add_problem(at, message)
    if draft.problems:
        raise error_of(draft.problems)
    return ObservableSet(path, content, scenario, tables)


def _explained(detail: ErrorDetails) -> str:
    path, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        known = list(_section(path[:-1]).model_fields)
        return f"no such key.{did_you_mean(str(path[-1]), known) or f' The keys here are {", ".join(known)}.'}"
    if kind == "literal_error":
        known = list(MEASURES)
        hint = did_you_mean(str(detail["input"]), known) or f" There are {', '.join(known)}."
        return f"no measure '{detail['input']}'.{hint}"
    if kind == "fault":
        return explain_fault(detail)
    return misfit_of_kind(detail)


def _section(path: KeyPath) -> type[BaseModel]:
    """Return what declares the keys below a path of the file."""
    kind: Any = ObservablesFile
    for name in path:
        fields: Mapping[str, Any] = getattr(kind, "model_fields", {})
        kind = fields[str(name)].annotation if fields else get_args(kind)[-1]
    found: type[BaseModel] = kind
    return found


def _misfits(content: ObservablesFile, scenario: Scenario, tables: WorldTables) -> Iterator[tuple[KeyPath, str]]:
    """Yield what names something that there is not, or lacks what its measure takes."""
    known = [crisis.name for crisis in list_crises(tables, scenario) if crisis.dyad >= 0]
    yield from _unknown(("crises",), content.crises, known, "crisis of two nations")
    for name, one in content.observables.items():
        at = ("observables", name)
        yield from _unknown((*at, "crises"), one.crises, content.crises, "crisis among those of the file")
        yield from _unknown((*at, "parameters"), one.parameters, [*GROUPS, *DECLARED], "parameter")
        yield from _unknown((*at, "of"), one.of, _single(content), "observable that is not combined itself")
        if (one.measure == "parameters") != bool(one.parameters):
            yield (*at, "parameters"), "goes with `measure: parameters`, and with no other."
        if (one.measure == "combined") != bool(one.of):
            yield (*at, "of"), "goes with `measure: combined`, and with no other."


def _single(content: ObservablesFile) -> list[str]:
    return [name for name, one in content.observables.items() if one.measure != "combined"]


def _unknown(
    at: KeyPath, names: tuple[str, ...], known: list[str] | tuple[str, ...], what: str
) -> Iterator[tuple[KeyPath, str]]:
    for name in names:
        if name not in known:
            yield at, f"no {what} '{name}'.{did_you_mean(name, known) or f' There are {", ".join(known[:12])}.'}"


def crises_of(content: ObservablesFile, one: Observable) -> tuple[str, ...]:
    """Return the crises around which an observable is measured."""
    return one.crises or content.crises
