"""Publics (ODD 7.14): what a public thinks moves in years and falls with each incident; its anger is fast.

With two clocks it lives on the scale of log odds, as polls do: one blow takes as many points from a public of 80 %
as from one of 20 %, and none takes more than there are. With one clock it falls towards a floor.
"""

from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import exponential, from_fixed, hyperbolic_tangent
from cityties.kernel.rules import Rules
from cityties.kernel.state import DyadState, Month, Publics, PublicState

MOOD_TO_LOGIT = 2.0
"""Log odds per mood at mood 0, where contact and aid are stated in mood: the slope of ln((1 + P) / (1 - P))."""


@compiled
def update_mood(fixed: Publics, publics: PublicState, dyads: DyadState, rules: Rules, month: Month) -> None:
    """Let mood recover, take in contact and aid, and fall with felt incidents, on two clocks or on one.

    What contact and aid add is made by ties and absent in the ties-off arm; recovery and loss are the public's own.
    """
    p = rules.p
    normal_exchange = p.contact_reference_ties * p.plan_rate
    for d in range(len(dyads.exchange)):
        activity = from_fixed(dyads.exchange[d]) / normal_exchange if normal_exchange > 0.0 else 0.0
        contact = p.contact_goodwill * activity
        for side in range(2):
            aid = p.aid_mood * dyads.aid_share[d, side]
            if rules.on.two_clocks:
                push = -p.mood_loss * (dyads.felt[d, side] - dyads.eased[d, side])
                if month.tie_pathways:
                    push += MOOD_TO_LOGIT * (contact + aid)
                level = level_after(publics.level[d, side], fixed.level[d, side], fixed.reversion[d, side], push)
                publics.level[d, side] = level
                # exact at rest, where a public has neither gained nor lost
                at_rest = level == fixed.level[d, side]
                mood = fixed.baseline[d, side] if at_rest else hyperbolic_tangent(level / 2.0)
            else:
                mood = publics.mood[d, side]
                made = contact * (1.0 - mood) + aid if month.tie_pathways else 0.0
                floor, baseline = fixed.floor[d, side], fixed.baseline[d, side]
                mood = above_floor(
                    mood, (floor, baseline), fixed.reversion[d, side], made, p.mood_loss * dyads.felt[d, side]
                )
                gain = p.mood_loss * dyads.eased[d, side]
                if gain > 0.0 and mood > floor:
                    mood = floor + (mood - floor) * exponential(gain)
            publics.mood[d, side] = min(max(mood, -1.0), 1.0)
            publics.mood_memory[d, side] += (publics.mood[d, side] - publics.mood_memory[d, side]) / p.memory


@inlined
def level_after(level: float, rest: float, reversion: float, push: float) -> float:
    """Return the log odds of a public a month later: a share of the way to ``rest``, and what pushes it."""
    return level + reversion * (rest - level) + push


@compiled
def above_floor(mood: float, bounds: tuple[float, float], reversion: float, made: float, blow: float) -> float:
    """Return the mood of a public with one clock: recovery the slower, the nearer its floor, then loss towards it."""
    floor, baseline = bounds
    above = max((mood - floor) / (baseline - floor), 0.0)
    mood += reversion * (baseline - mood) * above + made
    if mood > floor and blow > 0.0:
        mood = floor + (mood - floor) * exponential(-blow)
    return mood
