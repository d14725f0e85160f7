"""Whatever nobody foresaw ends in one clear line, exit code 1, and a file with the traceback."""

import errno
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from cityties.cli.exits import SHORT
from cityties.cli.main import app
from cityties.errors import CityTiesError
from cityties.experiment.memory import require_address_space
from cityties.experiment.stored import stored_table


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("odd \x1b[31m\nnumber"), "ValueError: odd ?[31m number. This is a fault of CityTies"),
        (MemoryError(), "not enough memory"),
        (ImportError("libx.so: failed to map segment from shared object"), "not enough memory"),
        (OSError("zstd compression failed: allocation error : not enough memory"), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (RecursionError("maximum"), "nested too deeply"),
        (EOFError(), "EOFError: no message"),
        (KeyError("x" * 1000), "x ..."),
    ],
)
def test_one_line_and_a_file_with_the_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with patch("cityties.cli.check.check_files", side_effect=error):
        result = CliRunner().invoke(app, ["check", "any.yaml"])
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < SHORT + 400
    (kept,) = re.findall(r"\S+cityties-error-\S+\.txt", result.stderr)
    assert "Traceback" in Path(kept).read_text(encoding="utf-8")


def test_too_little_address_space_is_refused_before_work(tmp_path: Path) -> None:
    """Below, libraries of compiled code and of tables end the whole process, or wait for ever."""
    resource = pytest.importorskip("resource")
    with patch.object(resource, "getrlimit", return_value=(800 * 2**20, resource.RLIM_INFINITY)):
        with pytest.raises(CityTiesError, match=r"may take 800 MB of address space; .* need 2,000 MB\. Allow more"):
            require_address_space()
        with pytest.raises(CityTiesError, match="Allow more"):
            stored_table(tmp_path / "any.parquet")
        result = CliRunner().invoke(app, ["run", "toy", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "ulimit -v unlimited" in result.stderr
    assert not list(tmp_path.glob("toy-*/parts"))


def test_a_wrong_option_is_still_reported_by_the_command_line_itself() -> None:
    result = CliRunner().invoke(app, ["check", "--no-such-option"])
    assert result.exit_code == 2
    assert "No such option" in result.stderr
    assert "traceback" not in result.stderr
