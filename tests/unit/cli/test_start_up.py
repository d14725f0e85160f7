"""What commands take along when they start: one that computes nothing needs neither compiler nor plots."""

import subprocess
import sys
from pathlib import Path

import pytest

from builders.paths import HISTORICAL

LOADED = """
import sys
from cityties.cli.main import app
try:
    app(sys.argv[1:], prog_name="cityties")
except SystemExit as left:
    assert not left.code, left.code
print(*sorted({name.partition(".")[0] for name in sys.modules}), sep="\\n")
"""
WITHOUT_TABLES = (("list",), ("explain", "strength_gain"))


def loaded(*words: str, folder: Path) -> set[str]:
    """Return the packages that a command has imported by its end, in a process of its own."""
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("words", WITHOUT_TABLES, ids=lambda w: w[0])
def test_a_command_that_looks_at_files_takes_no_library_of_tables_nor_the_compiler(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    assert not loaded(*words, folder=tmp_path) & {"numba", "matplotlib", "scipy", "mesa", "pandas", "pyarrow"}


def test_checking_a_file_needs_neither_compiler_nor_plots(tmp_path: Path) -> None:
    assert not loaded("check", str(HISTORICAL), folder=tmp_path) & {"numba", "matplotlib", "scipy", "mesa"}


@pytest.mark.parametrize("module", ["cityties.cli.run", "cityties.cli.batch", "cityties.cli.compare"])
def test_commands_that_find_nothing_to_compute_need_no_compiler(module: str) -> None:
    text = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numba", "mesa"}
