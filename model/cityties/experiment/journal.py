"""The journal of a batch: one line for each chunk that was finished, read back even if the last line is torn.

A chunk counts as done once its line is here; files without a line are computed again and come out the same.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cityties.experiment.store import naming

JOURNAL = "journal.jsonl"


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


def append(folder: Path, entry: Entry) -> None:
    """Add a line and see to it that it is on the disk; a torn line that a killed process left is cut off first."""
    path = folder / JOURNAL
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
        lines = (folder / JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return entries
    for line in lines:
        try:
            entry = Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue
        entries[entry.chunk] = entry
    return entries
