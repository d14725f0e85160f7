"""Recorded values on the scales of their links."""

import numpy as np
import pytest

from builders.worlds import world
from cityties.analysis.observed_series import observed_values
from cityties.errors import TableError

PUBLIC: dict[str, object] = {
    "series": "poll",
    "title": "A poll",
    "observes": "public",
    "link": "logit",
    "high_means": "bad",
}
PUBLIC |= {"period": "month", "noise": 0.1}
EVENTS = PUBLIC | {"series": "score", "observes": "relations", "link": "linear", "high_means": "good"}
VALUE: dict[str, object] = {
    "series": "poll",
    "dyad": "AA-BB",
    "of": "AA",
    "about": "BB",
    "date": "2001-01",
    "value": 0.2,
}


def test_a_share_of_dislike_becomes_a_logit_turned_round_and_its_error_grows_by_the_slope() -> None:
    tables = world(series=[PUBLIC], series_values=[VALUE | {"standard_error": 0.016}])
    (row,) = observed_values(tables).to_dict("records")
    assert row["linked"] == pytest.approx(np.log(4.0))
    assert row["error"] == pytest.approx(0.016 / (0.2 * 0.8))
    assert (row["value"], row["noise"], row["observes"]) == (0.2, 0.1, "public")


def test_a_count_becomes_its_logarithm_and_its_error_a_share() -> None:
    counts = EVENTS | {"link": "log"}
    rows = [{"series": "score", "dyad": "AA-BB", "date": "2001-01", "value": 20.0, "standard_error": 5.0}]
    (row,) = observed_values(world(series=[counts], series_values=rows)).to_dict("records")
    assert (row["linked"], row["error"]) == pytest.approx((np.log(20.0), 0.25))


def test_polls_are_values_of_the_series_that_names_them() -> None:
    polls: list[dict[str, object]] = [
        {"of": "BB", "about": "AA", "date": "2003-10", "share_friendly": 0.5, "poll": "House", "derived": "no"},
        {"of": "BB", "about": "AA", "date": "2004-10", "poll": "House", "derived": "no"},
        {"of": "AA", "about": "BB", "date": "2003-10", "share_friendly": 0.5, "poll": "Other", "derived": "no"},
    ]
    tables = world(polls=polls, series=[PUBLIC | {"high_means": "good", "poll": "House"}])
    (row,) = observed_values(tables).to_dict("records")
    assert (row["dyad"], row["of"], row["linked"], row["error"]) == ("AA-BB", "BB", 0.0, 0.0)


def test_a_world_without_series_has_no_values() -> None:
    assert observed_values(world()).empty


WRONG = [
    (VALUE | {"series": "pol"}, "series 'pol' is no series of series.csv. Did you mean 'poll'?"),
    (VALUE | {"value": 1.0}, "value 1 of 'poll' has no logit. Give one between 0 and 1, both left out."),
    (VALUE | {"about": "AA"}, "of and about must name the two states of AA-BB, AA and BB."),
    (VALUE | {"series": "score"}, "'score' observes relations, which have no sides. Leave of and about empty."),
]


@pytest.mark.parametrize(("row", "words"), WRONG, ids=[words[:24] for _, words in WRONG])
def test_a_value_that_does_not_fit_its_series_is_refused(row: dict[str, object], words: str) -> None:
    with pytest.raises(TableError, match=r"series_values\.csv") as refused:
        world(series=[PUBLIC, EVENTS], series_values=[row])
    assert words in str(refused.value)


def test_a_series_of_a_poll_that_is_not_there_is_refused() -> None:
    with pytest.raises(TableError, match=r"series.csv:2: poll 'House' is no poll of polls.csv"):
        world(series=[PUBLIC | {"high_means": "good", "poll": "House"}])


def test_a_series_of_a_poll_observes_friendly_shares_of_a_public() -> None:
    polls = [{"of": "BB", "about": "AA", "date": "2003-10", "share_friendly": 0.5, "poll": "House", "derived": "no"}]
    with pytest.raises(TableError, match="Write observes public, link logit, high_means good"):
        world(polls=polls, series=[PUBLIC | {"poll": "House"}])
