"""Ties are written with the names of cities and the codes of the nations that suspended them."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd

from cityties.experiment.design import Design
from cityties.experiment.replicate import TieSnapshot
from cityties.experiment.unit_tables import ties
from cityties.kernel.calendar import month_index

START = month_index("2010-01")


def design() -> Design:
    dyads = pd.DataFrame({"dyad": ["AA-BB", "AA-CC"], "nation_a": ["AA", "AA"], "nation_b": ["BB", "CC"]})
    setup = SimpleNamespace(
        scenario=SimpleNamespace(start=START),
        tables=SimpleNamespace(dyads=dyads),
        rules=SimpleNamespace(p=SimpleNamespace(dormancy_threshold=0.2)),
    )
    return cast("Design", SimpleNamespace(setup=setup, city_names=["AA/Anport", "BB/Bayport", "CC/Capeport"]))


def snapshot() -> TieSnapshot:
    columns: dict[str, Any] = {
        "a": [0, 0, 0, 0],
        "b": [1, 1, 2, 2],
        "dyad": [0, 0, 1, 1],
        "signed": [-12, 0, 3, 3],
        "strength": [0.5, 0.1, 0.5, 0.5],
        "suspended": [0, 1, 2, 3],
        "suspended_since": [0, 30, 31, 32],
    }
    ended: dict[str, Any] = {
        "a": [0, 0],
        "b": [1, 2],
        "dyad": [0, 1],
        "signed": [-12, 3],
        "ended": [30, 35],
        "by": [1, 3],
        "suspended": [0, 2],
    }
    return TieSnapshot(35, *({name: np.array(values) for name, values in one.items()} for one in (columns, ended)))


def test_a_suspended_tie_names_the_nations_that_suspended_it_and_since_when() -> None:
    columns = ties(design(), [(4, snapshot())])
    assert columns["suspended_by"].to_pylist() == [None, "AA", "CC", "AA;CC"]
    assert columns["suspended_since"].to_pylist() == [None, "2012-07", "2012-08", "2012-09"]


def test_a_tie_has_its_cities_and_its_months_in_words() -> None:
    columns = ties(design(), [(4, snapshot())])
    assert columns["month"].to_pylist() == ["2012-12"] * 4
    assert columns["signed"].to_pylist() == ["2009-01", "2010-01", "2010-04", "2010-04"]
    assert columns["city_b"].to_pylist() == ["BB/Bayport", "BB/Bayport", "CC/Capeport", "CC/Capeport"]
    assert columns["dormant"].tolist() == [False, True, False, False]
    assert columns["replicate"].tolist() == [4] * 4
