"""Reading a file of claims: strictly, with file and line of every fault and the nearest name that would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cityties.claims.checks import faults_of_settings, misfits, unknown_crises
from cityties.claims.declared import HISTORY, Claim, ClaimsFile, ClaimWorld
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.calendar import month_label
from cityties.scenario.draft import Draft
from cityties.scenario.keys import KeyPath
from cityties.scenario.messages import error_of, explain_fault, misfit_of_kind, shown
from cityties.scenario.models import Scenario
from cityties.scenario.reader import file_seen_from, override, read_scenario
from cityties.scenario.sample_file import SampleFile, read_sample
from cityties.scenario.sweeps import with_settings
from cityties.scenario.world_names import read_world_names
from cityties.scenario.yaml_reader import read_draft

LIKE = "like"
KINDS = ("bool", "int", "float", "str")
"""Last parts of the places of faults in a value that may be of several kinds."""
SURVIVAL = ("survival_official", "survival_any")
"""Estimands for which ties have to be followed one by one."""


@dataclass(frozen=True)
class ClaimSet:
    """A checked file of claims, and the resolved scenario of every world."""

    file: Path
    content: ClaimsFile
    scenarios: Mapping[str, Scenario]
    posterior: SampleFile | None = None

    @property
    def tested(self) -> dict[str, Claim]:
        """Claims that have a test, each with the crises that count for it."""
        return {name: self._complete(claim) for name, claim in self.content.claims.items() if claim.estimand}

    def counted(self, world: str) -> tuple[str, ...]:
        """Return the crises of the file that a world follows, or all that it follows if it has others."""
        followed = self.content.worlds[world].crises or self.content.crises
        return tuple(name for name in self.content.crises if name in followed) or tuple(followed)

    def _complete(self, claim: Claim) -> Claim:
        return claim if claim.crises else claim.model_copy(update={"crises": self.counted(claim.world)})


def read_claims(path: Path) -> ClaimSet:
    """Read and check a file of claims with every scenario that it names.

    Raises:
        ScenarioError: all faults that were found, one line each.
    """
    if not path.is_file():
        raise ScenarioError(f"{path}: no such file. The claims that come with CityTies are in scenarios/claims.yaml.")
    draft = read_draft(path)
    if draft.is_scenario_without("claims"):
        raise ScenarioError(f"{path}: is a scenario and holds no claims; `cityties run` runs it.")
    if draft.readable:
        _fill_in_likes(draft)
    if draft.problems:
        raise error_of(draft.problems)
    content = _checked(draft)
    scenarios = {}
    for name, world in content.worlds.items():
        found = _scenario(draft, path, content, name, world)
        if found:
            scenarios[name] = found
    for at, message in misfits(content, path):
        draft.add_problem(at, message)
    if draft.problems:
        raise error_of(draft.problems)
    return ClaimSet(
        path, content, scenarios, read_sample(path.parent / content.posterior) if content.posterior else None
    )


def _fill_in_likes(draft: Draft) -> None:
    """Let a claim that is ``like`` an earlier one take over every key that it does not give itself."""
    claims = draft.values.get("claims")
    if not isinstance(claims, dict):
        return
    for name, claim in claims.items():
        if isinstance(claim, dict) and LIKE in claim:
            model = claim.pop(LIKE)
            before = claims.get(model) if isinstance(model, str) else None
            if not isinstance(before, dict) or LIKE in before or model == name:
                known = [other for other in claims if other != name]
                hint = did_you_mean(str(model), known)
                draft.add_problem(("claims", name, LIKE), f"no claim '{model}' stands above.{hint}")
            else:
                claims[name] = before | claim


def _checked(draft: Draft) -> ClaimsFile:
    try:
        return ClaimsFile.model_validate(draft.values)
    except ValidationError as error:
        no_values = {detail["loc"][:-1]: detail["input"] for detail in error.errors() if detail["loc"][-1] in KINDS}
        for at, value in no_values.items():
            draft.add_problem(at, f"takes one number, word, true or false, not {shown(value)}.{_one_by_one(value)}")
        for detail in error.errors():
            below = detail.get("ctx", {}).get("below", ()) if detail["type"] == "fault" else ()
            if detail["loc"][:-1] not in no_values:
                draft.add_problem((*detail["loc"], *below), _explained(detail))
    raise error_of(draft.problems)


def _one_by_one(value: Any) -> str:
    return " Write the keys of a section with dots, such as parameters.outreach." if isinstance(value, dict) else ""


def _explained(detail: ErrorDetails) -> str:
    path, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        known = list(_section(path[:-1]).model_fields) + ([LIKE] if path[:1] == ("claims",) else [])
        hint = did_you_mean(str(path[-1]), known) or f" The keys here are {', '.join(known)}."
        return f"no such key.{hint}"
    if kind == "literal_error":
        expected = str(detail.get("ctx", {}).get("expected", ""))
        return f"{shown(detail['input'])} is not {expected}."
    if kind == "fault":
        return explain_fault(detail)
    return misfit_of_kind(detail)


def _section(path: KeyPath) -> type[BaseModel]:
    """Return what declares the keys below a path of the file."""
    kind: Any = ClaimsFile
    for name in path:
        kind = kind.model_fields[str(name)].annotation if _is_section(kind) else get_args(kind)[-1]
        if get_origin(kind) is UnionType:
            kind = next(one for one in get_args(kind) if _is_section(one))
    assert _is_section(kind)
    return kind  # type: ignore[no-any-return]


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _scenario(draft: Draft, path: Path, content: ClaimsFile, name: str, world: ClaimWorld) -> Scenario | None:
    """Return the scenario of a world with all its settings, or note why there is none."""
    at: KeyPath = ("worlds", name)
    try:
        scenario = read_scenario(file_seen_from(path, world.scenario or content.scenario))
    except ScenarioError as error:
        draft.add_problem((*at, "scenario") if world.scenario else ("scenario",), str(error).splitlines()[0])
        return None
    names = read_world_names(scenario.world_folder)
    crises = world.crises or content.crises
    changed = override(scenario, record={})
    for key, message in faults_of_settings(changed, world.set, names):
        draft.add_problem((*at, "set", *key), message)
        return None
    changed = with_settings(changed, world.set)
    for message in unknown_crises(crises, changed, names):
        draft.add_problem((*at, "crises") if world.crises else ("crises",), message)
        return None
    follows_ties = name == HISTORY or any(
        claim.estimand in SURVIVAL and claim.world == name for claim in content.claims.values()
    )
    try:
        return _trimmed(changed, name, world, crises, follows_ties)
    except ScenarioError as error:
        line = str(error).splitlines()[0]
        of_end = line.startswith("end: ")
        draft.add_problem((*at, "until") if of_end else at, line.removeprefix("end: "))
        return None


ARMS = {"both": [True, False], "with_ties": [True], "without_ties": [False]}
"""Arms of ties by what a world asks for."""


def _trimmed(scenario: Scenario, name: str, world: ClaimWorld, crises: tuple[str, ...], follows_ties: bool) -> Scenario:
    plain = scenario.resolved()
    return override(
        scenario,
        name=name,
        arms=plain["arms"]
        | {
            "tie_pathways": ARMS[world.arms],
            "political_shocks": [True, False] if world.shocks == "both" else [True],
            "unheard": False,
        },
        crises={"only": list(crises), "follow_months": world.follow_months},
        record={"tie_survival": follows_ties},
        **({"end": month_label(world.until)} if world.until is not None else {}),
    )
