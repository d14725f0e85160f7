"""The words on an event that many pairs of states share: medians and ranges of the pairs, and how each is read."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from markupsafe import Markup

from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.healing import Healing
from cityties.analysis.shared_events import SharedEvent
from cityties.kernel.calendar import month_label
from cityties.report.numbers import missing, number
from cityties.report.readings import BUFFER, CrisisRow, Reading, readable, reading
from cityties.report.text import long_date
from cityties.tables.language import tr


def row_of_event(event: SharedEvent, rows: Sequence[CrisisRow]) -> dict[str, Any]:
    """Return the row of an event in the table of all disputes: medians over its pairs, and the range of B."""
    read = [row for row in rows if readable(row)]
    found = [reading(row, THRESHOLD) for row in read]
    counted = [
        tr("{kind} in {count}").format(kind=tr(kind), count=found.count(kind)) for kind in Reading if found.count(kind)
    ]
    return {
        "slug": "",
        "crisis": tr("{dyad}, {month}").format(dyad=event.title, month=long_date(event.month)),
        "title": tr("{n} pairs of states: medians, in brackets the least and the greatest").format(n=len(event.rows)),
        "with_ties": _middle(rows, "loss_36_with_ties", 2),
        "without_ties": _middle(rows, "loss_36_without_ties", 2),
        "buffer": _middle(read, BUFFER, 3) if read else missing(),
        "reading": tr(", ").join(counted),
    }


def _middle(rows: Sequence[CrisisRow], column: str, digits: int) -> Markup:
    values = [float(row[column]) for row in rows if column in row and row[column] == row[column]]
    if not values:
        return missing()
    ends = (number(one, digits) for one in (median(values), min(values), max(values)))
    return Markup('{}<br><span class="soft">[{}, {}]</span>').format(*ends)


def healing_of_event(event: SharedEvent, found: Sequence[tuple[Healing, Healing | None]]) -> Markup:
    """Say in how many pairs of states an event heals, with ties and without, and how much damage is left."""
    with_ties = [one for one, _ in found]
    without = [other for _, other in found if other is not None]
    n, healed = len(with_ties), sum(one.after is not None for one in with_ties)
    until = month_label(event.month + max(one.months for one in with_ties) - 1)
    greatest, left = (number(median(getattr(one, name) for one in with_ties), 3) for name in ("greatest", "left"))
    other = Markup("")
    if without:
        ends = number(median(one.left for one in without), 3), sum(one.after is not None for one in without)
        other = Markup(tr(", without ties {} R, healed in {}")).format(*ends)
    text = tr(
        "<strong>{}, {}: healed by {} in {} of {} pairs of states</strong>; "
        "of {} R of damage {} R are left{} (medians)."
    )
    return Markup(text).format(event.title, long_date(event.month), until, healed, n, greatest, left, other)
