"""Rewired ties: every city keeps its number of partners and the dates of its ties, but not its partners."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.paths import SCENARIOS
from cityties.kernel.randomness import U64
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import Setup, prepare
from cityties.setup.rewiring import exchanged
from cityties.tables.world_tables import WorldTables, read_tables

REWIRED = SCENARIOS / "rewired.yaml"
SIDES = ("a", "b")


@cache
def tables() -> WorldTables:
    return read_tables(read_scenario(REWIRED).world_folder)


@cache
def setup(seed: int = 20121, rewired: bool = True) -> Setup:
    scenario = override(read_scenario(REWIRED), seed=seed, ties={"history": "replay", "rewired": rewired})
    return prepare(scenario, tables())


@pytest.fixture
def before() -> pd.DataFrame:
    return setup(rewired=False).pairs


@pytest.fixture
def after() -> pd.DataFrame:
    return setup().pairs


def test_every_city_keeps_its_number_of_partners_in_each_dyad(before: pd.DataFrame, after: pd.DataFrame) -> None:
    for side in SIDES:
        assert before.groupby(["dyad", side]).size().equals(after.groupby(["dyad", side]).size())


def test_dates_stay_with_the_city_of_side_a(before: pd.DataFrame, after: pd.DataFrame) -> None:
    kept = ["dyad", "a", "city_a", "signed", "signed_resolution", "recognised", "dyad_row"]
    assert before[kept].equals(after[kept])


def test_no_pair_is_doubled_and_hardly_any_is_as_it_was(before: pd.DataFrame, after: pd.DataFrame) -> None:
    assert not after.duplicated(["a", "b"]).any()
    assert after["id"].is_unique
    assert np.isin(after["id"], before["id"]).mean() < 0.05


def test_a_rewired_pair_has_the_name_and_the_traits_of_its_own_cities(after: pd.DataFrame) -> None:
    world, cities = setup().world, tables().cities
    names = dict(zip(world.cities.id.tolist(), range(len(cities)), strict=True))
    assert len(names) == len(cities)
    for nation, dyad in (("JP", "CN-JP"), ("KR", "CN-KR"), ("KR", "JP-KR")):
        known = set(cities.loc[cities["nation"] == nation, "city"])
        assert set(after.loc[after["dyad"] == dyad, "city_b"]) <= known
    assert after["affinity"].mean() < 1.0  # recorded partners suit each other better than random ones


def test_the_shuffle_depends_on_the_seed_and_on_nothing_else() -> None:
    assert setup().pairs.equals(prepare(setup().scenario, tables()).pairs)
    assert not setup().pairs["id"].equals(setup(seed=3).pairs["id"])


def test_the_order_of_the_ties_in_the_table_does_not_matter(after: pd.DataFrame) -> None:
    turned = tables()
    turned = type(turned)(**{**vars(turned), "ties": turned.ties.iloc[::-1].reset_index(drop=True)})
    assert set(prepare(setup().scenario, turned).pairs["id"]) == set(after["id"])


@given(
    pairs=st.sets(st.tuples(st.integers(0, 6), st.integers(10, 16)), min_size=1, max_size=30),
    key=st.integers(0, 2**64 - 1),
)
def test_in_any_net_partners_are_exchanged_without_doubling_a_pair(pairs: set[tuple[int, int]], key: int) -> None:
    a, b = (np.array(side, dtype=np.int64) for side in zip(*sorted(pairs), strict=True))
    ends = exchanged(a, b, U64(key))
    assert sorted(ends) == sorted(b)
    assert len(set(zip(a.tolist(), ends.tolist(), strict=True))) == len(pairs)
