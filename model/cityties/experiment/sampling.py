"""Samples of parameters: draws from the declared priors, and points spread over ranges.

A value is a function of (seed, number of the draw, name of the parameter) alone: more draws, or another list of
parameters, leave every value that there was. Values are rounded to ten digits, so that they are the same on every
machine and can be written into a scenario file as they are.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import LogNormal, LogUniform, Prior, SpikeNormal, SpikeUniform, Uniform
from cityties.kernel.state import FloatArray
from cityties.scenario.keys import WHOLE, key_at
from cityties.scenario.ranges import PRIOR, is_range
from cityties.scenario.sweeps import setting_path

DIGITS = 10
type BoundedPrior = tuple[Prior, float, float]
"""A prior with the lowest and the highest value that may be asked for."""
NO_PRIORS: Mapping[str, BoundedPrior] = {}
_TWO_TO_MINUS_53 = 2.0**-53
_LEAST = 1e-16


def quantile(prior: Prior, u: float) -> float:
    """Return the value below which a share ``u`` of the prior lies (the inverse of its distribution function)."""
    match prior:
        case Uniform(low, high):
            return low + u * (high - low)
        case LogUniform(low, high):
            exponential, logarithm = _interpreted()
            return low * exponential(u * logarithm(high / low))
        case LogNormal(median, deviation):
            exponential, _ = _interpreted()
            return median * exponential(deviation * NormalDist().inv_cdf(min(max(u, _LEAST), 1.0 - _LEAST)))
        case SpikeUniform(low, high, p_zero):
            return _spiked(low, high, p_zero, u)
        case SpikeNormal(deviation, p_zero):
            half = (1.0 - p_zero) / 2
            if half <= u <= half + p_zero:
                return 0.0
            tail = (u if u < half else u - p_zero) / (1.0 - p_zero)
            return deviation * NormalDist().inv_cdf(min(max(tail, _LEAST), 1.0 - _LEAST))


@cache
def _interpreted() -> tuple[Callable[[float], float], Callable[[float], float]]:
    """Return the model's own exponential and logarithm, uncompiled: the same bits without a second of compiling.

    They are imported late, because few batches need them and they bring the compiler along.
    """
    from cityties.kernel.numerics import exponential, logarithm  # noqa: PLC0415

    return getattr(exponential, "py_func", exponential), getattr(logarithm, "py_func", logarithm)


def _spiked(low: float, high: float, p_zero: float, u: float) -> float:
    """Invert a flat distribution with a lump at zero, wherever zero lies between its bounds."""
    below = (1.0 - p_zero) * min(max(-low / (high - low), 0.0), 1.0)
    if below <= u <= below + p_zero:
        return 0.0
    share = (u if u < below else u - p_zero) / (1.0 - p_zero)
    return low + share * (high - low)


def drawn_names(asked: str | Sequence[str], swept: Sequence[str]) -> tuple[str, ...]:
    """Return the parameters that are drawn: all with a prior, or those asked for; never one that is swept."""
    names = [name for name, declared in DECLARED.items() if declared.prior] if asked == "priors" else list(asked)
    return tuple(name for name in names if name not in swept)


def draw_values(
    seed: int, draw: int, names: Sequence[str], priors: Mapping[str, BoundedPrior] = NO_PRIORS
) -> dict[str, float]:
    """Return the values of one draw, within the bounds that a scenario may ask for.

    ``priors`` hold those of settings that are no parameters, and what goes before the declared one of a parameter.
    """
    return {
        name: value_within(priors[name], share_of_draw(seed, draw, name))
        if name in priors
        else _drawn(seed, draw, name)
        for name in names
    }


@lru_cache(maxsize=2**16)
def _drawn(seed: int, draw: int, name: str) -> float:
    return value_at(name, share_of_draw(seed, draw, name))


def share_of_draw(seed: int, draw: int, name: str) -> float:
    """Return the share of its prior below which the value of a draw lies: uniform, and the same on every machine."""
    digest = hashlib.blake2b(f"{seed}/{draw}/{name}".encode(), digest_size=8).digest()
    return ((int.from_bytes(digest, "little") >> 11) + 0.5) * _TWO_TO_MINUS_53


def value_at(name: str, u: float) -> float:
    """Return the value of a parameter below which a share ``u`` of its prior lies, within its bounds.

    Raises:
        ValueError: the parameter has no prior.
    """
    declared = DECLARED[name]
    if declared.prior is None:
        raise ValueError(f"{name} has no prior")
    return value_within((declared.prior, declared.low, declared.high), u)


def value_within(prior: BoundedPrior, u: float) -> float:
    """Return the value of a prior below which a share ``u`` lies, within its bounds and rounded."""
    drawn, low, high = prior
    return rounded(min(max(quantile(drawn, u), low), high))


def written_priors(priors: Mapping[str, BoundedPrior]) -> dict[str, Any]:
    """Return priors as plain values that a folder can keep: by key the kind, its numbers, and both bounds."""
    return {
        name: {"kind": type(prior).__name__, "numbers": list(astuple(prior)), "bounds": [low, high]}
        for name, (prior, low, high) in priors.items()
    }


def read_priors(written: Mapping[str, Any]) -> dict[str, BoundedPrior]:
    """Return priors that a folder keeps (:func:`written_priors`)."""
    kinds: dict[str, Any] = {one.__name__: one for one in (Uniform, LogUniform, LogNormal, SpikeNormal, SpikeUniform)}
    return {name: (kinds[one["kind"]](*one["numbers"]), *one["bounds"]) for name, one in written.items()}


def rounded(value: float) -> float:
    """Return a value with as many digits as drawn values have."""
    return float(f"{value:.{DIGITS}g}")


def spread_points(
    kind: str, points: int, over: Mapping[str, Any], seed: int, priors: Mapping[str, BoundedPrior] = NO_PRIORS
) -> list[dict[str, Any]]:
    """Return points of a Latin hypercube (``lhs``) or a scrambled Sobol sequence (``sobol``) over ranges by key.

    A range is (low, high), or the word ``prior``: one of ``priors`` by key, or that of a parameter. Of choices, such as
    (True, False), each has the same share of the points; keys that take whole numbers get whole numbers. A longer
    Sobol sequence begins with the shorter one; a Latin hypercube of another size is another one.
    """
    shares = _shares(kind, points, len(over), seed)
    return [
        {key: _at(key, span, float(share), priors) for (key, span), share in zip(over.items(), row, strict=True)}
        for row in shares
    ]


def _shares(kind: str, points: int, dimensions: int, seed: int) -> FloatArray:
    from scipy.stats import qmc  # noqa: PLC0415 - takes a second, and few batches need it

    address = np.random.default_rng(seed)
    if kind == "lhs":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=address).random(points))
    exponent = max(points - 1, 1).bit_length()
    return np.asarray(qmc.Sobol(dimensions, rng=address).random_base2(exponent)[:points])


def _at(key: str, span: Any, share: float, priors: Mapping[str, BoundedPrior]) -> Any:
    if key in priors and span == PRIOR:
        return value_within(priors[key], share)
    if span == PRIOR:
        return value_at(key.removeprefix("parameters."), share)
    if not is_range(span):
        return span[min(int(share * len(span)), len(span) - 1)]
    low, high = span
    if _is_whole(key):
        return int(low) + min(int(share * (high - low + 1)), int(high - low))
    return rounded(low + share * (high - low))


def _is_whole(key: str) -> bool:
    """Return whether a key takes whole numbers alone."""
    known = key_at(setting_path(key))
    return known is not None and known.kind == WHOLE
