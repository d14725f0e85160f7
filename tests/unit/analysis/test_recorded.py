"""What was recorded of exchange stopped, beside the model's share."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cityties.analysis.recorded import NO_SAMPLE, governments_hit, kind_of, recorded_table

START = 24000
CRISES = pd.DataFrame(
    [{"crisis": "c", "dyad": "AA-BB", "suspension": 0.4, "suspension_low": 0.3, "suspension_high": 0.5}]
)


def run(records: Sequence[tuple[str, float, str]] = (), place: str = "North", ties: bool = True) -> Any:
    """Return a run of two replicates: of the two cities of North, one is hit in the first and both in the second."""
    disruptions = pd.DataFrame(records, columns=["measure", "share", "note"]).assign(
        crisis="c", dyad="AA-BB", source="S1"
    )
    rows = [
        (0, "AA/one", "AA"),
        (1, "AA/one", "AA;BB"),
        (0, "AA/two", None),
        (1, "AA/two", "BB"),
        (0, "AA/far", "AA;BB"),
        (1, "AA/far", "AA;BB"),
    ]
    held = pd.DataFrame(rows, columns=["replicate", "city_a", "suspended_by"]).assign(
        month=START + 5 + 3, dyad="AA-BB", city_b="BB/three"
    )
    cities = pd.DataFrame({"nation": "AA", "city": ["one", "two", "far"], "province": ["North", "North", "South"]})
    shocks = pd.DataFrame([{"crisis": "c", "place": place, "dyad": "AA-BB"}])
    tables = SimpleNamespace(disruptions=disruptions, shocks=shocks, cities=cities)
    crisis = SimpleNamespace(name="c", month=5)
    noted = held if ties else held.iloc[:0]
    return SimpleNamespace(
        tables=tables,
        ties_at=lambda months: noted[noted["month"].isin(months)],
        crises=[crisis],
        scenario=SimpleNamespace(start=START),
    )


def test_the_wording_of_a_record_decides_what_it_is_compared_with() -> None:
    assert kind_of("exchange events cancelled or postponed") == "events"
    assert kind_of("governments whose exchange was cut or reduced") == "governments"
    assert kind_of("of those, exchange restored by Feb 2008") == ""
    assert kind_of("arrivals 2018 -> 2019") == ""


def test_a_share_of_events_stands_beside_the_suspension_of_the_crisis() -> None:
    (row,) = recorded_table(run([("events stopped", 0.6, "")]), CRISES).to_dict("records")
    assert (row["recorded"], row["model"], row["model_low"], row["model_high"]) == (0.6, 0.4, 0.3, 0.5)
    assert row["is_sample"]


def test_known_cases_are_marked_and_records_without_a_number_or_a_counterpart_are_left_out() -> None:
    records = [("events stopped", 0.6, f"{NO_SAMPLE}: cases known"), ("events", float("nan"), ""), ("people", 0.1, "")]
    table = recorded_table(run(records), CRISES)
    assert table["is_sample"].tolist() == [False]
    assert recorded_table(run(records), CRISES.iloc[:0]).empty


def test_governments_hit_are_those_of_the_place_with_a_suspended_tie_in_the_fourth_month() -> None:
    share, low, high, n = governments_hit(run(), "c")
    assert share == pytest.approx((0.5 + 1.0) / 2)
    assert low < share < high
    assert n == 2.0


def test_places_may_be_several_provinces() -> None:
    assert governments_hit(run(place="North;South"), "c")[3] == 3.0


def test_without_a_place_or_without_ties_nothing_is_known() -> None:
    assert np.isnan(governments_hit(run(place=""), "c")).all()
    assert np.isnan(governments_hit(run(ties=False), "c")).all()
    assert np.isnan(governments_hit(run(place="Nowhere"), "c")).all()
