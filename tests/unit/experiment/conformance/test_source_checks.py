"""What is found in the text of a rule before it is run."""

from pathlib import Path

import pytest

from builders.rule_files import ACT, GOOD, line_of
from cityties.custom_rules.declarations import parse_rule
from cityties.custom_rules.interface import CustomRule
from cityties.experiment.conformance.source_checks import line_that_writes, text_faults

DRAW = "ties.strength[e] *= uniform(stream(month.seed, month.replicate, Process.PLAN, month.calendar), ties.id[e])"
HELPER = "\n\ndef half(x: float) -> float:\n    return x / 2\n"


def rule(text: str = GOOD) -> CustomRule:
    found, _ = parse_rule(Path("rule.py"), text)
    assert found is not None
    return found


def faults(old: str, new: str) -> list[tuple[int, str]]:
    assert GOOD.count(old) == 1
    return list(text_faults(rule(GOOD.replace(old, new))))


def test_a_rule_in_order_has_none() -> None:
    assert list(text_faults(rule())) == []


def test_a_rule_that_replaces_a_process_may_draw_what_the_process_drew() -> None:
    replacing = GOOD.replace(ACT, DRAW).replace('after="strengthen"', 'replaces="strengthen"')
    assert list(text_faults(rule(replacing))) == []
    assert [line for line, _ in faults(ACT, DRAW)] == [line_of(ACT)]


@pytest.mark.parametrize("number", ["0", "1.0", "2", "12", "True"])
def test_plain_numbers_need_no_declaration(number: str) -> None:
    assert faults(ACT, f"ties.strength[e] *= {number}") == []


def test_a_number_within_a_declaration_is_declared() -> None:
    assert faults("0.1, 0.0, 1.0", "0.37, 0.03, 0.99") == []


def test_a_function_beside_the_rule_has_to_be_compiled_too() -> None:
    (fault,) = text_faults(rule(GOOD + HELPER))
    assert fault[1].startswith("half is slow Python in the month")
    assert list(text_faults(rule(GOOD + HELPER.replace("def", "@inlined\ndef", 1)))) == []


def test_random_numbers_are_refused_whatever_they_are_called() -> None:
    assert "own random numbers" in faults("import numpy as np", "from numpy import random as dice")[0][1]


@pytest.mark.parametrize("text", [ACT, "ties.strength[e] = 0", "strength[e] += 1", "ties.strength[ties.a[e]] /= 2"])
def test_the_line_that_writes_a_column_is_found_through_any_assignment(text: str) -> None:
    assert line_that_writes(rule(GOOD.replace(ACT, text)), "ties.strength") == line_of(ACT)


@pytest.mark.parametrize("text", ["x = ties.strength[e] == 1", "x = ties.strength[e]", "ties.strengths[e] = 1"])
def test_a_line_that_only_reads_a_column_does_not_write_it(text: str) -> None:
    read = rule(GOOD.replace(ACT, text))
    assert line_that_writes(read, "ties.strength") == read.line
