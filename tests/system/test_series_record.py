"""What the recorded series of East Asia teach, and that it is computed once."""

from pathlib import Path

import numpy as np
import pytest

from builders.paths import EAST_ASIA
from cityties.analysis import series_record as module
from cityties.analysis.clocks import clock_table
from cityties.analysis.series_fit import Panel
from cityties.analysis.series_record import SeriesRecord, score_table, series_record
from cityties.kernel.calendar import month_index
from cityties.tables.world_tables import read_tables


@pytest.fixture(scope="module")
def record() -> SeriesRecord:
    return series_record(read_tables(EAST_ASIA))


def test_two_clocks_foretell_the_public_of_japan(record: SeriesRecord) -> None:
    table = score_table(record)
    rows = table[(table["series"] == "jiji") & (table["fitted_until"] == month_index("2011-12"))]
    china, korea = (rows[rows["dyad"] == dyad].iloc[0] for dyad in ("CN-JP", "JP-KR"))
    assert china["scheme"].startswith("origins 2000-01")
    assert china["crps_model"] <= 0.20
    assert korea["crps_model"] <= 0.26
    assert china["crps_model"] < min(china["crps_exponential"], china["crps_ar1"], china["crps_last"])
    assert korea["crps_model"] < min(korea["crps_ar1"], korea["crps_last"])


def test_the_table_shows_where_two_clocks_lose(record: SeriesRecord) -> None:
    table = score_table(record)
    early = table[table["fitted_until"] < month_index("2011-12")]
    assert len(early) == 4
    assert (early["crps_model"] > early["crps_last"]).all()


def test_half_lives_lie_within_their_intervals_and_apart(record: SeriesRecord) -> None:
    table = clock_table(record).set_index("clock")
    event, level = table.loc["public: event part"], table.loc["public: level"]
    assert event["low"] < event["half_life"] < event["high"] < level["low"] < level["half_life"]
    assert np.isnan(level["high"])


def test_what_was_computed_once_is_read_again(
    record: SeriesRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "numba"
    monkeypatch.setattr(module, "kernel_folder", lambda: kept)
    taught = []
    parts = {one.series: one for one in record.clocks}

    def teach(observes: str, until: int, panels: list[Panel]) -> SeriesRecord:
        taught.append(panels[0].series)
        name = panels[0].series
        clocks = tuple(one for one in record.clocks if one.series == name)
        return SeriesRecord(tuple(one for one in record.scores if one.series == name), clocks)

    monkeypatch.setattr(module, "_taught", teach)
    tables = read_tables(EAST_ASIA)
    assert series_record(tables) == record
    assert series_record(tables) == record
    assert taught == list(parts)
    shocks = tables.shocks.assign(severity=tables.shocks["severity"] * 0.5)
    series_record(type(tables)(**vars(tables) | {"shocks": shocks}))
    assert len(taught) == 2 * len(parts)


def test_a_damaged_file_is_computed_again(
    tmp_path: Path, record: SeriesRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "kernel_folder", lambda: tmp_path / "numba")
    monkeypatch.setattr(module, "_taught", lambda *_: SeriesRecord((), ()))
    tables = read_tables(EAST_ASIA)
    series_record(tables)
    (file,) = tmp_path.glob("series-*.json")
    file.write_text('{"scores": 3}')
    assert series_record(tables) == SeriesRecord((), ())
