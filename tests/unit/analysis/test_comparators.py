"""B against a world in which no city is heard, beside B against one without the effects of ties alone."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from builders.scenario_runs import designed
from cityties.analysis.buffering import MAIN_BUFFER
from cityties.analysis.comparators import comparator_table, moved_by_silence
from cityties.analysis.observations import Observations, observe
from cityties.experiment.design import plan_again
from cityties.experiment.outcomes import OutcomeKey
from cityties.experiment.reduction import gap_of, outcome_keys, reduce
from cityties.experiment.replicate import simulate
from cityties.report.batch_sections import batch_sections
from cityties.report.comparator_section import comparator_section, most_moved
from cityties.scenario.reader import override

N = 12
ONE_CRISIS = {"crises": {"only": ["CN-JP 2012-09"], "follow_months": 36}, "end": "2016-12", "record": {}}


def outcomes(off: float, unheard: float | None) -> Observations:
    """Return a loss of 1 with ties, of ``off`` without and of ``unheard`` without voices, all times a factor."""
    losses = {(True, "loss_36"): 1.0, (False, "loss_36"): off} | (
        {} if unheard is None else {(False, "unheard_loss_36"): unheard}
    )
    rows = [
        {"draw": 0, "replicate": r, "tie_pathways": on, "political_shocks": True, "crisis": "c", "where": "AA-BB"}
        | {"measure": measure, "value": value * (1.0 + r % 3)}
        for (on, measure), value in losses.items()
        for r in range(N)
    ]
    return observe(pd.DataFrame(rows))


def test_b_is_measured_against_both_worlds_without_ties() -> None:
    (row,) = comparator_table(outcomes(2.0, 1.25), lambda _: 0.5).to_dict("records")
    assert row["buffer"] == pytest.approx(0.5)
    assert row["buffer_unheard"] == pytest.approx(0.2)
    assert row["difference"] == pytest.approx(-0.3)
    # every pair has the same ratio, so that no random number moves either index
    assert (row["low"], row["high"]) == pytest.approx((-0.3, -0.3))
    assert row["n"] == N
    assert row["has_downturn"]


def test_there_is_no_table_where_the_second_world_was_not_computed() -> None:
    table = comparator_table(outcomes(2.0, None), lambda _: 0.5)
    assert table.empty
    assert moved_by_silence(table)[1] == 0


@pytest.mark.parametrize(("unheard", "shown"), [(1.25, True), (1.99, False)])
def test_the_page_shows_the_second_comparator_where_it_moves_b(unheard: float, shown: bool) -> None:
    table = comparator_table(outcomes(2.0, unheard), lambda _: 0.5).assign(variant=0)
    case = SimpleNamespace(variant=0, drawn=0)
    comparison: Any = SimpleNamespace(cases=[case], shown_names=["plain"], crisis_name=lambda c, d: f"{c} {d}")
    empty = pd.DataFrame({"variant": [], "epsilon": []})
    found = batch_sections({"comparators": table, "verdicts": empty, "ranking": empty, "indices": empty}, comparison)
    assert [section.slug for section in found] == ["comparators"] * shown
    if shown:
        assert found[0].rows[0][0] == "c AA-BB"  # the one case needs no name
        assert "0.20" in found[0].rows[0][2]


def unheard_loss(**settings: Any) -> tuple[float, float]:
    """Return the loss over 36 months of one replicate without ties' effects: with cities heard, and with none."""
    design = designed("historical", **ONE_CRISIS, **settings)
    values = dict(zip(outcome_keys(design), reduce(design, simulate(design, 1)).outcomes.tolist(), strict=True))
    place = False, True, "CN-JP 2012-09", "CN-JP"
    return values[OutcomeKey(*place, "loss_36")], values[OutcomeKey(*place, "unheard_loss_36")]


@pytest.mark.compiled
def test_the_second_world_is_the_first_with_the_weight_of_cities_positions_at_nought() -> None:
    heard, unheard = unheard_loss()
    silent, same = unheard_loss(parameters={"lobbying_restraint": 0.0})
    assert unheard == silent == same
    # cities without a stake have nationalism alone, which makes a dispute worse
    assert heard > unheard


@pytest.mark.compiled
def test_switching_lobbying_off_silences_no_nationalist_city() -> None:
    assert unheard_loss(mechanisms={"lobbying": False}) == unheard_loss()


@pytest.mark.compiled
def test_without_nationalism_in_lobbying_both_worlds_are_one_and_nothing_more_is_computed() -> None:
    settings: dict[str, Any] = ONE_CRISIS | {"parameters": {"nationalism_lobbying": 0.0}}
    design = designed("historical", **settings)
    found = simulate(design, 1)
    assert found.unheard is None
    values = dict(zip(outcome_keys(design), reduce(design, found).outcomes.tolist(), strict=True))
    place = False, True, "CN-JP 2012-09", "CN-JP"
    assert values[OutcomeKey(*place, "loss_36")] == values[OutcomeKey(*place, "unheard_loss_36")]
    forced = simulate(design.unheard, 1) if design.unheard is not None else None
    assert forced is not None
    row = [arm.tie_pathways for arm in design.arms].index(False)
    assert np.array_equal(gap_of(forced, 0, 0), gap_of(found, row, 0))


def test_it_can_be_left_out_and_costs_months_where_cities_speak() -> None:
    plain = designed("historical", **ONE_CRISIS)
    without = designed("historical", **ONE_CRISIS, arms={"unheard": False})
    assert without.unheard is None
    assert not [key for key in outcome_keys(without) if key.measure.startswith("unheard")]
    assert plain.months_per_replicate > without.months_per_replicate


def test_a_draw_silences_cities_with_its_own_parameters() -> None:
    design = designed("historical", **ONE_CRISIS)
    again = plan_again(
        design, override(design.setup.scenario, parameters={"anger_life": 7.0, "lobbying_restraint": 3.0})
    )
    assert again.unheard is not None
    assert again.unheard.setup.rules.p == again.setup.rules.p._replace(lobbying_restraint=0.0)
    assert (
        plan_again(designed("historical", **ONE_CRISIS, arms={"unheard": False}), again.setup.scenario).unheard is None
    )


def test_a_page_shows_the_crises_in_which_it_moves_b_most() -> None:
    moved = pd.DataFrame(
        {"crisis": [f"c{n}" for n in range(40)], "difference": [0.03 + 0.001 * (n % 20) for n in range(40)]}
    )
    shown = most_moved(moved)
    assert list(shown["crisis"]) == [f"c{n}" for n in (*range(14, 20), *range(34, 40))]
    section = comparator_section(("Crisis",), [("c", "", "", "")] * len(shown), len(moved), 50)
    assert section.note == (
        "Crises in which this moves B over 36 months by more than 0.02: 40 of 50. Shown are the 12 in "
        "which it moves most."
    )
    assert "Shown" not in comparator_section(("Crisis",), [("c", "", "", "")] * 3, 3, 50).note


def test_only_the_main_index_of_a_downturn_counts_as_moved() -> None:
    rows = [(MAIN_BUFFER, True, 0.3), (MAIN_BUFFER, False, 0.3), ("another", True, 0.3), (MAIN_BUFFER, True, 0.0)]
    table = pd.DataFrame(rows, columns=["estimand", "has_downturn", "difference"])
    moved, compared = moved_by_silence(table)
    assert (list(moved.index), compared) == ([0], 2)


def test_a_downturn_is_one_by_the_loss_without_ties() -> None:
    """Losses are 2 with ties and 4 without, on average over the replicates."""
    (above,) = comparator_table(outcomes(2.0, 1.25), lambda _: 3.0).to_dict("records")
    (below,) = comparator_table(outcomes(2.0, 1.25), lambda _: 5.0).to_dict("records")
    assert (above["has_downturn"], below["has_downturn"]) == (True, False)
