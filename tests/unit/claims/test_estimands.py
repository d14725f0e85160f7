"""Every statistic that a claim may name, against a case computed by hand."""

import math
from pathlib import Path
from typing import Any

import pytest

from builders.stub_evidence import StubEvidence
from cityties.claims.declared import Claim
from cityties.claims.estimands import ESTIMANDS

ON, OFF = True, False


def crisis(**measures: float | tuple[float, float]) -> dict[tuple[str, bool], list[float]]:
    """Return the measures of a crisis; a pair holds the value with ties and that without."""
    found = {}
    for name, value in measures.items():
        with_ties, without = value if isinstance(value, tuple) else (value, math.nan)
        found[name, ON], found[name, OFF] = [with_ties], [without]
    return found


def found(estimand: str, world: StubEvidence, against: StubEvidence | None = None, **claim: Any) -> float:
    asked = Claim.model_validate({"statement": "by hand", "estimand": estimand} | claim)
    values = ESTIMANDS[estimand].compute(asked, world, against or world)
    assert values.shape == (1,)
    return float(values[0])


FLAT = StubEvidence(years={"mood_a": [[0.0] * 5], "mood_b": [[0.0] * 5]})
TWO = StubEvidence(
    crises={
        "first": crisis(loss_12=(1.0, 2.0), loss_36=(3.0, 4.0), loss_60=(4.0, 4.0), depth=(0.3, 0.4)),
        "second": crisis(loss_12=(1.0, 2.0), loss_36=(2.0, 6.0), loss_60=(9.0, 6.0), depth=(0.6, 0.5)),
    },
    series={
        ("first", ON): [[0.4, 0.3, 0.2, 0.0]],  # half of 0.4 after 2 months
        ("first", OFF): [[0.4, 0.3, 0.3, 0.1]],  # after 3
        ("second", ON): [[0.2, 0.0, 0.0, 0.0]],  # after 1
        ("second", OFF): [[0.2, 0.1, 0.0, 0.0]],  # after 1
    },
)


def test_the_buffer_index_pools_losses_over_crises_and_the_months_asked_for() -> None:
    assert found("buffer", TWO) == pytest.approx(1 - 5 / 10)
    assert found("buffer", TWO, months=12) == pytest.approx(1 - 2 / 4)
    assert found("buffer", TWO, months=60) == pytest.approx(1 - 13 / 10)
    assert found("buffer", TWO, crises=["second"]) == pytest.approx(1 - 2 / 6)


def test_a_crisis_whose_loss_is_too_small_for_its_severity_does_not_count() -> None:
    tiny = StubEvidence(crises={"one": crisis(loss_36=(0.1, 0.4)), "two": crisis(loss_36=(1.0, 2.0))})
    assert found("buffer", tiny) == pytest.approx(0.5)
    assert math.isnan(found("buffer", tiny, crises=["one"]))


def test_what_ties_saved_is_reported_in_r_months_beside_the_ratio() -> None:
    assert found("saved", TWO) == pytest.approx((1.0 + 4.0) / 2)


def test_depth_and_half_life_have_buffer_indices_of_their_own() -> None:
    assert found("buffer_depth", TWO) == pytest.approx(1 - 0.9 / 0.9)
    assert found("buffer_half_life", TWO) == pytest.approx(1 - 3 / 4)


def test_the_loss_is_parted_into_that_of_the_level_and_the_rest() -> None:
    # level: 6 of 10 R-months with ties and 8 of 20 without; event part: 4 against 12
    levels = {"level_without": (-1.0, -2.0), "level_with": (-7.0, -10.0)}
    parted = StubEvidence(crises={"one": crisis(loss_36=(10.0, 20.0), **levels)})
    assert found("buffer_level", parted) == pytest.approx(1 - 6 / 8)
    assert found("buffer_event", parted) == pytest.approx(1 - 4 / 12)


def test_b_may_be_taken_against_the_loss_of_another_world_without_ties() -> None:
    silent = StubEvidence(crises={"first": crisis(loss_36=(math.nan, 5.0)), "second": crisis(loss_36=(math.nan, 3.0))})
    assert found("buffer_against", TWO, silent) == pytest.approx(1 - 5 / 8)


def test_a_part_that_is_hardly_any_of_the_loss_has_no_buffer_index() -> None:
    levels = {"level_without": (0.0, 0.0), "level_with": (-0.1, -1.9)}
    assert math.isnan(found("buffer_level", StubEvidence(crises={"one": crisis(loss_36=(10.0, 20.0), **levels)})))


def test_recovery_is_delayed_by_the_months_that_half_of_the_damage_lasts_longer_on_average_over_crises() -> None:
    def world(*half_gone: int) -> StubEvidence:
        series = {str(n): [1.0] * months + [0.4] * (10 - months) for n, months in enumerate(half_gone)}
        return StubEvidence(
            crises={name: {} for name in series}, series={(name, ON): [one] for name, one in series.items()}
        )

    assert found("recovery_delay", world(5, 2), world(2, 2)) == pytest.approx(1.5)


def test_the_level_effect_compares_worlds_without_disputes() -> None:
    world = StubEvidence(
        histories={("relations", "AA-BB", ON, False): [0.3], ("relations", "AA-BB", OFF, False): [0.25]}
    )
    other = StubEvidence(
        histories={("relations", "AA-BB", ON, False): [0.26], ("relations", "AA-BB", OFF, False): [0.25]}
    )
    assert found("level", world) == pytest.approx(0.05)
    assert found("level_difference", world, other) == pytest.approx(0.04)


def test_insulation_is_the_elasticity_of_exchange_to_relations() -> None:
    # exchange halves; relations fall from 0.6 to 0.2 on the scale from 0 to 1: ln(1/2) / ln(1/3)
    measures = crisis(
        exchange_with=5.0,
        exchange_without=10.0,
        relations_year_with=-0.6,
        relations_year_without=0.2,
        network_with=4.0,
        network_without=4.0,
        official_long_with=1.0,
        official_long_without=3.0,
        relations_with=-0.6,
        relations_without=0.2,
    )
    world = StubEvidence(crises={"one": measures})
    assert found("insulation", world) == pytest.approx(math.log(0.5) / math.log(1 / 3))
    # networks do not notice (0), meetings of two cities fall as much as relations (1)
    assert found("network_insulation", world) == pytest.approx(0.0 - 1.0)


def test_survival_suspension_and_the_people_s_channel_are_shares() -> None:
    measures = crisis(
        survival_official=0.4,
        survival_any=0.7,
        official_with=6.0,
        official_without=10.0,
        people_with=20.0,
        official_year_with=4.0,
    )
    other = crisis(survival_official=0.6, survival_any=0.9, official_with=9.0, official_without=10.0)
    world = StubEvidence(crises={"one": measures, "two": other}, parameters={"people_share": [0.2]})
    assert found("survival_official", world) == pytest.approx(0.5)
    assert found("survival_any", world) == pytest.approx(0.8)
    assert found("suspension", world) == pytest.approx(1 - 15 / 20)
    assert found(
        "suspension_difference", StubEvidence(crises={"one": measures}), StubEvidence(crises={"one": other})
    ) == pytest.approx(0.3)
    # 20 meetings of people weigh 0.2 each, beside four official ones
    assert found("people_share_of_exchange", world, crises=["one"]) == pytest.approx(4 / 8)


def test_two_worlds_differ_in_buffering_signings_and_lasting_exchange() -> None:
    one = StubEvidence(crises={"one": crisis(loss_36=(1.0, 2.0))}, histories={("signed", "AA-BB", ON, True): [30.0]})
    two = StubEvidence(crises={"one": crisis(loss_36=(1.5, 2.0))}, histories={("signed", "AA-BB", ON, True): [20.0]})
    assert found("buffer_difference", one, two) == pytest.approx(0.25)
    assert found("signed_difference", one, two) == pytest.approx(0.5)
    more, less = (StubEvidence(years={"exchange": [[9.0, 9.0, 9.0, x, x]]}) for x in (3.0, 2.0))
    assert found("lasting_exchange", more, less, years=(2023, 2024)) == pytest.approx(0.5)


def test_a_trend_is_reported_by_decade_and_as_a_mean_over_publics() -> None:
    flat, rising = [[0.0] * 5], [[0.00, 0.02, 0.04, 0.06, 0.08]]
    world, against = (
        StubEvidence(years={"mood_a": rising, "mood_b": flat}),
        StubEvidence(years={"mood_a": flat, "mood_b": flat}),
    )
    assert found("goodwill_slope", world, against) == pytest.approx(0.1)


def test_years_that_do_not_count_for_a_claim_change_nothing() -> None:
    before, after = [[5.0, 0.0, 0.0, 0.02, 0.04]], [[-5.0, 9.0, 0.0, 0.02, 0.04]]
    slopes = [
        found("goodwill_slope", StubEvidence(years={"mood_a": one, "mood_b": one}), FLAT, years=(2022, 2024))
        for one in (before, after)
    ]
    assert slopes == pytest.approx([0.2, 0.2])


def test_signings_that_follow_relations_correlate_with_them() -> None:
    relations = [[0.1, 0.4, 0.2, 0.3, 0.0]]
    follows = StubEvidence(years={"relations": relations, "ties": [[1.0, 2.0, 6.0, 8.0, 11.0]], "economy": relations})
    opposes = StubEvidence(years={"relations": relations, "ties": [[1.0, 5.0, 6.0, 9.0, 11.0]]})
    assert found("naive_correlation", follows) == pytest.approx(1.0)
    assert found("naive_correlation", opposes) == pytest.approx(-1.0)
    assert found("correlation_difference", follows, opposes) == pytest.approx(2.0)
    assert found("climate_correlation", follows) == pytest.approx(1.0)


def test_ties_spread_more_evenly_have_a_smaller_gini_coefficient() -> None:
    even = StubEvidence(histories={("gini", "AA", ON, True): [0.2], ("gini", "BB", ON, True): [0.4]})
    uneven = StubEvidence(histories={("gini", "AA", ON, True): [0.6], ("gini", "BB", ON, True): [math.nan]})
    assert found("gini_difference", even, uneven) == pytest.approx(0.3 - 0.6)


@pytest.mark.parametrize("name", [name for name, one in ESTIMANDS.items() if one.of_panel])
def test_statistics_of_single_ties_are_read_from_the_panel(name: str) -> None:
    assert found(name, StubEvidence(panel={name: [0.25]})) == 0.25


def test_no_estimand_is_left_without_a_case() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name, one in ESTIMANDS.items() if not one.of_panel and f'"{name}"' not in text] == []
