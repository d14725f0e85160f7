"""What holds in every world, whatever its tables, parameters and mechanisms."""

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.worlds import changed, conditions, empty_record, run, run_of, scenario, world
from builders.worlds_drawn import KEPT_NEAR, Drawn, worlds
from cityties.kernel.parameters import DECLARED
from cityties.kernel.record import DyadMeasure, Record
from cityties.kernel.schedule import months
from cityties.kernel.state import Exchange, Suspension
from cityties.setup.initialization import Setup, begin, prepare
from cityties.tables.world_tables import WorldTables

in_any_world = settings(max_examples=25, deadline=None, derandomize=True)
arms = st.booleans()

OF_TIES = [
    DyadMeasure.TIES,
    DyadMeasure.SIGNED,
    DyadMeasure.DORMANT,
    DyadMeasure.SUSPENDED,
    DyadMeasure.PLANNED,
    DyadMeasure.OFFICIAL,
    DyadMeasure.REFUSED_A,
    DyadMeasure.REFUSED_B,
    DyadMeasure.PEOPLE,
    DyadMeasure.FORUM_MEETINGS,
    DyadMeasure.NETWORK_MEETINGS,
    DyadMeasure.AID_A,
    DyadMeasure.AID_B,
    DyadMeasure.GIFT_A,
    DyadMeasure.GIFT_B,
    DyadMeasure.EXCHANGE,
    DyadMeasure.STRENGTH,
    DyadMeasure.ENDED,
]
OF_NATIONS = [measure for measure in DyadMeasure if measure not in OF_TIES]
MECHANISMS_OF_NATIONS = {
    "relations",
    "escalation",
    "publics",
    "reduced_form",
    "gate_lobbying",
    "two_clocks",
    "conciliation",
}
PARAMETERS_OF_NATIONS = {
    "lobbying_restraint",
    "nationalism_lobbying",
    "untied_weight",
    "provocation_rate",
    "provocation_severity",
    "economy_persistence",
    "economy_spread",
    "economy_relations",
    "size_unit",
    "size_floor",
    "size_cap",
    "size_exponent",
    "directive_depth",
    "directive_release",
    "approval_shut_severity",
    "approval_open_level",
}
PARAMETERS_OF_TIES = sorted(
    name
    for name, declared in DECLARED.items()
    if declared.mechanism not in MECHANISMS_OF_NATIONS and name not in PARAMETERS_OF_NATIONS | KEPT_NEAR
)
UNUSED: dict[str, dict[str, float]] = {
    "contact": {"contact_goodwill": 0.0},
    "outreach": {"outreach": 0.0},
    "directive": {"directive_depth": 2.0, "directive_release": 0.0},
    "public_pressure": {"public_pressure": 0.0},
    "aid": {"aid_rate": 0.0},
    "provocation": {"provocation_rate": 0.0},
    "lobbying": {"stake_scale": 0.0},
    "over_compliance": {"over_compliance": 0.0},
    "dormancy": {"dormancy_threshold": 0.0},
    "absorption": {"absorption": 0.0},
    "repair": {"repair": 0.0},
    "spillover": {"spillover": 0.0, "coordination_cost": 0.0},
    "learning": {"learning_seed": 0.0},
    "imitation": {"imitation": 0.0},
    "incentives": {"incentive_consent": 0.0, "incentive_formation": 0.0},
    "advantages": {
        "strategy_consent": 0.0,
        "age_consent": 0.0,
        "aid_affinity": 0.0,
        "competitiveness_affinity": 0.0,
    },
    "capitals": {"capital_consent": 0.0, "capital_obedience": 0.0},
    "urbanisation": {"urban_budget": 0.0},
    "gate_lobbying": {"gate_lobbying": 0.0},
    "economy": {"economy_spread": 0.0},
    "two_clocks": {"level_share": 0.0, "mood_loss": 0.0},
    "remote_exchange": {"remote_share": 0.0},
    "conciliation": {"conciliation_share": 0.0},
    "ending": {"ending_rate": 0.0},
}


def column(record: Record, measure: DyadMeasure) -> Any:
    return record.dyads[:, :, measure]


def same_bytes(one: Record, other: Record) -> bool:
    return one.dyads.tobytes() == other.dyads.tobytes() and one.nations.tobytes() == other.nations.tobytes()


@in_any_world
@given(drawn=worlds(), tie_pathways=arms)
def test_every_quantity_stays_within_its_bounds(drawn: Drawn, tie_pathways: bool) -> None:
    record, state = (found := run_of(*drawn, tie_pathways)).record, found.state
    strength = state.ties.strength[: state.ties.n[0]]
    assert np.isfinite(record.dyads).all()
    assert np.isfinite(record.nations).all()
    assert ((strength >= 0.0) & (strength <= 1.0)).all()
    for name in ("RELATIONS", "MOOD_A", "MOOD_B", "POSITION_A", "POSITION_B"):
        assert (abs(column(record, DyadMeasure[name])) <= 1.0).all()
    for name in ("STRENGTH", "ESCALATION_A", "ESCALATION_B"):
        assert ((column(record, DyadMeasure[name]) >= 0.0) & (column(record, DyadMeasure[name]) <= 1.0)).all()
    for name in ("ANGER_A", "ANGER_B", "DISPUTES", "EXCHANGE", "SEVERITY"):
        assert (column(record, DyadMeasure[name]) >= 0.0).all()


@in_any_world
@given(drawn=worlds(), tie_pathways=arms)
def test_the_books_of_ties_and_events_balance(drawn: Drawn, tie_pathways: bool) -> None:
    record = run_of(*drawn, tie_pathways).record
    n = {measure.name: column(record, measure) for measure in OF_TIES}
    refused = n["PLANNED"] - n["OFFICIAL"]
    assert (np.cumsum(n["SIGNED"] - n["ENDED"], axis=0) == n["TIES"]).all()
    for part in ("DORMANT", "SUSPENDED", "PLANNED", "AID_A", "AID_B", "FORUM_MEETINGS"):
        assert (n[part] <= n["TIES"]).all()
    assert (np.maximum(n["REFUSED_A"], n["REFUSED_B"]) <= refused).all()
    assert (refused <= n["REFUSED_A"] + n["REFUSED_B"]).all()
    assert (n["PEOPLE"] <= refused).all()


def first_month_together(setup: Setup, dyad: int) -> int:
    """Return the recorded month of recognition, or 0 where cities may have brought it forward."""
    return 0 if setup.rules.p.gate_lobbying != 0.0 else max(int(setup.world.dyads.recognised[dyad]), 0)


@in_any_world
@given(drawn=worlds(), tie_pathways=arms)
def test_states_that_do_not_recognise_each_other_have_no_ties_and_no_disputes(drawn: Drawn, tie_pathways: bool) -> None:
    setup = prepare(*drawn)
    record = run(setup, 0, tie_pathways).record
    for dyad in range(len(setup.world.dyads.recognised)):
        before = record.dyads[: first_month_together(setup, dyad), dyad]
        dispute = ["SEVERITY", "DISPUTES", "ANGER_A", "ANGER_B", "POSITION_A", "ESCALATION_B", "PROVOCATIONS"]
        for measure in [*OF_TIES, *(DyadMeasure[name] for name in dispute)]:
            assert not before[:, measure].any(), measure.name


@in_any_world
@given(drawn=worlds(), tie_pathways=arms)
def test_nothing_happens_on_a_tie_before_it_exists(drawn: Drawn, tie_pathways: bool) -> None:
    setup = prepare(*drawn)
    state, record, given_all = begin(setup, 0), empty_record(setup), conditions(setup, 0, tie_pathways)
    ties = state.ties
    for month in range(setup.n_months):
        months(given_all, state, record, month, month + 1)
        exist = int(ties.n[0])
        assert (ties.signed[:exist] <= month).all()
        assert (ties.signed[exist:] > month).all()
        assert not ties.strength[exist:].any()
        assert not ties.exchange[exist:].any()
        assert (ties.suspended[exist:] == Suspension.NONE).all()
        assert (ties.mode[exist:] == Exchange.NONE).all()


SHUFFLED = (
    "cities",
    "ties",
    "shocks",
    "forum",
    "publics",
    "stock_anchors",
    "network_members",
    "network_meetings",
    "incentives",
    "disasters",
)


def shuffled(tables: WorldTables, seed: int, *names: str) -> WorldTables:
    address = Random(seed)
    frames = {}
    for name in names:
        frame = getattr(tables, name)
        rows = list(range(len(frame)))
        address.shuffle(rows)
        frames[name] = frame.iloc[rows].reset_index(drop=True)
    return replace(tables, **frames)


@in_any_world
@given(drawn=worlds(), seed=st.integers(0, 2**32), tie_pathways=arms)
def test_the_order_of_rows_in_the_tables_does_not_matter(drawn: Drawn, seed: int, tie_pathways: bool) -> None:
    plan, tables = drawn
    turned = shuffled(tables, seed, *SHUFFLED)
    assert same_bytes(run_of(plan, tables, tie_pathways).record, run_of(plan, turned, tie_pathways).record)


@in_any_world
@given(drawn=worlds(), seed=st.integers(0, 2**32))
def test_without_pathways_nothing_about_ties_reaches_nations(drawn: Drawn, seed: int) -> None:
    plan, tables = drawn
    plan = changed(plan, parameters={"gate_lobbying": 0.0})
    address = Random(seed)
    others = {name: address.uniform(DECLARED[name].low, DECLARED[name].high) for name in PARAMETERS_OF_TIES}
    other_plan = changed(plan, parameters=others, ties={"history": address.choice(("replay", "endogenous", "none"))})
    one, other = (run_of(each, tables, False).record.dyads[:, :, OF_NATIONS] for each in (plan, other_plan))
    assert one.tobytes() == other.tobytes()


def floods_of(tables: WorldTables, shock: str) -> list[int]:
    """Return the first months of the disasters that go with a shock's crisis, and of nothing else."""
    crisis = tables.shocks.set_index("shock")["crisis"][shock]
    return [2**40, *tables.disasters.loc[(tables.disasters["crisis"] == crisis) & (crisis != ""), "date"].tolist()]


@in_any_world
@given(drawn=worlds(), pick=st.integers(0, 100), tie_pathways=arms)
def test_a_shock_changes_nothing_before_it_happens(drawn: Drawn, pick: int, tie_pathways: bool) -> None:
    plan, tables = drawn
    if tables.shocks.empty:
        return
    shock = str(tables.shocks["shock"].iloc[pick % len(tables.shocks)])
    change = plan.shocks.change.get(shock)
    date = tables.shocks.set_index("shock")["date"][shock] if change is None or change.date is None else change.date
    setup = prepare(plan, tables)
    with_it, spared = (run(setup, 0, tie_pathways, without).record for without in (frozenset(), frozenset({shock})))
    before = max(min(int(date), *floods_of(tables, shock)) - plan.start, 0)
    assert with_it.dyads[:before].tobytes() == spared.dyads[:before].tobytes()
    assert with_it.nations[:before].tobytes() == spared.nations[:before].tobytes()


@in_any_world
@given(drawn=worlds(), tie_pathways=arms)
def test_the_same_seed_gives_the_same_bytes_and_another_replicate_gives_others(
    drawn: Drawn, tie_pathways: bool
) -> None:
    plan, tables = drawn
    setup = prepare(changed(plan, parameters={"relations_noise": 0.02}), tables)
    first, again, other = (run(setup, replicate, tie_pathways).record for replicate in (0, 0, 1))
    assert same_bytes(first, again)
    assert not same_bytes(first, other)


def test_another_seed_gives_other_numbers() -> None:
    tables = world()
    records = [run_of(scenario(seed=seed), tables).record for seed in (1, 2, 2)]
    assert not same_bytes(records[0], records[1])
    assert same_bytes(records[1], records[2])


@in_any_world
@given(drawn=worlds(), mechanism=st.sampled_from(sorted(UNUSED)), tie_pathways=arms)
def test_switching_off_a_mechanism_that_is_not_used_changes_nothing(
    drawn: Drawn, mechanism: str, tie_pathways: bool
) -> None:
    plan, tables = drawn
    idle = changed(plan, parameters=UNUSED[mechanism], mechanisms={mechanism: True})
    off = changed(idle, mechanisms={mechanism: False})
    assert same_bytes(run_of(idle, tables, tie_pathways).record, run_of(off, tables, tie_pathways).record)


@in_any_world
@given(drawn=worlds(history="none"))
def test_the_forum_lobbying_and_budgets_are_idle_without_editions_pathways_and_ties(drawn: Drawn) -> None:
    plan, tables = drawn
    quiet = replace(tables, forum=tables.forum.iloc[:0])
    records = [
        run_of(changed(plan, mechanisms=dict.fromkeys(("forum", "lobbying", "budget_limit"), on)), quiet, False).record
        for on in (True, False)
    ]
    assert same_bytes(*records)
