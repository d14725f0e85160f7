"""A shallow tree over the same draws: few questions that part softening, neither and harm from each other."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from cityties.calibration.discovery.boxes import halves
from cityties.kernel.state import FloatArray, IntArray

DEPTH: Final = 3
LEAST_SHARE, LEAST_LEAF = 0.03, 10
"""Share of the draws, and number, below which a leaf is not parted off."""
FOLDS: Final = 5


@dataclass(frozen=True)
class Leaf:
    """One leaf: questions on the way (place of the key, whether above, threshold), and draws of each kind (kinds)."""

    path: tuple[tuple[int, bool, float], ...]
    counts: IntArray


@dataclass(frozen=True)
class FoundTree:
    """A tree: its leaves from left to right, and the share of entropy that it explains out of sample."""

    leaves: tuple[Leaf, ...]
    explained: float


def grow(values: FloatArray, kind: IntArray, kinds: int, groups: IntArray, seed: int) -> FoundTree:
    """Grow a tree over draws (draws, keys) of ``kinds`` kinds, and check it by cross-validation over groups."""
    fold = halves(groups, np.random.default_rng(seed), (1.0,) * FOLDS)
    before = after = 0.0
    for one in range(FOLDS):
        out = fold == one
        if not out.any() or out.all():
            continue
        model = _grown(values[~out], kind[~out])
        said = np.full((int(out.sum()), kinds), 0.0)
        said[:, model.classes_] = model.predict_proba(values[out])
        plain = np.bincount(kind[~out], minlength=kinds)
        after += _surprise(said, kind[out])
        before += _surprise(np.tile(plain / plain.sum(), (int(out.sum()), 1)), kind[out])
    explained = 1.0 - after / before if before > 0.0 else 0.0
    return FoundTree(tuple(_leaves(_grown(values, kind), values, kind, kinds)), float(explained))


def _grown(values: FloatArray, kind: IntArray) -> Any:
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 - takes a second to import

    least = max(int(LEAST_SHARE * len(values)), LEAST_LEAF)
    model = DecisionTreeClassifier(criterion="entropy", max_depth=DEPTH, min_samples_leaf=least, random_state=0)
    return model.fit(values, kind)


def _surprise(said: FloatArray, kind: IntArray) -> float:
    """Return the sum of -log of what was said of the kind that it was; nothing counts as impossible."""
    kinds = said.shape[1]
    safe = (said + 0.01) / (1.0 + 0.01 * kinds)
    return float(-np.log(safe[np.arange(len(kind)), kind]).sum())


def _leaves(model: Any, values: FloatArray, kind: IntArray, kinds: int) -> list[Leaf]:
    tree, at = model.tree_, model.apply(values)
    found: list[Leaf] = []

    def walk(node: int, path: tuple[tuple[int, bool, float], ...]) -> None:
        """Go down to the leaves, left first."""
        if tree.children_left[node] < 0:
            found.append(Leaf(path, np.bincount(kind[at == node], minlength=kinds)))
            return
        key, limit = int(tree.feature[node]), float(tree.threshold[node])
        walk(int(tree.children_left[node]), (*path, (key, False, limit)))
        walk(int(tree.children_right[node]), (*path, (key, True, limit)))

    walk(0, ())
    return found
