"""Factors: what a study varies, each uniform on (0, 1): parameters by the quantiles of their priors, and chance."""

from collections.abc import Mapping, Sequence
from typing import Final

from cityties.experiment.sampling import value_at
from cityties.kernel.mechanisms import MECHANISMS, Need
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import Declared
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario

CHANCE: Final = "chance"
"""The factor that picks the random numbers of a row; rows that agree in it share all of them."""
REST: Final = "all others together"
REPLICATES: Final = 2**20
ENGINES: Final = {"escalation": "escalation", "reduced_form": "reduced_form"}
HELD: Final = ("gate_lobbying",)
"""Held at its default: lobbying for recognition ended with recognition, and takes most of the time of a set-up."""


def free_parameters(scenario: Scenario) -> list[str]:
    """Return the parameters with a prior that can do something: their mechanism is on and part of the engine."""
    return [name for name, one in DECLARED.items() if one.prior and name not in HELD and acts(one, scenario)]


def constants(scenario: Scenario) -> list[str]:
    """Return the parameters without a prior that can do something."""
    return [name for name, one in DECLARED.items() if not one.prior and acts(one, scenario)]


def acts(declared: Declared, scenario: Scenario) -> bool:
    """Return whether the submodel or mechanism that a parameter belongs to is part of a scenario."""
    name = declared.mechanism
    if name in ENGINES:
        return scenario.engine == name
    if name not in MECHANISMS:
        return True
    mechanism = MECHANISMS[name]
    needs = {*mechanism.needs, *(need for needs in mechanism.wakes.values() for need in needs)}
    elsewhere = Need.REDUCED_FORM if scenario.engine == "escalation" else Need.ESCALATION
    return bool(getattr(scenario.mechanisms, name)) and elsewhere not in needs


def parameters_at(names: Sequence[str], point: FloatArray) -> Mapping[str, float]:
    """Return the values of parameters at a point, whose numbers are shares of their priors."""
    return {name: value_at(name, float(share)) for name, share in zip(names, point, strict=True)}


def replicate_at(share: float) -> int:
    """Return the replicate, and so all random numbers, that a value of the factor chance stands for."""
    return min(int(share * REPLICATES), REPLICATES - 1)
