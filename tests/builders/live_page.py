"""The live page as a person has it: a process that serves a scenario, and is ended by Ctrl-C."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARP = "+document.body?.dataset.replicates >= 16"
"""What is true in the page once the second answer stands there."""


@contextmanager
def served(home: Path, scenario: str) -> Iterator[str]:
    """Serve the page of a scenario on a free port, and end it as a person ends it."""
    call = [sys.executable, "-m", "cityties", "explore", scenario, "--port", "0", "--no-browser"]
    with (home / "said").open("w") as said:
        process = subprocess.Popen(call, cwd=home, stdout=subprocess.PIPE, stderr=said, text=True)
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", line), (home / "said").read_text()
    yield line
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()
    assert "Traceback" not in (home / "said").read_text()
