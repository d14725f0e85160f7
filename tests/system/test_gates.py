"""Gates that take minutes: the tests notice small mistakes in the code, and reach nearly all of its branches."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes do not divide there"),
]


@pytest.mark.parametrize(("part", "least"), [("kernel", 0.9), ("analysis", 0.65), ("cache key", 0.85)])
def test_small_mistakes_are_noticed(part: str, least: float) -> None:
    words = [TESTS / "mutation" / "run_mutants.py", "--part", part, "--sample", "40", "--least", str(least)]
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


READING = [f"tests/system/test_{name}.py" for name in (
    "comparison", "sweep_results", "sweep_tables", "patterns", "series_record", "batch_statistics", "report",
    "explanation", "discover", "sensitivity", "calibrate", "forecast",
)]  # fmt: skip
"""What is made of whole batches and runs, for which one needs compiled speed."""
PARTS = {
    "not compiled, so that rules can be traced": ({"NUMBA_DISABLE_JIT": "1"}, ["tests/unit", "tests/model"]),
    "what needs compiled speed": ({}, ["-m", "compiled and not slow", "tests/unit", "tests/model"]),
    "whole batches": ({}, ["-m", "not slow", *READING]),
}


def test_nearly_all_branches_of_what_can_change_a_number_are_tested(tmp_path: Path) -> None:
    """The bar is in coverage.ini, and holds for all parts together."""
    said = ""
    for words in PARTS.values():
        options = ["--cov", "--cov-append", "--cov-config=tests/coverage.ini", "--cov-fail-under=0"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, "-q", "-p", "no:cacheprovider", *words[1]],
            cwd=TESTS.parent,
            env=os.environ | words[0] | {"COVERAGE_FILE": str(tmp_path / "reached")},
            capture_output=True,
            text=True,
            check=False,
        )
        said += done.stdout[-4000:]
        assert done.returncode == 0, said
    done = subprocess.run(
        [sys.executable, "-m", "coverage", "report", "--rcfile=tests/coverage.ini"],
        cwd=TESTS.parent,
        env=os.environ | {"COVERAGE_FILE": str(tmp_path / "reached")},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:]
