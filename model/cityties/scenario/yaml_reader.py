"""The text of a scenario file: YAML 1.2 in, plain values and the line of every key out; nothing is guessed.

Other readers of YAML turn ``no`` into false, a date into a day, and take the second of two equal keys in silence.
Here such a thing is either the text that it looks like, or a problem with a line number.
"""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from cityties.scenario.draft import Draft
from cityties.scenario.keys import KeyPath, dotted
from cityties.scenario.messages import Problem, error_of
from cityties.tables.plain_files import MOST_BYTES_OF_TEXT, MOST_LINES_OF_TEXT, plain_bytes
from cityties.tables.text import CONFLICT, clean, merge_conflict

_TAG = "tag:yaml.org,2002:"
_AS_TEXT = tuple(_TAG + kind for kind in ("str", "timestamp", "value"))
_AS_YAML = tuple(_TAG + kind for kind in ("int", "float", "bool", "null"))
_ADVICE = (
    (r"character '\\t'", False, "a tab stands here; YAML takes spaces only."),
    (r"mapping values are not allowed", False, "a second ':' or a wrong indentation; quote a text that holds ': '."),
    (r"found unexpected end of stream", True, "a quotation mark is opened here and never closed."),
    (r"expected ',' or '\]'", True, "a '[' is opened here and never closed."),
    (r"expected ',' or '\}'", True, "a '{' is opened here and never closed."),
    (r"could not find expected ':'", True, "a ':' is missing after the key."),
    (r"expected <block end>", False, "the indentation of this line fits no line above."),
    (r"found another document", False, "a second document begins here; a file holds one scenario."),
    (r"cannot start any token", False, "no text begins with such a character; put it in quotation marks."),
    (r"indentation indicator|comment or a line break", False, "after '>' or '|' a text begins in the next line."),
    (r"expected the node content", False, "a value is missing here, or a bracket or comma is too many."),
    (r"undefined alias", False, "'*' refers to something else in YAML; quote a text that begins with it."),
)
"""Parts of YAML's own messages, whether the fault is where the part began, and what to say instead."""


def read_draft(path: Path) -> Draft:
    """Read one scenario file as it is written, without what it extends. All faults end up in ``problems``."""
    draft = Draft(str(path))
    text = clean(_text(path, draft))
    if draft.readable:
        draft.texts[draft.file] = text
        root = _compose(text, draft)
        if isinstance(root, MappingNode):
            draft.values = _mapping(draft, root, ())
        elif draft.readable:
            kind = "a list" if isinstance(root, SequenceNode) else "a text"
            draft.reject(_EMPTY if root is None else f"holds {kind}; a scenario file holds lines such as 'seed: 1'.")
    return draft


def composed(path: Path) -> tuple[str, Node | None]:
    """Return the text of a YAML file, character by character, and its tree.

    Raises:
        ScenarioError: it cannot be read, or is not YAML.
    """
    draft = Draft(str(path))
    text = _text(path, draft)
    root = _compose(text, draft) if draft.readable else None
    if draft.problems:
        raise error_of(draft.problems)
    return text, root


def read_value(text: str, origin: str, line: int, path: KeyPath) -> Any:
    """Read one value that was typed elsewhere than in a file, as it would be read behind its key.

    Raises:
        ScenarioError: it is no value of YAML; the message names ``origin``, ``line`` and the key.
    """
    draft = Draft(origin)
    root = _compose(f"value: {clean(text)}\n", draft)
    if isinstance(root, MappingNode):
        draft.values = _mapping(draft, root, ())
    if draft.problems or set(draft.values) != {"value"}:
        said = draft.problems[0].message if draft.problems else "is no single value."
        raise error_of([Problem(origin, line, dotted(path), said)])
    return draft.values["value"]


_EMPTY = "is empty; a scenario needs 'title' and 'world', or 'extends' and what differs."


def _text(path: Path, draft: Draft) -> str:
    data = b""
    try:
        data = plain_bytes(path, MOST_BYTES_OF_TEXT)
        if (lines := data.count(b"\n")) > MOST_LINES_OF_TEXT:
            draft.reject(f"has {lines:,} lines; at most {MOST_LINES_OF_TEXT:,} are read.")
            return ""
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        draft.reject("is not text; save it as plain text in UTF-8.", data.count(b"\n", 0, error.start) + 1)
    except OSError as error:
        draft.reject(f"cannot be read: {(error.strerror or str(error)).lower()}.")
    return ""


def _compose(text: str, draft: Draft) -> Node | None:
    """Let ruamel.yaml build the tree of the text, or note in our words why it cannot."""
    if (place := merge_conflict(text)) is not None:
        draft.reject(CONFLICT, _line_of(text, place))
        return None
    if directive := re.search(r"^%", text, re.MULTILINE):
        draft.reject(
            "take out this line that begins with %; YAML 1.2 is meant anyway.", _line_of(text, directive.start())
        )
        return None
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        draft.reject(*_advice(error))
    except ReaderError as error:
        draft.reject("is not text; a character here is not printable.", _line_of(text, error.position))
    except (YAMLError, ValueError) as error:
        draft.reject(f"is not YAML: {str(error).splitlines()[0]}.")
    except RecursionError:
        draft.reject("is nested too deeply.")
    else:
        return root
    return None


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _advice(error: MarkedYAMLError) -> tuple[str, int]:
    said = f"{error.problem or error.context}"
    for pattern, where_it_began, advice in _ADVICE:
        if re.search(pattern, said):
            mark = (error.context_mark if where_it_began else None) or error.problem_mark or error.context_mark
            return f"is not YAML: {advice}", mark.line + 1 if mark else 1
    mark = error.problem_mark or error.context_mark
    return f"is not YAML: {said}.", mark.line + 1 if mark else 1


def _mapping(draft: Draft, node: MappingNode, path: KeyPath) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode) or key_node.tag == _TAG + "merge":
            draft.add_problem(path, "a key must be a plain word.", line)
            continue
        name: str = key_node.value
        below = (*path, name)
        if name in values:
            first = draft.places[below][1]
            draft.add_problem(below, f"is given twice; it already stands in line {first}.", line)
            continue
        draft.places[below] = (draft.file, line)
        values[name] = _value(draft, value_node, below)
    return values


def _value(draft: Draft, node: Node, path: KeyPath) -> Any:
    if node.anchor is not None:
        draft.add_problem(path, "'&' and '*' refer to something else in YAML; write the value out, or quote a text.")
        return None
    if isinstance(node, MappingNode):
        return _mapping(draft, node, path)
    if isinstance(node, SequenceNode):
        return [_item(draft, item, (*path, place)) for place, item in enumerate(node.value)]
    return _scalar(draft, node, path)


def _item(draft: Draft, node: Node, path: KeyPath) -> Any:
    draft.places[path] = (draft.file, node.start_mark.line + 1)
    return _value(draft, node, path)


def _scalar(draft: Draft, node: Node, path: KeyPath) -> Any:
    if node.tag in _AS_TEXT:
        return node.value
    if node.tag not in _AS_YAML:
        draft.add_problem(path, "'!' marks a type in YAML; leave it out, or quote a text.")
        return None
    try:
        return YAML(typ="safe", pure=True).constructor.construct_object(node)
    except (ValueError, KeyError, OverflowError, YAMLError):
        draft.add_problem(path, "cannot be read as the value that it looks like.")
        return None
