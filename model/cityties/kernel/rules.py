"""The rules of a run: its parameters, its switches and its engine, as plain numbers."""

from typing import NamedTuple

from cityties.kernel.mechanisms import Switches
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import FloatArray


class Rules(NamedTuple):
    """What a run obeys: parameters (those of switched-off mechanisms made neutral), switches, engine.

    ``own`` holds the parameters of rules from outside the package, in the order of their declaration; ``foreign`` tells
    whether there are such rules, which may write any column.
    """

    p: Parameters
    on: Switches
    reduced_form: bool
    own: FloatArray
    foreign: bool
