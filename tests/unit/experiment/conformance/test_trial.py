"""A rule is tried in a process of its own; whatever happens to that process is a line of the report."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from builders.rule_files import write_rule
from cityties.custom_rules.reader import read_rule
from cityties.experiment.conformance.trial import trial_faults


def ended(monkeypatch: pytest.MonkeyPatch, code: int, out: str, errors: str) -> None:
    def run(call: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(call, code, out, errors)

    monkeypatch.setattr(subprocess, "run", run)


def test_a_process_that_dies_without_a_word_is_reported_with_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = read_rule(write_rule(tmp_path))
    ended(monkeypatch, -11, "", "")
    assert trial_faults(rule) == [(rule.line, "cannot be tried: exit code -11.")]


def test_a_process_that_dies_of_an_error_is_reported_with_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = read_rule(write_rule(tmp_path))
    ended(monkeypatch, 1, "", "Traceback ...\nMemoryError: no room\n")
    assert trial_faults(rule) == [(rule.line, "cannot be tried: MemoryError: no room.")]


def test_what_a_rule_prints_does_not_hide_its_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = read_rule(write_rule(tmp_path))
    ended(monkeypatch, 0, 'tie 3\ntie 4\n[[24, "writes ties.exchange"]]\n', "")
    assert trial_faults(rule) == [(24, "writes ties.exchange")]
