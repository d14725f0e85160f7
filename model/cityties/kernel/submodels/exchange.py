"""Exchange (ODD 7.9): planned events are held when both sides consent; else people may still meet."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import logistic
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, stream, uniform_at
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, Exchange, FloatArray, Month, Suspension, TieState


@compiled
def plan(ties: TieState, closed: bool, remote_share: float, month: Month) -> None:
    """Set the exchange of all ties to nothing, and where an event is planned to that of an official one.

    While borders are closed ``remote_share`` of the plans are kept, on line or by post; the others are given up.
    """
    ties.n[Count.MET_BESIDES] = 0
    if closed and remote_share <= 0.0:
        plan_nothing(ties)
        return
    kept = remote_share if closed else 1.0
    draw_plans(ties, kept, stream(month.seed, month.replicate, Process.PLAN, month.calendar))


@compiled
def plan_nothing(ties: TieState) -> None:
    """Set the exchange of all ties to nothing."""
    for e in range(ties.n[Count.EXISTING]):
        ties.mode[e] = Exchange.NONE
        ties.exchange[e] = 0.0


@compiled
def draw_plans(ties: TieState, kept: float, key: U64) -> None:
    """Draw which ties plan an event that can be held; ``kept`` is the share of plans of which that is true."""
    for e in range(ties.n[Count.EXISTING]):
        planned = uniform_at(key, ties.place[e]) < kept * ties.plan[e]
        ties.mode[e] = Exchange.OFFICIAL * planned
        ties.exchange[e] = 1.0 if planned else 0.0


@compiled
def exchange(ties: TieState, people: float, p: Parameters, month: Month, out: FloatArray) -> None:
    """Ask both sides of each planned event, and write how the tie met.

    ``people`` is the exchange that survives a refusal at the people's level. ``out`` is this month's dyad record
    (D, DyadMeasure), whose counts of plans and refusals are filled here.
    """
    n_planned = list_planned(ties)
    key_a = stream(month.seed, month.replicate, Process.CONSENT_A, month.calendar)
    key_b = stream(month.seed, month.replicate, Process.CONSENT_B, month.calendar)
    ask_both(ties, n_planned, key_a, key_b)
    for number in range(n_planned):
        e = ties.deciding[ties.listed[number]]
        hold(ties, e, ties.refused[number], people, p, out[ties.dyad[e]])


@compiled
def list_planned(ties: TieState) -> int:
    """List the places, among the ties that decide something, of those that planned an event; return how many."""
    n = 0
    for place in range(ties.n[Count.DECIDING]):
        ties.listed[n] = place
        n += ties.mode[ties.deciding[place]] != Exchange.NONE
    return n


@compiled
def ask_both(ties: TieState, n_planned: int, key_a: U64, key_b: U64) -> None:
    """Write which sides refuse each planned event: those that suspended the tie, else those whose consent fails."""
    for number in range(n_planned):
        place = ties.listed[number]
        e = ties.deciding[place]
        refused_a = Suspension.BY_A * (uniform_at(key_a, ties.place[e]) >= logistic(ties.propensity_a[place]))
        refused_b = Suspension.BY_B * (uniform_at(key_b, ties.place[e]) >= logistic(ties.propensity_b[place]))
        suspended = ties.suspended[e]
        ties.refused[number] = suspended if suspended != Suspension.NONE else refused_a + refused_b


@compiled
def hold(ties: TieState, e: int, refused_by: int, people: float, p: Parameters, out: FloatArray) -> None:
    """Hold a planned event officially, or at the people's level if a side refuses and the tie is awake."""
    out[DyadMeasure.PLANNED] += 1
    if refused_by == Suspension.NONE:
        out[DyadMeasure.OFFICIAL] += 1
        return
    out[DyadMeasure.REFUSED_A] += refused_by & Suspension.BY_A
    out[DyadMeasure.REFUSED_B] += (refused_by & Suspension.BY_B) // Suspension.BY_B
    if people > 0.0 and ties.strength[e] >= p.dormancy_threshold:
        ties.exchange[e] = people
        ties.mode[e] = Exchange.PEOPLE
        out[DyadMeasure.PEOPLE] += 1
    else:
        ties.exchange[e] = 0.0
        ties.mode[e] = Exchange.NONE
