"""The core as a Mesa user would write it: classes for cities, ties and dyads, AgentSet, the model's own random numbers.

It draws from Python's generator, so it agrees with the compiled model in distribution and not number by number.
"""

import math

import mesa

from benchmarks.core import MEASURES, Core
from benchmarks.mesa_ties import Dyad, Tie, logistic
from cityties.kernel.numerics import FIXED


class City(mesa.Agent):  # type: ignore[misc]
    """A city government."""

    def __init__(self, model: "DiplomacyModel", row: int) -> None:
        super().__init__(model)
        cities = model.core.world.cities
        self.row, self.nation = row, int(cities.nation[row])
        self.autonomy, self.nationalism = float(cities.autonomy[row]), float(cities.nationalism[row])
        self.size, self.voice = float(cities.weight[row]), float(cities.voice[row])
        self.budget, self.abroad = float(cities.budget[row]), float(cities.abroad[row])
        self.bigness = float(cities.bigness[row])
        self.ties: list[Tie] = []
        self.held = self.share = 0.0
        self.attends = False

    def provoke(self) -> None:
        """Perhaps provoke one of the nations one's own has relations with; partners there may walk out."""
        p, random = self.model.core.p, self.model.random
        if random.random() < p.provocation_rate * self.nationalism * self.autonomy * (1.0 + self.held / p.plan_rate):
            mine = [dyad for dyad in self.model.dyads if dyad.present and self.nation in dyad.nations]
            if mine:
                dyad = random.choice(mine)
                side = dyad.nations.index(self.nation)
                dyad.severity += p.provocation_severity
                dyad.felt[1 - side] += p.provocation_severity
                dyad.counts["provocations"] += 1
                for tie in self.ties:
                    if tie.dyad is dyad and not tie.suspended and random.random() < p.walkout:
                        tie.suspended = 2 - side

    def allocate(self) -> None:
        """Share the budget among one's ties and partners elsewhere."""
        p = self.model.core.p
        if self.ties:
            taken = sum(tie.strength + p.attention_floor for tie in self.ties) + p.abroad_attention * self.abroad
            self.share = self.budget / taken if taken > 0.0 else 0.0

    def attend(self, season: float, order: float, is_open: bool) -> None:
        """Decide whether to travel to the forum."""
        p, tied = self.model.core.p, bool(self.ties)
        z = season + p.forum_size * self.bigness - order * (1.0 - self.autonomy)
        z += p.forum_tied if tied else p.forum_untied
        self.attends = (tied or is_open) and self.model.random.random() < logistic(z)

    def position(self, stake: float, loyalty: float, anger: float) -> float:
        """Return what the city says on a dispute, by its voice."""
        p = self.model.core.p
        stance = p.stake_scale * loyalty * stake - p.nationalism_lobbying * self.nationalism * anger
        return self.voice * math.tanh(stance)


class DiplomacyModel(mesa.Model):  # type: ignore[misc]
    """City governments, their ties and relations between their nations."""

    def __init__(self, core: Core, replicate: int = 0, rng: int | None = None) -> None:
        super().__init__(rng=replicate if rng is None else rng)
        self.core, self.step_now = core, -1
        world = core.world
        self.cities = [City(self, row) for row in range(len(world.cities.id))]
        self.of_nation = [
            self.cities[first:last] for first, last in zip(world.nations.first, world.nations.last, strict=True)
        ]
        self.dyads = [Dyad(self, row) for row in range(len(world.dyads.id))]
        self.coming = self._coming(replicate)
        self.ties: list[Tie] = []
        self.closed = False
        self.datacollector = mesa.DataCollector(model_reporters={"dyads": lambda model: model.measures()})

    def _coming(self, replicate: int) -> list[tuple[int, Tie]]:
        ties = self.core.beginning(replicate).ties
        traits = zip(ties.affinity, ties.thaw, ties.obedience_a, ties.obedience_b, strict=True)
        ends = zip(ties.signed, ties.a, ties.b, ties.dyad, traits, strict=True)
        w = self.core.p.initial_strength
        coming = [
            (int(t), Tie(self.cities[a], self.cities[b], self.dyads[d], tuple(map(float, x)), w))
            for t, a, b, d, x in ends
        ]
        return coming[: int(ties.n[1])][::-1]

    def in_place(self, tie: Tie) -> bool:
        """Tell whether an end of the tie lies in the place of this month's incident."""
        events = self.core.events
        place = int(events.place[self.step_now, tie.dyad.row])
        return place >= 0 and bool(events.regions[place, tie.a.row] or events.regions[place, tie.b.row])

    def step(self) -> None:
        """Advance by a month."""
        p, events = self.core.p, self.core.events
        self.step_now += 1
        t = self.step_now
        self.closed = bool(events.closed[t])
        for dyad in self.dyads:
            dyad.read_events(float(events.severity[t, dyad.row]), events.felt[t, dyad.row].tolist(), t)
        self.agents.shuffle_do("provoke")
        for dyad in self.dyads:
            dyad.strike(float(events.level[t, dyad.row]))
        self.sign()
        self.agents.do("allocate")
        for tie in self.ties:
            tie.prepare(p)
            tie.review(self)
            tie.meet(self)
        self.hold_forum()
        for city in self.cities:
            city.held = 0.0
        for tie in self.ties:
            tie.grow(p)
        for dyad in self.dyads:
            dyad.update_mood()
            dyad.escalate(self.positions(dyad), p.relations_noise * self.random.gauss(0.0, 1.0))
        self.datacollector.collect(self)
        self.running = t + 1 < self.core.n_months

    def sign(self) -> None:
        """Begin the ties whose month has come."""
        while self.coming and self.coming[-1][0] <= self.step_now:
            tie = self.coming.pop()[1]
            self.ties.append(tie)
            for group in (tie.a.ties, tie.b.ties, tie.dyad.ties):
                group.append(tie)

    def hold_forum(self) -> None:
        """Hold the forum if it meets this month."""
        p, world = self.core.p, self.core.world
        host = int(world.forum.host[self.step_now])
        if host < 0:
            return
        years = (world.first_month + self.step_now) // 12 - p.forum_trend_year
        open_to = 1.0 - p.forum_depoliticisation
        for k, cities in enumerate(self.of_nation):
            sides = [(dyad, dyad.nations.index(k)) for dyad in self.dyads if k in dyad.nations]
            mood = sum(dyad.mood[q] - dyad.anger[q] for dyad, q in sides) / max(len(sides), 1)
            far = [
                dyad.order[q] * (1.0 if dyad.nations[1 - q] == host else p.forum_directive_elsewhere)
                for dyad, q in sides
            ]
            season = p.consent_base - p.forum_cost + p.forum_trend * years + open_to * p.public_pressure * mood
            season += p.forum_host if k == host else 0.0
            order = open_to * p.directive_weight * float(world.nations.centralisation[k]) * max(far, default=0.0)
            for city in cities:
                city.attend(season, order, bool(world.forum.open[self.step_now]))
        for tie in self.ties:
            if tie.a.attends and tie.b.attends:
                tie.exchange += p.forum_dose
                tie.dyad.counts["forum"] += 1

    def positions(self, dyad: Dyad) -> list[float]:
        """Return the positions of both sides' cities on the dyad's dispute."""
        p, nations = self.core.p, self.core.world.nations
        if not (dyad.present and dyad.disputes > p.dispute_floor):
            return [0.0, 0.0]
        found = []
        for side, k in enumerate(dyad.nations):
            anger = dyad.anger[side]
            loyalty = 1.0 - p.over_compliance * anger
            stakes: dict[City, float] = {}
            for tie in dyad.ties:
                city = (tie.a, tie.b)[side]
                stakes[city] = stakes.get(city, 0.0) + tie.strength * tie.affinity
            said = sum(city.position(stakes.get(city, 0.0), loyalty, anger) for city in self.of_nation[k])
            outside = float(nations.voice[k]) * math.tanh(
                -p.nationalism_lobbying * float(nations.nationalism[k]) * anger
            )
            within = said / (float(nations.weight[k]) / FIXED)
            found.append((within + p.untied_weight * outside) / (1.0 + p.untied_weight))
        return found

    def measures(self) -> list[list[float]]:
        """Return this month's measures of every dyad, in the order that all versions share."""
        rows = []
        for dyad in self.dyads:
            n, counts, low = len(dyad.ties), dyad.counts, self.core.p.dormancy_threshold
            rows.append(
                [
                    *(dyad.relations, dyad.disputes, *dyad.mood, *dyad.anger, n),
                    sum(tie.strength < low for tie in dyad.ties),
                    sum(tie.suspended != 0 for tie in dyad.ties),
                    *(counts["planned"], counts["official"], counts["people"], counts["forum"]),
                    *(counts["provocations"], counts["exchange"]),
                    sum(tie.strength for tie in dyad.ties) / max(n, 1),
                ]
            )
            assert len(rows[-1]) == len(MEASURES)
        return rows


def simulated(core: Core, replicate: int) -> list[list[list[float]]]:
    """Run one model to its end and return what it collected (months, dyads, measures)."""
    model = DiplomacyModel(core, replicate)
    while model.running:
        model.step()
    collected: list[list[list[float]]] = model.datacollector.model_vars["dyads"]
    return collected
