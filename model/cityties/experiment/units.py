"""Units and chunks: what a batch is made of, in an order that does not depend on how it is computed.

A unit is a range of replicates of one draw of one variant: the smallest thing that is computed, cached, failed and
repeated. A chunk is a run of consecutive units that share one set of files. Asking a batch for more adds a generation
of units; the chunks of earlier generations stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cityties.errors import CityTiesError, counted

UNIT_SIZE = 25
BRIEF = ("outcomes", "years", "gaps", "months", "ties", "endings", "cities")
"""Tables of every batch; the last four hold rows only where a scenario asks for them."""
TABLES = (*BRIEF, "histories", "sums", "attendance", "crisis_months", "crisis_ties")
"""All tables of units; the detailed ones are written for runs alone."""
CHUNK_NAME = r"g[0-9]{1,6}-[0-9]{5,9}"
LEAST_CHUNK, MOST_CHUNK, CHUNKS_AIMED_AT = 100, 2500, 200


_UNIT_NAME = re.compile(r"v?([0-9]{1,18})-d?([0-9]{1,18})-r?([0-9]{1,18})-([0-9]{1,18})", re.ASCII)


class Unit(NamedTuple):
    """Replicates ``first`` .. ``last`` - 1 of one draw of one variant."""

    variant: int
    draw: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """Short name, such as ``v0-d3-r0-25``."""
        return f"v{self.variant}-d{self.draw}-r{self.first}-{self.last}"

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return self.last - self.first


def unit_named(name: str) -> Unit:
    """Return the unit of a short name.

    Raises:
        CityTiesError: no unit can be called that.
    """
    found = _UNIT_NAME.fullmatch(name)
    if found is None:
        raise CityTiesError(f"'{name}' is no unit; units are called like v0-d3-r0-25.")
    unit = Unit(*map(int, found.groups()))
    if not 1 <= unit.replicates <= UNIT_SIZE:
        would = f"it would hold {counted(unit.replicates, 'replicate')}, a unit holds 1 to {UNIT_SIZE}"
        raise CityTiesError(f"'{name}' is no unit: {would}, such as v0-d3-r0-25.")
    return unit


class Asked(NamedTuple):
    """How much a batch was asked for: replicates and samples of every variant."""

    replicates: tuple[int, ...]
    samples: tuple[int, ...]

    def replicates_of(self, variant: int, draw: int) -> int:
        """Return how many replicates of a draw were asked for; none of a draw that was not."""
        samples = self.samples[variant]
        wanted = draw == 0 if samples == 0 else 1 <= draw <= samples
        return self.replicates[variant] if wanted else 0

    def grown(self, other: "Asked") -> "Asked":
        """Return the greater of both, variant by variant."""
        return Asked(
            tuple(max(pair) for pair in zip(self.replicates, other.replicates, strict=True)),
            tuple(max(pair) for pair in zip(self.samples, other.samples, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive units of one generation, written together."""

    name: str
    units: tuple[Unit, ...]


def new_units(before: Asked | None, now: Asked) -> Iterator[Unit]:
    """Yield the units that ``now`` asks for beyond ``before``: draw by draw, block by block, variant by variant."""
    for draw in range(max(now.samples, default=0) + 1):
        wanted = [now.replicates_of(v, draw) for v in range(len(now.replicates))]
        had = [before.replicates_of(v, draw) if before else 0 for v in range(len(now.replicates))]
        for block in range(0, max(wanted, default=0), UNIT_SIZE):
            for v, (first, last) in enumerate(zip(had, wanted, strict=True)):
                begin, end = max(first, block), min(last, block + UNIT_SIZE)
                if begin < end:
                    yield Unit(v, draw, begin, end)


def chunks_of(generations: Sequence[Asked], detail: bool = False) -> Iterator[Chunk]:
    """Yield all chunks of a batch, generation by generation; their size grows with that of the generation.

    Units with detailed tables are large, so with ``detail`` a chunk may hold one alone.
    """
    least = UNIT_SIZE if detail else LEAST_CHUNK
    before: Asked | None = None
    for number, asked in enumerate(generations):
        units = list(new_units(before, asked))
        total = sum(unit.replicates for unit in units)
        size = min(max(total // CHUNKS_AIMED_AT, least), MOST_CHUNK)
        yield from _cut(units, size, number)
        before = asked


def _cut(units: Sequence[Unit], size: int, generation: int) -> Iterator[Chunk]:
    gathered: list[Unit] = []
    place = replicates = 0
    for unit in units:
        gathered.append(unit)
        replicates += unit.replicates
        if replicates >= size:
            yield Chunk(f"g{generation}-{place:05d}", tuple(gathered))
            gathered, replicates, place = [], 0, place + 1
    if gathered:
        yield Chunk(f"g{generation}-{place:05d}", tuple(gathered))
