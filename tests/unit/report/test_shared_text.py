"""An event of many pairs of states is read by medians, ranges and counts."""

from typing import Any

from cityties.analysis.healing import Healing
from cityties.analysis.names import NamedCrisis
from cityties.analysis.shared_events import SharedEvent
from cityties.kernel.calendar import month_index
from cityties.report.shared_text import healing_of_event, row_of_event
from cityties.setup.event_columns import Crisis

MONTH = month_index("2022-02")
PAIRS = tuple(NamedCrisis(Crisis(f"war {i}", i, 0, 0.5, frozenset(), "War"), MONTH, [i], f"war {i}") for i in range(3))
WAR = SharedEvent("War", MONTH, PAIRS)


def row(b: float, loss: float) -> dict[str, Any]:
    """Return a row of the table of crises with a narrow interval."""
    ends = {"buffer_36": b, "buffer_36_low": b - 0.001, "buffer_36_high": b + 0.001}
    return {"has_downturn": True, "loss_36_with_ties": loss, "loss_36_without_ties": 2 * loss} | ends


def test_the_row_holds_medians_ranges_and_how_many_pairs_are_read_in_which_way() -> None:
    found = row_of_event(WAR, [row(0.2, 1.0), row(0.01, 3.0), row(-0.2, 2.0)])
    assert found["crisis"] == "War, February 2022"
    assert found["title"].startswith("3 pairs of states")
    assert found["with_ties"].striptags() == "2.00[1.00, 3.00]"
    assert found["buffer"].striptags() == "0.010[\N{MINUS SIGN}0.200, 0.200]"
    assert found["reading"] == "softened in 1, worsened in 1, neither in 1"


def test_healing_is_counted_over_pairs() -> None:
    healed, open_ = Healing(5, 0.0, 0.4, 24), Healing(None, 0.2, 0.5, 24)
    text = healing_of_event(WAR, [(healed, open_), (open_, open_), (open_, None)]).striptags()
    assert text == (
        "War, February 2022: healed by 2024-01 in 1 of 3 pairs of states; of 0.500 R of damage 0.200 R are left, "
        "without ties 0.200 R, healed in 0 (medians)."
    )
