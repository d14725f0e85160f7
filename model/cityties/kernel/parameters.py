"""The parameters of the model, each declared once: default, bounds, unit, meaning, source and prior.

Defaults are the hand-tuned start described in ODD.md 5.2; they are not calibrated. Sources: "spec" is the model's own
design table (ODD.md 5.2), "tuned" was set by trial runs against the recorded series of the East Asian world.
"""

from typing import Annotated, NamedTuple, get_type_hints

from cityties.kernel.priors import Declared, LogUniform, SpikeNormal, SpikeUniform, Uniform
from cityties.kernel.sources import (
    ALL_DRAWN,
    AS_DISPUTES,
    AS_ORDERS,
    BETWEEN_POLLS,
    CAP,
    CHEN_WEI,
    ENDINGS,
    EVENT_PART,
    EVENTS_A_YEAR,
    FIRST,
    FIXED,
    FREE_COUNCILS,
    GATE,
    GROWTH,
    HELPING,
    JIJI,
    LASTING,
    LASTING_RATE,
    NEARER,
    NO_DEEP_FALL,
    NO_SCALE,
    NO_SCALE_WIDE,
    NOT_RECORDED,
    ON_LINE,
    PARTNERS,
    PIVOT,
    PLACE,
    SETTLED,
    SIGNED,
    SIGNED_BY_MOOD,
    SMALLEST,
    TUNED,
    TUNED_WIDE,
    VOICES,
)

MONTHLY = "per month"
SHARE = "share"
NUMBER = "number"
CITIES = "cities"
"""Marks a parameter from which columns of the cities are derived when a world is set up."""

_REL, _ESC, _PUB, _LOB = "relations", "escalation", "publics", "lobbying"
_PLAN, _CONSENT, _DIR, _SUS = "budget_limit", "consent", "directive", "suspension"
_CLOCKS = "two_clocks"
_TIE, _FORUM, _PRO, _AID, _FORM, _END = "strength", "forum", "provocation", "aid", "formation", "ending"


# fmt: off
class Parameters(NamedTuple):
    """All parameters of one run, as plain numbers; the annotations hold the declarations."""

    # relations
    relations_reversion: Annotated[float, Declared("kappa", 0.28, 0.001, 1.0, MONTHLY, "pull of relations back to their level", EVENT_PART, _REL, LogUniform(0.05, 0.7))]
    relations_noise: Annotated[float, Declared("sigma", 0.028, 0.0, 0.2, "R per month", "standard deviation of the monthly noise of relations", TUNED_WIDE, _REL, Uniform(0.01, 0.06))]
    incident_drop: Annotated[float, Declared("b_R", 0.3, 0.0, 1.0, "R per severity", "fall of relations in the month of an incident of severity 1", FIXED, _REL)]
    positive_gain: Annotated[float, Declared("b_U", 0.05, 0.0, 0.5, "R per level", "rise of relations at a positive event of level 1", FIXED, _REL)]
    positive_relief: Annotated[float, Declared("b_Q", 0.2, 0.0, 1.0, "share per level", "share of open disputes settled by a positive event of level 1", FIXED, _REL)]
    level_share: Annotated[float, Declared("lambda_L", 0.4, 0.0, 1.0, SHARE, "share of a fall of relations that stands when the dispute is over", LASTING, _CLOCKS, Uniform(0, 0.8))]
    level_reversion: Annotated[float, Declared("kappa_L", 0.012, 0.0, 1.0, MONTHLY, "healing of that standing damage", LASTING_RATE, _CLOCKS, LogUniform(0.003, 0.15))]
    level_relief: Annotated[float, Declared("b_L", 0.2, 0.0, 1.0, "share per level", "share of the standing damage closed by a positive event of level 1", AS_DISPUTES, _CLOCKS, Uniform(0, 0.5))]
    level_orders: Annotated[float, Declared("x_L", 0.5, 0.0, 1.0, SHARE, "share of the standing damage that orders do not count", NOT_RECORDED, _CLOCKS, Uniform(0, 1))]
    level_consent: Annotated[float, Declared(
        "a_L", 0.0, -10.0, 10.0, "logit per R", "pull of the standing damage (below 0) on exchange; above 0 it makes cities reluctant",
        "sign free; symmetric", _CLOCKS, SpikeNormal(1.0))]
    # escalation engine
    anger_escalation: Annotated[float, Declared("e_N", 2.5, 0.0, 10.0, NUMBER, "weight of public anger in a nation's escalation", TUNED_WIDE, _ESC, Uniform(0, 4))]
    anger_pivot: Annotated[float, Declared("n_0", 0.3, 0.0, 2.0, "N", "anger at which a nation is as likely to escalate as not", PIVOT, _ESC, Uniform(0.05, 0.7))]
    escalation_drop: Annotated[float, Declared("b_E", 0.15, 0.0, 1.0, "R per month", "monthly fall of relations at dispute 1 when both nations escalate", NO_SCALE, _ESC, LogUniform(0.05, 0.45))]
    dispute_cap: Annotated[float, Declared("Q_max", 1.5, 0.1, 10.0, "Q", "open dispute beyond which escalation does not rise further", CAP, _ESC, Uniform(0.9, 2.7))]
    dispute_floor: Annotated[float, Declared("Q_min", 0.01, 0.0, 1.0, "Q", "open dispute below which nothing escalates", SMALLEST, _ESC, LogUniform(0.002, 0.05))]
    dispute_settlement: Annotated[float, Declared("q_S", 0.25, 0.0, 1.0, MONTHLY, "share of open disputes settled a month when nobody escalates", SETTLED, _ESC, LogUniform(0.08, 0.6))]
    anger_reignition: Annotated[float, Declared("b_N", 0.15, 0.0, 1.0, "N per month", "anger lit by the other side's escalation at dispute 1", FIXED, _ESC)]
    # reduced form
    reduced_drop: Annotated[float, Declared("b_r", 1.0, 0.0, 2.0, "R per severity", "the same fall in the reduced form", FIXED, "reduced_form")]
    absorption: Annotated[float, Declared("phi_A", 0.0, -5.0, 5.0, NUMBER, "share of an incident's fall that a full density of ties absorbs", "spec; symmetric", "absorption", SpikeNormal(0.3))]
    repair: Annotated[float, Declared("phi_R", 0.0, -5.0, 5.0, NUMBER, "rise of the pull to the baseline by a full density of open ties", "spec; symmetric", "repair", SpikeNormal(0.6))]
    mood_relations: Annotated[float, Declared(
        "phi_L", 0.0, -0.5, 0.5, MONTHLY, "pull of mood over its five-year mean on relations, in both arms",
        "spec; symmetric", "reduced_form", SpikeNormal(0.03))]
    density_reference: Annotated[float, Declared("n_T", 100.0, 1.0, 1e6, "ties", "sum of strength times affinity that gives half of the full density", FIXED, "reduced_form")]
    memory: Annotated[float, Declared("t_P", 60.0, 1.0, 600.0, "months", "months over which relations remember mood", FIXED, "reduced_form")]
    # lobbying of cities
    lobbying_restraint: Annotated[float, Declared(
        "e_L", 1.0, 0.0, 10.0, NUMBER, "weight of the cities' position in a nation's escalation; 0 means they are not heard",
        TUNED_WIDE, _LOB, SpikeUniform(0, 4))]
    over_compliance: Annotated[float, Declared(
        "v", 3.0, 0.0, 50.0, "per N", "1 over the anger at which a city's stake turns hawkish; at 1 it turns at the peak of a crisis of severity 1",
        ALL_DRAWN, "over_compliance", LogUniform(1, 16))]
    nationalism_lobbying: Annotated[float, Declared("h", 1.0, 0.0, 10.0, "per N", "how far local nationalism and anger make a city hawkish", TUNED_WIDE, _LOB, Uniform(0, 3))]
    stake_scale: Annotated[float, Declared("k_S", 2.0, 0.0, 10.0, NUMBER, "scale of a city's stake (its strength-weighted affinity) in its position", NO_SCALE_WIDE, _LOB, LogUniform(0.5, 8))]
    untied_weight: Annotated[float, Declared(
        "u", 0.0, 0.0, 10.0, "ratio", "weight of cities outside the table, which have nationalism but no stake, over those in it",
        VOICES, _LOB, SpikeUniform(0, 1.5))]
    gate_lobbying: Annotated[float, Declared(
        "e_G", 0.0, -0.1, 0.1, "R per month", "rise of relations before recognition by cities that hope for partners",
        "spec; sign free", "gate_lobbying", SpikeNormal(0.02))]
    gate_lobbying_year: Annotated[float, Declared("y_G", 1988.0, 1900.0, 2200.0, "year", "year from which such lobbying is heard", CHEN_WEI, "gate_lobbying")]
    gate_opening: Annotated[float, Declared("R_G", 0.0, -1.0, 1.0, "R", "relations at which two states recognise each other early", FIXED, "gate_lobbying")]
    # publics
    mood_loss: Annotated[float, Declared(
        "m", 1.2, 0.0, 5.0, "logit per severity", "fall of a public's level at an incident; with one clock the rate at which mood shrinks",
        BETWEEN_POLLS, _PUB, Uniform(0.4, 2))]
    mood_reversion_fast: Annotated[float, Declared("delta_f", 0.025, 0.0, 0.5, MONTHLY, "recovery of mood in publics that recover", TUNED_WIDE, _PUB, LogUniform(0.01, 0.15))]
    mood_reversion_slow: Annotated[float, Declared(
        "delta_s", 0.0052, 0.0, 0.5, MONTHLY, "recovery of mood in publics that hardly recover (Japan about China and Korea)",
        JIJI, _PUB, LogUniform(0.002, 0.02))]
    anger_life: Annotated[float, Declared("tau_N", 4.5, 1.0, 60.0, "months", "mean life of public anger", JIJI, _PUB, LogUniform(1.5, 12))]
    poll_anger: Annotated[float, Declared("n_obs", 0.91, 0.0, 5.0, "logit per N", "how much of today's anger an opinion poll shows beside mood", JIJI, _PUB)]
    contact_goodwill: Annotated[float, Declared(
        "theta", 0.0, -0.05, 0.05, MONTHLY, "goodwill made by exchange at normal activity of the reference stock",
        "spec; symmetric", "contact", SpikeNormal(0.0005))]
    contact_reference_ties: Annotated[float, Declared("n_Y", 250.0, 1.0, 100000.0, "ties", "stock of ties whose normal activity counts as exchange 1", FIXED, "contact")]
    # plans and the limited budget
    plan_rate: Annotated[float, Declared("pi_0", 0.117, 0.0, 0.6, MONTHLY, "chance that a tie of mean attention plans an official event", EVENTS_A_YEAR, _PLAN, LogUniform(0.06, 0.2))]
    plan_ceiling: Annotated[float, Declared("pi_max", 0.6, 0.01, 1.0, MONTHLY, "highest chance of a planned event in a month", FIXED, _PLAN)]
    size_exponent: Annotated[float, Declared("a_s", 0.6, 0.0, 1.0, NUMBER, "growth of a city's exchange budget and voice with its size", FIXED, _PLAN, shapes=CITIES)]
    size_unit: Annotated[float, Declared("S_1", 500000.0, 1000.0, 1e8, "inhabitants", "population of a city of size 1", FIXED, _PLAN, shapes=CITIES)]
    size_floor: Annotated[float, Declared("s_min", 0.05, 0.001, 1.0, "size", "smallest size counted", FIXED, _PLAN, shapes=CITIES)]
    size_cap: Annotated[float, Declared("s_max", 30.0, 1.0, 200.0, "size", "largest size counted", FIXED, _PLAN, shapes=CITIES)]
    attention_floor: Annotated[float, Declared("w_0", 0.1, 0.001, 1.0, "strength", "attention that a tie of strength 0 still gets", FIXED, _PLAN, shapes=CITIES)]
    abroad_attention: Annotated[float, Declared("w_A", 0.6, 0.0, 5.0, "strength", "attention that each partner outside the world's nations takes", FIXED, _PLAN, shapes=CITIES)]
    urban_budget: Annotated[float, Declared("a_U", 0.0, -3.0, 3.0, NUMBER, "growth of budgets with the urban share, as an exponent", FIXED, "urbanisation")]
    urban_rate: Annotated[float, Declared("b_U2", 0.03, -0.2, 0.2, "logit per year", "growth of the urban share", "World Bank, roughly", "urbanisation")]
    urban_year: Annotated[float, Declared("y_U", 2012.0, 1900.0, 2200.0, "year", "year of the recorded urban shares", CHEN_WEI, "urbanisation")]
    remote_share: Annotated[float, Declared("pi_R", 0.08, 0.0, 1.0, SHARE, "planned events that can be held on line or by post while borders are closed", ON_LINE, "remote_exchange", Uniform(0, 0.3))]
    # consent
    consent_base: Annotated[float, Declared("a_0", 2.35, -10.0, 10.0, "logit", "base propensity to hold a planned official event", TUNED_WIDE, _CONSENT, Uniform(1, 4))]
    strength_consent: Annotated[float, Declared("a_w", 1.7, -10.0, 10.0, "logit per strength", "pull of a strong tie", TUNED_WIDE, _CONSENT, Uniform(0, 3))]
    public_pressure: Annotated[float, Declared("a_P", 1.1, -10.0, 10.0, "logit per mood", "pull of mood minus anger of the city's own public", TUNED_WIDE, "public_pressure", Uniform(0, 2.5))]
    outreach: Annotated[float, Declared(
        "a_c", 0.0, -10.0, 10.0, "logit per R and strength", "reaching out (above 0) or pulling back (below 0) in bad times",
        "spec; sign free", "outreach", Uniform(-2, 3))]
    incentive_consent: Annotated[float, Declared("a_I", 0.0, -5.0, 5.0, "logit per step", "pull of a national incentive step on exchange", "spec; sign free", "incentives", SpikeNormal(0.5))]
    strategy_consent: Annotated[float, Declared("a_S", 0.0, -5.0, 5.0, "logit", "pull of being a node of a national strategy", "Ou and Yang 2021; sign free", "advantages", SpikeNormal(0.5))]
    age_consent: Annotated[float, Declared("a_Y", 0.0, -5.0, 5.0, "logit per decade", "pull of a tie's age, up to ten years", "Ou and Yang 2021; sign free", "advantages", SpikeNormal(0.5))]
    capital_consent: Annotated[float, Declared("a_K", 0.0, -5.0, 5.0, "logit", "pull of being a capital", "Chen Wei 2016; sign free", "capitals", SpikeNormal(0.5))]
    capital_obedience: Annotated[float, Declared("k_K", 0.0, -1.0, 10.0, SHARE, "extra obedience of capitals to directives", "spec; sign free", "capitals", SpikeNormal(0.5))]
    directive_weight: Annotated[float, Declared("a_D", 1.1, -10.0, 20.0, "logit", "obedience to a national line against exchange", TUNED_WIDE, _DIR, Uniform(0, 6))]
    directive_depth: Annotated[float, Declared("x_F", 0.32, -2.0, 2.0, "R", "fall of relations below their baseline at which a nation gives the directive", TUNED_WIDE, _DIR, Uniform(0.1, 0.6))]
    directive_release: Annotated[float, Declared("r_H", 0.1, 0.0, 1.0, "R", "rise above that level that lifts the directive", FIXED, _DIR)]
    dormancy_penalty: Annotated[float, Declared("a_Z", 1.5, 0.0, 10.0, "logit", "reluctance on a dormant tie", FIXED, "dormancy")]
    # suspension of ties
    review_threshold: Annotated[float, Declared("s_0", 0.12, 0.0, 2.0, "severity", "incidents up to this severity bring no review of ties", FIXED, _SUS)]
    review_full_severity: Annotated[float, Declared("s_1", 0.5, 0.01, 2.0, "severity", "felt severity from which a reluctant side always suspends", FIXED, _SUS)]
    place_emphasis: Annotated[float, Declared("k_G", 1.1, 0.0, 10.0, "share", "extra severity felt on ties with an end in the incident's place", PLACE, _SUS, Uniform(0, 3))]
    thaw_rate: Annotated[float, Declared("h_0", 0.22, 0.0, 1.0, MONTHLY, "chance that a suspended tie of median trait thaws when both sides want it", TUNED_WIDE, _SUS, LogUniform(0.03, 0.6))]
    thaw_spread: Annotated[float, Declared("sig_h", 1.3, 0.0, 3.0, "log", "spread of the thaw rate over ties (a fixed trait of each)", TUNED_WIDE, _SUS, Uniform(0.3, 2))]
    # ending of ties
    ending_rate: Annotated[float, Declared("omega_E", 2e-4, 0.0, 1.0, MONTHLY, "chance that a council without any consent ends a tie in question, all else being average", ENDINGS, _END, LogUniform(1e-5, 1e-2))]
    ending_depth: Annotated[float, Declared("x_E", 0.32, -2.0, 2.0, "R", "fall of relations below what is usual at which councils ask whether to keep open ties", AS_ORDERS, _END, Uniform(0.1, 0.6))]
    ending_fall: Annotated[float, Declared("e_F", 2.0, -10.0, 20.0, "log per R", "how much more readily councils end ties, the farther relations have fallen", NO_DEEP_FALL, _END, Uniform(0, 6))]
    ending_suspended: Annotated[float, Declared("e_S", 1.0, -10.0, 10.0, "log", "how much nearer to its end a suspended tie is than an open one", NEARER, _END, Uniform(0, 3))]
    ending_autonomy: Annotated[float, Declared("e_A", 0.0, -20.0, 20.0, "log", "pull of a city's autonomy on ending ties", FREE_COUNCILS, _END, SpikeNormal(1.0))]
    ending_size: Annotated[float, Declared("e_P", 0.0, -5.0, 5.0, "log per log size", "pull of a city's size on ending ties", FREE_COUNCILS, _END, SpikeNormal(0.3))]
    ending_partners: Annotated[float, Declared("e_B", 0.0, -5.0, 5.0, "log per doubling", "pull of a city's other partners abroad on ending ties", FREE_COUNCILS, _END, SpikeNormal(0.3))]
    # strength
    initial_strength: Annotated[float, Declared("w_1", 0.5, 0.0, 1.0, "strength", "strength of a tie in the month it is signed", FIXED, _TIE, shapes=CITIES)]
    strength_gain: Annotated[float, Declared("g", 0.12, 0.0, 1.0, "per exchange", "gain of strength from one exchange", TUNED_WIDE, _TIE, Uniform(0.03, 0.25))]
    strength_decay: Annotated[float, Declared("lambda", 0.015, 0.0, 1.0, MONTHLY, "decay of strength without contact", TUNED_WIDE, _TIE, LogUniform(0.008, 0.06))]
    crisis_damage: Annotated[float, Declared("rho", 0.2, 0.0, 1.0, "per severity", "damage of an incident to the strength of weak ties", TUNED_WIDE, _TIE, Uniform(0, 0.5))]
    dormancy_threshold: Annotated[float, Declared("w_D", 0.08, 0.0, 1.0, "strength", "strength below which a tie is dormant", TUNED_WIDE, "dormancy", Uniform(0.05, 0.2))]
    people_share: Annotated[float, Declared("psi", 0.2, 0.0, 1.0, SHARE, "people-level exchange that survives a refused official event", TUNED_WIDE, _TIE, Uniform(0, 0.5))]
    wake_strength: Annotated[float, Declared("w_2", 0.3, 0.0, 1.0, "strength", "strength to which a policy wakes dormant ties", FIXED, "policies")]
    # forum
    forum_dose: Annotated[float, Declared("q_F", 1.0, 0.0, 12.0, "exchanges", "exchange made by meeting at the forum", TUNED_WIDE, _FORUM, Uniform(0, 3))]
    forum_depoliticisation: Annotated[float, Declared(
        "chi", 0.3, -0.5, 1.0, SHARE, "how far the forum is shielded from mood and directive; below 0 exposes it",
        TUNED_WIDE, _FORUM, Uniform(-0.2, 0.8))]
    forum_cost: Annotated[float, Declared("c_F", 4.57, -5.0, 15.0, "logit", "reluctance to travel to the forum", TUNED_WIDE, _FORUM, Uniform(3, 6.5))]
    forum_trend: Annotated[float, Declared("b_F", 0.075, -0.5, 0.5, "logit per year", "unexplained growth of attendance", GROWTH, _FORUM, Uniform(0, 0.15))]
    forum_trend_year: Annotated[float, Declared("y_F", 2012.0, 1900.0, 2200.0, "year", "year in which the attendance trend is zero", FIXED, _FORUM)]
    forum_size: Annotated[float, Declared("b_s", 0.5, -5.0, 5.0, "logit", "pull of the forum on large cities", TUNED, _FORUM)]
    forum_size_scale: Annotated[float, Declared("k_s", 1.5, 0.1, 10.0, "log size", "log size over the national median that counts as 1", FIXED, _FORUM, shapes=CITIES)]
    forum_tied: Annotated[float, Declared("b_1", 0.5, -5.0, 5.0, "logit", "pull of the forum on cities that have a tie", TUNED, _FORUM)]
    forum_untied: Annotated[float, Declared("b_2", -1.0, -5.0, 5.0, "logit", "reluctance of cities that have none", TUNED, _FORUM)]
    forum_host: Annotated[float, Declared("b_H", 1.0, -5.0, 5.0, "logit", "pull on cities of the host nation", FIXED, _FORUM)]
    forum_directive_elsewhere: Annotated[float, Declared("k_D", 0.5, 0.0, 1.0, SHARE, "weight of a directive against a nation that is not the host", FIXED, _FORUM)]
    # networks
    network_cost: Annotated[float, Declared("c_N", 0.5, -5.0, 15.0, "logit", "reluctance to travel to a network's meeting", FIXED, "networks", Uniform(-1, 3))]
    network_dose: Annotated[float, Declared("q_N", 1.0, 0.0, 12.0, "exchanges", "exchange made by partners that meet in a network", FIXED, "networks", Uniform(0, 3))]
    network_depoliticisation: Annotated[float, Declared("chi_N", 0.3, -0.5, 1.0, SHARE, "how far networks are shielded from mood and directive", FIXED, "networks", Uniform(-0.2, 0.8))]
    # clusters, learning
    spillover: Annotated[float, Declared(
        "sig_M", 0.1, -2.0, 2.0, "per event rate", "what the activity of a cluster's centre adds to its members; below 0 it drains them",
        FIXED, "spillover", SpikeNormal(0.1))]
    coordination_cost: Annotated[float, Declared("c_M", 0.05, 0.0, 1.0, SHARE, "budget that coordination costs each member of a cluster", FIXED, "spillover")]
    activity_memory: Annotated[float, Declared("t_M", 12.0, 1.0, 120.0, "months", "months over which a centre's activity counts", FIXED, "spillover")]
    learning_rate: Annotated[float, Declared("l_0", 0.05, 0.0, 1.0, "per exchange", "chance that one exchange passes on a practice of cost 1", FIXED, "learning", Uniform(0, 0.2))]
    learning_seed: Annotated[float, Declared("l_S", 0.01, 0.0, 1.0, SHARE, "cities that hold a practice from the start", FIXED, "learning")]
    learning_gain: Annotated[float, Declared("l_g", 0.0, -1.0, 5.0, "per practice", "gain in strength per exchange for each practice that both ends hold", FIXED, "learning", SpikeNormal(0.2))]
    practice_cost_low: Annotated[float, Declared("k_L", 1.0, 0.1, 1000.0, NUMBER, "cost of the cheapest practice", FIXED, "learning")]
    practice_cost_middle: Annotated[float, Declared("k_M", 3.0, 0.1, 1000.0, NUMBER, "cost of the middle practice", FIXED, "learning")]
    practice_cost_high: Annotated[float, Declared("k_H", 9.0, 0.1, 1000.0, NUMBER, "cost of the dearest practice", FIXED, "learning")]
    # economy
    economy_persistence: Annotated[float, Declared("rho_X", 0.98, 0.0, 1.0, MONTHLY, "share of the business climate that is left after a month", FIXED, "economy", Uniform(0.9, 0.995))]
    economy_spread: Annotated[float, Declared("sig_X", 1.0, 0.0, 3.0, "X", "standard deviation of the business climate in the long run; 0 holds it fixed", FIXED, "economy")]
    economy_relations: Annotated[float, Declared("b_X", 0.0, -1.0, 1.0, "R per X", "shift of the baseline of relations by the business climate", "spec; symmetric", "economy", SpikeNormal(0.1))]
    economy_exchange: Annotated[float, Declared("y_X", 0.0, -2.0, 2.0, "log per X", "pull of the business climate on planned events", "spec; symmetric", "economy", SpikeNormal(0.3))]
    economy_formation: Annotated[float, Declared("f_X", 0.0, -2.0, 2.0, "log per X", "pull of the business climate on signings", "spec; symmetric", "economy", SpikeNormal(0.3))]
    # provocation
    provocation_rate: Annotated[float, Declared("omega", 1.1e-4, 0.0, 0.05, MONTHLY, "chance that a nationalist and autonomous city's leader provokes", TUNED_WIDE, _PRO, LogUniform(3e-5, 5e-4))]
    provocation_severity: Annotated[float, Declared("s_P", 0.1, 0.0, 1.0, "severity", "severity of a provocation", FIXED, _PRO)]
    conciliation_share: Annotated[float, Declared(
        "s_C", 0.6, 0.0, 0.95, SHARE, "public acts by city leaders that help, where nationalism is 1/2; the others provoke",
        HELPING, "conciliation", Uniform(0.3, 0.9))]
    walkout: Annotated[float, Declared("p_W", 0.5, 0.0, 1.0, SHARE, "chance that a partner of the provoking city suspends its tie", "Nagoya 2012", _PRO)]
    # aid in a common crisis
    aid_rate: Annotated[float, Declared("r_A", 0.25, 0.0, 1.0, MONTHLY, "share of willing partners that give aid in a month", FIXED, _AID)]
    aid_strength: Annotated[float, Declared("alpha_A", 0.15, 0.0, 1.0, SHARE, "gain of strength from aid", TUNED_WIDE, _AID, Uniform(0, 0.4))]
    aid_mood: Annotated[float, Declared("alpha_P", 0.0, -0.5, 0.5, "mood", "gain of mood when all ties of a dyad give aid", "spec; symmetric", _AID, SpikeNormal(0.03))]
    aid_affinity: Annotated[float, Declared("a_G", 0.0, -5.0, 5.0, "logit", "pull of affinity (nearness) on aid", "Ou and Yang 2021; sign free", "advantages", SpikeNormal(0.5))]
    reciprocity: Annotated[float, Declared("m_A", 10.0, 0.0, 1000.0, "ratio", "median of a gift returned over the gift received", "masks of 2020: 0.8 to 770", _AID)]
    reciprocity_spread: Annotated[float, Declared("sig_A", 1.5, 0.0, 5.0, "log", "spread of that ratio", "masks of 2020", _AID)]
    # formation
    formation_rate: Annotated[float, Declared("f_0", 7.6, 0.0, 1000.0, "signings a year", "signings a year in a dyad of factor 1 without saturation", SIGNED, _FORM, LogUniform(4, 14))]
    formation_relations: Annotated[float, Declared("f_R", 2.8, -10.0, 20.0, "log per R", "pull of relations on signings", TUNED_WIDE, _FORM, Uniform(0, 5))]
    relations_reference: Annotated[float, Declared("R_F", 0.3, -1.0, 1.0, "R", "relations at which signings are neither raised nor lowered", FIXED, _FORM)]
    formation_mood: Annotated[float, Declared("f_P", 0.7, -10.0, 10.0, "log per mood", "pull of mood on signings", SIGNED_BY_MOOD, _FORM, Uniform(-0.5, 2))]
    mood_reference: Annotated[float, Declared("P_F", -0.1, -1.0, 1.0, "mood", "mean mood at which signings are neither raised nor lowered", FIXED, _FORM)]
    formation_size: Annotated[float, Declared("a_F", 0.2, -1.0, 1.0, NUMBER, "growth of a city's chance to sign with its size", FIXED, _FORM, shapes=CITIES)]
    saturation_ties: Annotated[float, Declared("nu", 2.4, 0.1, 100.0, "ties", "ties to one nation that cut a city's chance to sign by e", PARTNERS, _FORM, LogUniform(1.2, 4.8))]
    saturation_exponent: Annotated[float, Declared("a_nu", 0.5, 0.0, 2.0, NUMBER, "growth of that number with size", FIXED, _FORM, shapes=CITIES)]
    saturation_floor: Annotated[float, Declared("nu_min", 0.4, 0.01, 10.0, NUMBER, "lowest factor of that growth", FIXED, _FORM, shapes=CITIES)]
    saturation_cap: Annotated[float, Declared("nu_max", 5.0, 0.1, 100.0, NUMBER, "highest factor of that growth", FIXED, _FORM, shapes=CITIES)]
    first_tie: Annotated[float, Declared("f_1", 8.0, 0.0, 1000.0, "ratio", "extra pull of a city that has no partner yet", FIRST, _FORM, LogUniform(2, 32))]
    forum_formation: Annotated[float, Declared("f_F", 2.6, 0.0, 100.0, NUMBER, "rise of a pair's chance after meeting at the forum", TUNED_WIDE, _FORM, Uniform(0, 10))]
    forum_initiative: Annotated[float, Declared("k_F", 0.3, 0.0, 1.0, SHARE, "share of that rise in the initiative of an attending city", FIXED, _FORM)]
    meeting_memory: Annotated[float, Declared("t_F", 12.0, 1.0, 120.0, "months", "months for which a meeting at the forum is remembered", FIXED, _FORM)]
    approval_gate: Annotated[float, Declared("g_0", 0.15, 0.0, 1.0, SHARE, "share of signings still approved while the gate is shut", GATE, _FORM, Uniform(0, 0.5))]
    approval_shut_severity: Annotated[float, Declared("s_G", 0.6, 0.0, 2.0, "severity", "severity of an incident that shuts the approval gate", TUNED, _FORM)]
    approval_open_level: Annotated[float, Declared("u_G", 2.0, 0.0, 9.0, "level", "level of a positive event that opens the gate again", TUNED, _FORM)]
    affinity_size: Annotated[float, Declared("k_1", 2.0, 0.1, 100.0, "log size", "difference in log size that cuts affinity by e", FIXED, _FORM)]
    affinity_km: Annotated[float, Declared("k_2", 2500.0, 10.0, 100000.0, "km", "distance that cuts affinity by e", FIXED, _FORM)]
    imitation: Annotated[float, Declared("f_I", 0.0, -1.0, 10.0, "ratio", "rise of signings when the last year saw the reference number", CHEN_WEI, "imitation", Uniform(0, 1))]
    imitation_reference: Annotated[float, Declared("n_I", 5.0, 0.1, 1000.0, "signings a year", "signings a year that count as a wave", FIXED, "imitation")]
    incentive_formation: Annotated[float, Declared("f_S", 1.6, -5.0, 5.0, "log per step", "pull of a national incentive step on signings", "tuned; sign free", "incentives", SpikeNormal(1.0))]
    incentive_life: Annotated[float, Declared("tau_S", 1.0, 0.1, 1000.0, "years", "time in which that pull fades to 1/e", TUNED_WIDE, "incentives", LogUniform(0.5, 20))]
    competitiveness_affinity: Annotated[float, Declared("k_3", 0.0, -5.0, 5.0, "log", "pull of complementary products on affinity", "Ou and Yang 2021; sign free", "advantages", SpikeNormal(0.5))]


# fmt: on


def _declarations() -> dict[str, Declared]:
    hints = get_type_hints(Parameters, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in Parameters._fields}


DECLARED: dict[str, Declared] = _declarations()
CITY_PARAMETERS = tuple(name for name, declared in DECLARED.items() if declared.shapes == CITIES)
"""Parameters that shape the columns of the cities: a draw that changes one of them needs the cities built anew."""


def defaults() -> Parameters:
    """Return the default values; they are hand-tuned, not calibrated, and answer no question by themselves."""
    return Parameters(**{name: declared.default for name, declared in DECLARED.items()})
