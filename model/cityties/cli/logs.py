"""What a command does, step by step: on the screen with ``-v``, and with times in a file with ``--log-file``.

Both options may stand anywhere on the command line.
"""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from cityties.errors import CityTiesError

LOG = logging.getLogger("cityties")
VERBOSE, VERY_VERBOSE, LOG_FILE = ("-v", "--verbose"), "-vv", "--log-file"
IN_FILE = "%(asctime)s %(levelname)s %(message)s"


def taken_out(words: Sequence[str]) -> tuple[list[str], int, Path | None]:
    """Return the words of a command line without both options, how often ``-v`` was given, and the file.

    Raises:
        CityTiesError: ``--log-file`` stands without a file.
    """
    left: list[str] = []
    level, file = 0, None
    rest = iter(words)
    for word in rest:
        if word == "--":
            left += [word, *rest]
        elif word in VERBOSE:
            level += 1
        elif word == VERY_VERBOSE:
            level += 2
        elif word == LOG_FILE or word.startswith(f"{LOG_FILE}="):
            named = word.partition("=")[2] if "=" in word else next(rest, "")
            if not named:
                raise CityTiesError(f"{LOG_FILE}: name a file behind it.")
            file = Path(named)
        else:
            left.append(word)
    return left, level, file


def start(level: int, file: Path | None) -> None:
    """Send what is noted to the screen and to the file, whose lines are added to what it holds.

    Raises:
        OSError: the file cannot be written.
    """
    stop()
    LOG.setLevel(logging.DEBUG)
    LOG.propagate = False
    if level:
        screen = logging.StreamHandler(sys.stderr)
        screen.setLevel(logging.INFO if level == 1 else logging.DEBUG)
        LOG.addHandler(screen)
    if file is not None:
        kept = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
        kept.setFormatter(logging.Formatter(IN_FILE))
        LOG.addHandler(kept)
    if not LOG.handlers:
        LOG.addHandler(logging.NullHandler())


def stop() -> None:
    """Close what :func:`start` opened."""
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()
