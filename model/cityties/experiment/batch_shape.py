"""What ``batch.json`` must hold to be believed, and ``manifest.json`` of earlier versions to be known."""

from collections.abc import Mapping
from typing import Any

from cityties.errors import counted
from cityties.experiment.stored import AMOUNT, WITHIN, Shape, whole
from cityties.scenario.design import MOST_DRAWS, MOST_REPLICATES_OF_A_DRAW

_SHOCK = {"type": str, "date": str, "crisis?": str}
_VARIANT: Shape = {
    "label": str,
    "file": str,
    "scenario": str,
    "arm": str,
    "point": dict,
    "drawn": [str],
    "space": [dict],
    "until": (dict, type(None)),
    "world?": str,
    "settings": {
        "name": str,
        "seed": AMOUNT,
        "world": WITHIN,
        "rules?": [WITHIN],
        "shocks": {"add?": {"*": _SHOCK}, "change": {"*": dict}},
    },
    "inputs": {"*": str},
}
BATCH_SHAPE: Shape = {
    "name": str,
    "detail?": bool,
    "variants": [_VARIANT],
    "generations": [{"replicates": [whole(MOST_REPLICATES_OF_A_DRAW)], "samples": [whole(MOST_DRAWS)]}],
    "history": [
        {"begun?": str, "code": {"cityties": str, "model": str, "commit?": (str, type(None))}, "software?": {"*": str}}
    ],
}
OLD_SHAPE: Shape = {"code": {"cityties": str, "model": str}}


def misfit(content: Mapping[str, Any]) -> str | None:
    """Return what in a ``batch.json`` of the right shape does not go together, or None."""
    n = len(content["variants"])
    if not (n and content["generations"] and content["history"]):
        return "lists no variants, no amounts or no history"
    amounts = (one[kind] for one in content["generations"] for kind in ("replicates", "samples"))
    if any(len(numbers) != n for numbers in amounts):
        return f"has {counted(n, 'variant')}, and amounts for another number of them"
    return None
