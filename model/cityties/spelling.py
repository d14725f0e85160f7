"""Spelling: which known name was meant by one that nobody knows."""

import difflib
from collections.abc import Iterable


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name most like ``name``, or None if none is like it; case, hyphens and blanks do not count."""
    known = {_folded(candidate): candidate for candidate in names}
    close = difflib.get_close_matches(_folded(name), known, n=1)
    return known[close[0]] if close else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a question that offers the nearest name, with a blank before it, or nothing."""
    close = nearest(name, names)
    return f" Did you mean '{close}'?" if close else ""


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")
