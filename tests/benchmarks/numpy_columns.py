"""The core in plain numpy: one array expression after another over the columns, with the model's random numbers."""

from typing import Any

import numpy as np

from benchmarks.core import MEASURES, Core
from cityties.kernel.randomness import FIRST, GOLDEN, ONE, SECOND, TWO_TO_MINUS_53, Process, normal, stream
from cityties.kernel.state import NEVER, FloatArray, IdArray, IntArray

U64 = np.uint64


def mixed(z: IdArray) -> IdArray:
    """Scramble addresses (see :func:`cityties.kernel.randomness.mix`)."""
    z = (z ^ (z >> U64(30))) * FIRST
    z = (z ^ (z >> U64(27))) * SECOND
    return np.asarray(z ^ (z >> U64(31)))


def uniforms(key: int, ids: IdArray) -> FloatArray:
    """Draw the uniforms of many entities."""
    with np.errstate(over="ignore"):
        return np.asarray((mixed(U64(key) + (ids + ONE) * GOLDEN) >> U64(11)) * TWO_TO_MINUS_53)


def logistic(x: FloatArray) -> FloatArray:
    """Return the logistic function of a column."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


class Columns:
    """One run; every method is a process of the month."""

    def __init__(self, core: Core, replicate: int) -> None:
        self.core, self.p, self.replicate = core, core.p, replicate
        world, ties = core.world, core.beginning(replicate).ties
        n_dyads, n_cities, room = len(world.dyads.id), len(world.cities.id), int(ties.n[1])
        self.world, self.dyad_nation = world, world.dyads.nation
        names = ("a", "b", "dyad", "id", "signed", "affinity", "thaw", "obedience_a", "obedience_b")
        self.fixed = {name: getattr(ties, name)[:room].copy() for name in names}
        self.weight, self.suspended, self.n = np.zeros(room), np.zeros(room, np.int64), 0
        self.present = world.dyads.recognised < 0
        self.relations = np.where(self.present, world.dyads.relations_at_recognition, world.dyads.relations_before)
        self.disputes, self.order = np.zeros(n_dyads), np.zeros((n_dyads, 2), bool)
        self.mood, self.anger = world.publics.baseline.copy(), np.zeros((n_dyads, 2))
        self.partners, self.attended = np.zeros(n_cities, np.int64), np.full(n_cities, NEVER)
        self.held = np.zeros(n_cities)
        self.out = np.zeros((core.n_months, n_dyads, len(MEASURES)))

    def run(self) -> FloatArray:
        """Run from first to last month."""
        for t in range(self.core.n_months):
            self.month(t)
        return self.out

    def key(self, process: Process) -> int:
        """Return the month's key of a process."""
        return int(stream(self.core.setup.scenario.seed, self.replicate, process, self.world.first_month + self.t))

    def month(self, t: int) -> None:
        """Advance by a month."""
        self.t = t
        self.incidents()
        self.sign()
        ties = {name: column[: self.n] for name, column in self.fixed.items()}
        weight, suspended = self.weight[: self.n], self.suspended[: self.n]
        plan = self.attention(ties, weight)
        self.suspend(ties, suspended, weight)
        exchange = self.exchange(ties, weight, suspended, plan)
        self.forum(ties, exchange)
        gained = weight + self.p.strength_gain * exchange * (1.0 - weight) - self.p.strength_decay * weight
        gained *= 1.0 - self.p.crisis_damage * self.severity[ties["dyad"]] * (1.0 - gained)
        weight[:] = np.clip(gained, 0.0, 1.0)
        self.publics(ties, exchange)
        self.escalate(self.lobby(ties, weight))
        self.record(ties, weight, suspended)

    def incidents(self) -> None:
        """Recognition, this month's shocks, provocations, what they do, and directives."""
        p, dyads, events, t = self.p, self.world.dyads, self.core.events, self.t
        opened = ~self.present & (t >= dyads.recognised)
        self.relations[opened] = dyads.relations_at_recognition[opened]
        self.present = self.present | opened
        self.start = self.relations.copy()
        self.severity = events.severity[t] * self.present
        self.felt = events.felt[t] * self.present[:, None]
        self.provoke()
        struck = self.severity > 0.0
        self.relations -= p.incident_drop * self.severity
        self.disputes += self.severity
        self.anger += self.felt * struck[:, None]
        level = events.level[t] * self.present
        self.relations += p.positive_gain * level
        self.disputes *= np.maximum(0.0, 1.0 - p.positive_relief * level)
        self.relations = np.clip(self.relations, -1.0, 1.0)
        threshold = (dyads.baseline - p.directive_depth)[:, None] + p.directive_release * self.order
        self.order = self.present[:, None] & (self.relations[:, None] < threshold)

    def provoke(self) -> None:
        """Draw who provokes; only they are looked at one by one."""
        p, cities = self.p, self.world.cities
        hazard = p.provocation_rate * cities.nationalism * cities.autonomy * (1.0 + self.held / p.plan_rate)
        for city in np.flatnonzero(uniforms(self.key(Process.PROVOCATION), cities.id) < hazard):
            nation = cities.nation[city]
            mine = np.flatnonzero(self.present & (self.dyad_nation == nation).any(axis=1))
            if len(mine) == 0:
                continue
            draw = uniforms(self.key(Process.PROVOKED_DYAD), cities.id[city : city + 1])[0]
            d = mine[int(draw * len(mine))]
            other = int(self.dyad_nation[d, 0] == nation)
            self.severity[d] += p.provocation_severity
            self.felt[d, other] += p.provocation_severity
            self.out[self.t, d, 13] += 1
            a, b, dyad = (self.fixed[name][: self.n] for name in ("a", "b", "dyad"))
            rows = np.flatnonzero(((a == city) | (b == city)) & (dyad == d) & (self.suspended[: self.n] == 0))
            left = rows[uniforms(self.key(Process.WALKOUT), self.fixed["id"][rows]) < p.walkout]
            self.suspended[left] = np.where(a[left] == city, 2, 1)

    def sign(self) -> None:
        """Begin the ties whose month has come."""
        end = int(np.searchsorted(self.fixed["signed"], self.t, side="right"))
        self.weight[self.n : end] = self.p.initial_strength
        for side in ("a", "b"):
            np.add.at(self.partners, self.fixed[side][self.n : end], 1)
        self.n = end

    def attention(self, ties: dict[str, Any], weight: FloatArray) -> FloatArray:
        """Return the chance of a planned event of each tie."""
        p, cities = self.p, self.world.cities
        asked, n = weight + p.attention_floor, len(cities.id)
        taken = np.bincount(ties["a"], asked, n) + np.bincount(ties["b"], asked, n) + p.abroad_attention * cities.abroad
        share = np.divide(cities.budget, taken, out=np.zeros(n), where=taken > 0.0)
        least = np.minimum(share[ties["a"]], share[ties["b"]])
        return np.asarray(np.minimum(p.plan_ceiling, p.plan_rate * least * asked))

    def consent(self, ties: dict[str, Any], weight: FloatArray, rows: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return the propensities of both ends of some ties."""
        p, d, weight = self.p, ties["dyad"][rows], weight[rows]
        pull = p.strength_consent + p.outreach * np.maximum(0.0, -self.relations)
        habit = p.consent_base + pull[d] * weight - p.dormancy_penalty * (weight < p.dormancy_threshold)
        public, order = p.public_pressure * (self.mood - self.anger), p.directive_weight * self.order
        return (
            habit + public[d, 0] - order[d, 0] * ties["obedience_a"][rows],
            habit + public[d, 1] - order[d, 1] * ties["obedience_b"][rows],
        )

    def suspend(self, ties: dict[str, Any], suspended: IntArray, weight: FloatArray) -> None:
        """Review ties of dyads with an incident; let suspended ties of the others thaw."""
        p, d, events = self.p, ties["dyad"], self.core.events
        reviewed = self.severity[d] > p.review_threshold
        frozen = np.flatnonzero((suspended != 0) & ~reviewed)
        if len(frozen) > 0:
            propensity = self.consent(ties, weight, frozen)
            both = logistic(propensity[0]) * logistic(propensity[1])
            draws = uniforms(self.key(Process.THAW), ties["id"][frozen])
            suspended[frozen[draws < ties["thaw"][frozen] * both]] = 0
        if not reviewed.any():
            return
        rows = np.flatnonzero(reviewed)
        d, propensity = d[rows], self.consent(ties, weight, rows)
        place = events.place[self.t][d]
        inside = (events.regions[place, ties["a"][rows]] > 0) | (events.regions[place, ties["b"][rows]] > 0)
        more = p.place_emphasis * ((place >= 0) & inside)
        by = np.zeros(len(d), np.int64)
        for side, process in enumerate((Process.REVIEW_A, Process.REVIEW_B)):
            felt = self.felt[d, side]
            chance = (1.0 - logistic(propensity[side] - p.public_pressure * more * felt)) * np.minimum(
                1.0, (1.0 + more) * felt / p.review_full_severity
            )
            by += (1 + side) * (uniforms(self.key(process), ties["id"][rows]) < chance)
        new = (by > 0) & (suspended[rows] == 0)
        suspended[rows[new]] = by[new]

    def exchange(
        self,
        ties: dict[str, Any],
        weight: FloatArray,
        suspended: IntArray,
        plan: FloatArray,
    ) -> FloatArray:
        """Return the exchange of each tie."""
        held = np.zeros(len(plan))
        if self.core.events.closed[self.t]:
            return held
        rows = np.flatnonzero(uniforms(self.key(Process.PLAN), ties["id"]) < plan)
        by, propensity = np.zeros(len(rows), np.int64), self.consent(ties, weight, rows)
        for side, process in enumerate((Process.CONSENT_A, Process.CONSENT_B)):
            by += (1 + side) * (uniforms(self.key(process), ties["id"][rows]) >= logistic(propensity[side]))
        by = np.where(suspended[rows] != 0, suspended[rows], by)
        official, people = by == 0, (by != 0) & (weight[rows] >= self.p.dormancy_threshold)
        held[rows[official]], held[rows[people]] = 1.0, min(1.0, self.p.people_share)
        n_dyads = len(self.relations)
        for place, chosen in ((9, slice(None)), (10, official), (11, people)):
            self.out[self.t, :, place] = np.bincount(ties["dyad"][rows[chosen]], minlength=n_dyads)
        return held

    def forum(self, ties: dict[str, Any], exchange: FloatArray) -> None:
        """Let cities attend, and partners that both attend meet."""
        p, world, host = self.p, self.world, self.world.forum.host[self.t]
        if host < 0:
            return
        year, cities = (world.first_month + self.t) // 12, world.cities
        net, order = self.mood - self.anger, np.zeros(len(world.nations.first))
        season = np.zeros(len(order))
        for k in range(len(order)):
            d, side = np.nonzero(self.dyad_nation == k)
            far = np.where(self.dyad_nation[d, 1 - side] == host, 1.0, p.forum_directive_elsewhere)
            strictest = (self.order[d, side] * far).max(initial=0.0)
            mood = net[d, side].mean() if len(d) else 0.0
            open_to = 1.0 - p.forum_depoliticisation
            season[k] = p.consent_base - p.forum_cost + p.forum_trend * (year - p.forum_trend_year)
            season[k] += p.forum_host * (k == host) + open_to * p.public_pressure * mood
            order[k] = open_to * p.directive_weight * world.nations.centralisation[k] * strictest
        tied = self.partners > 0
        z = season[cities.nation] + p.forum_size * cities.bigness - order[cities.nation] * (1.0 - cities.autonomy)
        z += np.where(tied, p.forum_tied, p.forum_untied)
        comes = (uniforms(self.key(Process.FORUM), cities.id) < logistic(z)) & (tied | (world.forum.open[self.t] > 0))
        both = comes[ties["a"]] & comes[ties["b"]]
        exchange += p.forum_dose * both
        self.out[self.t, :, 12] = np.bincount(ties["dyad"][both], minlength=len(self.relations))

    def publics(self, ties: dict[str, Any], exchange: FloatArray) -> None:
        """Sum the exchange, and let publics feel."""
        p, fixed, n_cities = self.p, self.world.publics, len(self.held)
        total = np.bincount(ties["dyad"], exchange, len(self.relations))
        self.held = np.bincount(ties["a"], exchange, n_cities) + np.bincount(ties["b"], exchange, n_cities)
        self.out[self.t, :, 14] = total
        above = np.maximum((self.mood - fixed.floor) / (fixed.baseline - fixed.floor), 0.0)
        activity = (total / (p.contact_reference_ties * p.plan_rate))[:, None]
        mood = self.mood + fixed.reversion * (fixed.baseline - self.mood) * above
        mood += p.contact_goodwill * activity * (1.0 - self.mood)
        falls = (mood > fixed.floor) & (self.felt > 0.0)
        mood = np.where(falls, fixed.floor + (mood - fixed.floor) * np.exp(-p.mood_loss * self.felt), mood)
        self.mood = np.clip(mood, -1.0, 1.0)

    def lobby(self, ties: dict[str, Any], weight: FloatArray) -> FloatArray:
        """Return the positions of both sides of all dyads."""
        p, nations, cities = self.p, self.world.nations, self.world.cities
        position = np.zeros_like(self.mood)
        for d in np.flatnonzero((self.disputes > p.dispute_floor) & self.present):
            here = ties["dyad"] == d
            worth = weight[here] * ties["affinity"][here]
            for side, end in enumerate(("a", "b")):
                loyalty = 1.0 - p.over_compliance * self.anger[d, side]
                k = self.dyad_nation[d, side]
                rows = slice(nations.first[k], nations.last[k])
                stake = np.bincount(ties[end][here] - nations.first[k], worth, rows.stop - rows.start)
                hawkish = p.nationalism_lobbying * self.anger[d, side]
                stance = np.tanh(p.stake_scale * loyalty * stake - hawkish * cities.nationalism[rows])
                within = (cities.voice[rows] * stance).sum() / (nations.weight[k] / 2.0**40)
                outside = nations.voice[k] * np.tanh(-hawkish * nations.nationalism[k])
                position[d, side] = (within + p.untied_weight * outside) / (1.0 + p.untied_weight)
        return position

    def escalate(self, position: FloatArray) -> None:
        """Move relations, disputes and anger."""
        p, dyads, on = self.p, self.world.dyads, self.present
        key = U64(self.key(Process.RELATIONS))
        noise = p.relations_noise * np.array([normal(key, one) for one in dyads.id])
        heat = p.anger_escalation * (self.anger - p.anger_pivot) - p.lobbying_restraint * position
        escalation = logistic(heat) * (self.disputes > p.dispute_floor)[:, None]
        tension = escalation.mean(axis=1)
        change = p.relations_reversion * (dyads.baseline - self.start) + noise
        change -= p.escalation_drop * np.minimum(self.disputes, p.dispute_cap) * tension
        self.relations = np.where(on, np.clip(self.relations + change, -1.0, 1.0), self.relations)
        self.disputes = np.where(on, self.disputes * (1.0 - p.dispute_settlement * (1.0 - tension)), self.disputes)
        fuel = (p.anger_reignition * np.minimum(self.disputes, p.dispute_cap))[:, None] * escalation[:, ::-1]
        anger = self.anger * (1.0 - 1.0 / p.anger_life) + fuel * np.maximum(0.0, 1.0 - self.anger)
        self.anger = np.maximum(0.0, anger) * on[:, None]

    def record(self, ties: dict[str, Any], weight: FloatArray, suspended: IntArray) -> None:
        """Write the month down."""
        row, d, n = self.out[self.t], ties["dyad"], len(self.relations)
        row[:, 0], row[:, 1], row[:, 2:4], row[:, 4:6] = self.relations, self.disputes, self.mood, self.anger
        row[:, 6] = np.bincount(d, minlength=n)
        row[:, 7] = np.bincount(d[weight < self.p.dormancy_threshold], minlength=n)
        row[:, 8] = np.bincount(d[suspended != 0], minlength=n)
        row[:, 15] = np.bincount(d, weight, n) / np.maximum(row[:, 6], 1.0)
