"""What the keys of a Latin hypercube or a Sobol sequence run over: a range of numbers, choices, or a prior."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from cityties.kernel.parameters import DECLARED
from cityties.scenario.fields import fault
from cityties.scenario.with_priors import OF_WORLD, WITH_PRIORS

PRIOR = "prior"


def read_ranges(written: object) -> dict[str, Any]:
    """Return what each key runs over: ``prior``, or a tuple that is a range or the choices.

    Raises:
        PydanticCustomError: what is written is none of these; the fault names the key, and the choice if one is wrong.
    """
    if not isinstance(written, Mapping) or not written:
        raise fault("takes keys with a range each, such as {outreach: [-2, 3]}, with choices, or with the word prior")
    for key, span in written.items():
        if span == PRIOR:
            name = str(key).removeprefix("parameters.")
            if key in WITH_PRIORS or OF_WORLD.fullmatch(str(key)):
                continue
            if name not in DECLARED or DECLARED[name].prior is None:
                raise fault("has no prior; give it a range, such as [0, 1]", key)
        else:
            _check(key, span)
    return {key: span if isinstance(span, str) else tuple(span) for key, span in written.items()}


def _check(key: str, span: object) -> None:
    if not isinstance(span, list | tuple) or len(span) < 2 or (_are_numbers(span) and not _ascends(span)):
        raise fault("takes two numbers, the lower one first, or choices, such as [true, false], or the word prior", key)
    for place, choice in enumerate(span):
        if choice in span[:place]:
            raise fault(f"{choice} is listed twice", key, place)


def is_range(span: Any) -> bool:
    """Return whether a key runs over all numbers between two, and not over the choices that are listed."""
    return not isinstance(span, str) and len(span) == 2 and _are_numbers(span)


def _are_numbers(span: Any) -> bool:
    return all(isinstance(end, int | float) and not isinstance(end, bool) for end in span)


def _ascends(span: Any) -> bool:
    return all(one < other for one, other in pairwise(span))
