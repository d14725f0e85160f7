"""The benchmarks compare like with like: C to the bit, numpy to 1e-9, Mesa in distribution."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.agreement import compiled_measures, distance_of_mesa
from benchmarks.chance import ONCE, SOURCE, WAYS
from benchmarks.core import east_asia, synthetic
from benchmarks.floor import Floor, build
from benchmarks.mesa_objects import simulated
from benchmarks.numpy_columns import Columns
from builders.paths import PACKAGE

pytestmark = pytest.mark.compiled
needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")


@needs_compiler
def test_a_history_in_c_is_the_compiled_one_to_the_bit(tmp_path: Path) -> None:
    core = east_asia()
    floor = Floor(build(tmp_path, core), core, 3)
    assert np.array_equal(floor.run(), compiled_measures(core, 3))


@needs_compiler
def test_in_a_synthetic_world_too(tmp_path: Path) -> None:
    core = synthetic(tmp_path, 600, 2021)
    floor = Floor(build(tmp_path, core), core, 1)
    assert np.array_equal(floor.run(), compiled_measures(core, 1))


def test_a_history_in_numpy_is_the_compiled_one_but_for_the_last_digits() -> None:
    core = east_asia()
    np.testing.assert_allclose(Columns(core, 2).run(), compiled_measures(core, 2), rtol=0, atol=1e-9)


def test_the_mesa_version_lives_through_the_same_signings() -> None:
    core = east_asia(end="1999-12", record={"ties_at": []})
    there, here = np.array(simulated(core, 0)), compiled_measures(core, 0)
    assert there.shape == here.shape
    np.testing.assert_array_equal(there[:, :, 6], here[:, :, 6])


@pytest.mark.slow
def test_mesa_agrees_in_distribution() -> None:
    far, allowed = distance_of_mesa(east_asia(), 60)
    assert far < allowed


def test_the_uniform_is_where_the_benchmark_doubles_its_hash() -> None:
    """What random numbers cost is measured in a copy of the package whose source is changed at one line."""
    text = (PACKAGE / SOURCE).read_text(encoding="utf-8")
    assert text.count(ONCE) == 1
    assert all(text.replace(ONCE, way).count("mix(address") for name, way in WAYS.items() if name != "once")
