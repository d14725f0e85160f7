"""Errors that a user can act on: each message is one clear line, perhaps with the name that was probably meant."""

import difflib
from collections.abc import Iterable, Sequence

LIKE, SURELY_LIKE = 0.6, 0.8
"""Shares of letters that two names have in common: enough among names of one place, and among those of all places."""

PLURALS = {"city": "cities", "crisis": "crises", "history": "histories", "mechanism is": "mechanisms are"}
"""Nouns, with or without their verb, of which the plural has more than an ``s`` behind it."""


class CityTiesError(Exception):
    """An error that the user can correct; the command line prints it alone and exits with code 2."""


class ScenarioError(CityTiesError):
    """A scenario file that cannot be run as written; the message names file, line and key."""


class TableError(CityTiesError):
    """A world table that cannot be used as written; the message names table and line, one line for each fault.

    ``places`` has the file, line (0 for the file as a whole) and message of each, for lists in which they stand with
    faults of other files.
    """

    def __init__(self, message: str, places: Sequence[tuple[str, int, str]] = ()) -> None:
        super().__init__(message)
        self.places = tuple(places)


def nearest(name: str, names: Iterable[str], least: float = LIKE) -> str | None:
    """Return the name most like ``name``, or None if none is like it; case, hyphens and blanks do not count.

    ``least`` is the share of the letters (0 to 1) that the two must have in common.
    """
    known = {_folded(candidate): candidate for candidate in names}
    close = difflib.get_close_matches(_folded(name), known, n=1, cutoff=least)
    return known[close[0]] if close else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a question that offers the nearest name, with a blank before it, or nothing."""
    close = nearest(name, names)
    return f" Did you mean '{close}'?" if close else ""


def counted(n: int, noun: str) -> str:
    """Return a number of things in English, such as ``1 tie`` or ``1,200 cities``."""
    return f"{n:,} {noun if n == 1 else PLURALS.get(noun, f'{noun}s')}"


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")
