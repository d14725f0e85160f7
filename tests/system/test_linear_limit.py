"""The analytic core: near its baseline the model answers a shock as theory says; and what the off arm must leave in.

With relations gap r and tie-made goodwill gap g, r' = -kappa r + phi g and g' = -delta g + theta eta r.
Summed over all time the loss with ties is 1 / (1 - x) of the loss without, x = phi theta eta / (kappa delta), and so
B = -x / (1 - x): ties that shrink in a crisis amplify it, however much good they do on average. The theory is that of
one clock for relations and of moods on their own scale.
"""

import math
from functools import cache

import numpy as np
import pytest

from builders.worlds import changed, scenario, world
from cityties.analysis.buffering import buffer_index, loss
from cityties.experiment.design import plan
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import simulate
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import WorldTables

SIDE, REPLICATES = 30, 10
N_TIES = SIDE * SIDE
KAPPA, PHI, DELTA, THETA, PULL = 0.1, 0.5, 0.5, 0.008, 10.0
PLAN, SHOCK, BEFORE, MONTHS = 0.6, 0.02, 12, 90
BASE, MOOD = -0.5, 0.5

SETTINGS = {
    "relations_reversion": KAPPA,
    "relations_noise": 0.0,
    "mood_relations": PHI,
    "memory": 600.0,
    "mood_loss": 0.0,
    "mood_reversion_fast": DELTA,
    "contact_goodwill": THETA,
    "contact_reference_ties": float(N_TIES),
    "plan_rate": PLAN,
    "consent_base": -PULL * BASE,
    "strength_consent": 0.0,
    "outreach": -PULL,
    "initial_strength": 1.0,
    "strength_gain": 0.0,
    "strength_decay": 0.0,
    "crisis_damage": 0.0,
    "people_share": 0.0,
}
OFF = (
    "budget_limit",
    "suspension",
    "forum",
    "aid",
    "provocation",
    "directive",
    "public_pressure",
    "dormancy",
    "networks",
    "two_clocks",
    "conciliation",
    "ending",
)


@cache
def tables() -> WorldTables:
    ends = [(f"A{a}", f"B{b}") for a in range(SIDE) for b in range(SIDE)]
    dyad = {"nation_a": "AA", "nation_b": "BB", "baseline_relations": BASE, "relations_at_recognition": BASE}
    public = {"mood_baseline": MOOD, "mood_floor": -1.0}
    return world(
        dyads=[dyad],
        cities=[{"city": f"{n[0]}{i}", "nation": n} for n in ("AA", "BB") for i in range(SIDE)],
        ties=[{"dyad": "AA-BB", "city_a": a, "city_b": b, "signed": "1999-01"} for a, b in ends],
        publics=[{"of": "AA", "about": "BB"} | public, {"of": "BB", "about": "AA"} | public],
        shocks=[
            {
                "dyad": "AA-BB",
                "date": "2001-01",
                "type": "political",
                "severity": SHOCK,
                "factor_a": 1.0,
                "factor_b": 1.0,
                "crisis": "AA-BB 2001-01",
            }
        ],
    )


def linear(**parameters: float) -> Scenario:
    return changed(
        scenario(
            engine="reduced_form",
            end="2008-06",
            parameters=SETTINGS | parameters,
            mechanisms=dict.fromkeys(OFF, False),
            crises={"follow_months": MONTHS},
        )
    )


def losses(given: Scenario, replicates: int = REPLICATES) -> tuple[dict[bool, FloatArray], dict[str, float]]:
    """Return the gaps by arm (months), mean over replicates, and where the arm with ties stood before the shock."""
    design = plan(prepare(given, tables()))
    gaps: dict[bool, list[FloatArray]] = {True: [], False: []}
    stood: list[tuple[float, float]] = []
    for number in range(replicates):
        found = simulate(design, number)
        for row, arm in enumerate(design.arms):
            if arm.political_shocks:
                gaps[arm.tie_pathways].append(gap_of(found, row, 0)[:, 0])
                if arm.tie_pathways:
                    last = found.dyads[row, BEFORE - 1, 0]
                    stood.append((float(last[DyadMeasure.RELATIONS]), float(last[DyadMeasure.MOOD_A])))
    relations, mood = np.mean(stood, axis=0)
    return {arm: np.mean(each, axis=0) for arm, each in gaps.items()}, {"relations": relations, "mood": mood}


def loop_gain(theta: float, relations: float, mood: float) -> float:
    """Return x, from parameters alone, at the point where the arm with ties stands.

    A planned event takes place with chance s^2, s = logistic(consent); activity A = s^2 per tie. Consent moves by PULL
    times relations, so dA/dR = 2 s^2 (1 - s) PULL; goodwill by theta A (1 - P). Recovery pulls mood by DELTA (P0 - P)
    (P - Pmin) / (P0 - Pmin), whose slope at P is added to what contact itself takes away.
    """
    s = 1.0 / (1.0 + math.exp(-PULL * (relations - BASE)))
    eta = 2.0 * s * s * (1.0 - s) * PULL
    decay = DELTA * ((mood + 1.0) - (MOOD - mood)) / (MOOD + 1.0) + theta * s * s
    return PHI * theta * (1.0 - mood) * eta / (KAPPA * decay)


def test_in_the_linear_limit_ties_amplify_a_shock_as_theory_says() -> None:
    """L_on / L_off = 1 / (1 - x) within 2 %, x from the parameters; a loop twice as strong follows it too."""
    for factor, least in ((1.0, 0.05), (2.0, 0.10)):
        gaps, stood = losses(linear(contact_goodwill=THETA * factor))
        x = loop_gain(THETA * factor, **stood)
        ratio = float(loss(gaps[True], MONTHS) / loss(gaps[False], MONTHS))
        assert x > least
        assert ratio == pytest.approx(1.0 / (1.0 - x), rel=0.02), (x, ratio, 1.0 / (1.0 - x))


def test_ties_that_go_on_whatever_happens_do_good_and_buffer_nothing() -> None:
    gaps, stood = losses(linear(outreach=0.0, consent_base=0.0), 2)
    assert stood["relations"] > BASE + 0.005
    assert loss(gaps[True], MONTHS) == pytest.approx(float(loss(gaps[False], MONTHS)), rel=1e-9)


def test_ties_that_reach_out_in_bad_times_buffer() -> None:
    gaps, _ = losses(linear(outreach=PULL, consent_base=PULL * BASE), 3)
    assert float(buffer_index(loss(gaps[True], MONTHS), loss(gaps[False], MONTHS))) > 0.02


def test_an_off_arm_that_also_loses_the_publics_own_backlash_finds_harm_that_ties_do_not_do() -> None:
    """The publics' anger at the shock weighs on relations with ties or without, so it belongs into both arms."""
    public = {"contact_goodwill": 0.0, "mood_loss": 1.2, "mood_reversion_fast": 0.03}
    right, _ = losses(linear(**public), 1)
    assert loss(right[True], MONTHS) == loss(right[False], MONTHS)
    wrong, _ = losses(linear(**public, mood_relations=0.0), 1)
    spurious = float(buffer_index(loss(right[True], MONTHS), loss(wrong[False], MONTHS)))
    assert spurious < -0.10
