"""What a declaration of a parameter consists of: the one source of defaults, checks, help, schema and samples."""

from dataclasses import dataclass

from cityties.kernel.sources import KNOWN_BY


@dataclass(frozen=True, slots=True)
class Uniform:
    """A flat prior between two bounds."""

    low: float
    high: float

    def text(self) -> str:
        """Name the prior as a reader of the ODD expects it."""
        return f"U({self.low:g}, {self.high:g})"


@dataclass(frozen=True, slots=True)
class LogUniform:
    """A prior flat in the logarithm, for rates known only to an order of magnitude."""

    low: float
    high: float

    def text(self) -> str:
        """Name the prior as a reader of the ODD expects it."""
        return f"log-U({self.low:g}, {self.high:g})"


@dataclass(frozen=True, slots=True)
class SpikeNormal:
    """A sign-symmetric prior: zero with probability 0.2, else normal around zero.

    A feedback whose sign is disputed gets this prior and no other, so that the prior takes no side.
    """

    deviation: float
    p_zero: float = 0.2

    def text(self) -> str:
        """Name the prior as a reader of the ODD expects it."""
        return f"N(0, {self.deviation:g}), P(0) = {self.p_zero:g}"


@dataclass(frozen=True, slots=True)
class SpikeUniform:
    """A flat prior with a lump at zero: the process may be absent altogether."""

    low: float
    high: float
    p_zero: float = 0.2

    def text(self) -> str:
        """Name the prior as a reader of the ODD expects it."""
        return f"U({self.low:g}, {self.high:g}), P(0) = {self.p_zero:g}"


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A prior about a value that was read from a scale with an error in proportion: normal in the logarithm."""

    median: float
    deviation: float

    def text(self) -> str:
        """Name the prior as a reader of the ODD expects it."""
        return f"log-N({self.median:g}, {self.deviation:g})"


type Prior = Uniform | LogUniform | LogNormal | SpikeNormal | SpikeUniform


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything there is to state about one parameter.

    ``low`` and ``high`` bound what a scenario may ask for; ``prior`` is what a sampler draws from (None: a constant
    that only sensitivity runs vary). ``mechanism`` names the submodel or switch that the parameter belongs to,
    ``shapes`` the columns of the world that are derived from it before a run begins ("": none, or cheap ones).
    """

    symbol: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    mechanism: str
    prior: Prior | None = None
    shapes: str = ""

    @property
    def known_by(self) -> int:
        """Year of the latest record that the prior rests on; 0 if it rests on no record of a year."""
        return KNOWN_BY.get(self.source, 0)

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself."""
        if not self.low <= self.default <= self.high:
            raise ValueError(f"default {self.default} of {self.symbol} is not between {self.low} and {self.high}")


def widened(prior: Prior, low: float, high: float) -> Prior:
    """Return a prior of twice the width within bounds: what stands in for one that rests on too late a record.

    A rate is widened in its logarithm. An end at 0 stays, because it states a sign, which is no question of width.
    """
    match prior:
        case Uniform(least, most):
            return Uniform(*_stretched(least, most, low, high))
        case SpikeUniform(least, most, p_zero):
            return SpikeUniform(*_stretched(least, most, low, high), p_zero)
        case LogUniform(least, most):
            more = (most / least) ** 0.5
            return LogUniform(max(least / more, low) if low > 0.0 else least / more, min(most * more, high))
        case LogNormal(median, deviation):
            return LogNormal(median, 2.0 * deviation)
        case SpikeNormal(deviation, p_zero):
            return SpikeNormal(2.0 * deviation, p_zero)


def _stretched(least: float, most: float, low: float, high: float) -> tuple[float, float]:
    half = (most - least) / 2.0
    return (
        least if least == 0.0 else max(least - half, low),
        most if most == 0.0 else min(most + half, high),
    )
