"""Numbers as JSON takes them: rounded, and nothing where there is none."""

from typing import Any

import numpy as np

DIGITS = 4


def plain(values: Any, digits: int = DIGITS) -> Any:
    """Return an array as nested lists, or a number, rounded; ``None`` where it is infinite or none."""
    rounded = np.asarray(np.round(np.asarray(values, dtype=np.float64), digits) + 0.0)
    found = np.array(rounded, dtype=object)
    found[~np.isfinite(rounded)] = None
    return found.tolist()


def band(three: Any, digits: int = DIGITS) -> list[Any]:
    """Return a middle and the ends of its interval."""
    return [plain(one, digits) for one in three]
