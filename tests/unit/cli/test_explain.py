"""Keys that go by names of the world: which names there are, and what is said of one that there is not."""

import pytest

from builders.batches_on_disk import call
from cityties.scenario.keys import all_keys


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


def test_a_section_says_what_each_of_its_keys_means() -> None:
    lines = call("explain", "mechanisms").splitlines()
    (obeyed,) = [line for line in lines if "mechanisms.directive " in line]
    assert obeyed.split("mechanisms.directive ")[1].strip() == all_keys()["mechanisms", "directive"].meaning
    assert not any(line.count("mechanisms.") > 1 for line in lines if "keys" in line)


def test_a_word_that_is_no_key_is_answered_with_the_keys_that_speak_of_it() -> None:
    told = call("explain", "hawkish", code=2)
    assert "'hawkish' is no key of a scenario file." in told
    assert "parameters.over_compliance" in told
    assert "`cityties explain` lists all keys" in call("explain", "xyzzy", code=2)


def test_only_what_tables_hold_is_as_in_the_tables() -> None:
    assert "as in the world's tables" in call("explain", "cities.<city>.autonomy")
    for key in ("cities.<city>.from", "ties.suspend.<tie>.from", "shocks.add.<shock>.title"):
        assert "as in the world's tables" not in call("explain", key)
