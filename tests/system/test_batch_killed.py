"""Killed fifty times at random moments and resumed, a batch comes out as if nothing had happened (minutes: slow)."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builders.paths import HISTORICAL

KILLS = int(os.environ.get("CITYTIES_KILLS", "50"))
LATEST_SECONDS = 5.0
START = "from cityties.cli.main import run; run()"
TEXT = f"""\
extends: {HISTORICAL}
title: Killed
start: 2005-01
end: 2016-12
record: {{ties_at: []}}
crises: {{only: [CN-JP 2012-09], follow_months: 36}}
arms: {{named: {{no_lobbying: {{mechanisms: {{lobbying: false}}}}}}}}
"""


def begin(file: Path, out: Path, replicates: int) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", START, "batch", str(file), "--out", str(out), "--replicates", str(replicates)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def digest(out: Path) -> str:
    found = hashlib.sha256()
    (batch,) = out.iterdir()
    for folder in ("parts", "tables", "figures"):
        for path in sorted((batch / folder).rglob("*.*")):
            found.update(path.relative_to(batch).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


@pytest.mark.slow
def test_fifty_kills_at_random_moments_leave_no_trace(tmp_path: Path) -> None:
    address = random.Random(20121)
    file = tmp_path / "killed.yaml"
    file.write_text(TEXT, encoding="utf-8")
    replicates, kills = 400 * KILLS, 0
    while kills < KILLS:
        process = begin(file, tmp_path / "killed", replicates)
        assert process.stderr is not None
        assert "Results go to" in process.stderr.readline()
        time.sleep(address.uniform(0.0, LATEST_SECONDS))
        assert process.poll() is None, f"the batch was over after {kills} kills; make it larger"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += 1
    for out in ("killed", "undisturbed"):
        process = begin(file, tmp_path / out, replicates)
        _, message = process.communicate()
        assert process.returncode == 0, message
    assert " 0 were there already" in " ".join(message.split())
    assert digest(tmp_path / "killed") == digest(tmp_path / "undisturbed")
    assert not list((tmp_path / "killed").rglob(".tmp-*"))
