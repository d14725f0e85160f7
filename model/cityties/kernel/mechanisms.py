"""The switches: every mechanism has a name, a meaning and a default, and can be turned off by that name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from cityties.kernel.parameters import Parameters


class Need(Enum):
    """What a mechanism needs in a run besides its own weights; the text says what is missing and what would give it."""

    TIES = "the run has no ties (see ties.history)"
    FORMATION = "cities sign no ties by themselves (needs ties.history: endogenous)"
    ESCALATION = "it is no part of the reduced form (needs engine: escalation)"
    REDUCED_FORM = "it is a part of the reduced form alone (needs engine: reduced_form)"
    DISPUTES = "no dispute between states can happen (see shocks, mechanisms.provocation)"
    FORUM = "no edition of the forum lies in the run (see forum.csv of the world, forum.goes_on)"
    NETWORKS = "no network meets in the run (see network_meetings.csv of the world, networks.only)"
    CONSENT = "there are no ties and no forum for which cities need consent"
    DISASTERS = "no disaster lies in the run (see disasters.csv of the world)"
    STEPS = "no incentive step has been taken by the end of the run (see incentives.csv of the world)"
    STRATEGY = "no city is a node of a national strategy (see strategy in cities.csv)"
    PRODUCTS = "no city has complementary products (see competitiveness in cities.csv)"
    CAPITALS = "no city is a capital (see capital in cities.csv)"
    URBAN_SHARES = "no nation has an urban share between 0 and 1 (see urban_share in nations.csv)"
    BUDGETS = "budgets are not limited (needs mechanisms.budget_limit)"
    BUDGETS_OR_FORMATION = (
        "no budget and no signing to lift (needs mechanisms.budget_limit, or ties.history: endogenous)"
    )
    CLUSTERS = "no cluster has two cities (see cluster in cities.csv)"
    LATE_RECOGNITION = "no two states recognise each other after that year and within the run"
    LOBBYING = "cities are not heard (needs mechanisms.lobbying, with lobbying_restraint and stake_scale above 0)"
    CLOSED_BORDERS = "no common crisis closes borders within the run (see shocks.csv of the world)"
    MOVED = "nothing moves relations or publics: no dispute can happen, and neither contact nor aid makes goodwill"
    LEVERS = "no lever of policies differs from its neutral value by the end of the run"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One switch of the model: what it does when on, and whether it is on unless a scenario switches it.

    ``neutral`` gives the values at which its parameters do nothing; a mechanism without them is a step of the
    schedule that is left out. The rest says when a mechanism that is on moves nothing
    (:mod:`cityties.setup.inertness`): while all of ``weights``, those of ``neutral`` if left out, are neutral or lack
    what they need (a mechanism whose weights are empty acts by itself), while one of ``required`` is 0, or without
    what it ``needs``.
    """

    meaning: str
    default: bool
    neutral: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, tuple[Need, ...]] | None = None
    required: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()

    @property
    def wakes(self) -> Mapping[str, tuple[Need, ...]]:
        """The parameters of which one has to differ from its neutral value, each with what it needs besides."""
        return dict.fromkeys(self.neutral, ()) if self.weights is None else self.weights


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
    ending: bool


MECHANISMS: dict[str, Mechanism] = {
    "contact": Mechanism(
        "exchange makes (or costs) goodwill in the public of either side",
        True,
        {"contact_goodwill": 0.0},
        needs=(Need.TIES,),
    ),
    "outreach": Mechanism(
        "cities reach out or pull back when relations are bad", True, {"outreach": 0.0}, needs=(Need.TIES,)
    ),
    "directive": Mechanism(
        "nations order their cities to stop official exchange when relations are bad",
        True,
        {"directive_weight": 0.0},
        needs=(Need.CONSENT,),
    ),
    "public_pressure": Mechanism(
        "the mood and anger of a city's own public enter its consent",
        True,
        {"public_pressure": 0.0},
        needs=(Need.CONSENT,),
    ),
    "forum": Mechanism(
        "the forum meets; attending pairs have an exchange and may sign later", True, needs=(Need.FORUM,)
    ),
    "aid": Mechanism(
        "partners give aid in a common crisis; it strengthens ties",
        True,
        required=("aid_rate",),
        needs=(Need.TIES, Need.DISASTERS),
    ),
    "provocation": Mechanism(
        "leaders of cities provoke the other nation; exchange exposes them", True, required=("provocation_rate",)
    ),
    "lobbying": Mechanism(
        "tied cities have a stake in calm and lobby their nation for it",
        True,
        required=("lobbying_restraint", "stake_scale"),
        needs=(Need.TIES, Need.ESCALATION, Need.DISPUTES),
    ),
    "over_compliance": Mechanism(
        "anger turns the stake of an exposed city into hawkish loyalty",
        True,
        {"over_compliance": 0.0},
        needs=(Need.ESCALATION, Need.LOBBYING),
    ),
    "budget_limit": Mechanism(
        "a city's attention is limited and shared among all its partners", True, needs=(Need.TIES,)
    ),
    "dormancy": Mechanism(
        "a tie that has grown weak becomes dormant and reluctant", True, {"dormancy_threshold": 0.0}, needs=(Need.TIES,)
    ),
    "suspension": Mechanism(
        "an incident makes cities review and suspend ties, for months or years",
        True,
        {"walkout": 0.0},
        weights={},
        needs=(Need.TIES, Need.DISPUTES),
    ),
    "absorption": Mechanism(
        "a dense net of ties takes part of an incident's fall (reduced form)",
        True,
        {"absorption": 0.0},
        needs=(Need.TIES, Need.REDUCED_FORM, Need.DISPUTES),
    ),
    "repair": Mechanism(
        "a dense net of open ties speeds recovery (reduced form)",
        True,
        {"repair": 0.0},
        needs=(Need.TIES, Need.REDUCED_FORM),
    ),
    "networks": Mechanism(
        "members of city networks meet; partners among them have an exchange", True, needs=(Need.TIES, Need.NETWORKS)
    ),
    "spillover": Mechanism(
        "the centre of a cluster of cities adds to, or drains, its members",
        False,
        weights={"spillover": (), "coordination_cost": ()},
        needs=(Need.TIES, Need.CLUSTERS, Need.BUDGETS_OR_FORMATION),
    ),
    "learning": Mechanism(
        "practices spread along ties, cheap ones first",
        False,
        weights={"learning_gain": ()},
        required=("learning_rate", "learning_seed"),
        needs=(Need.TIES,),
    ),
    "imitation": Mechanism("a wave of signings draws further ones", True, {"imitation": 0.0}, needs=(Need.FORMATION,)),
    "incentives": Mechanism(
        "national incentive steps pull exchange and signings",
        True,
        {"incentive_consent": 0.0, "incentive_formation": 0.0},
        weights={"incentive_consent": (Need.TIES,), "incentive_formation": (Need.FORMATION,)},
        needs=(Need.STEPS,),
    ),
    "advantages": Mechanism(
        "strategy, location, products and prior cooperation of a city count",
        True,
        {"strategy_consent": 0.0, "age_consent": 0.0, "aid_affinity": 0.0, "competitiveness_affinity": 0.0},
        weights={
            "strategy_consent": (Need.STRATEGY,),
            "age_consent": (),
            "aid_affinity": (Need.DISASTERS,),
            "competitiveness_affinity": (Need.PRODUCTS,),
        },
        needs=(Need.TIES,),
    ),
    "capitals": Mechanism(
        "capitals act unlike other cities",
        True,
        {"capital_consent": 0.0, "capital_obedience": 0.0},
        needs=(Need.TIES, Need.CAPITALS),
    ),
    "urbanisation": Mechanism(
        "budgets grow with the urban share of the nation",
        True,
        {"urban_budget": 0.0},
        needs=(Need.TIES, Need.BUDGETS, Need.URBAN_SHARES),
    ),
    "gate_lobbying": Mechanism(
        "cities lobby for recognition before it", True, {"gate_lobbying": 0.0}, needs=(Need.LATE_RECOGNITION,)
    ),
    "policies": Mechanism("the policy levers of the scenario act from their month on", True, needs=(Need.LEVERS,)),
    "economy": Mechanism(
        "a business climate outside the model drives relations, exchange and signings alike",
        False,
        weights={"economy_relations": (), "economy_exchange": (Need.TIES,), "economy_formation": (Need.FORMATION,)},
        required=("economy_spread",),
    ),
    "two_clocks": Mechanism(
        "damage to relations and publics heals in months in part, and for the rest in years",
        True,
        {"level_share": 0.0},
        weights={},
        needs=(Need.MOVED,),
    ),
    "remote_exchange": Mechanism(
        "while borders are closed some exchange goes on, on line or by post",
        True,
        {"remote_share": 0.0},
        needs=(Need.TIES, Need.CLOSED_BORDERS),
    ),
    "conciliation": Mechanism(
        "leaders of cities win the other nation over; exchange exposes them",
        True,
        required=("provocation_rate", "conciliation_share"),
    ),
    "ending": Mechanism(
        "councils end ties that are suspended, or whose nations have fallen out",
        True,
        required=("ending_rate",),
        needs=(Need.TIES,),
    ),
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
