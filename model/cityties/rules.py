"""All that the file of a custom rule needs, in one import (see scenarios/rules/README.md)."""

from cityties.custom_rules.interface import Parameter, Rule, rule_process
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import exponential, from_fixed, to_fixed
from cityties.kernel.randomness import Process, stream, uniform
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions
from cityties.kernel.state import Count, Exchange, Month, State, Suspension

__all__ = [
    "MONTHS_PER_YEAR",
    "Conditions",
    "Count",
    "DyadMeasure",
    "Exchange",
    "Month",
    "NationMeasure",
    "Parameter",
    "Process",
    "Record",
    "Rule",
    "State",
    "Suspension",
    "compiled",
    "exponential",
    "from_fixed",
    "inlined",
    "rule_process",
    "stream",
    "to_fixed",
    "uniform",
]
