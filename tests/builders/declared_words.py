"""Words that readers see and that no function names: what is declared once, and the titles of shipped data."""

from collections.abc import Iterator

from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED


def declared_words() -> Iterator[tuple[str, str]]:
    """Yield every such text with where it stands."""
    for parameter in DECLARED.values():
        yield parameter.meaning, "kernel/parameters.py"
    for mechanism in MECHANISMS.values():
        yield mechanism.meaning, "kernel/mechanisms.py"
