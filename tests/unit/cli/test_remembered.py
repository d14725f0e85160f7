"""Forecasts are kept for batches that differ in parameters alone, and a damaged file is none."""

from pathlib import Path

import pytest

from builders.batches_on_disk import LOBBYING_OFF, write, write_folder
from cityties.cli import remembered as kept
from cityties.cli.batch import Request, open_batch
from cityties.cli.remembered import forecast_key, remember, remembered
from cityties.experiment.batch import what_to_do


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "cityties" / kept.FILE


def key(folder: Path, text: str, threads: int = 2) -> str:
    batch = open_batch([write(folder, "mine", LOBBYING_OFF + text)], Request(out=folder / "runs"))
    return forecast_key(batch, what_to_do(batch, batch.chunks()).fresh, threads)


def test_what_was_measured_is_found_again_with_its_day() -> None:
    assert remembered("k") is None
    remember("k", 3.0, 2.0, 1.5)
    remember("other", 30.0, 20.0, 15.0)
    found = remembered("k")
    assert found is not None
    assert (found.seconds, found.computing, found.megabytes) == (3.0, 2.0, 1.5)
    assert len(found.measured) == len("2026-01-31")


@pytest.mark.parametrize("damage", ["{", "[]", '{"k": {"seconds": "many"}}'])
def test_a_damaged_file_is_as_good_as_none_and_is_written_anew(home: Path, damage: str) -> None:
    home.parent.mkdir(parents=True)
    home.write_text(damage, encoding="utf-8")
    assert remembered("k") is None
    remember("k", 3.0, 2.0, 1.5)
    assert remembered("k") is not None


def test_the_oldest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for name in ("first", "second", "third"):
        remember(name, 1.0, 1.0, 1.0)
    assert [remembered(name) is not None for name in ("first", "second", "third")] == [False, True, True]


def test_parameters_and_seed_change_no_forecast_but_amounts_mechanisms_and_threads_do(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    base = key(folder, "replicates: 5\n")
    assert key(folder, "replicates: 5\nseed: 77\nparameters: {strength_gain: 0.3}\n") == base
    others = [key(folder, "replicates: 6\n"), key(folder, "replicates: 5\n", 1), key(folder, "end: 2013-01\n")]
    assert base not in others
