"""What a custom rule may have let run away: columns that hold no finite number."""

from collections.abc import Iterable

import numpy as np

from cityties.kernel.state import Count, State


def infinite_columns(state: State, names: Iterable[str]) -> list[str]:
    """Return those of the named columns of a state, such as ``ties.strength``, in which a row in use is not finite.

    Names of other things, such as ``record.dyads``, are passed over.
    """
    rows = {"ties": int(state.ties.n[Count.EXISTING])}
    found = []
    for name in names:
        part, _, column = name.partition(".")
        if part in state._fields and not np.isfinite(getattr(getattr(state, part), column)[: rows.get(part)]).all():
            found.append(name)
    return found
