"""Checks of a file of claims: every name in it is one that something answers to, or the nearest is offered."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from cityties.claims.declared import FOLLOW_MONTHS, HISTORY, Claim, ClaimsFile, Setting
from cityties.claims.estimands import ESTIMANDS
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.calendar import month_label
from cityties.kernel.parameters import DECLARED
from cityties.scenario.keys import KeyPath
from cityties.scenario.messages import explain_fault
from cityties.scenario.models import Scenario
from cityties.scenario.reader import file_seen_from, override, read_scenario
from cityties.scenario.set_option import NOT_HERE
from cityties.scenario.sweep_checks import sweep_problems
from cityties.scenario.sweeps import setting_path, with_settings
from cityties.scenario.world_names import WorldNames, absent_crises, read_world_names, unknown_names

KEY_DEPTH = 4
"""Names on the way to a swept key; a value of it stands one deeper."""


def _unknown_settings(settings: Mapping[str, Setting], names: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    for key, value in settings.items():
        named: dict[str, Any] = {}
        inner = named
        *sections, last = setting_path(key)
        for part in sections:
            inner = inner.setdefault(part, {})
        inner[last] = value
        for _, message in unknown_names(named, names):
            yield (key,), message


def _misplaced_settings(settings: Mapping[str, Setting]) -> Iterator[tuple[KeyPath, str]]:
    """Find keys that only a scenario file can have, and settings that are given twice under two names."""
    before: dict[tuple[str, ...], str] = {}
    for key in settings:
        path = setting_path(key)
        if path[0] in (*NOT_HERE, "world"):
            yield (), f"'{path[0]}' belongs into a scenario file; write one that extends this one, and name it here."
        if path in before:
            yield (), f"'{before[path]}' and '{key}' are one setting; give it once."
        before[path] = key


def faults_of_settings(
    scenario: Scenario, settings: Mapping[str, Setting], names: WorldNames
) -> Iterator[tuple[KeyPath, str]]:
    """Find settings that the scenario cannot take, each with the key where one is to blame."""
    unknown = [*_misplaced_settings(settings), *_unknown_settings(settings, names)]
    yield from unknown
    try:
        with_settings(scenario, {} if unknown else settings)
    except ValidationError as error:
        detail = error.errors()[0]
        yield (), f"{'.'.join(map(str, detail['loc']))}: {explain_fault(detail)}"


def unknown_crises(crises: Sequence[str], scenario: Scenario, names: WorldNames) -> Iterator[str]:
    """Find crises that neither the world knows nor the scenario adds, each with the nearest that is known."""
    known = names.crises | {shock.named_crisis(name) for name, shock in scenario.shocks.add.items()}
    for crisis in crises:
        if crisis not in known:
            yield f"no such crisis as '{crisis}'.{did_you_mean(crisis, known)}"


def misfits(content: ClaimsFile, file: Path) -> Iterator[tuple[KeyPath, str]]:
    """Find names that nothing answers to: parameters, estimands, worlds, crises, claims, settings of a map.

    ``file`` is where it stands, from which scenarios are looked for.
    """
    yield from _misfits_of_tests(content)
    yield from _misfits_of_page(content)
    try:
        scenario = read_scenario(file_seen_from(file, content.scenario))
    except ScenarioError as error:
        yield ("scenario",), str(error).splitlines()[0]
        return
    yield from _misfits_of_maps(content, scenario)
    yield from _misfits_of_panel(content, scenario)


def _misfits_of_tests(content: ClaimsFile) -> Iterator[tuple[KeyPath, str]]:
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


def _misfits_of_page(content: ClaimsFile) -> Iterator[tuple[KeyPath, str]]:
    named: list[tuple[KeyPath, str]] = [(("page", "lead"), content.page.lead)] if content.page.lead else []
    named += [(("page", "first_screen", place), name) for place, name in enumerate(content.page.first_screen)]
    for at, name in named:
        if name not in content.claims:
            yield at, f"no such claim as '{name}'.{did_you_mean(name, content.claims)}"
    for key, world in content.provocation.model_dump().items() if content.provocation else ():
        if world not in content.worlds:
            yield ("provocation", key), f"no such world as '{world}'.{did_you_mean(world, content.worlds)}"


def _misfits_of_maps(content: ClaimsFile, scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    names, maps = read_world_names(scenario.world_folder), content.maps
    for at, crises, until in (
        (("maps", "crisis"), (content.map_crisis,), maps.until),
        (("neutrality", "crises"), content.neutrality.crises, content.neutrality.until),
    ):
        unknown = list(unknown_crises(crises, scenario, names))
        yield from ((at, message) for message in unknown)
        if crises and not unknown:
            ends = month_label(scenario.end if until is None else until)
            run = override(scenario, end=ends, record={}, crises={"only": list(crises), "follow_months": FOLLOW_MONTHS})
            yield from ((at, message) for _, message in absent_crises(run, names))
    for severity in maps.compared:
        if severity not in maps.severities:
            yield ("maps", "compared"), f"{severity:g} is not among the severities of the maps."
    for key, message in faults_of_settings(scenario, maps.attribution_set, names):
        yield ("maps", "attribution_set", *key), message
    for name, surface in maps.surfaces.items():
        for side, axis in (("x", surface.x), ("y", surface.y)):
            swept = override(scenario, design={"sweep": {"grid": {axis.key: list(axis.values)}}})
            for place, message in sweep_problems(swept, names):
                yield ("maps", "surfaces", name, side, "values" if len(place) > KEY_DEPTH else "key"), message


def _misfits_of_panel(content: ClaimsFile, scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    pair, known = content.panel.pair, list(pd.read_csv(scenario.world_folder / "dyads.csv")["dyad"])
    if pair and pair not in known:
        yield ("panel", "pair"), f"no such pair of nations as '{pair}'.{did_you_mean(pair, known)}"
