"""B against a world in which no city is heard, from a case that differs in lobbying alone."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from cityties.analysis.comparators import comparator_table, silent_case
from cityties.analysis.observations import observe
from cityties.report.batch_sections import batch_sections

N = 12


def case(off: float, lobbying: bool = True, seed: int = 1, **mechanisms: bool) -> Any:
    """Return a case with a loss of 1 with ties and of ``off`` without, both times a factor of the replicate."""
    rows = [
        {"draw": 0, "replicate": r, "tie_pathways": on, "political_shocks": True, "crisis": "c", "where": "AA-BB"}
        | {"measure": "loss_36", "value": (1.0 if on else off) * (1.0 + r % 3)}
        for on in (True, False)
        for r in range(N)
    ]
    settings = {"name": f"one {off}", "seed": seed, "mechanisms": {"lobbying": lobbying} | mechanisms}
    return SimpleNamespace(
        drawn={},
        observations=observe(pd.DataFrame(rows)),
        settings=settings,
        seed=seed,
        world_digest="w",
        least_loss=lambda crisis: 0.5,
        variant=int(not lobbying),
    )


def test_b_is_measured_against_both_worlds_without_ties() -> None:
    plain, silent = case(2.0), case(1.25, lobbying=False)
    (row,) = comparator_table(plain, [plain, silent]).to_dict("records")
    assert row["buffer"] == pytest.approx(0.5)
    assert row["buffer_unheard"] == pytest.approx(0.2)
    assert row["difference"] == pytest.approx(-0.3)
    # every pair has the same ratio, so that no random number moves either index
    assert (row["low"], row["high"]) == pytest.approx((-0.3, -0.3))
    assert row["n"] == N
    assert row["has_downturn"]


def test_only_a_case_that_differs_in_lobbying_alone_is_the_second_comparator() -> None:
    plain = case(2.0, contact=True)
    assert silent_case(plain, [plain]) is None
    for other in (case(2.0, lobbying=False, contact=False), case(2.0, lobbying=False, contact=True, seed=2)):
        assert silent_case(plain, [plain, other]) is None
        assert comparator_table(plain, [plain, other]).empty
    silent = case(2.0, lobbying=False, contact=True)
    assert silent_case(silent, [plain, silent]) is None
    assert silent_case(plain, [plain, silent]) is silent


@pytest.mark.parametrize(("off", "shown"), [(1.25, True), (1.99, False)])
def test_the_page_shows_the_second_comparator_where_it_moves_b(off: float, shown: bool) -> None:
    plain, silent = case(2.0), case(off, lobbying=False)
    table = comparator_table(plain, [plain, silent]).assign(variant=0)
    comparison: Any = SimpleNamespace(
        cases=[plain, silent], names=["plain", "silent"], crisis_name=lambda c, d: f"{c} {d}"
    )
    empty = pd.DataFrame({"variant": [], "epsilon": []})
    found = batch_sections({"comparators": table, "verdicts": empty, "ranking": empty, "indices": empty}, comparison)
    assert [section.slug for section in found] == ["comparators"] * shown
    if shown:
        assert found[0].rows[0][:2] == ("plain", "c AA-BB")
        assert "0.20" in found[0].rows[0][3]
