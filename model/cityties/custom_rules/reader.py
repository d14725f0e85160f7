"""Reading a rule of one's own: everything it declares, taken from its text before a line of it is run."""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cityties.custom_rules.declarations import Fault, Place, declared_parameters, rule_call
from cityties.custom_rules.insertion_points import PART
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.priors import Declared

ALLOWED = frozenset({"cityties", "math", "typing", "enum", "numpy", "__future__"})
WITH_CUSTOM_RULES = [*PART, "own"]


@dataclass(frozen=True)
class CustomRule:
    """One rule as its file tells it; ``text`` is what is compiled, copied and hashed, whatever becomes of the file."""

    path: Path
    text: str
    function: str
    line: int
    place: Place
    writes: tuple[str, ...]
    parameters: Mapping[str, Declared]
    odd: str

    @property
    def name(self) -> str:
        """Name of the file without its ending."""
        return self.path.stem

    @property
    def digest(self) -> str:
        """Hash over the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class RuleError(ScenarioError):
    """The file of a rule that cannot be used; ``slips`` are its faults, by line."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(f"{path}:{line}: {message}" for line, message in self.faults))


def read_rule(path: Path) -> CustomRule:
    """Read one file.

    Raises:
        RuleError: everything that is wrong with it, one line each, with file and line.
        ScenarioError: there is no such file.
    """
    rule, faults = parse_rule(path, read_text(path))
    if rule is None or faults:
        raise RuleError(path, faults)
    return rule


def read_rules(names: Iterable[str], home: Path) -> tuple[CustomRule, ...]:
    """Read the rules that a scenario in the folder ``home`` names, in their order.

    Raises:
        ScenarioError: a rule cannot be used, or two of them do not go together.
    """
    rules = tuple(read_rule(home / name) for name in names)
    for _, message in clashes(rules):
        raise ScenarioError(message)
    return rules


def read_text(path: Path) -> str:
    """Read the text of a rule.

    Raises:
        ScenarioError: there is no such file, or it is not text.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: is not text; a rule is a Python file in UTF-8.") from None
    except OSError as error:
        near = did_you_mean(path.name, [file.name for file in path.parent.glob("*.py")])
        raise ScenarioError(f"{path}: cannot be read: {str(error.strerror).lower()}.{near}") from None


def parse_rule(path: Path, text: str) -> tuple[CustomRule | None, list[Fault]]:
    """Take a rule from its text; without a function, a place and declarations that can be read there is no rule."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        return None, [(line or 1, f"is not Python: {getattr(error, 'msg', error)}.")]
    faults = list(_foreign_imports(tree))
    odd = ast.get_docstring(tree) or ""
    if not odd:
        faults.append((1, "says nothing of itself; begin it with its ODD text, between triple quotation marks."))
    parameters = declared_parameters(tree, path.stem, faults)
    call = rule_call(tree, faults)
    if call is None:
        return None, faults
    function = next((f for f in tree.body if isinstance(f, ast.FunctionDef) and f.name == call.function), None)
    if function is None:
        return None, [*faults, (call.line, f"RULE names '{call.function}', but the file has no such function.")]
    faults += _unfit(function, bool(parameters))
    rule = CustomRule(path, text, function.name, function.lineno, call.place, call.writes, parameters, odd)
    return rule, faults


def _foreign_imports(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            modules = ["." * node.level + str(node.module or "")]
        for module in modules:
            if module.split(".")[0] not in ALLOWED or module.startswith("numpy.random"):
                yield node.lineno, _advice(module)


def _advice(module: str) -> str:
    if module.startswith(("random", "secrets", "numpy.random")):
        return f"imports {module}: own random numbers. Draw from cityties.kernel.randomness under rule_process(NAME)."
    if module.startswith(("time", "datetime")):
        return f"imports {module}: a rule that looks at the clock cannot be repeated. Use month.calendar."
    return f"imports {module}; a rule is one file and may import only {', '.join(sorted(ALLOWED - {'__future__'}))}."


def _unfit(function: ast.FunctionDef, has_parameters: bool) -> Iterator[Fault]:
    takes, wanted = [arg.arg for arg in function.args.args], WITH_CUSTOM_RULES if has_parameters else PART
    if takes != wanted:
        yield function.lineno, f"{function.name} takes ({', '.join(takes)}); a rule takes ({', '.join(wanted)})."
    marks = [ast.unparse(mark) for mark in function.decorator_list]
    if marks != ["compiled"]:
        advice = "write @compiled, from cityties.kernel.compiling, and nothing else above it"
        yield function.lineno, f"{function.name} is slow Python in the month; {advice}."


def declared_by(rules: Sequence[CustomRule]) -> dict[str, Declared]:
    """Return the parameters of all rules in the order in which a run keeps them."""
    return {name: declared for rule in rules for name, declared in rule.parameters.items()}


def clashes(rules: Sequence[CustomRule]) -> Iterator[tuple[int, str]]:
    """Find what two rules cannot both do, as the place of the later one and a message."""
    for place, rule in enumerate(rules):
        for other in rules[:place]:
            if rule.name == other.name:
                yield place, f"two rules are called {rule.name}.py; rename one of them."
            if rule.place.kind == "replaces" and rule.place == other.place:
                yield place, f"{other.path} and {rule.path} both replace '{rule.place.process}'; keep one of them."
            for shared in rule.parameters.keys() & other.parameters.keys():
                yield place, f"{other.path} and {rule.path} both declare '{shared}'; rename one of them."


def custom_rule_faults(rules: Sequence[CustomRule], numbers: object) -> Iterator[tuple[str, str]]:
    """Find the numbers of a scenario that fit no declaration of its rules, as the name and a message."""
    declared = declared_by(rules)
    for name, number in numbers.items() if isinstance(numbers, Mapping) else ():
        one = declared.get(str(name))
        if one is None:
            known = did_you_mean(str(name), declared) or (" No rule is named in 'rules'." if not rules else "")
            yield str(name), f"no rule of this scenario declares it.{known}"
        elif isinstance(number, bool) or not isinstance(number, int | float):
            yield str(name), f"'{number}' is not a number."
        elif not one.low <= number <= one.high:
            yield str(name), f"{number} is not between {one.low:g} and {one.high:g} (unit: {one.unit})."
