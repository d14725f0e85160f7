"""The one reader of what the program wrote: a stored file is checked as strictly as one that a user wrote.

Folders of results are copied, cut off, sent by mail and edited. So JSON must have the shape that its reader declares,
without a key given twice, NaN or Infinity; a table must be whole and hold the columns that are asked for; and only
plain files of a bounded size are opened, because a pipe would hang and a huge file would fill the memory.

A shape is a type or a tuple of types; ``[shape]``, a list; ``{"key": shape}``, an object with at least these keys, of
which one with ``?`` behind it may be absent; ``{"*": shape}``, an object with any keys; ``Is(test, what)``, a test.
"""
# ruff: noqa: PLC0415 - the library of tables is imported where one is read: looking into a folder takes none of it

import errno
import io
import json
import math
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from cityties.errors import CityTiesError
from cityties.experiment.memory import is_out_of_memory, require_address_space
from cityties.tables.plain_files import NotPlainError, plain_bytes

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MOST_BYTES = 1_000_000_000
"""Largest text that is read whole: batch.json of 10,000 variants has about 50 MB."""
MADE_OF = b"cityties"
"""Key in the footer of a table under which it is written down what the table was made of."""
type Shape = Any
type Number = int | float


@dataclass(frozen=True)
class Is:
    """A value that passes a test; ``what`` completes the sentence "KEY is not ..."."""

    test: Callable[[Any], bool]
    what: str


def whole(most: int) -> Is:
    """Return the shape of a whole number from 0 to ``most``."""
    return Is(lambda one: type(one) is int and 0 <= one <= most, f"a whole number from 0 to {most:,}")


AMOUNT = whole(2**63)
NUMBER = Is(lambda one: type(one) in (int, float), "a number")


def _leads_inside(path: Any) -> bool:
    """Return whether a path stays in its folder on every system: one with a drive leaves it on Windows alone."""
    if not isinstance(path, str) or "\\" in path or PureWindowsPath(path).anchor:
        return False
    return not {"..", ""} & set(path.split("/"))


WITHIN = Is(_leads_inside, "a path inside the folder, with / between its parts")


class DamagedError(CityTiesError):
    """A stored file that is not as the program wrote it; ``path`` names it."""

    def __init__(self, path: Path, what: str, advice: str) -> None:
        self.path = path
        super().__init__(f"{path}: {what}. {advice}")


class DamagedPartError(DamagedError):
    """A stored table that the program can compute again, once the file is out of the way."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, what, "Delete it, and give the command that computed it again.")


def stored_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read a plain file whole.

    Raises:
        FileNotFoundError: there is none.
        OSError: it may not be read.
        ValueError: it is a folder, a pipe or a device, or has more than ``most`` bytes.
    """
    try:
        return plain_bytes(path, most)
    except NotPlainError as error:
        raise ValueError(error.strerror) from None


def stored_json(path: Path, shape: Shape, most: int = MOST_BYTES) -> Any:
    """Read a JSON file that the program wrote.

    Raises:
        FileNotFoundError: there is none.
        OSError: it may not be read.
        ValueError: it is torn, or not of the shape; the message completes a sentence that begins with its name.
    """
    return parsed(stored_bytes(path, most), shape)


def parsed(data: bytes, shape: Shape) -> Any:
    """Return what a text of JSON holds, if it has a shape.

    Raises:
        ValueError: it is no JSON, holds a key twice or a number that is none, or has another shape.
    """
    try:
        found = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"is cut off or no JSON (line {error.lineno})") from None
    if misfit := next(_misfits(found, shape, ""), None):
        raise ValueError(misfit)
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("gives a key twice")
    return found


def _no_number(text: str) -> None:
    raise ValueError(f"holds {text}, which is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("holds a number that is too large")
    return number


def _misfits(found: Any, shape: Shape, place: str) -> Iterator[str]:
    """Yield what is not of the shape, named by its place, such as ``variants[0].label``."""
    said = place.removeprefix(".")[:80] or "it"
    if isinstance(shape, Is):
        if not shape.test(found):
            yield f"{said} is not {shape.what}"
    elif isinstance(shape, list):
        if not isinstance(found, list):
            yield f"{said} is no list"
            return
        for number, one in enumerate(found):
            yield from _misfits(one, shape[0], f"{place}[{number}]")
    elif isinstance(shape, Mapping):
        yield from _misfits_of_object(found, shape, place)
    elif not isinstance(found, shape) or (isinstance(found, bool) and shape is int):
        yield f"{said} is of another kind"


def _misfits_of_object(found: Any, shape: Mapping[str, Shape], place: str) -> Iterator[str]:
    if not isinstance(found, dict):
        yield f"{place.removeprefix('.')[:80] or 'it'} is no object"
        return
    for written, below in shape.items():
        key = written.removesuffix("?")
        if written == "*":
            for name, one in found.items():
                yield from _misfits(one, below, f"{place}.{name}")
        elif key in found:
            yield from _misfits(found[key], below, f"{place}.{key}")
        elif written == key:
            yield f"{place}.{key}".removeprefix(".")[:80] + " is missing"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a library of tables raises over a damaged file into one error that names the file.

    Raises:
        DamagedPartError: the file is not as it was written.
        OSError: the system may not read it.
        CityTiesError: the system allows too little memory to read tables.
    """
    require_address_space()
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException, ValueError, LookupError, TypeError, AttributeError) as error:
        if is_out_of_memory(error) or (isinstance(error, OSError) and error.errno not in (None, errno.ELOOP)):
            raise  # of memory, the disk or rights: the file itself may be whole
        ours = type(error) is ValueError  # the words of the library name the path again, and mean nothing to users
        raise DamagedPartError(path, f"is damaged: {error}" if ours else "is damaged") from None


def stored_table(path: Path, needed: Sequence[str] = (), made_of: str | None = None, **asked: Any) -> "pa.Table":
    """Read a table that the program wrote, with the bytes of every page checked as far as they carry a checksum.

    ``needed`` are columns that it must have, ``made_of`` is what must stand in its footer if anything does; ``asked``
    goes to pyarrow, such as ``columns`` and ``filters``.

    Raises:
        DamagedPartError: it is torn, of other columns, or belongs elsewhere.
        OSError: the system may not read it.
    """
    import pyarrow.parquet as pq

    with reading(path):
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError("it is no plain file")
        table = pq.read_table(path, page_checksum_verification=True, **asked)
        said = (table.schema.metadata or {}).get(MADE_OF)
        if made_of is not None and said is not None and said != made_of.encode():
            raise ValueError("it belongs to other results")
        there = set(table.column_names)  # a list made anew at every look: minutes for a table of many columns
        if lacking := [name for name in needed if name not in there]:
            raise ValueError(f"it has no column {lacking[0]}")
        return table.replace_schema_metadata(_without_mark(table.schema.metadata))


def stored_csv(path: Path, needed: Sequence[str] = (), *, as_text: bool = False) -> "pd.DataFrame":
    """Read a table that the program wrote as CSV; a word such as null is no empty cell, and an empty file no table.

    ``needed`` are columns that it must have; ``as_text`` leaves every cell as it is written.

    Raises:
        DamagedPartError: it is torn, foreign, or of other columns.
        OSError: the system may not read it.
    """
    import pandas as pd

    with reading(path):
        data = stored_bytes(path)
        if not data.strip() and not needed:
            return pd.DataFrame()
        kind, empty = (str, []) if as_text else (None, [""])
        table: pd.DataFrame = pd.read_csv(io.BytesIO(data), keep_default_na=False, na_values=empty, dtype=kind)
        if lacking := [name for name in needed if name not in table]:
            raise ValueError(f"it has no column {lacking[0]}")
        return table


def _without_mark(said: Mapping[bytes, bytes] | None) -> dict[bytes, bytes] | None:
    """Return what stands in a footer but for our mark, so that tables of several chunks go together."""
    kept = {key: value for key, value in (said or {}).items() if key != MADE_OF}
    return kept or None


def discard(path: Path) -> None:
    """Throw away a damaged file, so that it is made again; a folder in its place is left for the user.

    Raises:
        DamagedError: it is a folder.
        OSError: it may not be deleted.
    """
    if path.is_dir() and not path.is_symlink():
        raise DamagedError(path, "is a folder where a file should be", "Move it away and give the command again.")
    path.unlink(missing_ok=True)
