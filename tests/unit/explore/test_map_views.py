"""The map shows the ties that a run has, and a city's course over histories."""

import threading

import numpy as np
import pytest

from cityties.errors import CityTiesError
from cityties.experiment.design import plan
from cityties.experiment.replicate import simulate
from cityties.explore.answers import Answers
from cityties.explore.asked import read_asked
from cityties.explore.map_views import MOST_TIES, city_over_time, places, ties_of_month
from cityties.explore.source import read_source
from cityties.explore.tie_history import DORMANT, OPEN, SUSPENDED, TieHistory
from cityties.scenario.changes import changed
from cityties.scenario.places import scenario_file
from cityties.setup.initialization import prepare

pytestmark = pytest.mark.compiled
GO_ON = threading.Event()


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(read_source(scenario_file("toy")))


def test_ties_of_a_month_are_those_of_a_run(answers: Answers) -> None:
    source = answers.source
    design = plan(prepare(changed(source.scenario, {"public_pressure": 2.0}), source.tables))
    shot = simulate(design, 0).snapshots[0]
    (history,) = answers.engine.histories({"public_pressure": 2.0}, 1, GO_ON)
    place = history.at(shot.month)
    assert history.steps[place] == shot.month
    assert history.strength[place].tolist() == shot.ties["strength"].astype(np.float16).tolist()
    assert (history.look[place] == SUSPENDED).tolist() == (shot.ties["suspended"] != 0).tolist()
    assert history.a[place].tolist() == shot.ties["a"].tolist()


def test_ties_that_end_are_gone_from_the_map_and_rows_that_move_up_keep_their_cities(answers: Answers) -> None:
    settings = {"ending_rate": 0.5, "ending_depth": -2.0}
    design = plan(prepare(changed(answers.source.scenario, settings), answers.source.tables))
    (last, *_) = simulate(design, 0).last
    (history,) = answers.engine.histories(settings, 1, GO_ON)
    assert len(history.a[-1]) < max(map(len, history.a)), "no tie ended, so nothing is tested"
    for mine, column in ((history.a, "a"), (history.b, "b")):
        assert mine[-1].tolist() == last.ties[column].tolist()
    assert history.strength[-1].tolist() == last.ties["strength"].astype(np.float16).tolist()


def test_the_course_of_a_tie_stops_where_it_ends() -> None:
    moved = TieHistory(
        np.array([0, 1]), [np.array([0, 0]), np.array([0])], [np.array([2, 3]), np.array([3])],
        [np.array([0.5, 0.25], np.float16), np.array([0.75], np.float16)],
        [np.zeros(2, np.uint8), np.zeros(1, np.uint8)],
    )  # fmt: skip
    found = city_over_time([moved], 0, 1)
    assert [(one["partner"], one["strength"][0]) for one in found["ties"]] == [(3, 0.75)]
    assert found["courses"][0]["strength"][0] == [0.25, 0.75]


def test_counts_stand_with_an_interval_over_replicates(answers: Answers) -> None:
    found = answers.ties(read_asked({"month": "2012-12"}), {}, GO_ON)
    value, low, high = found["counts"]["ties"]
    assert low <= value <= high
    assert found["replicates"] > 1


def test_of_too_many_ties_an_even_choice_is_drawn(answers: Answers) -> None:
    n = 3 * MOST_TIES
    many = TieHistory(
        np.array([0, 1]), [np.zeros(n, np.int64)] * 2, [np.ones(n, np.int64)] * 2,
        [np.full(n, 0.5, np.float16)] * 2, [np.full(n, OPEN, np.uint8)] * 2,
    )  # fmt: skip
    computed = answers.engine.computed({}, 2, "", "", False, GO_ON)
    found = ties_of_month(many, computed, 1)
    assert found["one_in"] == 3
    assert len(found["a"]) == len(found["look"]) == MOST_TIES


def test_a_city_has_the_least_and_the_greatest_of_its_histories() -> None:
    def history(*strengths: list[float]) -> TieHistory:
        now = [np.array(one, np.float16) for one in strengths]
        looks = [np.where(one < 0.1, DORMANT, SUSPENDED).astype(np.uint8) for one in now]
        a, b = [np.zeros(len(one), np.int64) for one in now], [np.arange(2, 2 + len(one)) for one in now]
        return TieHistory(np.array([0, 1]), a, b, now, looks)

    found = city_over_time([history([0.5], [0.25, 0.5]), history([0.5], [0.75, 0.0])], 0, 1)
    assert found["ties"] == [
        {"partner": 2, "strength": [0.5, 0.25, 0.75], "exists": 2, "suspended": 2},
        {"partner": 3, "strength": [0.25, 0.0, 0.5], "exists": 2, "suspended": 1},
    ]
    assert found["courses"][1]["strength"] == [[None, 0.25], [None, 0.0], [None, 0.5]]
    assert city_over_time([history([0.5], [0.25, 0.5])], 1, 1)["ties"] == []


def test_why_has_the_terms_whose_sum_is_the_propensity(answers: Answers) -> None:
    ties = answers.ties(read_asked({"month": "2012-12"}), {}, GO_ON)
    names = places(answers.source.tables)["names"]
    pair = [names[ties["a"][0]], names[ties["b"][0]]]
    found = answers.why(read_asked({"month": "2012-12", "cities": pair}), {}, GO_ON)
    for end in found["ends"]:
        assert sum(term["value"] for term in end["terms"]) == pytest.approx(end["propensity"], abs=0.06)
    assert found["outcome"]
    with pytest.raises(CityTiesError, match="Did you mean"):
        answers.why(read_asked({"month": "2012-12", "cities": [pair[0], pair[1] + "x"]}), {}, GO_ON)
