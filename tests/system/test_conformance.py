"""The conformance kit finds what is wrong with a rule, says it in one line, and lets a good one pass."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders.paths import SCENARIOS
from builders.rule_files import ACT, line_of, write_rule
from cityties.cli.main import app
from cityties.conformance.run_checks import run_faults
from cityties.conformance.verdict import conform
from cityties.custom_rules.reader import read_rule

DRAW = "ties.strength[e] *= uniform(stream(month.seed, month.replicate, Process.PLAN, month.calendar), ties.id[e])"
DECLARED = 'Parameter(0.1, 0.0, 1.0, "share", "what a tie loses", "invented")'

# What is replaced in the good rule, by what, and what must be said of it.
FAULTS = {
    "own random numbers": (ACT, "ties.strength[e] *= np.random.random()", "draws own random numbers"),
    "the clock": ("import numpy as np", "import time", "imports time"),
    "another library": ("import numpy as np", "import scipy", "imports scipy; a rule is one file"),
    "the chance of another process": (ACT, DRAW, "draws what the model draws for Process.PLAN"),
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
    "nothing it writes": (', writes=("ties.strength",)', "", "does not say what it writes"),
    "other arguments": ("month: Month, own: Own", "month: Month", "a rule takes (given, state, record, month, own)"),
    "no rule at all": ("RULE = Rule", "rule = Rule", "has no rule"),
    "broken Python": ("RULE = Rule(", "RULE = Rule((", "is not Python"),
}
WHEN_RUN = {
    "the order of cities": (ACT, "ties.strength[e] *= 1.0 - own.shrinkage * (ties.a[e] % 2)", "order of the cities"),
    "the column of another": (ACT, "ties.exchange[e] += own.shrinkage", "writes ties.exchange, which it does not own"),
    "a false mark": ("from cityties.kernel.compiling import compiled", "compiled = staticmethod", "is not that of"),
}
WHEN_RUN_SLOWLY = {
    "a fixed column": (ACT, "given.world.cities.autonomy[ties.a[e]] *= own.shrinkage", "fixed for all runs"),
    "a misspelt column": (ACT, "ties.strenght[e] *= own.shrinkage", "Unknown attribute 'strenght' of type TieState"),
}


def report_of(folder: Path, old: str, new: str) -> str:
    return "\n".join(conform(write_rule(folder, old, new)).faults)


@pytest.mark.parametrize(("old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_text_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    message = report_of(tmp_path, old, new)
    assert said in message
    assert all(line.startswith(f"{tmp_path / 'rule.py'}:") for line in message.splitlines())


@pytest.mark.compiled
@pytest.mark.parametrize(("old", "new", "said"), WHEN_RUN.values(), ids=WHEN_RUN)
def test_a_fault_that_shows_when_run_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in report_of(tmp_path, old, new)


@pytest.mark.compiled
@pytest.mark.slow
@pytest.mark.parametrize(("old", "new", "said"), WHEN_RUN_SLOWLY.values(), ids=WHEN_RUN_SLOWLY)
def test_a_further_fault_that_shows_when_run_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in report_of(tmp_path, old, new)


@pytest.mark.compiled
@pytest.mark.slow
def test_chance_of_its_own_shows_in_two_runs_even_if_the_text_hides_it(tmp_path: Path) -> None:
    rule = read_rule(write_rule(tmp_path, ACT, "ties.strength[e] *= np.random.random()"))
    assert "two runs with the same seed differ" in next(run_faults(rule))[1]


def test_a_fault_is_told_with_its_line_and_code_2(tmp_path: Path) -> None:
    path = write_rule(tmp_path, ACT, "ties.strength[e] *= 0.97")
    done = CliRunner().invoke(app, ["conform", str(path)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{path}:{line_of(ACT)}: the number 0.97")


@pytest.mark.compiled
def test_a_good_rule_is_praised_with_what_was_checked(tmp_path: Path) -> None:
    path = write_rule(tmp_path)
    done = CliRunner().invoke(app, ["conform", str(path)])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"{path}: ok, after 'strengthen', writes ties.strength, 1 parameters. Checked: ")


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
