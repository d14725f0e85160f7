"""The land behind maps: where it is, and that invented worlds are not laid over it."""

import json

import numpy as np
import pytest

from builders.paths import PACKAGE
from cityties.figures.land import FILE, Box, land_for, on_land, rings, rings_within
from cityties.kernel.state import FloatArray
from cityties.tables.world_tables import read_tables

WORLDS = PACKAGE.parents[1] / "scenarios" / "worlds"
INLAND = {"Zhengzhou": (113.6, 34.7), "Matsumoto": (137.97, 36.24), "Daejeon": (127.4, 36.35), "Kazan": (49.1, 55.8)}
INLAND |= {"Yakutsk": (129.7, 66.0), "Chukotka": (175.0, 67.5), "its end beyond 180 degrees": (-173.0, 66.5)}
AT_SEA = {"Yellow Sea": (123.5, 35.5), "Pacific": (150.0, 30.0), "Caspian": (50.5, 40.5), "North Sea": (3.0, 56.0)}


def coordinates(world: str) -> tuple[FloatArray, FloatArray]:
    cities = read_tables(WORLDS / world).cities
    return cities["longitude"].to_numpy(np.float64), cities["latitude"].to_numpy(np.float64)


@pytest.mark.parametrize(("name", "dry"), [*((name, True) for name in INLAND), *((name, False) for name in AT_SEA)])
def test_land_and_sea_are_told_apart(name: str, dry: bool) -> None:
    longitude, latitude = (INLAND | AT_SEA)[name]
    assert on_land(np.array([longitude]), np.array([latitude])).tolist() == [dry]


@pytest.mark.parametrize("world", ["east-asia", "europe-russia"])
def test_recorded_cities_have_land_under_them(world: str) -> None:
    longitude, latitude = coordinates(world)
    assert on_land(longitude, latitude).mean() > 0.85
    assert land_for(longitude, latitude)


def test_a_world_of_cities_anywhere_has_none() -> None:
    assert land_for(*coordinates("global-synthetic")) == []
    assert land_for(np.array([]), np.array([])) == []


def test_only_what_may_be_seen_is_taken() -> None:
    box = Box(128.0, 30.0, 146.0, 46.0)
    near = rings_within(box)
    assert 0 < len(near) < len(rings())
    for ring in near:
        assert ring[:, 0].max() >= box.west
        assert ring[:, 0].min() <= box.east


def test_no_coast_runs_round_the_globe() -> None:
    assert max(float(np.abs(np.diff(ring[:, 0])).max()) for ring in rings()) < 20.0


def test_the_file_names_its_source_and_licence() -> None:
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    assert "Natural Earth" in stored["source"]
    assert stored["licence"] == "public domain"
    assert FILE.stat().st_size < 120_000
