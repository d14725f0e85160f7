"""Cities and ties out of the pairs of a list: who is who, who is called what, and which pairs make no tie."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cityties.worlds.list_faults import LeftOut
from cityties.worlds.neutral import dyad_code
from cityties.worlds.pair_lists import ListedCity, Pair
from cityties.worlds.places import near

type Ends = tuple[int, int]
"""Numbers of the two cities of a tie, that of the nation first in the alphabet before the other."""


@dataclass(frozen=True, slots=True)
class ListedTie:
    """When a tie was signed, what the list says beside it, and the line it stands in."""

    signed: str
    note: str
    line: int


@dataclass
class Found:
    """What a list holds. Cities have numbers in the order in which they are met."""

    cities: list[ListedCity] = field(default_factory=list)
    ties: dict[Ends, ListedTie] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    _by_id: dict[str, int] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def number_of(self, city: ListedCity) -> int:
        """Return the number of a city: by its id where it has one, else by nation, name and place."""
        if city.identity and city.identity in self._by_id:
            return self._by_id[city.identity]
        alike = self._by_name.setdefault((city.nation, city.name), [])
        here = (city.latitude, city.longitude)
        for number in alike:
            known = self.cities[number]
            # two ids are two places, however near; a row without an id may mean one that has an id elsewhere
            if not (city.identity and known.identity) and near(here, (known.latitude, known.longitude)):
                break
        else:
            number = len(self.cities)
            self.cities.append(city)
            alike.append(number)
        if city.identity:
            self._by_id[city.identity] = number
        return number

    def name_apart(self) -> None:
        """Give every namesake but the first of a nation its id, or a number, behind its name."""
        taken = set(self._by_name)
        for (nation, name), numbers in self._by_name.items():
            for place, number in enumerate(numbers[1:], 2):
                city = self.cities[number]
                new = f"{name} ({city.identity or place})"
                while (nation, new) in taken:
                    new += "*"
                taken.add((nation, new))
                self.cities[number] = replace(city, name=new, listed_as=city.listed_as or name)
                self.renamed.append((name, new))

    def people_known(self, number: int, population: float | None) -> None:
        """Fill in the people of a city if an earlier row had none."""
        if population is not None and self.cities[number].population is None:
            self.cities[number] = replace(self.cities[number], population=population)


def gather(pairs: Iterable[Pair]) -> Found:
    """Gather cities and ties. Pairs within a nation are left out, pairs that stand twice (either way) count once."""
    found = Found()
    for pair in pairs:
        numbers = [found.number_of(city) for city in (pair.a, pair.b)]
        for number, city in zip(numbers, (pair.a, pair.b), strict=True):
            found.people_known(number, city.population)
        one, other = sorted(numbers, key=lambda number: (found.cities[number].nation, number))
        nation = found.cities[one].nation
        if nation == found.cities[other].nation:
            what = f"'{pair.a.name}' and '{pair.b.name}' are both cities of {nation}."
            found.left_out.append(LeftOut(pair.line, "within", what, pair.cells))
            continue
        known = found.ties.get((one, other))
        if known is not None:
            what = f"the pair stands already in line {known.line}."
            found.left_out.append(LeftOut(pair.line, "doubled", what, pair.cells))
        if known is None or (pair.signed and not known.signed):
            line = pair.line if known is None else known.line
            found.ties[one, other] = ListedTie(pair.signed, pair.note, line)
    found.name_apart()
    return found


def codes_of_dyads(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the code of each pair of nations; Guinea-Bissau makes some collide, of which the second gets a number."""
    codes: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for pair in pairs:
        code, number = dyad_code(*pair), 1
        while code in taken:
            number += 1
            code = f"{dyad_code(*pair)} ({number})"
        taken.add(code)
        codes[pair] = code
    return codes
