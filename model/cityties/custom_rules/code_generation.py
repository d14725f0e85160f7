"""Writing the schedule with rules of one's own: calls in the text of the month are replaced and added, nothing else."""

import ast
from collections.abc import Iterator, Sequence

from cityties.custom_rules.insertion_points import parts_of, process_called, schedule_text, submodels_of
from cityties.custom_rules.reader import CustomRule

ENTRIES = ("months", "decide")


def written_schedule(rules: Sequence[CustomRule], modules: Sequence[str]) -> str:
    """Return the text of a schedule in which the rules of the given modules act at their places.

    Parts of the month in which nothing changes are imported as they are, so that they need not be compiled again.
    """
    tree = ast.parse(schedule_text())
    submodels, changed = submodels_of(tree), set(ENTRIES)
    for part in parts_of(tree):
        before = ast.unparse(part)
        part.body = list(_with_rules(part.body, rules, submodels))
        if ast.unparse(part) != before:
            changed.add(part.name)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    same = [node.name for node in functions if node.name not in changed]
    lines = [f'"""The month with {", ".join(rule.name for rule in rules)}; written by cityties, not to be edited."""']
    lines += [ast.unparse(node) for node in tree.body if isinstance(node, ast.ImportFrom)]
    lines += [f"from cityties.kernel.schedule import {', '.join(['Conditions', *same])}"]
    lines += [line for place, rule in enumerate(rules) for line in _imports(place, rule, modules[place])]
    lines += [ast.unparse(node) for node in functions if node.name in changed]
    lines += [_probe(rules, place) for place in range(len(rules))]
    return "\n".join(lines) + "\n"


def probe_name(place: int) -> str:
    """Return the name of the function that calls one rule alone."""
    return f"only_own_{place}"


def _with_rules(
    body: Sequence[ast.stmt], rules: Sequence[CustomRule], submodels: frozenset[str], within: bool = False
) -> Iterator[ast.stmt]:
    """Yield the statements of a part: a rule replaces a call where it stands, or acts beside it and its condition."""
    for statement in body:
        called = {process_called(node, submodels) for node in ast.walk(statement) if isinstance(node, ast.stmt)}
        if not within:
            yield from _calls(rules, "before", called)
        replacing = list(_calls(rules, "replaces", {process_called(statement, submodels)}))
        if isinstance(statement, ast.If):
            statement.body = list(_with_rules(statement.body, rules, submodels, within=True))
            statement.orelse = list(_with_rules(statement.orelse, rules, submodels, within=True))
        yield from replacing or [statement]
        if not within:
            yield from _calls(rules, "after", called)


def _calls(rules: Sequence[CustomRule], kind: str, processes: set[str | None]) -> Iterator[ast.stmt]:
    for place, rule in enumerate(rules):
        if rule.place.kind == kind and rule.place.process in processes:
            yield ast.parse(_call(rules, place)).body[0]


def _call(rules: Sequence[CustomRule], place: int) -> str:
    """Return the call of a rule, which gets its parameters by name."""
    first = sum(len(rule.parameters) for rule in rules[:place])
    numbers = ", ".join(f"given.rules.own[{first + n}]" for n in range(len(rules[place].parameters)))
    own = f", Own_{place}({numbers})" if numbers else ""
    return f"own_{place}(given, state, record, month{own})"


def _imports(place: int, rule: CustomRule, module: str) -> Iterator[str]:
    yield f"from {module} import {rule.function} as own_{place}"
    if rule.parameters:
        yield f"from {module} import Own as Own_{place}"


def _probe(rules: Sequence[CustomRule], place: int) -> str:
    return (
        f"@entry\ndef {probe_name(place)}(given: Conditions, state: State, record: Record, t: int) -> None:\n"
        f"    month = month_of(given, t)\n    {_call(rules, place)}"
    )
