"""A batch whose custom rule crashes in one case and never ends in another keeps the third, and names the other two."""

import os
from pathlib import Path

import pytest

from builders.batches_on_disk import call, write, write_folder
from builders.rule_files import ACT, write_rule
from cityties.experiment import processes
from cityties.experiment.batch_folder import BatchFolder

DANGEROUS = """while own.shrinkage < 0.2:
            ties.strength[e] *= 1.0 - own.shrinkage
        ties.strength[e + (1 << 40 if own.shrinkage > 0.7 else 0)] *= 0.5"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="ends are named as on Unix")
def test_a_crash_and_an_endless_loop_cost_their_cases_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(processes, "COMPILING_SECONDS", 120.0)
    folder = write_folder(tmp_path)
    write_rule(folder, ACT, DANGEROUS)
    cases = [
        write(folder, name, f"rules: [rule.py]\nreplicates: 1\nrule_parameters: {{shrinkage: {shrinkage}}}\n")
        for name, shrinkage in (("good", 0.5), ("endless", 0.1), ("crashing", 0.9))
    ]
    message = call("batch", *cases, "--workers", "1", "--rule-seconds", "2", "--out", tmp_path / "runs", code=1)
    (made,) = (tmp_path / "runs").iterdir()
    reasons = " ".join(BatchFolder(made).failures().values())
    assert "took more than 2 s" in message + reasons
    assert "SIGSEGV" in message + reasons
