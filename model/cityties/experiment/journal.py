"""The journal of a batch: one line for each chunk that was finished, read back even if the last line is torn.

A chunk counts as done once its line is here; files without a line are computed again and come out the same. A line
that is none of ours, or names what no chunk is called, counts as none.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cityties.errors import CityTiesError
from cityties.experiment.store import naming
from cityties.experiment.stored import AMOUNT, NUMBER, Is, Shape, discard, parsed, stored_bytes
from cityties.experiment.units import CHUNK_NAME, TABLES, unit_named

JOURNAL = "journal.jsonl"
_ENTRY: Shape = {
    "chunk": Is(lambda one: isinstance(one, str) and re.fullmatch(CHUNK_NAME, one) is not None, "the name of a chunk"),
    "done": {"*": str},
    "failed?": {"*": str},
    "taken?": {"*": str},
    "seconds?": NUMBER,
    "finished?": str,
    "sizes?": {"*": AMOUNT},
}


@dataclass(frozen=True)
class Entry:
    """What happened to one chunk: identities of the units done, messages of those that failed, where some came from.

    ``sizes`` are the bytes of its files by table, so that one that was lost or cut is noticed.
    """

    chunk: str
    done: Mapping[str, str]
    failed: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    finished: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def made_of(self) -> str:
        """Hash of the identities of its units, which stands in the footers of its files too."""
        return hashlib.sha256(json.dumps(sorted(self.done.items())).encode()).hexdigest()[:24]


def append(folder: Path, entry: Entry) -> None:
    """Add a line and see to it that it is on the disk; a torn line that a killed process left is cut off first."""
    path = folder / JOURNAL
    if path.is_symlink() or (path.exists() and not path.is_file()):
        discard(path)  # a link or a pipe in its place would carry the line elsewhere
    line = json.dumps(vars(entry), ensure_ascii=False) + "\n"
    with naming(path), path.open("ab+") as journal:
        _cut_torn_line(journal)
        journal.write(line.encode())
        journal.flush()
        os.fsync(journal.fileno())


def _cut_torn_line(journal: Any) -> None:
    size = journal.seek(0, os.SEEK_END)
    if size == 0:
        return
    journal.seek(0)
    content = journal.read()
    whole = content.rfind(b"\n") + 1
    if whole < size:
        journal.truncate(whole)
        journal.seek(0, os.SEEK_END)


def read(folder: Path) -> dict[str, Entry]:
    """Return the last entry of every chunk, by its name; lines that are no entries are passed over."""
    entries: dict[str, Entry] = {}
    try:
        lines = stored_bytes(folder / JOURNAL).split(b"\n")
    except (FileNotFoundError, ValueError):
        return entries
    for line in lines:
        try:
            entry = Entry(**parsed(line, _ENTRY))
            _check_names(entry)
        except (ValueError, TypeError, CityTiesError):
            continue
        entries[entry.chunk] = entry
    return entries


def _check_names(entry: Entry) -> None:
    """Refuse names that no unit and no table has, because paths are made from them.

    Raises:
        ValueError: a table is unknown.
        CityTiesError: a unit is none.
    """
    for name in (*entry.done, *entry.failed):
        unit_named(name)
    if not entry.sizes.keys() <= set(TABLES):
        raise ValueError("no such table")
