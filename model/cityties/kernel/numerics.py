"""Formulas that give the same last bit on every machine: plain additions, multiplications and square roots.

The system's and numpy's exp, log, tanh and cosine differ in the last bit between processors, which would make results
depend on the machine. These do not, because IEEE 754 fixes every operation they are made of, and no fused operation or
reassociation is allowed.
"""

import math

from cityties.kernel.columns import FloatArray
from cityties.kernel.compiling import compiled, entry, inlined

FIXED = 2.0**40
EXP_LIMIT = 32.0
EXP_STEP = 1.0 / 64.0
LN2 = 0.6931471805599453
SQRT_HALF = 0.7071067811865476
EARTH_RADIUS_KM = 6371.0
HALF_PI = math.pi / 2


@inlined
def exponential(x: float) -> float:
    """Return e to the x for x in [-32, 32], clipped beyond; relative error below 1e-13.

    Taylor series at x/64, then six squarings: no branch and no table, so loops over columns vectorise.
    """
    y = min(max(x, -EXP_LIMIT), EXP_LIMIT) * EXP_STEP
    p = 1 / 39916800 + y * (1 / 479001600 + y * (1 / 6227020800))
    p = 1 / 5040 + y * (1 / 40320 + y * (1 / 362880 + y * (1 / 3628800 + y * p)))
    p = 1.0 + y * (1.0 + y * (1 / 2 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y * p))))))
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    return p * p


@inlined
def logistic(x: float) -> float:
    """Return the share 1 / (1 + e to the minus x)."""
    return 1.0 / (1.0 + exponential(-x))


@inlined
def hyperbolic_tangent(x: float) -> float:
    """Return tanh(x), through the logistic function."""
    return 2.0 / (1.0 + exponential(-2.0 * x)) - 1.0


@entry
def logarithm(x: float) -> float:
    """Return the natural logarithm of x > 0; absolute error below 1e-15 times its size, minus infinity at 0."""
    if x <= 0.0:
        return -math.inf
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    q = s * s
    p = 0.0
    for k in range(21, 0, -2):
        p = p * q + 1.0 / k
    return exponent * LN2 + 2.0 * s * p


@entry
def fill_logarithms(values: FloatArray, logarithms: FloatArray) -> None:
    """Fill ``logarithms`` with the natural logarithms of a column of positive numbers."""
    for row in range(len(values)):
        logarithms[row] = logarithm(values[row])


@entry
def fill_powers(values: FloatArray, exponent: float, powers: FloatArray) -> None:
    """Fill ``powers`` with a column of positive numbers raised to a power."""
    for row in range(len(values)):
        powers[row] = exponential(exponent * logarithm(values[row]))


@entry
def cosine(x: float) -> float:
    """Return cos(x) for |x| up to a few turns; absolute error below 1e-13 (Taylor at x/64, six double angles)."""
    y = x / 64.0
    q = y * y
    # 1 - cos, which keeps its digits while the angle doubles
    versed = q * (1 / 2 - q * (1 / 24 - q * (1 / 720 - q * (1 / 40320 - q * (1 / 3628800)))))
    for _ in range(6):
        versed = 2.0 * versed * (2.0 - versed)
    return 1.0 - versed


@entry
def arcsine(x: float) -> float:
    """Return arcsin(x) for x in [0, 1]; absolute error below 1e-14."""
    if x > 0.5:
        return HALF_PI - 2.0 * _arcsine_series(math.sqrt((1.0 - min(x, 1.0)) / 2.0))
    return _arcsine_series(x)


@compiled
def _arcsine_series(x: float) -> float:
    q = x * x
    p = 0.0
    for k in range(24, 0, -1):
        p = (p + 1.0 / (2 * k + 1)) * q * (2 * k - 1) / (2 * k)
    return x * (1.0 + p)


@entry
def distance_km(x_a: float, y_a: float, z_a: float, x_b: float, y_b: float, z_b: float) -> float:
    """Return the great-circle distance in km between two points given as unit vectors."""
    chord = math.sqrt((x_a - x_b) ** 2 + (y_a - y_b) ** 2 + (z_a - z_b) ** 2)
    return 2.0 * EARTH_RADIUS_KM * arcsine(chord / 2.0)


@inlined
def to_fixed(x: float) -> int:
    """Turn a number into fixed point (2 to the minus 40), truncated towards zero.

    Integer sums do not depend on the order of their terms, so neither do results on the order of cities or ties, and a
    loop may add up in wide vectors. A sum may reach 2 to the 23 before it overflows 64 bits.
    """
    return int(x * FIXED)


@inlined
def from_fixed(n: float) -> float:
    """Turn a fixed-point sum back into a number."""
    return n / FIXED
