"""Conformance finds what is wrong with a custom rule, reports it in one line, and lets a good one pass."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders.paths import SCENARIOS
from builders.rule_files import ACT, line_of, write_rule
from cityties.cli.main import app
from cityties.custom_rules.reader import read_rule
from cityties.experiment.conformance.trial import trial_faults
from cityties.experiment.conformance.verdict import conform

DRAW = "ties.strength[e] *= uniform(stream(month.seed, month.replicate, Process.PLAN, month.calendar), ties.id[e])"
MARK = "\n\n@compiled\ndef shrink("
DECLARED = 'Parameter(0.1, 0.0, 1.0, "share", "what a tie loses", "invented")'

# What is replaced in the good rule, by what, and what must be reported of it.
FAULTS = {
    "own random numbers": (ACT, "ties.strength[e] *= np.random.random()", "draws own random numbers"),
    "the clock": ("import numpy as np", "import time", "imports time"),
    "another library": ("import numpy as np", "import scipy", "imports scipy; a rule is one file"),
    "the random numbers of another process": (ACT, DRAW, "draws what the model draws for Process.PLAN"),
    "missing bounds": (DECLARED, 'Parameter(0.1, unit="share", meaning="m", source="s")', "has no lower bound"),
    "endless bounds": ("0.1, 0.0, 1.0", "0.1, 0.0, 1e999", "has no upper bound"),
    "a missing unit": ('"share"', '""', "has no unit"),
    "a missing meaning": ('"what a tie loses"', '" "', "has no meaning"),
    "a missing source": (', "invented"', "", "has no source"),
    "a default out of bounds": ("0.1, 0.0, 1.0", "3.0, 0.0, 1.0", "has the default 3, not between 0 and 1"),
    "a parameter that is not declared": (f"Annotated[float, {DECLARED}]", "float", "is not declared"),
    "the name of a parameter of the model": ("shrinkage: Annotated", "outreach: Annotated", "choose another one"),
    "a gap in the ODD text": ("`shrinkage`", "some share", "does not mention `shrinkage`"),
    "a number that is not declared": (ACT, "ties.strength[e] *= 0.97", "the number 0.97 is not declared"),
    "slow Python": ("@compiled\n", "", "slow Python in the month"),
    "an unknown process": ('after="strengthen"', 'after="strenghten"', "Did you mean 'strengthen'?"),
    "no place": (', after="strengthen"', "", "needs one of replaces=, before= and after="),
    "an unknown column": ('"ties.strength"', '"ties.strenght"', "Did you mean 'ties.strength'?"),
    "nothing it writes": (', writes=("ties.strength",)', "", "does not list what it writes"),
    "other arguments": ("month: Month, own: Own", "month: Month", "a rule takes (given, state, record, month, own)"),
    "no rule at all": ("RULE = Rule", "rule = Rule", "has no rule"),
    "broken Python": ("RULE = Rule(", "RULE = Rule((", "is not Python"),
}
WHEN_RUN = {
    "the order of cities": (ACT, "ties.strength[e] *= 1.0 - own.shrinkage * (ties.a[e] % 2)", "order of the cities"),
    "the column of another": (ACT, "ties.exchange[e] += own.shrinkage", "writes ties.exchange, which it does not own"),
}
SLOWLY = {
    "a row beyond the end": (ACT, "ties.strength[e + 12 * 12] = own.shrinkage", "out of bounds for axis 0 with size 7"),
    "a row that another process reads": (ACT, "ties.a[e] = 12 * 12", "out of bounds for axis 0 with size 6"),
    "a division by zero": (ACT, "ties.strength[e] /= own.shrinkage * 0", "makes ties.strength infinite or no number"),
    "no number": (ACT, "ties.strength[e] *= np.nan * own.shrinkage", "makes ties.strength infinite or no number"),
    "a false mark": (MARK, "\n\ncompiled = staticmethod\n\n\n@compiled\ndef shrink(", "is not that of cityties.rules"),
    "a fixed column": (ACT, "given.world.cities.autonomy[ties.a[e]] *= own.shrinkage", "fixed for all runs"),
    "a misspelt column": (ACT, "ties.strenght[e] *= own.shrinkage", "has no attribute 'strenght'"),
    "what the compiler does not know": (ACT, "ties.strength[e] *= sum([own.shrinkage])", "cannot be compiled: "),
}


def report_of(folder: Path, old: str, new: str) -> str:
    return "\n".join(conform(write_rule(folder, old, new)).faults)


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_text_is_reported(tmp_path: Path, old: str, new: str, message: str) -> None:
    report = report_of(tmp_path, old, new)
    assert message in report
    assert all(line.startswith(f"{tmp_path / 'rule.py'}:") for line in report.splitlines())


@pytest.mark.compiled
@pytest.mark.parametrize(("old", "new", "message"), WHEN_RUN.values(), ids=WHEN_RUN)
def test_a_fault_that_shows_when_run_is_reported(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in report_of(tmp_path, old, new)


@pytest.mark.compiled
@pytest.mark.slow
@pytest.mark.parametrize(("old", "new", "message"), SLOWLY.values(), ids=SLOWLY)
def test_a_further_fault_that_shows_when_run_is_reported(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in report_of(tmp_path, old, new)


@pytest.mark.compiled
@pytest.mark.slow
def test_own_random_numbers_show_in_two_runs_even_if_the_text_hides_them(tmp_path: Path) -> None:
    rule = read_rule(write_rule(tmp_path, ACT, "ties.strength[e] *= np.random.random()"))
    assert "two runs with the same seed differ" in trial_faults(rule)[0][1]


@pytest.mark.compiled
@pytest.mark.slow
def test_a_rule_that_never_ends_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cityties.experiment.conformance.trial.LONGEST_SECONDS", 10.0)
    endless = "while ties.n[0] > 0:\n            ties.strength[e] *= 1.0 - own.shrinkage"
    assert "a run has not ended after 10 s; look for a loop without an end." in report_of(tmp_path, ACT, endless)


def test_a_fault_is_reported_with_its_line_and_exit_code_2(tmp_path: Path) -> None:
    path = write_rule(tmp_path, ACT, "ties.strength[e] *= 0.97")
    done = CliRunner().invoke(app, ["conform", str(path)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{path}:{line_of(ACT)}: the number 0.97")


@pytest.mark.compiled
def test_a_good_rule_is_confirmed_with_what_was_checked(tmp_path: Path) -> None:
    path = write_rule(tmp_path)
    done = CliRunner().invoke(app, ["conform", str(path)])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"{path}: ok, after 'strengthen', writes ties.strength, 1 parameter. Checked: ")


def test_a_file_that_is_not_there_does_not_hide_the_faults_of_others(tmp_path: Path) -> None:
    path = write_rule(tmp_path, ACT, "ties.strength[e] *= 0.97")
    done = CliRunner().invoke(app, ["conform", str(tmp_path / "no.py"), str(path)])
    assert done.exit_code == 2
    assert "no such file" in done.stderr
    assert "0.97" in done.stderr


@pytest.mark.compiled
@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((SCENARIOS / "rules").glob("*.py")))
def test_the_shipped_rules_conform(path: Path) -> None:
    assert conform(path).faults == ()
