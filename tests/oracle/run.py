"""One run of the reference model: its choices, its entities, its plans by month, and the month it is in."""

from dataclasses import dataclass, field

from cityties.kernel.mechanisms import Switches
from cityties.kernel.parameters import Parameters
from cityties.scenario.models import Scenario
from cityties.scenario.policies import PolicySettings
from oracle import chance
from oracle.world import City, Dyad, Nation, Tie

COUNTED = (
    "provocations",
    "conciliations",
    "signed",
    "ended",
    "planned",
    "official",
    "refused_a",
    "refused_b",
    "people",
    "forum_meetings",
    "network_meetings",
    "aid_a",
    "aid_b",
    "gift_a",
    "gift_b",
)

type Place = tuple[int, int]
"""Calendar month and row of a dyad."""


@dataclass(frozen=True)
class Incident:
    severity: float
    factors: tuple[float, float]


@dataclass(frozen=True)
class Step:
    """An incentive step: calendar month, dyads (rows), nation (its row), cities (addresses); None means all."""

    month: int
    dyads: frozenset[int]
    nation: int | None
    cities: frozenset[int] | None
    size: float

    def adds(self, city: City, dyad: int) -> float:
        ours = self.nation in (None, city.nation) and (self.cities is None or city.id in self.cities)
        return self.size if ours and dyad in self.dyads else 0.0

    def counts(self, dyad: int) -> float:
        """What the step counts for a dyad as a whole."""
        if dyad not in self.dyads or self.cities is not None:
            return 0.0
        return self.size if self.nation is None else self.size / 2.0


@dataclass
class Network:
    """A network: its address, the calendar month in which each member (by address) joined, its months of meeting."""

    id: int
    joined: dict[int, int]
    meetings: set[int]


@dataclass(frozen=True)
class Levers:
    """The levers of policy as they stand in one month."""

    budget: str = "proportional"
    obedience: float = 1.0
    people: float = 1.0
    provocation: float = 1.0
    coordination: float = 1.0
    wake: bool = False


@dataclass(eq=False)
class Run:
    """All of one run."""

    scenario: Scenario
    p: Parameters
    on: Switches
    replicate: int
    tie_pathways: bool
    nations: list[Nation]
    cities: list[City]
    dyads: list[Dyad]
    mean_affinity: float = 1.0
    ties: list[Tie] = field(default_factory=list)
    pairs: set[int] = field(default_factory=set)
    ended: list[tuple[Tie, int]] = field(default_factory=list)
    waiting: dict[int, list[Tie]] = field(default_factory=dict)
    incidents: dict[Place, list[Incident]] = field(default_factory=dict)
    levels: dict[Place, float] = field(default_factory=dict)
    places: dict[Place, set[str]] = field(default_factory=dict)
    crises: list[tuple[int, int]] = field(default_factory=list)
    disasters: list[tuple[int, int, int]] = field(default_factory=list)
    forum: dict[int, tuple[int, bool]] = field(default_factory=dict)
    networks: list[Network] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    month: int = 0

    def key(self, process: int) -> int:
        return chance.stream(self.scenario.seed, self.replicate, process, self.month)

    def year(self) -> int:
        return self.month // 12

    def present(self) -> list[Dyad]:
        return [dyad for dyad in self.dyads if dyad.present]

    def of_nation(self, nation: int) -> list[City]:
        return [city for city in self.cities if city.nation == nation]

    def of_dyad(self, dyad: Dyad) -> list[Tie]:
        return [tie for tie in self.ties if tie.dyad == dyad.row]

    def borders_closed(self) -> bool:
        return any(first <= self.month <= last for first, last in self.crises)

    def is_struck(self, nation: int) -> bool:
        return any(hit == nation and first <= self.month <= last for hit, first, last in self.disasters)

    @property
    def is_reduced(self) -> bool:
        return self.scenario.engine == "reduced_form"

    def levers(self) -> Levers:
        policy: PolicySettings = self.scenario.policies
        if not self.on.policies or self.month < policy.start:
            return Levers()
        return Levers(
            budget=policy.budget,
            obedience=1.0 if policy.is_limited else 1.0 - policy.autonomy_gain,
            people=policy.people_share_factor,
            provocation=policy.provocation_factor,
            coordination=policy.coordination_factor,
            wake=policy.wake_dormant and not policy.is_limited and self.month == policy.start,
        )
