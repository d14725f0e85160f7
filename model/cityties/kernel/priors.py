"""What a declaration of a parameter consists of: the one source of defaults, checks, help, schema and samples."""

from dataclasses import dataclass


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

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself."""
        if not self.low <= self.default <= self.high:
            raise ValueError(f"default {self.default} of {self.symbol} is not between {self.low} and {self.high}")
