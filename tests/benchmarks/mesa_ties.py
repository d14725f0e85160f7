"""Dyads and ties of the Mesa version: plain objects that the model steps, since only cities are agents."""

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.mesa_objects import City, DiplomacyModel


def logistic(x: float) -> float:
    """Return the share 1 / (1 + e to the minus x)."""
    return 1.0 / (1.0 + math.exp(-x))


class Dyad:
    """Two nations: relations, disputes, and on either side mood, anger and directive."""

    def __init__(self, model: "DiplomacyModel", row: int) -> None:
        world, fixed = model.core.world, model.core.world.dyads
        self.p, self.row = model.core.p, row
        self.nations = tuple(fixed.nation[row].tolist())
        self.recognised, self.baseline = int(fixed.recognised[row]), float(fixed.baseline[row])
        self.at_recognition = float(fixed.relations_at_recognition[row])
        self.present = self.recognised < 0
        self.relations = self.at_recognition if self.present else float(fixed.relations_before[row])
        self.rest, self.floor = world.publics.baseline[row].tolist(), world.publics.floor[row].tolist()
        self.reversion = world.publics.reversion[row].tolist()
        self.mood, self.anger, self.order = list(self.rest), [0.0, 0.0], [False, False]
        self.disputes = self.severity = 0.0
        self.felt = [0.0, 0.0]
        self.ties: list[Tie] = []
        self.counts: dict[str, float] = {}

    def read_events(self, severity: float, felt: list[float], step: int) -> None:
        """Take recognition and this month's shock."""
        if not self.present and step >= self.recognised:
            self.present, self.relations = True, self.at_recognition
        self.start = self.relations
        self.severity, self.felt = (severity, list(felt)) if self.present else (0.0, [0.0, 0.0])
        self.counts = dict.fromkeys(("planned", "official", "people", "forum", "provocations", "exchange"), 0.0)

    def strike(self, level: float) -> None:
        """Let incidents and good news act, then give or lift directives."""
        p = self.p
        if self.severity > 0.0:
            self.relations -= p.incident_drop * self.severity
            self.disputes += self.severity
            self.anger = [anger + felt for anger, felt in zip(self.anger, self.felt, strict=True)]
        if self.present and level > 0.0:
            self.relations += p.positive_gain * level
            self.disputes *= max(0.0, 1.0 - p.positive_relief * level)
        self.relations = min(max(self.relations, -1.0), 1.0)
        for side in range(2):
            lift = p.directive_release if self.order[side] else 0.0
            self.order[side] = self.present and self.relations < self.baseline - p.directive_depth + lift

    def update_mood(self) -> None:
        """Let both publics recover, take in contact and fall with what they felt."""
        p = self.p
        activity = self.counts["exchange"] / (p.contact_reference_ties * p.plan_rate)
        for side in range(2):
            mood, floor = self.mood[side], self.floor[side]
            above = max((mood - floor) / (self.rest[side] - floor), 0.0)
            mood += self.reversion[side] * (self.rest[side] - mood) * above
            mood += p.contact_goodwill * activity * (1.0 - self.mood[side])
            if mood > floor and self.felt[side] > 0.0:
                mood = floor + (mood - floor) * math.exp(-p.mood_loss * self.felt[side])
            self.mood[side] = min(max(mood, -1.0), 1.0)

    def escalate(self, position: list[float], noise: float) -> None:
        """Move relations, disputes and anger by a month."""
        p = self.p
        if not self.present:
            self.anger = [0.0, 0.0]
            return
        heat = [
            p.anger_escalation * (self.anger[q] - p.anger_pivot) - p.lobbying_restraint * position[q] for q in (0, 1)
        ]
        escalation = [logistic(x) if self.disputes > p.dispute_floor else 0.0 for x in heat]
        tension = sum(escalation) / 2.0
        change = p.relations_reversion * (self.baseline - self.start) + noise
        change -= p.escalation_drop * min(self.disputes, p.dispute_cap) * tension
        self.relations = min(max(self.relations + change, -1.0), 1.0)
        self.disputes *= 1.0 - p.dispute_settlement * (1.0 - tension)
        fuel = p.anger_reignition * min(self.disputes, p.dispute_cap)
        for side in range(2):
            lit = fuel * escalation[1 - side] * max(0.0, 1.0 - self.anger[side])
            self.anger[side] = max(0.0, self.anger[side] * (1.0 - 1.0 / p.anger_life) + lit)


class Tie:
    """A tie between a city of side 0 and one of side 1."""

    __slots__ = ("a", "affinity", "b", "dyad", "exchange", "obedience", "plan", "strength", "suspended", "thaw")

    def __init__(self, a: "City", b: "City", dyad: Dyad, traits: tuple[float, ...], w: float) -> None:
        self.a, self.b, self.dyad, self.strength = a, b, dyad, w
        self.affinity, self.thaw = traits[:2]
        self.obedience = traits[2:]
        self.suspended, self.exchange, self.plan = 0, 0.0, 0.0

    def prepare(self, p: Any) -> None:
        """Set the chance of a planned event."""
        asked = self.strength + p.attention_floor
        self.plan = min(p.plan_ceiling, p.plan_rate * min(self.a.share, self.b.share) * asked)

    def propensity(self, side: int, p: Any) -> float:
        """Return what an end wants (logit)."""
        dyad = self.dyad
        habit = p.consent_base + (p.strength_consent + p.outreach * max(0.0, -dyad.relations)) * self.strength
        if self.strength < p.dormancy_threshold:
            habit -= p.dormancy_penalty
        public = p.public_pressure * (dyad.mood[side] - dyad.anger[side])
        return float(habit + public - p.directive_weight * self.obedience[side] * dyad.order[side])

    def review(self, model: "DiplomacyModel") -> None:
        """Be suspended after an incident, or thaw."""
        p, dyad, random = model.core.p, self.dyad, model.random.random
        if dyad.severity > p.review_threshold:
            more = p.place_emphasis if model.in_place(self) else 0.0
            by = 0
            for side in range(2):
                felt = dyad.felt[side]
                propensity = logistic(self.propensity(side, p) - p.public_pressure * more * felt)
                if random() < (1.0 - propensity) * min(1.0, (1.0 + more) * felt / p.review_full_severity):
                    by += 1 + side
            self.suspended = self.suspended or by
        elif self.suspended and random() < self.thaw * logistic(self.propensity(0, p)) * logistic(
            self.propensity(1, p)
        ):
            self.suspended = 0

    def meet(self, model: "DiplomacyModel") -> None:
        """Plan an event, ask both sides, and hold it officially or among people."""
        p, random, counts = model.core.p, model.random.random, self.dyad.counts
        self.exchange = 0.0
        if model.closed or random() >= self.plan:
            return
        counts["planned"] += 1
        if self.suspended or any(random() >= logistic(self.propensity(side, p)) for side in range(2)):
            if self.strength >= p.dormancy_threshold:
                self.exchange = min(1.0, p.people_share)
                counts["people"] += 1
        else:
            self.exchange = 1.0
            counts["official"] += 1

    def grow(self, p: Any) -> None:
        """Let exchange, time and incidents act on strength."""
        w = self.strength
        w += p.strength_gain * self.exchange * (1.0 - w) - p.strength_decay * w
        w *= 1.0 - p.crisis_damage * self.dyad.severity * (1.0 - w)
        self.strength = min(max(w, 0.0), 1.0)
        self.dyad.counts["exchange"] += self.exchange
        self.a.held += self.exchange
        self.b.held += self.exchange
