"""Random numbers (ODD 4.10): every uniform is a pure function of its address (seed, replicate, process, month, entity).

Nothing is drawn in sequence, so switching a mechanism off, adding a tie or changing the order of cities leaves every
other draw as it was, and two arms of one replicate have common random numbers. The hash is SplitMix64 (Steele, Lea and
Flood 2014, doi:10.1145/2714064.2660195). Numbers of processes are part of every published result: append, never
renumber.
"""

import hashlib
import math
from enum import IntEnum

import numpy as np

from cityties.kernel.columns import FloatArray, IdArray
from cityties.kernel.compiling import compiled, entry, inlined
from cityties.kernel.numerics import cosine, logarithm

U64 = np.uint64
ONE = U64(1)
GOLDEN = U64(0x9E3779B97F4A7C15)
FIRST = U64(0xBF58476D1CE4E5B9)
SECOND = U64(0x94D049BB133111EB)
SHIFT_30, SHIFT_27, SHIFT_31, SHIFT_11 = U64(30), U64(27), U64(31), U64(11)
LOWER_HALF = U64(2**32 - 1)
TWO_TO_MINUS_53 = 2.0**-53
TWO_TO_MINUS_32 = 2.0**-32
TWO_PI = 2 * math.pi


class Process(IntEnum):
    """What a draw is for; the number is its address and never changes."""

    SIGNING_YEAR = 1
    SIGNING_MONTH = 2
    THAW_TRAIT = 3
    PROVOCATION = 4
    PROVOKED_DYAD = 5
    WALKOUT = 6
    REVIEW_A = 7
    REVIEW_B = 8
    THAW = 9
    PLAN = 10
    CONSENT_A = 11
    CONSENT_B = 12
    FORUM = 13
    AID = 14
    SIGNINGS = 15
    SIGNING_CITY_A = 16
    SIGNING_CITY_B = 17
    RELATIONS = 18
    NETWORK = 19
    AID_BACK = 20
    AID_RATIO = 21
    INVENTION = 22
    LEARNING = 23
    REWIRING = 24
    ECONOMY = 25
    CONCILIATED_DYAD = 26
    ENDING = 27


@inlined
def mix(z: U64) -> U64:
    """Scramble 64 bits so that neighbouring addresses give unrelated numbers (SplitMix64 finaliser)."""
    z = (z ^ (z >> SHIFT_30)) * FIRST
    z = (z ^ (z >> SHIFT_27)) * SECOND
    return z ^ (z >> SHIFT_31)


@entry
def stream(seed: int, replicate: int, process: int, month: int) -> U64:
    """Return the key under which the entities of one process draw in one month."""
    # each part of the address is mixed in by itself: were they added up, seed 1 of month 2 could be seed 2 of month 1
    key = mix(U64(seed) + GOLDEN)
    key = mix(key + (U64(replicate) + ONE) * GOLDEN)
    key = mix(key + (U64(process) + ONE) * GOLDEN)
    return mix(key + (U64(month) + ONE) * GOLDEN)


@compiled
def substream(key: U64, slot: int) -> U64:
    """Return the key of the slot-th repetition of a process within a month, such as its third signing."""
    return mix(U64(key) + (U64(slot) + ONE) * GOLDEN)


@inlined
def uniform(key: U64, entity: U64) -> float:
    """Draw the uniform in [0, 1) of one entity under a key."""
    return uniform_at(U64(key), place_of(entity))


@inlined
def place_of(entity: U64) -> U64:
    """Return the place of an entity in the sequences of SplitMix64."""
    return (U64(entity) + ONE) * GOLDEN


@inlined
def uniform_at(key: U64, place: U64) -> float:
    """Draw the same uniform from the entity's place, kept for those that draw every month: a third of the work less."""
    # the upper 53 bits are what a float holds exactly; as signed numbers, since those turn into floats in wide vectors
    return np.int64(mix(key + place) >> SHIFT_11) * TWO_TO_MINUS_53


@inlined
def second_uniform_at(key: U64, place: U64) -> float:
    """Draw another uniform of the same entity, out of the lower half of the word whose upper bits gave the first.

    The halves of a word are independent. A process that asks two rare things of every city every month so hashes once,
    which is half of its work; the second number is a multiple of 2 to the minus 32, fine enough for a chance of 1e-6.
    """
    return np.int64(mix(key + place) & LOWER_HALF) * TWO_TO_MINUS_32


def places(entities: IdArray) -> IdArray:
    """Return the places of many entities."""
    return (entities + ONE) * GOLDEN


@entry
def fill_uniforms(key: U64, entities: IdArray, draws: FloatArray) -> None:
    """Fill ``draws`` with the uniforms of many entities, each what :func:`uniform` gives."""
    for row in range(len(entities)):
        draws[row] = uniform(key, entities[row])


@entry
def normal(key: U64, entity: U64) -> float:
    """Draw the standard normal of one entity under a key (Box and Muller 1958, the cosine branch)."""
    bits = mix(U64(key) + (U64(entity) + ONE) * GOLDEN)
    first = np.int64(bits >> SHIFT_11) * TWO_TO_MINUS_53
    second = np.int64(mix(bits + GOLDEN) >> SHIFT_11) * TWO_TO_MINUS_53
    return math.sqrt(-2.0 * logarithm(1.0 - first)) * cosine(TWO_PI * second)


def entity_id(name: str) -> int:
    """Return the lasting 64-bit address of a named entity, the same in every world, order and arm."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


@entry
def pair_id(city_a: U64, city_b: U64) -> U64:
    """Return the address of a pair of cities, so that a tie has the same random numbers whenever it forms."""
    return mix(mix(U64(city_a) + GOLDEN) + (U64(city_b) + ONE) * GOLDEN)
