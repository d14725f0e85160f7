"""Months are added to their sums as replicates come, and no more of them is held."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from builders.worlds import scenario, world
from cityties.experiment.detail import MonthlySums
from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant
from cityties.experiment.work import Gathered, UnitPlanner, compute_replicate


def test_sums_are_those_of_all_replicates_together() -> None:
    months = np.random.default_rng(1).normal(size=(5, 2, 3, 4, 6))
    sums = MonthlySums(months.shape[1:])
    for one in months:
        sums.add(one)
    assert sums.n == 5
    np.testing.assert_allclose(sums.total, months.sum(axis=0), rtol=1e-13)
    np.testing.assert_allclose(sums.squares, (months**2).sum(axis=0), rtol=1e-13)


@pytest.mark.compiled
def test_a_gathered_unit_holds_no_whole_histories_and_its_tables_agree(tmp_path: Path) -> None:
    plain = scenario()
    design = UnitPlanner([Variant(plain, "one")], {plain.world_folder: world()}, detail=True).design(Unit(0, 0, 0, 3))
    unit = Unit(0, 0, 0, 3)
    gathered = Gathered(design, unit)
    for number in range(3):
        gathered.add(compute_replicate(design, unit, number))
    assert all(one.dyads is None for one in gathered._kept)
    tables = gathered.tabulated().tables
    assert tables is not None
    sums = tables["sums"].to_pandas()
    relations = sums[sums["measure"] == "relations"]
    by = ["tie_pathways", "political_shocks", "month", "dyad"]
    expected = tables["histories"].to_pandas().groupby(by, observed=True)["relations"].sum()
    np.testing.assert_allclose(relations.set_index(by)["sum"].sort_index(), expected.sort_index(), rtol=1e-12)
    assert set(relations["n"]) == {3}
    assert isinstance(tables["histories"], pa.Table)
