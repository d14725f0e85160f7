"""Conformance of a rule's text: what can be said against it without running it (style and chance)."""

import ast
from collections.abc import Iterator

from cityties.custom_rules.declarations import Fault
from cityties.custom_rules.reader import CustomRule
from cityties.kernel.randomness import Process

PLAIN_NUMBERS = (0, 1, 2, 12)
SHORTEST_TEXT = 100


def text_faults(rule: CustomRule) -> Iterator[Fault]:
    """Find own random numbers, undeclared numbers, functions that are not compiled, and gaps in the ODD text."""
    tree = ast.parse(rule.text)
    yield from _random_numbers(tree)
    if rule.place.kind != "replaces":
        yield from _chance_of_the_model(tree)
    yield from _undeclared_numbers(tree)
    yield from _plain_functions(tree, rule.function)
    yield from _gaps_of_the_text(rule)


def _random_numbers(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        imported = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        reached = [node.attr] if isinstance(node, ast.Attribute) else []
        if isinstance(node, ast.ImportFrom | ast.Attribute) and "random" in imported + reached:
            yield (
                node.lineno,
                "draws own random numbers. Use uniform(stream(...), id) of cityties.rules instead.",
            )


def _chance_of_the_model(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and ast.unparse(node.value) == "Process"
            and node.attr in Process.__members__
        ):
            yield (
                node.lineno,
                f"draws what the model draws for Process.{node.attr}; give the rule its own, rule_process(NAME).",
            )


def _undeclared_numbers(tree: ast.Module) -> Iterator[Fault]:
    for part in tree.body:
        if isinstance(part, ast.ClassDef) and part.name == "Own":
            continue
        for node in ast.walk(part):
            number = node.value if isinstance(node, ast.Constant) else None
            if isinstance(node, ast.Constant) and type(number) in (int, float) and number not in PLAIN_NUMBERS:
                advice = "declare it as a parameter in Own, with bounds, unit, meaning and source"
                yield node.lineno, f"the number {number!r} is not declared; {advice}."


def _plain_functions(tree: ast.Module, checked: str) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != checked:
            marks = [ast.unparse(mark) for mark in node.decorator_list]
            if not set(marks) & {"compiled", "inlined"}:
                yield node.lineno, f"{node.name} is slow Python in the month; write @compiled above it."


def _gaps_of_the_text(rule: CustomRule) -> Iterator[Fault]:
    if len(rule.odd) < SHORTEST_TEXT:
        advice = "say what it does with which formula, so that a reader could write it again"
        yield 1, f"the ODD text has {len(rule.odd)} characters; {advice}."
    for name in rule.parameters:
        if f"`{name}`" not in rule.odd:
            yield 1, f"the ODD text does not mention `{name}`."


def lines_that_write(rule: CustomRule) -> dict[str, int]:
    """Return the line at which a column, such as ``strength``, is first written to, as far as the text tells."""
    tree = ast.parse(rule.text)
    aliases = {
        node.targets[0].id: node.value.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Attribute)
    }
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                name = _last_name(target, aliases)
                if name:
                    found.setdefault(name, node.lineno)
    return found


def _last_name(target: ast.expr, aliases: dict[str, str]) -> str | None:
    """Return the column that an assignment such as ``ties.strength[e] = w`` writes to."""
    if isinstance(target, ast.Subscript):
        inner = target.value
        if isinstance(inner, ast.Attribute):
            return inner.attr
        return aliases.get(inner.id) if isinstance(inner, ast.Name) else _last_name(inner, aliases)
    return None
