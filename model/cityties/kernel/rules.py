"""The rules of a run: its parameters, its switches and its engine, as plain numbers."""

from typing import NamedTuple

from cityties.kernel.mechanisms import Switches
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import FloatArray


class Rules(NamedTuple):
    """What a run obeys: parameters (those of switched-off mechanisms made neutral), switches, engine.

    ``custom`` holds the parameters of custom rules, in the order of their declaration; ``has_custom_rules`` is whether
    there are any, which may write any column.
    """

    p: Parameters
    on: Switches
    reduced_form: bool
    custom: FloatArray
    has_custom_rules: bool
