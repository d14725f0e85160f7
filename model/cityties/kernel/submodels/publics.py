"""Publics (ODD 7.14): mood is slow and falls towards a floor with each incident; anger is fast."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import exponential, from_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import DyadState, Month, Publics, PublicState


@compiled
def update_mood(fixed: Publics, publics: PublicState, dyads: DyadState, p: Parameters, month: Month) -> None:
    """Let mood recover (the slower, the nearer its floor), take in contact and aid, and fall with felt incidents.

    What contact and aid add is made by ties and absent in the ties-off arm; recovery and loss are the public's own.
    """
    normal_exchange = p.contact_reference_ties * p.plan_rate
    for d in range(len(dyads.exchange)):
        activity = from_fixed(dyads.exchange[d]) / normal_exchange if normal_exchange > 0.0 else 0.0
        for side in range(2):
            mood, floor = publics.mood[d, side], fixed.floor[d, side]
            above = max((mood - floor) / (fixed.baseline[d, side] - floor), 0.0)
            change = fixed.reversion[d, side] * (fixed.baseline[d, side] - mood) * above
            if month.tie_pathways:
                change += p.contact_goodwill * activity * (1.0 - mood) + p.aid_mood * dyads.aid_share[d, side]
            mood += change
            if mood > floor and dyads.felt[d, side] > 0.0:
                mood = floor + (mood - floor) * exponential(-p.mood_loss * dyads.felt[d, side])
            publics.mood[d, side] = min(max(mood, -1.0), 1.0)
            publics.mood_memory[d, side] += (publics.mood[d, side] - publics.mood_memory[d, side]) / p.memory
