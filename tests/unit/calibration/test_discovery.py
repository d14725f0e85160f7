"""Discovery: a planted box is found with its limits, where nothing was planted nothing may be found."""

import numpy as np
import pandas as pd
import pytest

from cityties.calibration.discovery.boxes import Box, everywhere, find_box, fit_of, halves, peeled
from cityties.calibration.discovery.levers import LEVERS, NONE, damages, regret_table
from cityties.calibration.discovery.resampling import search, search_all
from cityties.calibration.discovery.tables import (
    KINDS,
    MEANINGS,
    box_sentence,
    boxes_table,
    conditions,
    find_boxes,
    kinds_of,
    tree_table,
)
from cityties.calibration.discovery.tree import grow
from cityties.calibration.ensemble import Simulated

DRAWS, KEYS = 600, 10
RANDOM = np.random.default_rng(3)
VALUES = RANDOM.random((DRAWS, KEYS))
PLANTED = (VALUES[:, 3] > 0.7) & (VALUES[:, 7] < 0.4)
NOISY = PLANTED ^ (RANDOM.random(DRAWS) < 0.03)
ALONE = np.arange(DRAWS)


def test_a_planted_box_is_found_with_its_two_limits_and_no_other() -> None:
    found = search(VALUES, NOISY, ALONE, 1)
    assert found is not None
    assert found.box.limits == [(3, True), (7, False)]
    assert found.box.low[3] == pytest.approx(0.7, abs=0.06)
    assert found.box.high[7] == pytest.approx(0.4, abs=0.06)
    assert found.holds
    assert min(found.again.values()) > 0.8
    assert found.unseen.density > 0.75
    assert found.coverage_interval[0] <= found.unseen.coverage <= found.coverage_interval[1]


def test_where_nothing_was_planted_no_box_holds() -> None:
    """The density of unseen draws must be above that of all by more than its error: one in 40 by chance, or fewer."""
    for seed in range(4):
        marked = np.random.default_rng(seed).random(DRAWS) < 0.3
        found = search(VALUES, marked, ALONE, seed)
        assert found is None or not found.holds


def test_of_two_planted_boxes_both_are_found() -> None:
    other = (VALUES[:, 1] < 0.3) & (VALUES[:, 9] > 0.6) & ~PLANTED
    found = search_all(VALUES, PLANTED | other, ALONE, 5, 3)
    keys = [{key for key, _ in one.box.limits} for one in found if one.holds]
    assert {3, 7} in keys
    assert {1, 9} in keys


def test_a_box_does_not_depend_on_the_scale_of_a_key() -> None:
    half = ALONE % 2 == 0
    one = find_box(VALUES, NOISY, half)
    other = find_box(np.exp(5.0 * VALUES), NOISY, half)
    np.testing.assert_array_equal(one.holds(VALUES), other.holds(np.exp(5.0 * VALUES)))


def test_peels_shrink_and_draws_that_share_a_value_go_together() -> None:
    values = np.column_stack([np.repeat([0.0, 1.0, 2.0], 100), RANDOM.random(300)])
    marked = values[:, 0] == 2.0
    masses = [int(box.holds(values).sum()) for box in peeled(values, marked)]
    assert masses[0] == 300
    assert masses == sorted(masses, reverse=True)
    assert find_box(values, marked, np.arange(300) % 2 == 0).low[0] == 2.0


def test_coverage_density_and_mass_are_those_of_a_count() -> None:
    values = np.arange(10.0)[:, None]
    marked = values[:, 0] >= 6.0
    fit = fit_of(Box(np.array([5.0]), np.array([7.0])), values, marked)
    assert (fit.coverage, fit.mass, fit.base) == (0.5, 0.3, 0.4)
    assert fit.density == pytest.approx(2 / 3)
    assert fit.gain == pytest.approx((2 / 3 - 0.4) / 0.6)
    assert fit_of(everywhere(1), values, marked).balance == 0.0
    assert np.isnan(fit_of(Box(np.array([20.0]), np.array([30.0])), values, marked).density)


def test_draws_of_a_group_are_never_divided() -> None:
    groups = np.repeat(np.arange(60), 5)
    part = halves(groups, np.random.default_rng(1), (1.0, 1.0, 1.0))
    assert all(len(set(part[groups == one].tolist())) == 1 for one in range(60))
    assert sorted(np.bincount(part).tolist()) == [100, 100, 100]


def test_the_tree_finds_planted_kinds_and_explains_nothing_of_chance() -> None:
    kind = np.where(PLANTED, 2, np.where(VALUES[:, 3] > 0.7, 1, 0))
    found = grow(VALUES, kind, len(KINDS), ALONE, 1)
    assert found.explained > 0.8
    assert sum(int(leaf.counts.sum()) for leaf in found.leaves) == DRAWS
    assert {key for leaf in found.leaves for key, _, _ in leaf.path} == {3, 7}
    assert grow(VALUES, np.random.default_rng(1).integers(0, 3, DRAWS), 3, ALONE, 1).explained < 0.02


def test_tables_say_what_was_found_and_what_was_not() -> None:
    kind = kinds_of(np.where(NOISY, 0.2, 0.0))
    names = [f"key_{number}" for number in range(KEYS)]
    table = boxes_table(find_boxes(VALUES, kind, 1), names, DRAWS, (VALUES[:50], kind[:50]))
    assert list(table.columns) == list(MEANINGS["boxes"])
    rows = table[(table["kind"] == "buffer") & (table["box"] == 1)]
    assert set(rows["key"]) == {"key_3", "key_7"}
    assert box_sentence(rows).startswith("Ties soften where key_3 > 0.")
    assert (rows["posterior_draws"] == 50).all()
    nothing = table[table["kind"] == "harm"]
    assert nothing["box"].tolist() == [0]
    assert box_sentence(nothing) == "No condition was found under which ties harm more often than elsewhere."
    leaves = tree_table(grow(VALUES, kind, 3, ALONE, 1), names)
    assert set(leaves.columns) == set(MEANINGS["tree"])
    assert leaves["share"].sum() == pytest.approx(1.0)


def test_conditions_are_read_as_one_sentence() -> None:
    assert conditions([("a", True, 0.25)]) == "a > 0.25"
    assert conditions([("a", True, 0.25), ("b", False, 3.0)]) == "a > 0.25 and b < 3"
    assert conditions([("a", True, 0.25), ("a", False, 0.5), ("a", True, 0.3)]) == "a between 0.3 and 0.5"
    assert conditions([("a", True, 1.0), ("b", False, 3.0), ("c", True, 2.0)]) == "a > 1, b < 3 and c > 2"


def test_regret_is_what_another_lever_would_have_saved() -> None:
    damage = np.full((4, len(LEVERS)), 5.0)
    damage[:, 1] = [4.0, 4.0, 8.0, 8.0]
    table = regret_table(damage).set_index("lever")
    none, first = table.loc[NONE], table.loc[list(LEVERS)[1]]
    assert none["mean_regret"] == pytest.approx(0.5)
    assert first["mean_regret"] == pytest.approx(1.5)
    assert first["worst_regret"] == pytest.approx(3.0)
    assert first["changed"] == pytest.approx(1.0)
    assert first["lessens"] == 0.5
    assert first["best"] == 0.5
    assert set(table.reset_index().columns) == set(MEANINGS["regret"])


def test_draws_that_fail_under_a_lever_are_left_out() -> None:
    columns = tuple(f"{name}: loss with ties X" for name in LEVERS)
    numbers = np.ones((3, 2, len(columns)))
    numbers[1, :, 4] = np.nan
    found = damages(Simulated((), np.zeros((3, 0)), columns, numbers), ("X",))
    assert found.shape == (2, len(LEVERS))


def test_kinds_have_the_threshold_of_all_verdicts() -> None:
    assert kinds_of(np.array([0.06, 0.05, -0.05, -0.06])).tolist() == [0, 1, 1, 2]
    assert isinstance(
        tree_table(grow(VALUES, kinds_of(np.where(PLANTED, 1, -1)), 3, ALONE, 1), ["k"] * KEYS), pd.DataFrame
    )
