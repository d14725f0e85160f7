"""Reading custom rules: from files to declarations, and what several rules or a scenario's numbers get wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from cityties.custom_rules.declarations import Fault, parse_rule
from cityties.custom_rules.interface import CustomRule
from cityties.errors import ScenarioError, did_you_mean
from cityties.kernel.priors import Declared
from cityties.tables.plain_files import MOST_BYTES_OF_TEXT, plain_bytes


class RuleError(ScenarioError):
    """The file of a rule that cannot be used; ``faults`` are lines and messages, sorted by line."""

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
        return plain_bytes(path, MOST_BYTES_OF_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: is not text; a rule is a Python file in UTF-8.") from None
    except OSError as error:
        near = did_you_mean(path.name, [file.name for file in path.parent.glob("*.py")])
        raise ScenarioError(f"{path}: cannot be read: {str(error.strerror).lower()}.{near}") from None


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
