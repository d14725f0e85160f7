"""What a rule of one's own declares: parameters in the class ``Own``, place and columns in ``RULE``, as written."""

import ast
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from cityties.custom_rules.insertion_points import columns, processes
from cityties.errors import did_you_mean
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import Declared

type Fault = tuple[int, str]
"""Line and message of something wrong."""

FIELDS = ("default", "low", "high", "unit", "meaning", "source")
NUMBERS = FIELDS[:3]
KINDS = ("replaces", "before", "after")
_EXAMPLE = 'Annotated[float, Parameter(0.3, 0.0, 1.0, "share", "what it means", "where it is from")]'


class Place(NamedTuple):
    """Where in the month a rule acts: it ``replaces`` a process, or acts ``before`` or ``after`` it."""

    kind: str
    process: str


class RuleCall(NamedTuple):
    """What ``RULE = Rule(...)`` says, and its line."""

    function: str
    place: Place
    writes: tuple[str, ...]
    line: int


def declared_parameters(tree: ast.Module, rule: str, faults: list[Fault]) -> dict[str, Declared]:
    """Return the parameters that a file declares; whatever is missing of one is noted in ``faults``."""
    own = next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Own"), None)
    found: dict[str, Declared] = {}
    for node in own.body if own else ():
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            message = _arguments(_declaration(node.annotation))
            wrong = list(_faults(name, message))
            faults += [(node.lineno, f"parameter '{name}' {fault}") for fault in wrong]
            values = {field: message[field] for field in FIELDS if field in message}
            complete = values if not wrong else dict.fromkeys(NUMBERS, 0.0) | dict.fromkeys(FIELDS[3:], "")
            found[name] = Declared(symbol=name, mechanism=rule, **complete)
    return found


def _declaration(annotation: ast.expr) -> ast.Call | None:
    """Return the call ``Parameter(...)`` within ``Annotated[float, Parameter(...)]``."""
    calls = [node for node in ast.walk(annotation) if isinstance(node, ast.Call)]
    return next((call for call in calls if ast.unparse(call.func) == "Parameter"), None)


def _arguments(call: ast.Call | None) -> dict[str, Any]:
    """Return the arguments of a declaration by name; one that is not written out as a plain value is left out."""
    if call is None:
        return {}
    given = list(zip(FIELDS, call.args, strict=False)) + [(str(key.arg), key.value) for key in call.keywords]
    message: dict[str, Any] = {}
    for name, node in given:
        try:
            message[name] = ast.literal_eval(node)
        except ValueError:
            continue
    return message


def _faults(name: str, message: dict[str, Any]) -> Iterator[str]:
    if not message:
        yield f"is not declared; write {name}: {_EXAMPLE}."
        return
    for field in FIELDS:
        value = message.get(field)
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if field in NUMBERS and not number:
            yield f"has no {_called(field)}; write a finite number."
        elif field not in NUMBERS and not (isinstance(value, str) and value.strip()):
            yield f"has no {field}; write a text."
    numbers = all(isinstance(message.get(field), int | float) for field in NUMBERS)
    if numbers and not message["low"] <= message["default"] <= message["high"]:
        yield f"has the default {message['default']:g}, not between {message['low']:g} and {message['high']:g}."
    if name in DECLARED:
        yield "has the name of a parameter of the model; choose another one."


def _called(field: str) -> str:
    return {"low": "lower bound", "high": "upper bound"}.get(field, field)


def rule_call(tree: ast.Module, faults: list[Fault]) -> RuleCall | None:
    """Return what ``RULE`` says; without a function and a place there is nothing to return but what is wrong."""
    calls = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "RULE"
    ]
    call = calls[0] if len(calls) == 1 else None
    if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Name):
        faults.append((1, "has no rule; end it with RULE = Rule(FUNCTION, after='sign', writes=('ties.strength',))."))
        return None
    keywords = {key.arg: key.value for key in call.keywords}
    places = [Place(kind, str(_literal(keywords[kind]))) for kind in KINDS if kind in keywords]
    writes = _literal(keywords["writes"]) if "writes" in keywords else None
    faults += _misplaced(places, call.lineno)
    faults += _unknown_columns(writes, call.lineno)
    if len(places) != 1:
        return None
    written = tuple(str(column) for column in writes) if isinstance(writes, tuple | list) else ()
    return RuleCall(call.args[0].id, places[0], written, call.lineno)


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _misplaced(places: list[Place], line: int) -> Iterator[Fault]:
    if len(places) != 1:
        yield line, "RULE needs one of replaces=, before= and after=, with the name of a process of the month."
    for place in places:
        if place.process not in processes():
            hint = did_you_mean(place.process, processes()) or f" The processes are {', '.join(processes())}."
            yield line, f"the month has no process '{place.process}'.{hint}"


def _unknown_columns(writes: Any, line: int) -> Iterator[Fault]:
    if not isinstance(writes, tuple | list) or not writes:
        yield line, "RULE does not say what it writes; add writes=('ties.strength',), with all columns."
        return
    for column in writes:
        if column not in columns():
            yield line, f"there is no column '{column}' to write.{did_you_mean(str(column), columns())}"
