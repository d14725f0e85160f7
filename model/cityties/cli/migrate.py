"""``cityties migrate``: give renamed keys of scenario files their new names, and leave every other character alone."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from cityties.cli.screen import put
from cityties.experiment.store import write_whole
from cityties.scenario.keys import dotted
from cityties.scenario.messages import Problem, error_of
from cityties.scenario.renamed import Renamed, renamed
from cityties.scenario.yaml_reader import composed


def migrate(files: Sequence[Path]) -> None:
    """Rewrite files whose keys have other names now, all of them or none, and say what was renamed.

    Raises:
        ScenarioError: a file cannot be read, or has both the old name and the new one.
    """
    rewritten = [(file, *_migrated(file)) for file in files]
    for file, text, said in rewritten:
        if said:
            write_whole(file, partial(_fill, text))
        for line in said or ["nothing to rename."]:
            put(f"{file}: {line}")


def _fill(text: str, path: Path) -> None:
    path.write_bytes(text.encode())


def _migrated(file: Path) -> tuple[str, list[str]]:
    """Return the text of a file with new names, and a line for each."""
    text, root = composed(file)
    _refuse_twice(file, root)
    said: list[str] = []
    for node, path, found in sorted(_old_keys(root, ()), key=lambda one: one[0].start_mark.index, reverse=True):
        at = text.index(path[-1], node.start_mark.index)  # behind the quotation mark, if there is one
        text = text[:at] + found.name + text[at + len(path[-1]) :]
        said.insert(0, f"line {node.start_mark.line + 1}: '{dotted(path)}' is called '{found.name}' now.")
    return text, said


def _refuse_twice(file: Path, root: Node | None) -> None:
    for node, path, found in _old_keys(root, ()):
        if found.name in _names(root, path[:-1]):
            message = f"has '{found.name}' beside it, which is its new name; keep one of the two."
            raise error_of([Problem(str(file), node.start_mark.line + 1, dotted(path), message)])


def _names(root: Node | None, section: Sequence[str]) -> set[str]:
    """Return the keys of a section."""
    if not isinstance(root, MappingNode):
        return set()
    if not section:
        return {str(key.value) for key, _ in root.value}
    return next((_names(value, section[1:]) for key, value in root.value if key.value == section[0]), set())


def _old_keys(root: Node | None, above: tuple[str, ...]) -> Iterator[tuple[ScalarNode, tuple[str, ...], Renamed]]:
    """Find every key that has another name now, with its path."""
    if not isinstance(root, MappingNode):
        return
    for key, value in root.value:
        path = (*above, str(key.value))
        if (found := renamed(path)) is not None:
            yield key, path, found
        yield from _old_keys(value, path)
