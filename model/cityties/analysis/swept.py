"""Sweeps: which settings the cases of a scenario take several values of, and where on these axes each case stands.

Settings that change together, as those of a ``zip`` do, are one axis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Factor, Kind, factor_of
from cityties.analysis.setting_values import value_text


@dataclass(frozen=True)
class Axis:
    """An axis of a sweep: the factor that it shows, and those that change with it."""

    factor: Factor
    together: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of different values."""
        return len(self.factor.levels)

    @property
    def title(self) -> str:
        """Name of the key, and of those that change with it."""
        return f"{self.factor.name} (with {', '.join(self.together)})" if self.together else self.factor.name

    @property
    def ticks(self) -> list[str]:
        """The values as a reader sees them; a switch is on or off."""
        if self.factor.kind is Kind.SWITCH:
            return ["on" if level else "off" for level in self.factor.levels]
        return [value_text(level) for level in self.factor.levels]


@dataclass(frozen=True)
class SweptScenario:
    """The cases of one scenario that differ in the keys of its sweep.

    ``places`` gives, by arm and by place on every axis, the number of the case in the comparison.
    """

    title: str
    axes: tuple[Axis, ...]
    places: dict[str, dict[tuple[int, ...], int]]

    @property
    def is_full(self) -> bool:
        """Whether every combination of values was run, in all arms."""
        cells = 1
        for axis in self.axes:
            cells *= axis.n
        return all(len(found) == cells for found in self.places.values())


def swept_scenarios(comparison: Comparison) -> list[SweptScenario]:
    """Return the scenarios of a comparison of which several points of a sweep were run."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for number, case in enumerate(comparison.cases):
        if case.point:
            groups.setdefault((case.folder, case.settings.get("name"), case.world_digest), []).append(number)
    found = (_swept(comparison.cases, numbers) for numbers in groups.values())
    return [one for one in found if one is not None]


def _swept(cases: Sequence[Case], numbers: Sequence[int]) -> SweptScenario | None:
    points = [cases[number].point for number in numbers]
    shared = [key for key in points[0] if all(key in point for point in points)]
    axes = tuple(_axes({key: [point[key] for point in points] for key in shared}))
    places: dict[str, dict[tuple[int, ...], int]] = {}
    for number in numbers:
        case = cases[number]
        place = tuple(int(_place(axis.factor, case.point[axis.factor.name])) for axis in axes)
        places.setdefault(case.arm, {})[place] = number
    if not axes or sum(map(len, places.values())) < len(numbers):
        return None  # points that differ in keys which others do not have: no axis tells them apart
    return SweptScenario(cases[numbers[0]].title, axes, places)


def _place(factor: Factor, value: Any) -> float:
    return float([value_text(level) for level in factor.levels].index(value_text(value)))


def _axes(columns: dict[str, list[Any]]) -> Iterator[Axis]:
    """Yield one axis for each group of keys whose values are tied to one another, numbers before switches."""
    varying = {key: values for key, values in columns.items() if len(set(map(value_text, values))) > 1}
    groups: dict[tuple[int, ...], list[str]] = {}
    for key, values in varying.items():
        seen: dict[str, int] = {}
        pattern = tuple(seen.setdefault(value_text(value), len(seen)) for value in values)
        groups.setdefault(pattern, []).append(key)
    factors = [(factor_of(keys[0], varying[keys[0]]), tuple(keys[1:])) for keys in groups.values()]
    for factor, together in sorted(factors, key=lambda one: one[0].kind is not Kind.NUMBER):
        yield Axis(factor, together)
