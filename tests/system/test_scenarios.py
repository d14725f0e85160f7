"""The shipped scenarios: each runs, is listed, and pushes the world the way it says."""

from pathlib import Path

import numpy as np
import pytest

from builders.paths import SCENARIOS
from builders.scenario_runs import (
    CN_JP,
    CN_KR,
    MORE,
    ONE_ARM,
    SHIPPED,
    START,
    depth,
    designed,
    histories,
    read,
    setup,
    tables,
    total,
)
from cityties.experiment.design import plan
from cityties.experiment.replicate import simulate
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.record import DyadMeasure as Dyad
from cityties.kernel.record import NationMeasure as Nation
from cityties.kernel.record import Record
from cityties.kernel.schedule import Conditions, RandomAddress, months
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import begin, prepare
from cityties.setup.world_columns import editions
from cityties.tables.world_tables import read_tables


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(SCENARIOS)))
def test_a_shipped_scenario_plans_and_runs(file: Path) -> None:
    scenario = read_scenario(file)
    world = read_tables(scenario.world_folder)
    only = scenario.crises.only if scenario.crises.only != "all" else sorted(set(world.shocks["crisis"]) - {""})
    follow = {"only": list(only)[:1], "follow_months": 6}
    design = plan(prepare(override(scenario, replicates=1, crises=follow), world))
    run = simulate(design, 0)
    assert run.dyads.shape[0] == len(design.arms)
    assert np.isfinite(run.dyads).all()
    assert np.isfinite(run.nations).all()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(SCENARIOS)))
def test_a_shipped_scenario_is_listed_with_what_it_asks(file: Path) -> None:
    manual = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    name = file.relative_to(SCENARIOS).as_posix()
    listed = f"| `{name}` |" in manual or f"| `{Path(name).parent}/` |" in manual
    assert listed, f"scenarios/README.md does not list {name}"
    assert len(read_scenario(file).question) > 60


def test_the_manual_lists_no_scenario_that_is_not_there() -> None:
    manual = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    named = {
        name
        for line in manual.splitlines()
        if line.startswith("| `") and (name := line.split("`")[1]).endswith(".yaml")
    }
    assert named == {file.name for file in SHIPPED if file.parent == SCENARIOS}


def test_without_ties_nothing_is_planned() -> None:
    assert total("no_ties", Dyad.PLANNED, "1972-01", "2026-12").sum() == 0
    assert total("no_ties", Dyad.TIES, "1972-01", "2026-12").sum() == 0


def test_without_the_forum_nobody_attends_and_ties_are_weaker() -> None:
    assert total("forum_off", Nation.FORUM_ATTENDANCE, "1972-01", "2026-12").sum() == 0
    assert total("forum_off", Dyad.STRENGTH, "2019-12", "2019-12").sum() < (
        total("historical", Dyad.STRENGTH, "2019-12", "2019-12").sum()
    )


def test_the_forum_draws_fewer_cities_where_it_is_closed_to_those_without_a_tie() -> None:
    closed, recorded, opened = (
        [total(name, Nation.FORUM_ATTENDANCE, *span).sum() for span in (("1999-01", "2004-12"), ("2005-01", "2026-12"))]
        for name in ("forum_closed_2005", "historical", "forum_open")
    )
    assert closed[0] == recorded[0] < opened[0]
    assert closed[1] < recorded[1]


def test_full_compliance_suspends_at_least_as_many_ties_in_autumn_2012() -> None:
    bound, free = (
        total(name, Dyad.SUSPENDED, "2012-09", "2012-12", MORE)[CN_JP] for name in ("full_compliance", "historical")
    )
    assert bound >= free


def lead_of_strong_ties(name: str) -> float:
    """Return, in the policy's first month, how much likelier strong ties plan an event than weak ones.

    Strong and weak are the upper and lower third by strength of the ties with an end that has other partners too. The
    months before are the same in every scenario, so the same ties are compared.
    """
    made, month = setup(name), month_index("2000-01") - START
    state = begin(made, 0)
    given = Conditions(
        made.world, plan(made).events[True], made.rules, RandomAddress(made.scenario.seed, 0, tie_pathways=True)
    )
    record = Record(np.zeros((made.n_months, 3, len(Dyad))), np.zeros((made.n_months, 3, len(Nation))))
    months(given, state, record, 0, month)
    n, partners = int(state.ties.n[0]), state.cities.partners
    many = np.maximum(partners[state.ties.a[:n]], partners[state.ties.b[:n]]) > 1
    order = np.flatnonzero(many)[np.argsort(state.ties.strength[:n][many])]
    third = len(order) // 3
    assert third >= 10
    months(given, state, record, month, month + 1)
    return float(state.ties.plan[order[-third:]].mean() / state.ties.plan[order[:third]].mean())


def test_even_budgets_take_away_the_lead_of_strong_ties() -> None:
    assert lead_of_strong_ties("quantity_over_quality") < lead_of_strong_ties("historical")


def test_spreading_attention_keeps_more_ties_awake_than_concentrating_it() -> None:
    sleeping = [
        total(name, Dyad.DORMANT, "2019-01", "2019-12").sum()
        for name in ("quantity_over_quality", "historical", "quality_over_quantity")
    ]
    assert sleeping == sorted(sleeping)
    assert sleeping[0] < sleeping[2]


def test_rewiring_changes_no_number_of_ties_signed() -> None:
    recorded, rewired = (setup(name).pairs for name in ("historical", "rewired"))
    assert recorded.groupby("dyad").size().equals(rewired.groupby("dyad").size())
    signed, ended, at_end = (
        [total(name, measure, first, "2026-12") for name in ("historical", "rewired")]
        for measure, first in ((Dyad.SIGNED, "1972-01"), (Dyad.ENDED, "1972-01"), (Dyad.TIES, "2026-12"))
    )
    # as many ties are signed, and all of them are there at the end but those that councils ended
    assert (signed[0] == signed[1]).all()
    for number in (0, 1):
        assert (signed[number] - ended[number] == at_end[number]).all()


def test_replayed_formation_is_the_recorded_history() -> None:
    for replayed, recorded in zip(histories("replay_formation"), histories("historical"), strict=True):
        assert np.array_equal(replayed, recorded)


def test_endogenous_ties_are_the_recorded_ones_until_1979_and_the_cities_own_after() -> None:
    own, recorded = histories("endogenous")[0], histories("historical")[0]
    until = month_index("1979-01") - START
    assert np.array_equal(own[:, :until, :, Dyad.TIES], recorded[:, :until, :, Dyad.TIES])
    assert not np.array_equal(own[..., Dyad.TIES], recorded[..., Dyad.TIES])


def test_placebo_quarrels_fall_into_months_without_any_other_event() -> None:
    """No other shock of the two nations lies within nine months on either side of a moved dispute."""
    scenario = read("placebo")
    shocks, moved = tables().shocks.set_index("shock"), scenario.shocks.change
    for name, change in moved.items():
        assert change.date is not None
        assert change.date != shocks.loc[name, "date"]
        beside = shocks[(shocks["dyad"] == shocks.loc[name, "dyad"]) & ~shocks.index.isin(list(moved))]
        distance = (beside["date"] - change.date).abs().min()
        assert distance >= 9, f"{name} is {distance} months from another event"


def test_a_placebo_quarrel_is_felt_in_its_new_month_only() -> None:
    dyads = histories("placebo")[0][..., CN_JP, Dyad.SEVERITY]
    assert dyads[:, month_index("2016-09") - START].min() >= 0.9
    assert dyads[:, month_index("2012-09") - START].max() < 0.5


def test_the_quarrel_of_2012_does_more_damage_than_that_of_2016_to_the_same_nations() -> None:
    assert depth("swap_dyad", "CN-KR 2016-07", CN_KR) > depth("historical", "CN-KR 2016-07", CN_KR)


def test_a_worse_dispute_does_more_damage() -> None:
    depths = [depth(f"severity/s{tenths}0", "CN-JP 2012-09", CN_JP) for tenths in ("02", "05", "09", "13")]
    assert depths == sorted(depths)


def test_woken_ties_are_awake_and_nothing_changes_before() -> None:
    woken, left = histories("wake_dormant_2020")[0], histories("historical")[0]
    month = month_index("2020-02") - START
    assert np.array_equal(woken[:, :month], left[:, :month])
    assert woken[:, month, :, Dyad.DORMANT].sum() == 0
    assert left[:, month, :, Dyad.DORMANT].sum() > 0


def test_autonomous_cities_obey_less_and_capitals_more() -> None:
    for side in ("a", "b"):
        obedience = f"obedience_{side}"
        plain = setup("historical").pairs[obedience]
        assert (setup("autonomy_high").pairs[obedience] < plain).all()
        close = setup("capital_ties").pairs[obedience]
        capital = setup("historical").world.cities.capital[setup("historical").pairs[side]] == 1
        assert (close[capital] > plain[capital]).all()
        assert close[~capital].equals(plain[~capital])


def test_an_active_centre_lifts_its_cluster_or_drains_it() -> None:
    planned = [
        total(name, Dyad.PLANNED, "2005-01", "2019-12").sum()
        for name in ("metro_siphon", "historical", "metro_spillover")
    ]
    assert planned == sorted(planned)


def test_fewer_networks_draw_fewer_cities() -> None:
    came = [
        total(name, Nation.NETWORK_ATTENDANCE, "1972-01", "2026-12").sum()
        for name in ("no_networks", "oeaed_network", "historical", "new_chinese_network")
    ]
    assert came[0] == 0
    assert came == sorted(set(came))


def test_the_new_network_changes_nothing_before_it_is_founded() -> None:
    with_it, without = histories("new_chinese_network")[0], histories("historical")[0]
    month = month_index("2016-01") - START
    assert np.array_equal(with_it[:, :month], without[:, :month])
    assert len(setup("new_chinese_network").world.networks.id) == len(setup("historical").world.networks.id) + 1


def test_only_the_meetings_of_the_yellow_sea_network_are_held() -> None:
    assert setup("oeaed_network").world.networks.meets.sum() == 6
    assert (setup("oeaed_network").world.networks.joined[0] < setup("oeaed_network").n_months).sum() == 11


def test_provocations_rise_with_the_rate_and_fall_with_training() -> None:
    """Expected over ten replicates and 27 years: about 90 at the plain rate, a quarter or five times that."""
    counted = [
        total(name, Dyad.PROVOCATIONS, "2000-01", "2026-12", MORE).sum()
        for name in ("media_training", "historical", "provocation_high")
    ]
    assert counted == sorted(set(counted))


def test_publics_alone_give_no_orders_and_orders_alone_stop_less() -> None:
    for measure in (Dyad.DIRECTIVE_A, Dyad.DIRECTIVE_B):
        assert total("public_only", measure, "1972-01", "2026-12").sum() == 0
    stopped = [total(name, Dyad.SUSPENDED, "2012-09", "2012-12")[CN_JP] for name in ("compliance_only", "historical")]
    assert stopped[0] < stopped[1]


def test_cheap_practices_spread_first() -> None:
    held = [total("learning", measure, "2026-12", "2026-12", MORE).sum() for measure in list(Nation)[2:5]]
    assert held == sorted(held, reverse=True)
    assert held[0] > held[-1]
    assert total("historical", Nation.PRACTICE_LOW, "2026-12", "2026-12").sum() == 0


def test_the_reduced_form_knows_no_open_disputes() -> None:
    assert histories("reduced_form")[0][..., Dyad.DISPUTES].max() == 0.0
    assert histories("historical")[0][..., Dyad.DISPUTES].max() > 0.5


def test_incentives_that_work_bring_signings_after_their_steps_and_not_before() -> None:
    crises = {"only": ["pandemic 2020"], "follow_months": 1}
    idle = designed("incentives_on", arms=ONE_ARM, crises=crises, record={}, mechanisms={"incentives": False})
    left = np.array([simulate(idle, number).dyads[0] for number in range(MORE)])[..., Dyad.SIGNED]
    pulled = histories("incentives_on", MORE)[0][..., Dyad.SIGNED]
    first = month_index("2011-09") - START
    assert np.array_equal(pulled[:, :first], left[:, :first])
    assert pulled[:, first:].sum() > left[:, first:].sum()


def test_lobbying_brings_recognition_forward() -> None:
    early, recorded = (histories(name)[0][..., CN_KR, Dyad.RELATIONS] for name in ("early_lobbying", "historical"))
    year = month_index("1992-01") - START
    assert (early[:, year] > 0.0).all()
    assert (recorded[:, year] == -0.5).all()


def test_aid_that_publics_notice_warms_them() -> None:
    moods = [total(name, Dyad.MOOD_A, "2020-06", "2020-06").sum() for name in ("aid_reciprocity", "historical")]
    assert moods[0] > moods[1]


def test_the_forum_goes_on_into_the_future_and_rotates() -> None:
    scenario = read("future_2026_2035")
    later = [edition for edition in editions(tables(), scenario) if edition["date"] > month_index("2025-12")]
    assert [edition["host_nation"] for edition in later] == ["JP", "KR", "CN"] * 3 + ["JP"]
    assert month_label(later[-1]["date"]) == "2035-10"
    assert len(editions(tables(), read("historical"))) == len(tables().forum)
    assert total("future_2026_2035", Nation.FORUM_ATTENDANCE, "2035-10", "2035-10").sum() > 0
