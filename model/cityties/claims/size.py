"""How much a trial of the claims computes: a first table, all that was registered beforehand, or what was asked for."""

from dataclasses import dataclass

from cityties.claims.reading import ClaimSet


@dataclass(frozen=True)
class Size:
    """How much a session computes: draws of each world, replicates of each draw, draws of the panel."""

    draws: int
    replicates: int
    panel_draws: int

    def with_draws(self, draws: int) -> "Size":
        """Return the same with another number of draws."""
        return Size(draws, self.replicates, min(draws, self.panel_draws))


def size_of(claim_set: ClaimSet, full: bool = False) -> Size:
    """Return how much a file of claims asks for, in a first table or in full."""
    asked = claim_set.content.draws
    draws = asked.full if full else asked.first_table
    return Size(draws, asked.replicates, min(draws, asked.single_ties))


def is_quick(claim_set: ClaimSet, size: Size) -> bool:
    """Return whether fewer draws are asked for than the file of claims wants for a verdict."""
    return size.draws < claim_set.content.draws.full
