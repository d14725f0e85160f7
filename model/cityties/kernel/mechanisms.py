"""The switches: every mechanism has a name, a meaning and a default, and can be turned off by that name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cityties.kernel.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One switch of the model: what it does when on, and whether it is on unless a scenario switches it.

    ``neutral`` gives the values at which its parameters do nothing; a mechanism without them is a step of the
    schedule that is left out.
    """

    meaning: str
    default: bool
    neutral: Mapping[str, float] = field(default_factory=dict)


class Switches(NamedTuple):
    """Which mechanisms act in a run; the fields are the names that a scenario's ``mechanisms`` may use."""

    contact: bool
    outreach: bool
    directive: bool
    public_pressure: bool
    forum: bool
    aid: bool
    provocation: bool
    lobbying: bool
    over_compliance: bool
    budget_limit: bool
    dormancy: bool
    suspension: bool
    absorption: bool
    repair: bool
    networks: bool
    spillover: bool
    learning: bool
    imitation: bool
    incentives: bool
    advantages: bool
    capitals: bool
    urbanisation: bool
    gate_lobbying: bool
    policies: bool
    economy: bool
    two_clocks: bool
    remote_exchange: bool
    conciliation: bool


MECHANISMS: dict[str, Mechanism] = {
    "contact": Mechanism(
        "exchange makes (or costs) goodwill in the public of either side", True, {"contact_goodwill": 0.0}
    ),
    "outreach": Mechanism("cities reach out or pull back when relations are bad", True, {"outreach": 0.0}),
    "directive": Mechanism(
        "nations order their cities to stop official exchange when relations are bad", True, {"directive_weight": 0.0}
    ),
    "public_pressure": Mechanism(
        "the mood and anger of a city's own public enter its consent", True, {"public_pressure": 0.0}
    ),
    "forum": Mechanism("the forum meets; attending pairs have an exchange and may sign later", True),
    "aid": Mechanism("partners give aid in a common crisis; it strengthens ties", True),
    "provocation": Mechanism("leaders of cities provoke the other nation; exchange exposes them", True),
    "lobbying": Mechanism("tied cities have a stake in calm and lobby their nation for it", True),
    "over_compliance": Mechanism(
        "anger turns the stake of an exposed city into hawkish loyalty", True, {"over_compliance": 0.0}
    ),
    "budget_limit": Mechanism("a city's attention is limited and shared among all its partners", True),
    "dormancy": Mechanism("a tie that has grown weak becomes dormant and reluctant", True, {"dormancy_threshold": 0.0}),
    "suspension": Mechanism(
        "an incident makes cities review and suspend ties, for months or years", True, {"walkout": 0.0}
    ),
    "absorption": Mechanism(
        "a dense net of ties takes part of an incident's fall (reduced form)", True, {"absorption": 0.0}
    ),
    "repair": Mechanism("a dense net of open ties speeds recovery (reduced form)", True, {"repair": 0.0}),
    "networks": Mechanism("members of city networks meet; partners among them have an exchange", True),
    "spillover": Mechanism("the centre of a cluster of cities adds to, or drains, its members", False),
    "learning": Mechanism("practices spread along ties, cheap ones first", False),
    "imitation": Mechanism("a wave of signings draws further ones", True, {"imitation": 0.0}),
    "incentives": Mechanism(
        "national incentive steps pull exchange and signings",
        True,
        {"incentive_consent": 0.0, "incentive_formation": 0.0},
    ),
    "advantages": Mechanism(
        "strategy, location, products and prior cooperation of a city count",
        True,
        {"strategy_consent": 0.0, "age_consent": 0.0, "aid_affinity": 0.0, "competitiveness_affinity": 0.0},
    ),
    "capitals": Mechanism("capitals act unlike other cities", True, {"capital_consent": 0.0, "capital_obedience": 0.0}),
    "urbanisation": Mechanism("budgets grow with the urban share of the nation", True, {"urban_budget": 0.0}),
    "gate_lobbying": Mechanism("cities lobby for recognition before it", True, {"gate_lobbying": 0.0}),
    "policies": Mechanism("the policy levers of the scenario act from their month on", True),
    "economy": Mechanism("a business climate outside the model drives relations, exchange and signings alike", False),
    "two_clocks": Mechanism(
        "damage to relations and publics heals in months in part, and for the rest in years", True, {"level_share": 0.0}
    ),
    "remote_exchange": Mechanism(
        "while borders are closed some exchange goes on, on line or by post", True, {"remote_share": 0.0}
    ),
    "conciliation": Mechanism("leaders of cities win the other nation over; exchange exposes them", True),
}


def default_switches() -> Switches:
    """Return the default switches: every mechanism of the core is on, with signs that parameters leave free."""
    return Switches(**{name: mechanism.default for name, mechanism in MECHANISMS.items()})


def neutralised(p: Parameters, on: Switches) -> Parameters:
    """Return the parameters with those of every switched-off mechanism at the value that does nothing."""
    neutral: dict[str, float] = {}
    for name, mechanism in MECHANISMS.items():
        if not getattr(on, name):
            neutral |= mechanism.neutral
    return p._replace(**neutral)
