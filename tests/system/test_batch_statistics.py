"""Intervals of contrasts keep what they promise on the model's own outcomes (minutes: slow).

A pool of 40,000 replicates is the world; blocks of replicates are drawn from it, and each is a batch. A/A: two halves
of a block, which differ in random numbers alone, should differ "significantly" in 5 % of blocks. Planted: the second
half shifted, and the difference between ties on and off, whose true size the whole pool gives. With 4,000 blocks a
share of 5 % has a standard error of 0.3 points.

Depth needs 100 replicates: what ties change about it is nearly constant but for rare large values (skewness 4.2), and
many blocks of 40 hold none of those. Such blocks cover 94 % of the time, at the edge of what the tests allow.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from builders.paths import HISTORICAL
from cityties.analysis.contrasts import Contrast, buffer_contrast, paired, unpaired
from cityties.experiment.design import plan
from cityties.experiment.outcomes import OutcomeKey
from cityties.experiment.reduction import outcome_keys
from cityties.experiment.units import Unit
from cityties.experiment.work import compute_replicate
from cityties.kernel.state import FloatArray, IntArray
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

POOL, BLOCKS, THREADS = 40_000, 4000, 2
FEW, USUAL = 40, 100
CRISIS, DYAD = "CN-JP 2012-09", "CN-JP"
pytestmark = pytest.mark.slow
HEAVY = pytest.mark.xfail(reason="heavy tails of depth: Welch rejects 3.4 % with 20 and 20, not 5 +- 1.5", strict=False)
CASES = [(measure, size) for measure in ("loss_36", "relations") for size in (FEW, USUAL)]

type Pool = dict[tuple[str, bool], FloatArray]


@pytest.fixture(scope="module")
def pool() -> Pool:
    """Outcomes by (measure, ties on), one number a replicate."""
    scenario = override(
        read_scenario(HISTORICAL),
        start="2009-01",
        end="2015-12",
        record={},
        arms={"political_shocks": [True]},
        crises={"only": [CRISIS], "follow_months": 36},
    )
    design = plan(prepare(scenario, read_tables(scenario.world_folder)))
    with ThreadPoolExecutor(THREADS) as threads:
        unit = Unit(0, 0, 0, POOL)
        rows = list(threads.map(lambda k: compute_replicate(design, unit, k).outcomes, range(unit.last)))
    values, keys = np.stack(rows), outcome_keys(design)
    found = {}
    for measure in ("depth", "loss_36"):
        for on in (True, False):
            column = keys.index(OutcomeKey(on, True, CRISIS, DYAD, measure))
            found[measure, on] = values[:, column]
    column = keys.index(OutcomeKey(True, True, "", DYAD, "relations"))
    found["relations", True] = values[:, column]
    return found


def blocks(size: int) -> IntArray:
    return np.random.default_rng(size).integers(0, POOL, (BLOCKS, size))


def missed(contrasts: Iterable[Contrast], truth: float) -> float:
    return float(np.mean([not one.low <= truth <= one.high for one in contrasts]))


@pytest.mark.parametrize(("measure", "size"), [*CASES, pytest.param("depth", FEW, marks=HEAVY), ("depth", USUAL)])
@pytest.mark.parametrize("compare", [paired, unpaired])
def test_worlds_that_differ_in_random_numbers_alone_differ_in_one_comparison_of_twenty(
    pool: Pool, measure: str, size: int, compare: Callable[[FloatArray, FloatArray], Contrast]
) -> None:
    half = size // 2
    rejected = missed((compare(row[:half], row[half:]) for row in pool[measure, True][blocks(size)]), 0.0)
    print(f"A/A {measure}, {size} replicates, {getattr(compare, '__name__', '')}: {rejected:.4f}")
    assert abs(rejected - 0.05) <= 0.015


@pytest.mark.parametrize(("measure", "size"), [*CASES, ("depth", FEW), ("depth", USUAL)])
def test_a_planted_shift_is_covered(pool: Pool, measure: str, size: int) -> None:
    values, half = pool[measure, True], size // 2
    shift = 0.3 * float(values.std())
    covered = 1.0 - missed((paired(row[half:] + shift, row[:half]) for row in values[blocks(size)]), shift)
    print(f"planted shift of {measure}, {size} replicates: covered {covered:.4f}")
    assert abs(covered - 0.95) <= 0.02


EFFECTS = [("loss_36", FEW), ("loss_36", USUAL), ("depth", FEW), ("depth", USUAL)]


@pytest.mark.parametrize(("measure", "size"), [*EFFECTS, ("depth", 400)])
def test_the_true_effect_of_ties_is_covered(pool: Pool, measure: str, size: int) -> None:
    on, off = pool[measure, True], pool[measure, False]
    covered = 1.0 - missed((paired(on[rows], off[rows]) for rows in blocks(size)), float((on - off).mean()))
    print(f"effect of ties on {measure}, {size} replicates: covered {covered:.4f}")
    assert abs(covered - 0.95) <= 0.02


@pytest.mark.parametrize(("measure", "size"), [*EFFECTS, ("depth", 400)])
def test_the_true_buffer_index_is_covered(pool: Pool, measure: str, size: int) -> None:
    on, off = pool[measure, True], pool[measure, False]
    truth = 1.0 - float(on.sum() / off.sum())
    covered = 1.0 - missed((buffer_contrast(on[rows], off[rows]) for rows in blocks(size)), truth)
    print(f"buffer index of {measure} ({truth:.4f}), {size} replicates: covered {covered:.4f}")
    assert abs(covered - 0.95) <= 0.02
