"""What a custom rule declares is taken from its text, and no line of it is run."""

from pathlib import Path

import pytest

from builders.rule_files import GOOD, line_of
from cityties.custom_rules.declarations import parse_rule
from cityties.custom_rules.interface import FIRST_RULE_PROCESS, Place, rule_process
from cityties.kernel.randomness import Process

DECLARED = 'Parameter(0.1, 0.0, 1.0, "share", "what a tie loses", "invented")'
BY_NAME = 'Parameter(meaning="what a tie loses", source="invented", unit="share", low=0, high=1, default=0.1)'
WRITES = 'writes=("ties.strength",)'


def faults(text: str) -> list[tuple[int, str]]:
    return parse_rule(Path("rule.py"), text)[1]


def test_a_rule_in_order_is_read_with_all_that_it_declares() -> None:
    rule, wrong = parse_rule(Path("rule.py"), GOOD)
    assert rule is not None
    assert wrong == []
    assert (rule.name, rule.function, rule.place) == ("rule", "shrink", Place("after", "strengthen"))
    assert rule.writes == ("ties.strength",)
    one = rule.parameters["shrinkage"]
    assert (one.default, one.low, one.high, one.unit) == (0.1, 0.0, 1.0, "share")
    assert (one.meaning, one.source, one.mechanism) == ("what a tie loses", "invented", "rule")


def test_the_arguments_of_a_parameter_may_be_named_in_any_order() -> None:
    named, _ = parse_rule(Path("rule.py"), GOOD.replace(DECLARED, BY_NAME))
    written, _ = parse_rule(Path("rule.py"), GOOD)
    assert named is not None
    assert written is not None
    assert named.parameters == written.parameters


def test_no_line_of_a_rule_is_run_when_it_is_read(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    parse_rule(Path("rule.py"), GOOD + f"open({str(trace)!r}, 'w').write('run')\n")
    assert not trace.exists()


def test_all_faults_of_a_text_are_found_at_once_each_with_its_line() -> None:
    text = GOOD.replace("import numpy as np", "import scipy").replace('"share"', '""').replace(WRITES, "writes=()")
    at = {line for line, _ in faults(text)}
    assert at == {line_of("import numpy"), line_of("shrinkage: Ann"), line_of("RULE = Rule")}


@pytest.mark.parametrize("written", ['writes="ties.strength"', "writes=5", "writes=COLUMNS"])
def test_columns_are_a_list_of_plain_names(written: str) -> None:
    (fault,) = faults(GOOD.replace(WRITES, written))
    assert "RULE does not list what it writes" in fault[1]


def test_a_rule_with_two_places_has_none() -> None:
    rule, wrong = parse_rule(Path("rule.py"), GOOD.replace("after=", 'before="sign", after='))
    assert rule is None
    assert "needs one of replaces=, before= and after=" in wrong[0][1]


def test_a_relative_import_is_refused() -> None:
    assert "imports .other; a rule is one file" in faults("from .other import x\n" + GOOD)[0][1]


def test_the_random_numbers_of_rules_are_those_of_no_process_of_the_model() -> None:
    assert rule_process("one") != rule_process("two")
    assert rule_process("one") == rule_process("one")
    assert min(rule_process("one"), FIRST_RULE_PROCESS) > max(Process)
