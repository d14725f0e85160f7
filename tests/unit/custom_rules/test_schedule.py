"""What the compiler reports about a rule becomes one line that names the rule's own file."""

from pathlib import Path

import pytest

from builders.rule_files import GOOD
from cityties.custom_rules.declarations import parse_rule
from cityties.custom_rules.interface import CustomRule
from cityties.custom_rules.schedule import fault_of_compiling, line_of, schedule_with
from cityties.kernel.schedule import months

MESSAGE = """Failed in nopython mode pipeline (step: nopython frontend)
Unknown attribute 'strenght' of type TieState(array(float64, 1d, C), array(int64, 1d, C)).

File "../cache/custom/ab12/{name}.py", line 24:
"""


def rule(path: str) -> CustomRule:
    found, _ = parse_rule(Path(path), GOOD)
    assert found is not None
    return found


def test_without_rules_the_month_is_that_of_the_model() -> None:
    assert schedule_with(()) == (months, ())


def test_a_fault_of_compiling_names_file_line_and_reason_without_the_hundreds_of_columns() -> None:
    line = fault_of_compiling(MESSAGE.format(name="one"), [rule("mine/one.py"), rule("mine/two.py")])
    reason = "cannot be compiled: Unknown attribute 'strenght' of type TieState."
    assert line == f"{Path('mine/one.py')}:24: {reason}"
    assert fault_of_compiling(MESSAGE.format(name="two"), [rule("one.py"), rule("two.py")]).startswith("two.py:24: ")


def test_a_fault_of_compiling_that_names_no_rule_is_put_at_the_function_of_the_first() -> None:
    first = rule("one.py")
    assert fault_of_compiling("", [first, rule("two.py")]) == f"one.py:{first.line}: cannot be compiled: ."
    assert fault_of_compiling(MESSAGE.format(name="month"), [first]).startswith(f"one.py:{first.line}: ")


def test_the_line_of_an_error_is_the_innermost_one_in_the_file() -> None:
    def outer() -> None:
        inner()

    def inner() -> None:
        raise LookupError

    with pytest.raises(LookupError) as caught:
        outer()
    assert line_of(caught.value, Path(__file__)) == inner.__code__.co_firstlineno + 1
    assert line_of(caught.value, Path("another.py")) == 1
