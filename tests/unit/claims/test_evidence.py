"""Evidence gives one value a draw, and no number where there was nothing."""

import numpy as np
import pandas as pd

from builders.stub_evidence import StubEvidence
from cityties.claims.evidence import Evidence, asked_crises, sum_of
from cityties.setup.event_columns import Crisis


def test_crises_common_to_all_nations_never_count() -> None:
    world = StubEvidence(crises={"dispute": {}, "other": {}})
    world.crises["flood"] = Crisis("flood", -1, 0, 0.0, frozenset(), "flood")
    assert asked_crises(world, ()) == ["dispute", "other"]
    assert asked_crises(world, ["other", "flood", "unknown"]) == ["other"]


def test_a_sum_is_undefined_in_a_draw_in_which_one_part_is() -> None:
    total = sum_of([np.array([1.0, np.nan]), np.array([2.0, 2.0])])
    assert total[0] == 3.0
    assert np.isnan(total[1])


def test_a_draw_of_which_nothing_was_read_has_no_number_in_the_panel() -> None:
    world = StubEvidence(n=3)
    vars(world)["panel"] = pd.DataFrame({"draw": [1, 3], "statistic": ["s", "s"], "value": [0.5, 0.7]})
    found = Evidence.of_panel(world, "s")
    assert found[[0, 2]].tolist() == [0.5, 0.7]
    assert np.isnan(found[1])
