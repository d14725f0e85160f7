"""What there is to say about one tie in one month, as plain values: both ends, and what came of it."""

from dataclasses import dataclass

from cityties.explanation.terms import Term, chance_of
from cityties.kernel.state import Exchange, Suspension


@dataclass(frozen=True, slots=True)
class End:
    """One end of a tie: whose it is, what it weighed, and whether its consent would have failed.

    ``propensity`` is the sum of ``terms`` from left to right (logit), ``chance`` that of consent, ``draw`` the uniform
    it was held against. ``suspends`` is the chance that this side suspends the tie in a month of review, else None;
    ``attention`` its budget for a unit of attention (None without a limit).
    """

    city: str
    nation: str
    terms: tuple[Term, ...]
    propensity: float
    chance: float
    draw: float
    suspends: float | None
    attention: float | None

    @property
    def name(self) -> str:
        """The city with its nation, such as ``Qingdao (CN)``."""
        return f"{self.city} ({self.nation})"

    @property
    def unwilling(self) -> bool:
        """Whether consent fails if an event is planned and the tie is not suspended."""
        return self.draw >= self.chance

    @property
    def propensities(self) -> tuple[Term, ...]:
        """The terms at their finest, in order."""
        return tuple(part for term in self.terms for part in (term.parts or (term,)))

    def chance_without(self, term: Term) -> float:
        """Return the chance of consent if one term were nil and everything else as it was."""
        return chance_of(self.propensity - term.value)


@dataclass(frozen=True, slots=True)
class Account:
    """Why two cities met, or did not, in one month.

    ``plan`` is the chance that an event is planned and ``planned`` whether one was; ``refused_by`` adds up the sides
    that refused, ``mode`` is how the tie met. ``suspended`` holds who had suspended it once the month's reviews were
    over, ``since`` the first month of that, ``thaw`` the chance that a tie suspended before was taken up again (None
    where nothing could thaw). ``elsewhere`` is the exchange had at the forum or in a network.
    """

    month: int
    dyad: str
    ends: tuple[End, End]
    strength: float
    relations: float
    severity: float
    closed: bool
    plan: float
    planned: bool
    refused_by: Suspension
    mode: Exchange
    suspended: Suspension
    since: int
    thaw: float | None
    elsewhere: float
