"""What a run does with custom rules from elsewhere, that let numbers run away, or that would end the program."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builders.batches_on_disk import call, write, write_folder
from builders.rule_files import ACT, write_rule

USES = "rules: [{rule}]\nreplicates: 1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a world and a scenario, in which the user stands."""
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return write_folder(project)


def test_a_run_reports_whose_code_it_runs_and_refuses_code_from_elsewhere(folder: Path) -> None:
    write_rule(folder.parent, name="strange.py")
    scenario = write(folder, "mine", USES.format(rule="../strange.py"))
    message = call("run", scenario, code=2)
    assert "strange.py: is code from outside this folder" in message
    assert not (folder / "runs").exists()
    assert "No forecast" in call("plan", scenario)
    assert "Runs the code of" in call("run", scenario, "--trust-rules")


def test_a_number_that_runs_away_ends_the_replicate_and_is_named(folder: Path) -> None:
    write_rule(folder, ACT, "ties.strength[e] /= own.shrinkage - own.shrinkage")
    message = call("run", write(folder, "mine", USES.format(rule="rule.py")), code=1)
    assert "rule.py: makes ties.strength infinite or no number" in message


def test_a_rule_that_would_end_the_program_is_an_error(folder: Path) -> None:
    write_rule(folder, "RULE = Rule(", "raise SystemExit\nRULE = Rule(")
    message = call("run", write(folder, "mine", USES.format(rule="rule.py")), code=2)
    assert "rule.py:" in message
    assert "SystemExit" in message


def test_only_commands_that_compute_run_the_code_of_a_rule(folder: Path) -> None:
    """The rule of this test writes a file as soon as Python loads it, which only a run may let it do."""
    trace = folder / "trace"
    write_rule(folder, "RULE = Rule(", f"np.savetxt({str(trace)!r}, [1.0])\nRULE = Rule(")
    first, second = (
        write(folder, name, USES.format(rule="rule.py") + f"rule_parameters: {{shrinkage: {share}}}\n")
        for name, share in (("first", 0.1), ("second", 0.2))
    )
    assert "ok" in call("check", first)
    call("plan", first, second)
    call("explain", "outreach", "--scenario", first)
    assert not trace.exists()
    for scenario in (first, second):
        call("run", scenario)
    assert trace.exists()
    trace.unlink()
    call("plan", first, second)
    call("list")
    call("open", "first")
    call("compare", "first", "second")
    call("rm", "second", "--yes")
    assert not trace.exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="interrupts are sent as on Unix")
def test_a_rule_without_an_end_is_left_behind_at_the_second_interrupt(folder: Path) -> None:
    write_rule(folder, ACT, "while own.shrinkage < 1.0:\n            ties.strength[e] *= 1.0 - own.shrinkage")
    call(
        "run", write(folder, "ends", f"{USES.format(rule='rule.py')}rule_parameters: {{shrinkage: 1.0}}\n")
    )  # compiles
    scenario = write(folder, "endless", USES.format(rule="rule.py"))
    words = [sys.executable, "-m", "cityties", "run", str(scenario)]
    with subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            time.sleep(30.0)
            for _ in range(2):
                assert process.poll() is None, process.stderr.read()
                process.send_signal(signal.SIGINT)
                time.sleep(2.0)
            assert process.wait(10.0) == 130
            assert "What was finished is kept" in process.stderr.read()
        finally:
            process.kill()
