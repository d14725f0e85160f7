"""Keys that go by names of the world: which names there are, and what is said of one that there is not."""

import pytest

from builders.batches_on_disk import call


@pytest.mark.parametrize(
    ("key", "name"),
    [("shocks.change", "JP-KR-2012-08"), ("cities", "CN/"), ("publics", "JP about CN"), ("nations", "KR")],
)
def test_a_section_lists_the_names_that_it_takes(key: str, name: str) -> None:
    assert name in call("explain", key, "--scenario", "historical").split("  names", 1)[1]
    assert f"cityties explain {key} --scenario historical" in call("explain", key)


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("shocks.change.JP-KR-2012-03.severity", "JP-KR-20"),
        ("cities.CN/Qingdaoo.from", "CN/Qingdao"),
        ("nations.JPN.autonomy", "JP"),
    ],
)
def test_a_name_that_the_world_has_not_is_answered_with_the_nearest(key: str, near: str) -> None:
    told = call("explain", key, "--scenario", "historical", code=2)
    assert "the world has nothing of this name" in told
    assert f"Did you mean '{near}" in told
    assert "meaning" not in told


def test_only_what_tables_hold_is_as_in_the_tables() -> None:
    assert "as in the world's tables" in call("explain", "cities.<city>.autonomy")
    for key in ("cities.<city>.from", "ties.suspend.<tie>.from", "shocks.add.<shock>.title"):
        assert "as in the world's tables" not in call("explain", key)
