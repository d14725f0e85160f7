"""The screen: what is printed is one line where it should be one, fits, and obeys nobody but the terminal."""

import io
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cityties.cli.wrapping import cells, wrapped
from cityties.tables.language import tr

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROW, CUT = 80, "\N{HORIZONTAL ELLIPSIS}"
MOST, MOST_OF_A_CELL = 200, 1000
MOST_ERRORS, LONGEST_ERROR = 200, 2000


def plain(text: object, most: int = MOST) -> str:
    """Return text from a file as one printable line: no control or direction characters, cut where it is too long."""
    joined = " ".join(str(text).split())
    shown = printable(joined)
    return shown if len(shown) <= most else shown[: most - 1] + CUT


def printable(line: str) -> str:
    """Return a line without control and direction characters, which could write over what stands before it."""
    return "".join(c if c.isprintable() and unicodedata.category(c) != "Cf" else "?" for c in line)


def tolerate_encodings() -> None:
    """Write characters that the code page of the terminal lacks as escapes, in place of ending with an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def echo(line: str, hang: int = 2, strong: bool = False) -> None:
    """Print a line: on a terminal between words over as many as it takes, with ``hang`` blanks before all but one.

    ``strong`` makes it bold where the screen has colour.
    """
    for part in _broken(printable(line), width(), hang):
        sys.stdout.write(f"{bold(part) if strong else part}\n")


def put(text: object, err: bool = False) -> None:
    """Print lines as they are, but for what would move the cursor, colour the screen or write backwards."""
    stream = sys.stderr if err else sys.stdout
    for line in str(text).split("\n"):
        stream.write(f"{printable(line)}\n")
    if err:
        stream.flush()  # what is said meanwhile stands above what comes of it, also where both go to one file


def cell(text: object) -> "Text":
    """Return text from a file as a cell of a table: nothing in it is taken for markup, and lines stay lines."""
    from rich.text import Text  # noqa: PLC0415 - few commands draw a table

    return Text("\n".join(plain(line, MOST_OF_A_CELL) for line in str(text).split("\n")))


def say(console: "Console", line: str, style: str | None = None) -> None:
    """Print a line on a console as :func:`echo` does; nothing in it is taken for markup."""
    for part in _broken(printable(line), console.width if console.is_terminal else None, 2):
        console.print(part, markup=False, highlight=False, soft_wrap=True, style=style)


def say_folder(console: "Console", path: object) -> None:
    """Report where results go to."""
    say(console, tr("Results go to {path}").format(path=path))


def say_page(console: "Console", page: object) -> None:
    """Report the page that was written."""
    say(console, tr("Open {page} in a browser.").format(page=page))


def error_lines(message: str) -> list[str]:
    """Return the lines of an error as they are to be printed on standard error."""
    screen = shutil.get_terminal_size((NARROW, 24)).columns if sys.stderr.isatty() else None
    lines = message.splitlines()
    shown = [part for line in lines[:MOST_ERRORS] for part in _broken(_cut(printable(line)), screen, 2)]
    more = len(lines) - MOST_ERRORS
    return [*shown, f"... and {more:,} more lines"] if more > 0 else shown


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_ERROR else line[: LONGEST_ERROR - 1] + CUT


def _broken(line: str, room: int | None, hang: int) -> list[str]:
    if room is None or cells(line) < room:
        return [line]
    begin = line[: len(line) - len(line.lstrip())]
    found = wrapped(line.strip(), max(room - 1, 20), begin, " " * hang)
    return found or [line]


def width() -> int | None:
    """Return the columns of the terminal that standard output goes to, or None where it goes to a file or a pipe."""
    return shutil.get_terminal_size((NARROW, 24)).columns if sys.stdout.isatty() else None


def coloured() -> bool:
    """Return whether colour is wanted on standard output: on a terminal that has it, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset(), wrap: bool = False
) -> list[str]:
    """Lay out rows below a header; numbers of columns in ``right`` stand right.

    The last column is cut to the screen, or with ``wrap`` goes on below itself. Widths are counted in cells, of which
    characters of Chinese, Japanese and Korean take two.
    """
    table = [list(head), *(list(map(plain, row)) for row in rows)]
    widths = [max(cells(row[n]) for row in table) for n in range(len(head))]
    screen = width()
    lines = []
    for row in table:
        parts = [_padded(text, widths[n], n in right) for n, text in enumerate(row[:-1])]
        begun = "  ".join(parts) + "  " if parts else ""
        left = None if screen is None else max(screen - cells(begun), 8)
        last = _wrapped(row[-1], left) if wrap else [fitted(row[-1], left)]
        lines.append((begun + last[0]).rstrip())
        lines += [" " * cells(begun) + part for part in last[1:]]
    return lines


def _wrapped(text: str, room: int | None) -> list[str]:
    if room is None or cells(text) < room:
        return [text]
    return wrapped(text, max(room - 1, 20)) or [""]


def print_table(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset(), wrap: bool = True
) -> None:
    """Print rows below a bold header as :func:`columns` lays them out: the one style of all tables on the screen."""
    first, *lines = columns(head, rows, right, wrap)
    sys.stdout.write(f"{bold(printable(first))}\n")
    for line in lines:
        put(line)


def fitted(text: str, room: int | None) -> str:
    """Return a text cut to so many cells, or whole where there is room for any."""
    if room is None or cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + CUT


def _padded(text: str, to: int, right: bool) -> str:
    blank = " " * (to - cells(text))
    return blank + text if right else text + blank


def bold(text: str) -> str:
    """Return a text that is bold where the screen has colour."""
    return f"\x1b[1m{text}\x1b[0m" if coloured() else text
