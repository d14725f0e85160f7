"""Rewiring (ODD 5.4): the recorded ties shuffled so that every city keeps its number of partners, but not its partners.

The null model for the question whether it matters who is tied to whom, or only how many ties there are (Maslov and
Sneppen 2002, doi:10.1126/science.1065103).
"""

import numpy as np
import pandas as pd

from cityties.kernel.randomness import U64, Process, fill_uniforms, pair_id, stream
from cityties.kernel.state import FloatArray, IdArray, IntArray

SWAPS_PER_TIE = 20


def rewire(pairs: pd.DataFrame, cities: IdArray, seed: int) -> pd.DataFrame:
    """Return the pairs with the cities of side b shuffled among the ties of each dyad.

    Dates and all else stay with the city of side a. Neither the replicate nor the order of rows plays a part. ``pairs``
    has the columns a, b (rows of ``cities``, which holds their addresses), city_b, dyad, dyad_row and id.
    """
    order = np.argsort(pairs["id"].to_numpy(np.uint64), kind="stable")
    b = pairs["b"].to_numpy(np.int64).copy()
    name_of = dict(zip(b.tolist(), pairs["city_b"], strict=True))
    for row in np.unique(pairs["dyad_row"]):
        here = order[pairs["dyad_row"].to_numpy()[order] == row]
        key = U64(stream(seed, 0, Process.REWIRING, int(row)))
        b[here] = exchanged(pairs["a"].to_numpy(np.int64)[here], b[here], key)
    ids = [pair_id(cities[a], cities[other]) for a, other in zip(pairs["a"], b, strict=True)]
    return pairs.assign(b=b, city_b=[name_of[other] for other in b.tolist()], id=np.array(ids, dtype=np.uint64))


def exchanged(a: IntArray, b: IntArray, key: U64) -> IntArray:
    """Let pairs of ties exchange their cities of side b, time and again, wherever that makes no pair double.

    Attempt i picks its ties by the uniforms of 2 i and 2 i + 1; after many a tie's partner is as good as random.
    """
    ends, taken = b.copy(), set(zip(a.tolist(), b.tolist(), strict=True))
    draws: FloatArray = np.empty(2 * SWAPS_PER_TIE * len(a))
    fill_uniforms(key, np.arange(len(draws), dtype=np.uint64), draws)
    for i, j in (draws * len(a)).astype(np.int64).reshape(-1, 2).tolist():
        new = {(int(a[i]), int(ends[j])), (int(a[j]), int(ends[i]))}
        if len(new) == 2 and not new & taken:
            taken -= {(int(a[i]), int(ends[i])), (int(a[j]), int(ends[j]))}
            taken |= new
            ends[i], ends[j] = ends[j], ends[i]
    return ends
