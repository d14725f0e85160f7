"""Names of cases: what differs between them, in full; no two are alike, and they are the same wherever they stand."""

from collections.abc import Callable, Sequence
from typing import Any

from cityties.analysis import counts
from cityties.analysis.cases import Case
from cityties.analysis.setting_values import setting_text, value_text
from cityties.scenario.design import AS_WRITTEN
from cityties.tables.language import in_words, shown_key, shown_value, tr

MOST_KEYS = 3
"""Settings that a name lists at most where titles do not tell cases apart."""
AMOUNTS = ("replicates", "seed")


def case_names(cases: Sequence[Case]) -> list[str]:
    """Return one name a case, made of what differs: title, swept values, arm; more only where two would be alike.

    Then follow, as far as they tell cases apart: the settings that differ, if few; the world; seed and version; at
    last folder and number.
    """
    swept = _varying(cases, lambda case: case.point)
    titles = len({case.title for case in cases}) > 1
    names = [_plain_name(case, titles, swept) for case in cases]
    for part in (_settings, _world, _file, _seed, _version, _replicates, _folder):
        for group in _alike(names):
            ends = part([cases[place] for place in group])
            for place, end in zip(group, ends if len(set(ends)) > 1 else (), strict=False):
                names[place] += f"{tr(', ')}{end}" if end else ""
    for group in _alike(names):
        for number, place in enumerate(group, 1):
            names[place] += f" ({number})"
    return _without(tr(cases[0].title) + tr(", ") if cases else "", names)


def _without(start: str, names: list[str]) -> list[str]:
    """Return names without what all of them begin with: the title that all cases share."""
    return [name.removeprefix(start) for name in names] if all(name.startswith(start) for name in names) else names


def _plain_name(case: Case, titles: bool, swept: Sequence[str]) -> str:
    shown = [name for name in swept if name in case.point]
    parts = [tr(case.title)] if titles else []
    parts += [f"{_short(key, swept)} {shown_value(value_text(case.point[key]))}" for key in shown]
    parts += [in_words(case.arm)] if case.arm != AS_WRITTEN else []
    return tr(", ").join(parts) or tr(case.title)


def _varying(cases: Sequence[Case], values: Callable[[Case], Any]) -> list[str]:
    """Return the keys whose value is not the same in all cases, in the order in which they are met."""
    keys = dict.fromkeys(key for case in cases for key in values(case))
    return [key for key in keys if len({value_text(values(case).get(key)) for case in cases}) > 1]


def _short(key: str, among: Sequence[str]) -> str:
    """Return the last word of a key, or all of it where another key ends in the same word; translated if need be."""
    last = key.rpartition(".")[2]
    name = last if sum(one.rpartition(".")[2] == last for one in among) == 1 else key
    return shown_key(name)


def _alike(names: Sequence[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(name, []).append(place)
    return [places for places in groups.values() if len(places) > 1]


def _settings(cases: Sequence[Case]) -> list[str]:
    keys = [key for key in _varying(cases, lambda case: case.flat_settings) if key not in AMOUNTS]
    if len(keys) > MOST_KEYS:
        return [""] * len(cases)
    return [
        tr(", ").join(f"{_short(key, keys)} {shown_value(setting_text(case, key))}" for key in keys) for case in cases
    ]


def _world(cases: Sequence[Case]) -> list[str]:
    apart = len({case.world_digest for case in cases}) > 1
    names = [case.world_name for case in cases]
    unique = len(set(names)) == len({case.world_digest for case in cases})
    return [
        tr("world {name}").format(name=name if unique else case.world_digest) if apart else ""
        for case, name in zip(cases, names, strict=True)
    ]


def _file(cases: Sequence[Case]) -> list[str]:
    return [str(case.settings.get("name", case.label)) for case in cases]


def _seed(cases: Sequence[Case]) -> list[str]:
    return [tr("seed {seed}").format(seed=case.seed) for case in cases]


def _version(cases: Sequence[Case]) -> list[str]:
    return [case.version for case in cases]


def _replicates(cases: Sequence[Case]) -> list[str]:
    return [counts.replicates(case.observations.n) for case in cases]


def _folder(cases: Sequence[Case]) -> list[str]:
    return [case.folder.name for case in cases]
