"""What the text of a custom rule declares, read without running it: parameters, place, columns and function."""

import ast
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, get_type_hints

from cityties.custom_rules.interface import CustomRule, Parameter, Place, Rule
from cityties.custom_rules.written_month import PART, columns, processes
from cityties.errors import did_you_mean
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import Declared

type Fault = tuple[int, str]
"""Line and message of something wrong."""

ALLOWED = frozenset({"cityties", "math", "typing", "enum", "numpy", "__future__"})
REFUSED = frozenset(
    {"__import__", "__builtins__", "__globals__", "__subclasses__", "eval", "exec", "compile", "open", "input"}
    | {"globals", "breakpoint", "exit", "quit"}
)
_FIELDS = get_type_hints(Parameter)
_CALLED = {"low": "lower bound", "high": "upper bound"}
_EXAMPLE = 'Annotated[float, Parameter(0.3, 0.0, 1.0, "share", "what it means", "where it is from")]'


def parse_rule(path: Path, text: str) -> tuple[CustomRule | None, list[Fault]]:
    """Take a rule from its text; without a function, a place and declarations that can be read there is no rule."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return None, [(getattr(error, "lineno", None) or 1, f"is not Python: {getattr(error, 'msg', error)}.")]
    faults, odd = [*_refused_imports(tree), *_refused_names(tree)], ast.get_docstring(tree) or ""
    if not odd:
        faults.append((1, "has no ODD text; begin it with one, between triple quotation marks."))
    parameters = _parameters(tree, path.stem, faults)
    named = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "RULE"]
    call = named[0].value if len(named) == 1 else None
    if not isinstance(call, ast.Call) or not call.args:
        example = "RULE = Rule(FUNCTION, after='sign', writes=('ties.strength',))"
        return None, [*faults, (1, f"has no rule; end it with {example}.")]
    given, name = _arguments(call, Rule), ast.unparse(call.args[0])
    places = [Place(kind, str(given[kind])) for kind in ("replaces", "before", "after") if kind in given]
    written = given.get("writes")
    writes = tuple(map(str, written)) if isinstance(written, tuple | list) else ()
    faults += [(call.lineno, message) for message in _rule_faults(places, writes)]
    function = next((f for f in tree.body if isinstance(f, ast.FunctionDef) and f.name == name), None)
    if function is None:
        return None, [*faults, (call.lineno, f"RULE names '{name}', but the file has no such function.")]
    faults += [(function.lineno, message) for message in _unfit(function, bool(parameters))]
    if len(places) != 1:
        return None, faults
    return CustomRule(path, text, name, function.lineno, places[0], writes, parameters, odd), faults


def _refused_imports(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = ["." * node.level + str(node.module or "")]
        for module in modules:
            if module.split(".")[0] not in ALLOWED or module.startswith("numpy.random"):
                yield node.lineno, f"imports {module}{_advice(module)}"  # type: ignore[attr-defined]


def _refused_names(tree: ast.Module) -> Iterator[Fault]:
    """Find what reaches around the list of imports; no fence against malice, for which see :mod:`.trust`."""
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in REFUSED:
            yield node.lineno, f"uses {name}; a rule computes with numbers and columns, and reaches nothing else."  # type: ignore[attr-defined]


def _advice(module: str) -> str:
    if module.startswith(("random", "secrets", "numpy.random")):
        return ": own random numbers. Draw with uniform(stream(...), id) of cityties.rules, under rule_process(NAME)."
    if module.startswith(("time", "datetime")):
        return ": a rule that looks at the clock cannot be repeated. Use month.calendar."
    return f"; a rule is one file and may import only {', '.join(sorted(ALLOWED - {'__future__'}))}."


def _arguments(call: ast.Call, kind: type) -> dict[str, Any]:
    """Return the arguments of a call by name; what is not written out as a plain value is left out."""
    found: dict[str, Any] = {}
    keywords = ((str(keyword.arg), keyword.value) for keyword in call.keywords)
    for name, node in (*zip(get_type_hints(kind), call.args, strict=False), *keywords):
        with suppress(ValueError, TypeError):
            found[name] = ast.literal_eval(node)
    return found


def _parameters(tree: ast.Module, rule: str, faults: list[Fault]) -> dict[str, Declared]:
    """Return the parameters that the class ``Own`` declares; what is wrong with them is added to ``faults``."""
    own = next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Own"), None)
    found: dict[str, Declared] = {}
    for node in own.body if own else ():
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, inner = node.target.id, (part for part in ast.walk(node.annotation) if isinstance(part, ast.Call))
            call = next((part for part in inner if ast.unparse(part.func) == "Parameter"), None)
            given = _arguments(call, Parameter) if call else {}
            wrong = list(_parameter_faults(name, given))
            faults += [(node.lineno, f"parameter '{name}' {message}") for message in wrong]
            nothing: dict[str, Any] = {field: kind() for field, kind in _FIELDS.items()}
            values = nothing if wrong else {field: given[field] for field in _FIELDS}
            found[name] = Declared(symbol=name, mechanism=rule, **values)
    return found


def _parameter_faults(name: str, given: Mapping[str, Any]) -> Iterator[str]:
    if not given:
        yield f"is not declared; write {name}: {_EXAMPLE}."
        return
    missing = [field for field, kind in _FIELDS.items() if not _is_filled(given.get(field), kind)]
    for field in missing:
        yield f"has no {_CALLED.get(field, field)}; write a {'finite number' if _FIELDS[field] is float else 'text'}."
    if not {"default", "low", "high"} & {*missing} and not given["low"] <= given["default"] <= given["high"]:
        yield f"has the default {given['default']:g}, not between {given['low']:g} and {given['high']:g}."
    if name in DECLARED:
        yield "has the name of a parameter of the model; choose another one."


def _is_filled(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return isinstance(value, str) and bool(value.strip())


def _rule_faults(places: Sequence[Place], writes: Sequence[str]) -> Iterator[str]:
    if len(places) != 1:
        yield "RULE needs one of replaces=, before= and after=, with the name of a process of the month."
    for place in places:
        if place.process not in processes():
            hint = did_you_mean(place.process, processes()) or f" The processes are {', '.join(processes())}."
            yield f"the month has no process '{place.process}'.{hint}"
    if not writes:
        yield "RULE does not list what it writes; add writes=('ties.strength',), with all columns."
    for column in writes:
        if column not in columns():
            yield f"there is no column '{column}' to write.{did_you_mean(column, columns())}"


def _unfit(function: ast.FunctionDef, has_parameters: bool) -> Iterator[str]:
    takes, wanted = [arg.arg for arg in function.args.args], [*PART, "own"] if has_parameters else PART
    if takes != wanted:
        yield f"{function.name} takes ({', '.join(takes)}); a rule takes ({', '.join(wanted)})."
    if [ast.unparse(mark) for mark in function.decorator_list] != ["compiled"]:
        yield f"{function.name} is slow Python in the month; write @compiled, and nothing else, above it."
