"""Interrupted, killed and resumed, with one worker or two, the claims come out the same to the last byte (slow)."""

import hashlib
import random
import signal
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path

import pytest

from builders.paths import SCENARIOS

START = "from cityties.cli.main import run; run()"
KILLS, LATEST_SECONDS, LEAST_KILLS = 10, 4.0, 4
TEXT = f"""\
scenario: {SCENARIOS}/historical.yaml
crises: [CN-JP 2012-09, JP-KR 2019-07]
deciding: {{escalation: [over_compliance, lobbying_restraint], reduced_form: [absorption, repair]}}
worlds:
  history: {{shocks: both, until: 2022-12}}
  no_feedback: {{scenario: no_feedback.yaml, null: N0, until: 2022-12}}
  no_provocation: {{set: {{provocation: false}}, shocks: both, until: 2022-12}}
  provocation_alone: {{set: {{lobbying: false, contact: false, aid: false}}, shocks: both, until: 2022-12}}
claims:
  H1: {{statement: Ties soften bad times, estimand: buffer}}
  H8: {{statement: Strong ties suspend less, estimand: older_suspend_less}}
  R8: {{statement: Ties persist without feedback, estimand: survival_any, world: no_feedback, zero: 0.5}}
"""


def begin(file: Path, out: Path, workers: int) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", START, "claims", str(file), "--draws", "12"]
    words += ["--workers", str(workers), "--out", str(out)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(file: Path, out: Path, workers: int) -> Path:
    process = begin(file, out, workers)
    printed, message = process.communicate()
    assert process.returncode == 0, message
    return Path(printed.strip().splitlines()[-1])


def stopped_again_and_again(file: Path, out: Path) -> int:
    """Stop the command by interruption and by force in turn, at random moments, and return how often it was at work."""
    address, stops = random.Random(20121), 0
    for stop in (sign for sign, _ in zip(cycle((signal.SIGINT, signal.SIGKILL)), range(KILLS), strict=False)):
        process = begin(file, out, 2)
        assert process.stderr is not None
        assert "Results go to" in process.stderr.readline()
        time.sleep(address.uniform(0.0, LATEST_SECONDS))
        stops += process.poll() is None
        process.send_signal(stop)
        process.communicate()
    return stops


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file that a reader looks at."""
    kept = [path for part in ("tables", "figures") for path in (folder / part).iterdir()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (*kept, folder / "claims.html")}


@pytest.mark.slow
def test_workers_interruptions_and_kills_leave_no_trace_in_tables_figures_and_page(tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    file = scenarios / "claims.yaml"
    file.write_text(TEXT.replace("scenario: no_feedback", f"scenario: {SCENARIOS}/no_feedback"), encoding="utf-8")
    one = finished(file, tmp_path / "one", 1)
    assert stopped_again_and_again(file, tmp_path / "stopped") >= LEAST_KILLS
    assert digests(finished(file, tmp_path / "stopped", 2)) == digests(one)
    assert digests(finished(file, tmp_path / "two", 2)) == digests(one)
    assert not list((tmp_path / "stopped").rglob(".tmp-*"))
