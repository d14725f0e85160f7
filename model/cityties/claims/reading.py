"""Reading a file of claims: strictly, with file and line of every fault and the nearest name that would do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cityties.claims.declared import Claim, ClaimsFile, Draws, Rule, World
from cityties.claims.estimands import ESTIMANDS
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.calendar import month_label
from cityties.kernel.parameters import DECLARED
from cityties.scenario.draft import Draft
from cityties.scenario.keys import KeyPath
from cityties.scenario.messages import error_of, explain_fault
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override, read_scenario
from cityties.scenario.sweeps import setting_path, with_settings
from cityties.scenario.world_names import WorldNames, read_world_names, unknown_names
from cityties.scenario.yaml_reader import read_draft

LIKE, HISTORY = "like", "history"
SURVIVAL = ("survival_official", "survival_any")
"""Estimands for which ties have to be followed one by one."""
FOLLOW_MONTHS = 36
"""Months for which maps and checks follow a crisis; a world of the file may follow its own for longer."""


@dataclass(frozen=True)
class Trial:
    """A checked file of claims, and the resolved scenario of every world."""

    file: Path
    content: ClaimsFile
    scenarios: Mapping[str, Scenario]

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


def read_claims(path: Path) -> Trial:
    """Read and check a file of claims with every scenario that it names.

    Raises:
        ScenarioError: all faults that were found, one line each.
    """
    if not path.is_file():
        raise ScenarioError(f"{path}: no such file. The claims that come with CityTies are in scenarios/claims.yaml.")
    draft = read_draft(path)
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
    for at, message in _misfits(content):
        draft.add_problem(at, message)
    if draft.problems:
        raise error_of(draft.problems)
    return Trial(path, content, scenarios)


def _fill_in_likes(draft: Draft) -> None:
    """Let a claim that is ``like`` an earlier one take over everything it does not say itself."""
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
        for detail in error.errors():
            below = detail.get("ctx", {}).get("below", ()) if detail["type"] == "fault" else ()
            draft.add_problem((*detail["loc"], *below), _explained(detail))
    raise error_of(draft.problems)


def _explained(detail: ErrorDetails) -> str:
    path, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        known = list(_section(path[:-1]).model_fields) + ([LIKE] if path[:1] == ("claims",) else [])
        hint = did_you_mean(str(path[-1]), known) or f" The keys here are {', '.join(known)}."
        return f"no such key.{hint}"
    if kind == "missing":
        return "is required."
    if kind == "literal_error":
        expected = str(detail.get("ctx", {}).get("expected", ""))
        return f"'{detail['input']}' is not {expected}."
    if kind == "fault":
        return explain_fault(detail)
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}, not {detail['input']!r}."


def _section(path: KeyPath) -> type[BaseModel]:
    kinds: dict[str, type[BaseModel]] = {"rule": Rule, "draws": Draws, "worlds": World, "claims": Claim}
    return kinds.get(str(path[0]), ClaimsFile) if path else ClaimsFile


def _scenario(draft: Draft, path: Path, content: ClaimsFile, name: str, world: World) -> Scenario | None:
    """Return the scenario of a world with all its settings, or note why there is none."""
    at: KeyPath = ("worlds", name)
    try:
        scenario = read_scenario(path.parent / (world.scenario or content.scenario))
    except ScenarioError as error:
        draft.add_problem((*at, "scenario") if world.scenario else ("scenario",), str(error).splitlines()[0])
        return None
    names = read_world_names(scenario.world_folder)
    crises = world.crises or content.crises
    for key, message in (*_unknown_settings(world, names), *_unknown_crises(world, crises, names)):
        draft.add_problem((*at, *key) if key else ("crises",), message)
        return None
    try:
        changed = with_settings(override(scenario, record={}), world.set)
    except ValidationError as error:
        fault = error.errors()[0]
        draft.add_problem((*at, "set"), f"{'.'.join(map(str, fault['loc']))}: {explain_fault(fault)}")
        return None
    follows_ties = name == HISTORY or any(
        claim.estimand in SURVIVAL and claim.world == name for claim in content.claims.values()
    )
    return _trimmed(changed, name, world, crises, follows_ties)


def _unknown_settings(world: World, names: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    for key, value in world.set.items():
        named: dict[str, Any] = {}
        inner = named
        *sections, last = setting_path(key)
        for part in sections:
            inner = inner.setdefault(part, {})
        inner[last] = value
        for _, message in unknown_names(named, names):
            yield ("set", key), message


def _unknown_crises(world: World, crises: Sequence[str], names: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    for crisis in crises:
        if crisis not in names.crises:
            where: KeyPath = ("crises",) if world.crises else ()
            yield where, f"no such crisis as '{crisis}'.{did_you_mean(crisis, names.crises)}"


def _trimmed(scenario: Scenario, name: str, world: World, crises: tuple[str, ...], follows_ties: bool) -> Scenario:
    plain = scenario.resolved()
    return override(
        scenario,
        name=name,
        arms=plain["arms"]
        | {
            "tie_pathways": [True, False] if world.arms == "both" else [True],
            "political_shocks": [True, False] if world.shocks == "both" else [True],
        },
        crises={"only": list(crises), "follow_months": world.follow_months},
        record={"tie_survival": follows_ties},
        **({"end": month_label(world.until)} if world.until is not None else {}),
    )


def _misfits(content: ClaimsFile) -> Iterator[tuple[KeyPath, str]]:
    """Find names that nothing answers to: parameters, estimands, worlds, crises."""
    if HISTORY not in content.worlds:
        yield ("worlds",), f"there must be a world called '{HISTORY}', which the page is about."
    drawn = [key for key, declared in DECLARED.items() if declared.prior]
    for engine, names in content.deciding.items():
        for parameter in names:
            if parameter not in drawn:
                hint = did_you_mean(parameter, drawn)
                yield ("deciding", engine), f"'{parameter}' is no parameter with a prior.{hint}"
    for name, claim in content.claims.items():
        if claim.estimand:
            for key, message in _misfits_of(content, claim):
                yield ("claims", name, key), message


def _misfits_of(content: ClaimsFile, claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.estimand not in ESTIMANDS:
        hint = did_you_mean(claim.estimand, ESTIMANDS) or f" There are {', '.join(ESTIMANDS)}."
        yield "estimand", f"no such estimand as '{claim.estimand}'.{hint}"
        return
    for key, world in (("world", claim.world), ("against", claim.against)):
        if world and world not in content.worlds:
            yield key, f"no such world as '{world}'.{did_you_mean(world, content.worlds)}"
    if ESTIMANDS[claim.estimand].compares and not claim.against:
        yield "estimand", f"'{claim.estimand}' compares two worlds; name the second in `against`."
    for world in (claim.world, claim.against):
        if world in content.worlds:
            yield from _misfits_of_crises(claim, world, content)


def _misfits_of_crises(claim: Claim, world: str, content: ClaimsFile) -> Iterator[tuple[str, str]]:
    followed = content.worlds[world].crises or content.crises
    for crisis in claim.crises:
        if crisis not in followed:
            yield "crises", f"'{crisis}' is not followed in {world}.{did_you_mean(crisis, followed)}"
    months = content.worlds[world].follow_months
    if claim.months > months:
        yield "months", f"{claim.months} are asked for, but {world} follows a crisis for {months}."
