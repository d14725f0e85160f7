"""The tables of a discovery: boxes with what speaks for them, leaves of the tree, regret of levers."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from cityties.analysis.buffering import THRESHOLD
from cityties.calibration.discovery.boxes import Box, fit_of
from cityties.calibration.discovery.resampling import FoundBox, search_all
from cityties.calibration.discovery.tree import FoundTree
from cityties.kernel.state import FloatArray, IntArray
from cityties.tables.language import capital, listing, spoken, tr

KINDS: Final = ("buffer", "neither", "harm")
"""What ties do in a draw: B above the threshold, within it, below minus that."""
WORDS: Final = {"buffer": "ties soften", "neither": "ties do neither", "harm": "ties harm"}
MOST_BOXES: Final = 2
DIGITS: Final = 3

TABLE_MEANINGS: Mapping[str, str] = {
    "boxes": "one row a limit of a box: where ties soften, do neither, or harm, and what speaks for it",
    "tree": "one row a leaf of a shallow tree over the same draws",
    "regret": "one row a policy lever: what one would regret of it over the draws",
    "columns": "meaning of every column",
}
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "boxes": {
        "kind": "what the draws inside have in common: buffer, neither or harm",
        "box": "number of the box among those of its kind; 0: nothing was found",
        "key": "setting that is limited",
        "side": "whether draws inside lie above or below the limit",
        "limit": "the limit",
        "again": "share of repeats on other draws in which the box limits the setting on the same side",
        "coverage": "share of all draws of the kind that lie inside; a second box counts draws outside of the first",
        "density": "share of the draws inside that are of the kind",
        "mass": "share of all draws that lie inside",
        "base": "share of all draws that is of the kind",
        "unseen_coverage": "coverage in draws that the search did not see, mean over repeats",
        "unseen_coverage_low": "lower end of its 95 % interval",
        "unseen_coverage_high": "upper end of that interval",
        "unseen_density": "density in draws that the search did not see, mean over repeats",
        "unseen_density_low": "lower end of its 95 % interval",
        "unseen_density_high": "upper end of that interval",
        "holds": "whether that density is above the base and a limit is found again in half of the repeats",
        "draws": "draws of the priors that were looked at",
        "posterior_mass": "share of the posterior's draws inside",
        "posterior_density": "share of these that are of the kind",
        "posterior_draws": "draws of the posterior that were looked at",
    },
    "tree": {
        "leaf": "number of the leaf, from left to right",
        "where": "the conditions that lead to it",
        "draws": "draws in it",
        "share": "share of all draws in it",
        "buffer": "share of its draws in which ties soften",
        "neither": "share in which they do neither",
        "harm": "share in which they harm",
        "explained": "share of the entropy of the kinds that the tree explains in unseen draws; below 0: none",
    },
    "regret": {
        "lever": "policy lever",
        "mean_regret": "damage (R-months over all crises) less that under the best lever of the draw, mean over draws",
        "mean_regret_low": "lower end of its 95 % interval",
        "mean_regret_high": "upper end of that interval",
        "regret_p95": "regret that is exceeded in one draw of twenty",
        "worst_regret": "largest regret",
        "best": "share of draws in which no lever does better",
        "changed": "damage less that without any lever, mean over draws; below 0: the lever lessens damage",
        "changed_low": "lower end of its 95 % interval",
        "changed_high": "upper end of that interval",
        "lessens": "share of draws in which it lessens damage",
        "lessens_low": "lower end of its 95 % interval",
        "lessens_high": "upper end of that interval",
        "draws": "draws of parameters",
    },
}


def kinds_of(buffer: FloatArray) -> IntArray:
    """Return the place of each draw's kind in ``KINDS`` from B (draws), which must be defined."""
    return np.where(buffer > THRESHOLD, 0, np.where(buffer < -THRESHOLD, 2, 1)).astype(np.int64)


def find_boxes(values: FloatArray, kind: IntArray, seed: int) -> dict[str, list[FoundBox]]:
    """Return the boxes of each kind, found in draws (draws, keys)."""
    alone = np.arange(len(values), dtype=np.int64)
    return {
        name: search_all(values, kind == place, alone, seed + 100 * place, MOST_BOXES)
        for place, name in enumerate(KINDS)
    }


def boxes_table(
    found: Mapping[str, Sequence[FoundBox]],
    keys: Sequence[str],
    draws: int,
    posterior: tuple[FloatArray, IntArray] | None,
) -> pd.DataFrame:
    """Return one row a limit; a kind of which nothing was found has one row with box 0.

    ``posterior`` holds values (draws, keys) and kinds of the draws of the posterior, where there are any.
    """
    rows: list[dict[str, object]] = []
    for name, boxes in found.items():
        if not boxes:
            rows.append({"kind": name, "box": 0, "key": "", "side": "", "holds": False, "draws": draws})
        for number, one in enumerate(boxes, 1):
            shared = _shared(one, draws) | _after(one.box, name, posterior)
            for key, is_lower in one.box.limits:
                limit = one.box.low[key] if is_lower else one.box.high[key]
                row = {"kind": name, "box": number, "key": keys[key], "side": "above" if is_lower else "below"}
                rows.append(row | {"limit": float(limit), "again": one.again[key, is_lower]} | shared)
    return pd.DataFrame(rows, columns=list(MEANINGS["boxes"]))


def _shared(one: FoundBox, draws: int) -> dict[str, object]:
    low, high = one.coverage_interval
    density_low, density_high = one.density_interval
    return {
        "coverage": one.fit.coverage,
        "density": one.fit.density,
        "mass": one.fit.mass,
        "base": one.fit.base,
        "unseen_coverage": one.unseen.coverage,
        "unseen_coverage_low": low,
        "unseen_coverage_high": high,
        "unseen_density": one.unseen.density,
        "unseen_density_low": density_low,
        "unseen_density_high": density_high,
        "holds": one.holds,
        "draws": draws,
    }


def _after(box: Box, name: str, posterior: tuple[FloatArray, IntArray] | None) -> dict[str, object]:
    if posterior is None:
        return {"posterior_draws": 0}
    values, kind = posterior
    fit = fit_of(box, values, kind == KINDS.index(name))
    return {"posterior_mass": fit.mass, "posterior_density": fit.density, "posterior_draws": len(values)}


def tree_table(found: FoundTree, keys: Sequence[str]) -> pd.DataFrame:
    """Return one row a leaf."""
    total = sum(int(leaf.counts.sum()) for leaf in found.leaves)
    rows = []
    for number, leaf in enumerate(found.leaves, 1):
        n = int(leaf.counts.sum())
        with spoken("en"):
            where = conditions([(keys[key], above, limit) for key, above, limit in leaf.path]) or "everywhere"
        shares = {name: float(count / n) for name, count in zip(KINDS, leaf.counts, strict=True)}
        rows.append({"leaf": number, "where": where, "draws": n, "share": n / total, **shares})
    return pd.DataFrame(rows).assign(explained=found.explained)


def conditions(limits: Sequence[tuple[str, bool, float]]) -> str:
    """Return limits (key, whether above, value) in words, those of one key together: ``over_compliance < 0.25``."""
    ends: dict[str, dict[bool, float]] = {}
    for key, above, limit in limits:
        mine = ends.setdefault(key, {})
        mine[above] = limit if above not in mine else (max if above else min)(mine[above], limit)
    words = []
    for key, mine in ends.items():
        if len(mine) == 2:
            low, high = (f"{mine[side]:.{DIGITS}g}" for side in (True, False))
            words.append(tr("{key} between {low} and {high}").format(key=key, low=low, high=high))
        else:
            words += [f"{key} {'>' if above else '<'} {limit:.{DIGITS}g}" for above, limit in mine.items()]
    return listing(words)


def box_sentence(rows: pd.DataFrame) -> str:
    """Return one box in words from its rows of the table ``boxes``."""
    first = rows.iloc[0]
    what = WORDS[str(first["kind"])]
    if not first["holds"]:
        return tr("No condition was found under which {what} more often than elsewhere.").format(what=tr(what))
    limits = [(str(row["key"]), row["side"] == "above", float(row["limit"])) for row in rows.to_dict("records")]
    return capital(
        tr(
            "{what} where {conditions}: in {density:.0f} % of draws there (everywhere: {base:.0f} %), {coverage:.0f} % "
            "of all in which {what}."
        ).format(
            what=tr(what),
            conditions=conditions(limits),
            density=100 * first["unseen_density"],
            base=100 * first["base"],
            coverage=100 * first["unseen_coverage"],
        )
    )
