"""The toy world is small, whole, and found wherever the package is."""

from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from builders.paths import SCENARIOS
from cityties.errors import CityTiesError
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import prepare
from cityties.worlds import shipped
from cityties.worlds.toy import FIRST_YEAR, LAST_YEAR, toy_world, toy_world_folder


def test_it_has_six_cities_of_two_nations_and_a_row_in_every_table() -> None:
    world = toy_world()
    assert (len(world.cities), len(world.nations), len(world.dyads)) == (6, 2, 1)
    frames = [getattr(world, field.name) for field in fields(world) if field.name not in ("folder", "digest")]
    assert all(len(frame) > 0 for frame in frames)


def test_no_row_of_it_claims_a_source() -> None:
    world = toy_world()
    for field in fields(world):
        frame = getattr(world, field.name)
        if isinstance(frame, pd.DataFrame) and field.name != "sources":
            assert set(frame["source"]) == {"INVENTED"}, field.name


def test_every_kind_of_thing_that_a_mechanism_acts_on_is_in_a_run_of_it() -> None:
    setup = prepare(read_scenario(SCENARIOS / "toy.yaml"), toy_world())
    world, events = setup.world, build_events(setup.tables, setup.scenario)
    assert (world.forum.host >= 0).any()
    assert len(world.incentives.month) == 2
    assert world.networks.meets.any()
    assert events.struck.any()
    assert events.closed.any()
    assert {event.crisis for event in setup.tables.shocks.itertuples()} > {"", "fever 2008", "EM-WM 2003-09"}


def test_its_scenario_covers_the_years_of_its_tables() -> None:
    scenario = read_scenario(SCENARIOS / "toy.yaml")
    assert scenario.resolved()["start"] == f"{FIRST_YEAR}-01"
    assert scenario.resolved()["end"] == f"{LAST_YEAR}-12"
    assert scenario.world_folder.resolve() == toy_world_folder()


def test_another_order_of_rows_holds_the_same_cities_and_ties() -> None:
    world, shuffled = toy_world(), toy_world(shuffled=True)
    for name in ("cities", "ties"):
        rows, others = getattr(world, name), getattr(shuffled, name)
        assert list(rows["line"]) != list(others["line"])
        pd.testing.assert_frame_equal(rows, others.sort_values("line", ignore_index=True))


def test_a_package_without_it_names_the_place_where_it_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path / "model" / "cityties")
    with pytest.raises(CityTiesError, match="the scenarios are missing"):
        toy_world_folder()


def test_it_is_found_within_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "cityties" / "scenarios" / "worlds" / "toy"
    inside.mkdir(parents=True)
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path / "cityties")
    assert toy_world_folder() == inside
