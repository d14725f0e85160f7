"""Statistics of a network of cities: how degrees go together and how often triples close."""

from collections import defaultdict

import numpy as np

from cityties.kernel.state import IntArray


def degree_of(a: IntArray, b: IntArray) -> IntArray:
    """Return the number of ties of each city, by row."""
    return np.bincount(np.concatenate([a, b]))


def assortativity(a: IntArray, b: IntArray) -> float:
    """Return the correlation of the degrees at both ends of a tie (Newman 2002, doi:10.1103/PhysRevLett.89.208701)."""
    degree = degree_of(a, b)
    one, other = degree[np.concatenate([a, b])], degree[np.concatenate([b, a])]
    return float(np.corrcoef(one, other)[0, 1])


def transitivity(a: IntArray, b: IntArray) -> float:
    """Return the share of paths of two ties whose ends have a tie."""
    degree = degree_of(a, b)
    paths = int((degree * (degree - 1) // 2).sum())
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        partners[one].add(other)
        partners[other].add(one)
    closed = sum(len(partners[one] & partners[other]) for one, other in zip(a.tolist(), b.tolist(), strict=True))
    return closed / max(paths, 1)
