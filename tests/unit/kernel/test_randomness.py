"""Chance: known answers, uniformity, and no relation between neighbouring addresses.

All draws are fixed numbers, so these tests cannot flicker. The false-alarm rate named in each statistical test is the
share of sound generators that it would refuse.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from cityties.kernel.columns import IdArray
from cityties.kernel.compiling import entry
from cityties.kernel.randomness import (
    U64,
    Process,
    entity_id,
    fill_uniforms,
    normal,
    pair_id,
    stream,
    substream,
    uniform,
)
from oracle import chance

WORDS = st.integers(0, 2**64 - 1)
SEEDS = st.integers(0, 2**63 - 1)
SMALL = st.integers(0, 100_000)
N = 100_000
ALARM = 1e-6
FIVE_SIGMA = 5.0
exact = settings(deadline=None, derandomize=True)

# Outputs of SplitMix64 seeded with 1234567, as printed on rosettacode.org (Pseudo-random numbers/Splitmix64)
SPLITMIX_OF_1234567 = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)


@entry
def _substream(key: U64, slot: int) -> U64:
    return substream(key, slot)


@entry
def _uniform(key: U64, entity: U64) -> float:
    return uniform(key, entity)


def uniforms(key: U64, entities: IdArray) -> NDArray[np.float64]:
    out = np.empty(len(entities))
    fill_uniforms(key, entities, out)
    return out


def draws(
    seed: int = 20121, replicate: int = 0, process: int = 10, month: int = 24153, first: int = 0
) -> NDArray[np.float64]:
    """Draw for N neighbouring entities, the worst case for a hash of addresses."""
    return uniforms(U64(stream(seed, replicate, process, month)), np.arange(first, first + N, dtype=np.uint64))


def test_the_mixer_is_the_published_splitmix64() -> None:
    assert tuple(int(_substream(U64(1234567), slot)) for slot in range(5)) == SPLITMIX_OF_1234567


@exact
@given(seed=SEEDS, replicate=SMALL, process=st.sampled_from(Process), month=SMALL, entity=WORDS)
def test_draws_are_those_of_the_text(seed: int, replicate: int, process: Process, month: int, entity: int) -> None:
    key = chance.stream(seed, replicate, process, month)
    assert int(stream(seed, replicate, process, month)) == key
    assert _uniform(U64(key), U64(entity)) == chance.uniform(key, entity)
    assert uniforms(U64(key), np.array([entity], np.uint64))[0] == chance.uniform(key, entity)
    assert normal(U64(key), U64(entity)) == pytest.approx(chance.normal(key, entity), rel=1e-11, abs=1e-12)


@exact
@given(a=WORDS, b=WORDS, slot=SMALL)
def test_addresses_are_those_of_the_text(a: int, b: int, slot: int) -> None:
    assert int(pair_id(U64(a), U64(b))) == chance.pair_address(a, b)
    assert int(_substream(U64(a), slot)) == chance.substream(a, slot)


def test_the_address_of_a_name_never_changes() -> None:
    assert entity_id("CN-JP") == 0x34ECA1FA1E74C215
    assert entity_id("JP/Nara") == chance.address("JP/Nara")


def test_a_pair_of_cities_is_not_the_pair_turned_round() -> None:
    assert pair_id(U64(1), U64(2)) != pair_id(U64(2), U64(1))


def test_the_numbers_of_processes_are_those_of_the_text() -> None:
    assert [process.value for process in Process] == [draw.value for draw in chance.Draw]


def test_uniforms_are_uniform() -> None:
    """False-alarm rate 2e-6: chi-square over 100 cells and Kolmogorov-Smirnov, each 1e-6."""
    sample = draws()
    assert sample.min() >= 0.0
    assert sample.max() < 1.0
    cells = np.histogram(sample, bins=100, range=(0.0, 1.0))[0]
    assert stats.chisquare(cells).pvalue > ALARM
    assert stats.kstest(sample, "uniform").pvalue > ALARM


def test_normals_are_normal() -> None:
    """False-alarm rate 1e-6."""
    key = U64(stream(20121, 0, Process.RELATIONS, 24153))
    sample = np.array([normal(key, U64(entity)) for entity in range(20_000)])
    assert stats.kstest(sample, "norm").pvalue > ALARM


@pytest.mark.parametrize("neighbour", ["seed", "replicate", "process", "month", "first"])
@pytest.mark.parametrize("distance", [1, 2, 12])
def test_neighbouring_addresses_are_unrelated(neighbour: str, distance: int) -> None:
    """False-alarm rate 6e-7 for each correlation (five standard errors), 2e-5 for all thirty."""
    base = {"seed": 20121, "replicate": 3, "process": 4, "month": 24153, "first": 5}
    here, there = draws(**base), draws(**base | {neighbour: base[neighbour] + distance})
    for a, b in ((here, there), (np.abs(here - 0.5), np.abs(there - 0.5))):
        assert abs(np.corrcoef(a, b)[0, 1]) < FIVE_SIGMA / np.sqrt(N)


def test_neighbouring_repetitions_within_a_month_are_unrelated() -> None:
    """False-alarm rate 6e-7 for each of the ten correlations."""
    key, entities = U64(stream(1, 2, Process.SIGNING_CITY_A, 24000)), np.arange(N, dtype=np.uint64)
    keys = [
        U64(_substream(U64(_substream(key, slot)), dyad)) for slot, dyad in ((0, 0), (1, 0), (0, 1), (1, 1), (2, 0))
    ]
    samples = [uniforms(here, entities) for here in keys]
    related = np.corrcoef(samples) - np.eye(len(samples))
    assert np.abs(related).max() < FIVE_SIGMA / np.sqrt(N)


def test_the_months_of_one_entity_are_uniform_and_unrelated() -> None:
    """False-alarm rate 2e-6: the same tie over 5,000 months, its distribution and its memory of the month before."""
    tie = U64(77)
    months = [_uniform(U64(stream(20121, 0, Process.PLAN, month)), tie) for month in range(5000)]
    assert stats.kstest(months, "uniform").pvalue > ALARM
    assert abs(np.corrcoef(months[1:], months[:-1])[0, 1]) < FIVE_SIGMA / np.sqrt(len(months))
