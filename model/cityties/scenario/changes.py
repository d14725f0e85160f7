"""Settings changed by name from Python: each is checked as if it stood in the scenario's file."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import ValidationError

from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.keys import SECTION, key_at
from cityties.scenario.messages import explain_fault
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import setting_path, with_settings
from cityties.scenario.world_names import read_world_names, unknown_names

NAMED_BY_THE_WORLD = ("nations", "dyads", "publics", "shocks", "crises")


def changed(scenario: Scenario, parameters: Mapping[str, Any] | None = None, **more: Any) -> Scenario:
    """Return the scenario with some settings replaced and checked again; its design is dropped.

    Keys are those of sweeps: parameters and mechanisms by their name alone (``over_compliance``, ``lobbying``), others
    in full (``shocks.CN-JP-2012-09.severity``). Numbers of numpy are taken as plain ones.

    Raises:
        ScenarioError: an unknown key, with the nearest one, or a value that the key does not take.
    """
    if not isinstance(parameters, Mapping | None):
        raise ScenarioError(f"parameters: takes names with values, such as {{'outreach': 1}}, not {parameters!r}.")
    given: dict[tuple[str, ...], str] = {}
    changes: dict[str, Any] = {}
    for key, value in (*(parameters or {}).items(), *more.items()):
        _check_key(key)
        if setting_path(key) in given:
            raise ScenarioError(f"'{given[setting_path(key)]}' and '{key}' are the same setting; give it once.")
        given[setting_path(key)], changes[key] = key, _plain(value)
    if not changes:
        return scenario
    try:
        found = with_settings(scenario, changes)
    except ValidationError as error:
        faults = (f"{', '.join(map(str, detail['loc']))}: {explain_fault(detail)}" for detail in error.errors())
        raise ScenarioError("\n".join(dict.fromkeys(faults))) from None
    if any(setting_path(key)[0] in NAMED_BY_THE_WORLD for key in changes):
        names = read_world_names(scenario.world_folder)
        for at, message in unknown_names(found.resolved(), names):
            raise ScenarioError(f"{'.'.join(map(str, at))}: {message}")
    return found


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else value


def _check_key(key: str) -> None:
    known = key_at(setting_path(key))
    if known is None or known.kind == SECTION or not known.role.can_be_swept:
        hint = did_you_mean(key, [*DECLARED, *MECHANISMS]) or " `cityties explain` lists all keys."
        raise ScenarioError(f"'{key}' is no parameter, mechanism or other setting that can be changed.{hint}")
