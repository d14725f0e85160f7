"""Files are whole or absent, tables are written as people read them, and two processes never write to one folder."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from cityties.errors import CityTiesError
from cityties.experiment.store import TEMPORARY, locked, write_json, write_table, write_whole
from cityties.kernel.calendar import month_index


def test_a_file_whose_writing_fails_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "batch.json"
    write_json(path, {"name": "before"})

    def torn(temporary: Path) -> None:
        temporary.write_text('{"na')
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        write_whole(path, torn)
    assert json.loads(path.read_text()) == {"name": "before"}
    assert not list(tmp_path.glob(f"{TEMPORARY}*"))


def test_months_are_written_as_people_read_them_and_empty_words_are_null(tmp_path: Path) -> None:
    table = pd.DataFrame({"month": [month_index("2012-09")], "dyad": ["CN-JP"], "relations": [0.1]})
    write_table(tmp_path / "relations", table)
    assert pq.read_table(tmp_path / "relations.parquet")["month"].to_pylist() == ["2012-09"]
    assert (tmp_path / "relations.csv").read_text() == "month,dyad,relations\n2012-09,CN-JP,0.1\n"
    outcomes = pd.DataFrame({"crisis": ["", "CN-JP 2012-09"], "value": [1.0, 2.0]})
    write_table(tmp_path / "outcomes", outcomes)
    assert pq.read_table(tmp_path / "outcomes.parquet")["crisis"].to_pylist() == [None, "CN-JP 2012-09"]
    assert outcomes["crisis"].tolist() == ["", "CN-JP 2012-09"]


def test_a_folder_at_which_another_is_at_work_is_refused_and_free_again_afterwards(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(CityTiesError, match="another process is at work here"), locked(tmp_path):
        pass
    with locked(tmp_path):
        assert tmp_path.is_dir()


def test_folders_are_guarded_on_systems_without_fcntl(tmp_path: Path) -> None:
    """Python on Windows has no such module; a lock of another kind is taken there."""
    code = f"""
import sys
sys.modules["fcntl"] = None
from pathlib import Path
from cityties.errors import CityTiesError
from cityties.experiment.store import locked
with locked(Path({str(tmp_path)!r})):
    try:
        with locked(Path({str(tmp_path)!r})):
            print("twice")
    except CityTiesError:
        print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
