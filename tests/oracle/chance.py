"""Chance and exact sums of the reference model, in Python's own integers, from ODD 4.10 and 4.11 alone."""

import math
from collections.abc import Iterable
from enum import IntEnum
from hashlib import blake2b

GOLDEN = 0x9E3779B97F4A7C15
WORD = (1 << 64) - 1
FIXED_POINT = 2**40
EXPONENT_LIMIT = 32.0


class Draw(IntEnum):
    """The numbers of the processes that draw."""

    SIGNING_YEAR = 1
    SIGNING_MONTH = 2
    THAW_TRAIT = 3
    PROVOCATION = 4
    PROVOKED_DYAD = 5
    WALK_OUT = 6
    REVIEW_A = 7
    REVIEW_B = 8
    THAW = 9
    PLAN = 10
    CONSENT_A = 11
    CONSENT_B = 12
    FORUM = 13
    AID_A = 14
    SIGNINGS = 15
    SIGNING_CITY_A = 16
    SIGNING_CITY_B = 17
    RELATIONS = 18
    NETWORK = 19
    AID_B = 20
    GIFT = 21
    INVENTION = 22
    LEARNING = 23
    REWIRING = 24
    ECONOMY = 25
    CONCILIATED_DYAD = 26
    ENDING = 27


def mix(z: int) -> int:
    z &= WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def stream(seed: int, replicate: int, process: int, month: int) -> int:
    key = mix(seed + GOLDEN)
    for coordinate in (replicate, process, month):
        key = mix(key + (coordinate + 1) * GOLDEN)
    return key


def substream(key: int, slot: int) -> int:
    return mix(key + (slot + 1) * GOLDEN)


def fraction(bits: int) -> float:
    return math.ldexp(bits >> 11, -53)


def uniform(key: int, entity: int) -> float:
    return fraction(mix(key + (entity + 1) * GOLDEN))


def second_uniform(key: int, entity: int) -> float:
    return math.ldexp(mix(key + (entity + 1) * GOLDEN) % 2**32, -32)


def normal(key: int, entity: int) -> float:
    bits = mix(key + (entity + 1) * GOLDEN)
    u1, u2 = fraction(bits), fraction(mix(bits + GOLDEN))
    return math.sqrt(-2.0 * math.log(1.0 - u1)) * math.cos(2.0 * math.pi * u2)


def address(name: str) -> int:
    """Address of a dyad (its code), a city (``NATION/City``) or a network (assumed: its short name)."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def pair_address(id_a: int, id_b: int) -> int:
    """Address of the tie between two cities."""
    return mix(mix(id_a + GOLDEN) + (id_b + 1) * GOLDEN)


def exact(terms: Iterable[float]) -> float:
    """Sum in fixed point, each term truncated towards zero."""
    return sum(int(term * FIXED_POINT) for term in terms) / FIXED_POINT


def exponential(x: float) -> float:
    """Exponential whose argument is clipped to [-32, 32]."""
    return math.exp(min(max(x, -EXPONENT_LIMIT), EXPONENT_LIMIT))


def log_odds(mood: float) -> float:
    """Log odds of the share friendly, (1 + mood) / 2, of a mood kept within 0.999 of 0."""
    kept = min(max(mood, -0.999), 0.999)
    return math.log((1.0 + kept) / (1.0 - kept))


def logistic(z: float) -> float:
    return 1.0 / (1.0 + exponential(-z))
