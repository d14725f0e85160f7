"""What is wrong with a scenario file, in one line a person can act on: file, line, key, fault, nearest valid name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from cityties.errors import SURELY_LIKE, ScenarioError, counted, did_you_mean, nearest
from cityties.scenario.keys import (
    SECTION,
    Key,
    KeyPath,
    all_keys,
    dotted,
    key_at,
    keys_below,
    keys_named,
    noun_below,
)
from cityties.scenario.renamed import renamed
from cityties.scenario.world_changes import A_TIE
from cityties.tables.declared_model import BY_NAME

SHORT_LIST = 8
LARGEST_SHOWN = 1e15
LONGEST_QUOTE = 40
SWEEP = ("design", "sweep")
_TRUE, _FALSE = ("yes", "y", "on", "1", "t"), ("no", "n", "off", "0", "f")
_WORDS_OF_KINDS = {
    "tuple_type": "a list",
    "list_type": "a list",
    "mapping_type": SECTION,
    "dict_type": SECTION,
    "model_type": SECTION,
    "model_attributes_type": SECTION,
    "string_type": "a text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
}
_BOUNDS = {
    "less_than": ("below {:g}", "lt"),
    "greater_than": ("above {:g}", "gt"),
    "less_than_equal": ("up to {:g}", "le"),
    "greater_than_equal": ("from {:g} on", "ge"),
}
_NUMBER = re.compile(r"\s*([-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?)\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of one file. Problems sort by file and line; a fault of the file as a whole has no key."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        """Write the problem as editors and people expect it."""
        lines = f"{self.key}: {self.message}" if self.key else self.message
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {' '.join(lines.splitlines())}"


def error_of(problems: Iterable[Problem]) -> ScenarioError:
    """Return all problems as one error, one line each, sorted by file and line."""
    return ScenarioError("\n".join(str(problem) for problem in sorted(set(problems))))


def place_of_fault(detail: ErrorDetails) -> KeyPath:
    """Return the path of the value that a validation error is about."""
    below = detail.get("ctx", {}).get("below", ()) if detail["type"] == "fault" else ()
    return (*detail["loc"], *below)


def explain_fault(detail: ErrorDetails) -> str:
    """Return what a validation error means for the person who wrote the value, and what to write instead."""
    path, value, kind = detail["loc"], detail["input"], detail["type"]
    key = key_at(path)
    if kind == "fault":
        return _ended(detail["msg"])
    if kind == "extra_forbidden":
        return _unknown(path)
    if kind == "missing":
        return "is required; give it here or in the file that this one extends."
    if key is None or key.kind == SECTION:
        return _not_a_section(value, path)
    return _misfit(key, kind, value)


def _misfit(key: Key, kind: str, value: Any) -> str:
    if value is None:
        return "has no value; give it one, or take the line out."
    match kind:
        case "greater_than_equal" | "less_than_equal" | "finite_number":
            message = f"{value} is not {key.bounds()}."
        case "literal_error":
            message = f"{shown(value)} is not {key.kind}.{did_you_mean(str(value), key.choices)}"
        case "bool_type":
            message = f"{shown(value)} is not true or false.{_which_truth(value)}"
        case "int_type" | "float_type" | "int_from_float":
            message = f"{shown(value)} is not {key.kind}.{_which_number(value, key)}"
        case "string_too_short" | "too_short":
            message = "is empty."
        case "string_too_long":
            message = f"is too long, with {len(value)} characters."
        case "string_pattern_mismatch":
            message = f'{shown(value)} cannot name a folder; use up to 80 characters, but no / \\ : * ? " < > |.'
        case _:
            message = f"takes {key.kind}, not {shown(value)}."
    return message


def _not_a_section(value: Any, path: KeyPath) -> str:
    if (noun := noun_below(path)) and isinstance(value, list | tuple):
        example = f", such as '{A_TIE}'" if noun == "tie" else ""
        return f"takes no list, but each {noun} by its name{example}, with {SECTION}."
    if value is None:
        return f"is empty; give it {SECTION}, or take the line out."
    return f"takes {SECTION}, not {shown(value)}."


def _which_truth(value: Any) -> str:
    word = str(value).casefold()
    for answer, words in (("true", _TRUE), ("false", _FALSE)):
        if word in words or word == answer:
            return f" Write {answer}."
    return ""


def _which_number(value: Any, key: Key) -> str:
    """Offer the number that a text begins with (in quotes or percent, with a comma or unit) if it is within bounds."""
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_SHOWN:
        return f" Write {value:.0f}."
    match = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    low, high = key.low, key.high
    within = f" Write one {key.bounds()}." if low is not None and high is not None else ""
    if match is None:
        return within
    number, rest = match[1].replace(",", "."), match[2].strip()
    meant = float(number) / 100 if rest == "%" and key.unit == "share" else float(number)
    if low is not None and high is not None and not low <= meant <= high:
        return within
    return f" {_rewritten(value, number, rest, key)}"


def _rewritten(value: str, number: str, rest: str, key: Key) -> str:
    """Return how a number is written that was given as a text, of which ``rest`` follows behind it."""
    if not number.isascii():
        return f"Write {float(number):g}, in the digits 0 to 9."
    if rest == "%":
        return f"Write {float(number) / 100:g}." if key.unit == "share" else f"Write it without %, {key.bounds()}."
    if rest:
        return f"Write the number alone, {key.bounds()}."
    return f"Write {number}, without quotation marks." if number == value else f"Write {number}."


def _unknown(path: KeyPath) -> str:
    """Name the nearest valid key: here, or where the name belongs."""
    name, above = str(path[-1]), path[:-1]
    if name.isdigit():
        return f"no such {_noun(above)}. Within braces a comma ends a value; write decimals with a point, such as 1.5."
    if found := renamed(path):
        return found.advice
    if belongs := _belongs(name, above):
        return belongs
    here = keys_below(above)
    if hint := did_you_mean(name, here):
        return f"no such {_noun(above)}.{hint}"
    if column := _column(name, above):
        return column
    return f"no such {_noun(above)}. {_elsewhere(name, here)}"


def _elsewhere(name: str, here: list[str]) -> str:
    """Offer a key of another place that is sure to be meant, or name those of this place."""
    if elsewhere := nearest(name, (key.path[-1] for key in all_keys().values()), SURELY_LIKE):
        home = keys_named(elsewhere)[0]
        return f"Did you mean '{home.path[-1]}', {_where(home.path[:-1])}?"
    return f"The keys here are {', '.join(here)}." if len(here) <= SHORT_LIST else "`cityties explain` lists all keys."


def _column(name: str, above: KeyPath) -> str:
    """Return what to do with a key that is a column of the section's table, which knows more than a scenario says."""
    table = BY_NAME.get(str(above[0])) if above else None
    if table is None or name not in {column.name for column in table.columns}:
        return ""
    here = f"The keys here are {', '.join(keys_below(above))}."
    if table.name == "ties" and name in table.key:
        here = f"A scenario names a tie by its two cities, such as '{A_TIE}'. {here}"
    return f"is a column of {table.file} and no key of a scenario. {here}"


def _belongs(name: str, above: KeyPath) -> str:
    """Return where a key that is known stands, if it is; empty if it is not."""
    whole = next((key for key in all_keys().values() if "." in name and key.text == name), None)
    homes = [key for key in keys_named(name) if key.path[:-1] != above]
    if whole is not None:
        return f"a key takes no dots; write '{whole.path[-1]}' indented below '{dotted(whole.path[:-1])}'."
    if above[:2] == SWEEP and any(key.path[:2] != SWEEP for key in homes):
        here = ", ".join(keys_below(above))
        return f"is no key here; the keys are {here}. A setting that varies stands {_where(_swept(above))}."
    if homes:
        return f"is not a key {_where(above)}; it belongs {' or '.join(_where(key.path[:-1]) for key in homes)}."
    return ""


def _swept(above: KeyPath) -> KeyPath:
    """Return where below a sweep a setting may stand."""
    return (*above, "over") if above[2:] in (("lhs",), ("sobol",)) else (*SWEEP, "grid")


def _where(above: KeyPath) -> str:
    return f"under '{dotted(above)}'" if above else "at the top level"


def _noun(above: KeyPath) -> str:
    return str(above[0]).removesuffix("s") if above in (("parameters",), ("mechanisms",)) else "key"


def shown(value: Any) -> str:
    """Return a value as a message quotes it: cut, and with what it is in place of a list or section."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "keys of its own"
    text = str(value)
    shown = text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "..."
    return f"'{shown}'" if isinstance(value, str) else shown


def misfit_of_kind(detail: ErrorDetails) -> str:
    """Return what a validation error means for a value of which no key of a scenario says more."""
    value, kind = detail["input"], detail["type"]
    if words := _WORDS_OF_KINDS.get(kind):
        return f"takes {words}, not {shown(value)}."
    if kind in _BOUNDS:
        words, end = _BOUNDS[kind]
        return f"takes a number {words.format(detail['ctx'][end])}, not {shown(value)}."
    if kind == "finite_number":
        return f"takes a finite number, not {shown(value)}."
    if kind in ("too_short", "too_long", "missing"):
        return _wrong_length(detail)
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}, not {shown(value)}."


def _wrong_length(detail: ErrorDetails) -> str:
    """Return what is wrong with the length of a list; ``missing`` with a place is a list that ends before it."""
    value, context = detail["input"], detail.get("ctx", {})
    if detail["type"] == "missing":
        return (
            "is required." if isinstance(detail["loc"][-1], str) else f"has {counted(len(value), 'value')}; give more."
        )
    if detail["type"] == "too_short":
        return f"has {counted(context['actual_length'], 'value')}; {context['min_length']} are the fewest."
    return f"has more than {counted(context['max_length'], 'value')}, which are the most."


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".")) else sentence + "."
