"""Conformance of a rule's text: what can be found in it without running it (style and random numbers)."""

import ast
import re
from collections.abc import Iterator

from cityties.custom_rules.declarations import Fault
from cityties.custom_rules.interface import CustomRule
from cityties.errors import counted
from cityties.kernel.randomness import Process

PLAIN_NUMBERS = (0, 1, 2, 12)
SHORTEST_TEXT = 100
MARKS = {"compiled", "inlined"}


def text_faults(rule: CustomRule) -> Iterator[Fault]:
    """Find own random numbers, undeclared numbers, functions that are not compiled, and gaps in the ODD text."""
    tree = ast.parse(rule.text)
    own = {id(inner) for part in tree.body if _is_own(part) for inner in ast.walk(part)}
    for node in ast.walk(tree):
        for message in _faults_of(node, rule):
            if id(node) not in own or not isinstance(node, ast.Constant):
                yield getattr(node, "lineno", 1), message
    if len(rule.odd) < SHORTEST_TEXT:
        advice = "write what it does with which formula, so that a reader could program it again"
        yield 1, f"the ODD text has {counted(len(rule.odd), 'character')}; {advice}."
    for name in rule.parameters:
        if f"`{name}`" not in rule.odd:
            yield 1, f"the ODD text does not mention `{name}`."


def _is_own(part: ast.stmt) -> bool:
    return isinstance(part, ast.ClassDef) and part.name == "Own"


def _faults_of(node: ast.AST, rule: CustomRule) -> Iterator[str]:
    match node:
        case ast.Attribute(attr="random") | ast.alias(name="random"):
            yield "draws own random numbers. Use uniform(stream(...), id) of cityties.rules instead."
        case ast.Attribute(value=ast.Name(id="Process"), attr=name) if (
            rule.place.kind != "replaces" and name in Process.__members__
        ):
            yield f"draws what the model draws for Process.{name}; give the rule its own, rule_process(NAME)."
        case ast.Constant(value=int() | float() as number) if (
            not isinstance(number, bool) and number not in PLAIN_NUMBERS
        ):
            advice = "declare it as a parameter in Own, with bounds, unit, meaning and source"
            yield f"the number {number!r} is not declared; {advice}."
        case ast.FunctionDef(name=name) if name != rule.function:
            if not MARKS & {ast.unparse(mark) for mark in node.decorator_list}:
                yield f"{name} is slow Python in the month; write @compiled above it."


def line_that_writes(rule: CustomRule, column: str) -> int:
    """Return the first line that assigns to items of a column such as ``ties.strength``; else that of the function."""
    assigns = re.compile(rf"\b{re.escape(column.rsplit('.', 1)[-1])}\s*\[.*\]\s*[-+*/%&|^]*=(?!=)")
    lines = enumerate(rule.text.splitlines(), 1)
    return next((number for number, line in lines if assigns.search(line)), rule.line)
