"""The planner of units: a set-up is taken over only where nothing differs that shapes it."""

from pathlib import Path

import pytest

from builders.rule_files import write_rule
from builders.worlds import changed, scenario, world
from builders.worlds_on_disk import write_small_world
from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant
from cityties.experiment.work import UnitPlanner
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario
from cityties.setup.initialization import Setup
from cityties.tables.world_tables import read_tables


def set_ups(*scenarios: Scenario) -> list[Setup]:
    planner = UnitPlanner(
        [Variant(one, "") for one in scenarios],
        {one.world_folder: world() for one in scenarios},
    )
    return [planner.design(Unit(number, 0, 0, 1)).setup for number in range(len(scenarios))]


def is_taken_over(**settings: object) -> bool:
    """Whether the pairs of the first set-up serve the second, as they do where nothing that shapes them differs."""
    first, second = set_ups(scenario(), changed(scenario(), **settings))
    return second.dating is first.dating


@pytest.mark.parametrize(
    "settings",
    [
        {"title": "Other"},
        {"replicates": 3},
        {"parameters": {"outreach": 1.0}},
        {"crises": {"follow_months": 12}},
        {"nations": {"AA": {"autonomy": 1.0}}},
        {"publics": {"AA about BB": {"mood_baseline": 0.0}}},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_a_set_up_serves_a_variant_that_differs_in_nothing_that_shapes_it(settings: dict[str, object]) -> None:
    assert is_taken_over(**settings)


@pytest.mark.parametrize(
    "settings",
    [{"seed": 2}, {"end": "2008-12"}, {"cities": {"AA/Anport": {"autonomy": 1.0}}}, {"ties": {"history": "none"}}],
    ids=lambda settings: next(iter(settings)),
)
def test_a_set_up_is_prepared_again_where_what_shapes_it_differs(settings: dict[str, object]) -> None:
    assert not is_taken_over(**settings)


def test_rules_of_one_name_in_two_folders_are_two_rules(tmp_path: Path) -> None:
    """Both files say ``rules: [rule.py]``, each seen from its own folder."""
    write_small_world(tmp_path / "world")
    read = []
    for folder, text in (("one", "own.shrinkage"), ("two", "0.5 * own.shrinkage")):
        (tmp_path / folder).mkdir()
        write_rule(tmp_path / folder, "1.0 - own.shrinkage", f"1.0 - {text}")
        file = tmp_path / folder / "same.yaml"
        file.write_text("title: A rule\nworld: ../world\nstart: 2010-01\nend: 2012-12\nrules: [rule.py]\n")
        read.append(read_scenario(file))
    assert read[0].model_dump() == read[1].model_dump()
    planner = UnitPlanner([Variant(one, "") for one in read], {read[0].world_folder: read_tables(tmp_path / "world")})
    first, second = (planner.design(Unit(number, 0, 0, 1)).setup for number in (0, 1))
    assert first.months is not second.months
