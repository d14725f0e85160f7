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


TELLING = {
    "no Python": ("def shrink(:", "is not Python: "),
    "a null byte": ("x = 1\0", "is not Python: "),
    "no rule": (GOOD.replace("RULE = ", "RULES = "), "has no rule; end it with RULE = Rule(FUNCTION"),
    "a rule of another name": (GOOD.replace("Rule(shrink", "Rule(shrank"), "RULE names 'shrank', but the file has no"),
    "a random number": ("import random\n" + GOOD, "imports random: own random numbers. Draw with uniform(stream("),
    "the clock": ("import time\n" + GOOD, "a rule that looks at the clock cannot be repeated. Use month.calendar."),
    "a parameter not declared": (GOOD.replace(DECLARED, '"mine"'), "parameter 'shrinkage' is not declared; write"),
    "a default out of bounds": (
        GOOD.replace("Parameter(0.1, ", "Parameter(3.0, "),
        "parameter 'shrinkage' has the default 3, not between 0 and 1.",
    ),
    "no bound": (
        GOOD.replace("Parameter(0.1, 0.0, ", "Parameter(0.1, None, "),
        "has no lower bound; write a finite number.",
    ),
    "the name of a parameter of the model": (
        GOOD.replace("shrinkage: Ann", "outreach: Ann"),
        "parameter 'outreach' has the name of a parameter of the model; choose another one.",
    ),
    "a misspelt process": (
        GOOD.replace('after="strengthen"', 'after="strenghten"'),
        "the month has no process 'strenghten'. Did you mean 'strengthen'?",
    ),
    "no process at all": (GOOD.replace('after="strengthen"', 'after="zzz"'), "'zzz'. The processes are "),
    "a misspelt column": (
        GOOD.replace(WRITES, 'writes=("ties.strenght",)'),
        "there is no column 'ties.strenght' to write. Did you mean 'ties.strength'?",
    ),
    "other arguments": (GOOD.replace("def shrink(", "def shrink(more, "), "shrink takes (more, "),
    "slow Python": (GOOD.replace("@compiled\n", ""), "shrink is slow Python in the month; write @compiled"),
    "no text": (GOOD[GOOD.index('"""', 3) + 3 :], "has no ODD text; begin it with one"),
    "a name that reaches out": (GOOD + "x = eval('1')\n", "uses eval; a rule computes with numbers and columns"),
}


@pytest.mark.parametrize("name", TELLING)
def test_a_fault_of_a_rule_says_what_to_do(name: str) -> None:
    text, message = TELLING[name]
    assert message in " | ".join(words for _, words in faults(text))
