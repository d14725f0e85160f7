"""The sentence on healing: whether and when a dispute heals with ties, and whether it would sooner without."""

from markupsafe import Markup

from cityties.analysis.healing import Healing
from cityties.kernel.calendar import month_label
from cityties.report.numbers import number
from cityties.tables.language import tr


def healing_answer(label: str, month: int, with_ties: Healing, without: Healing | None) -> Markup:
    """Say whether and when a crisis that began in a month heals, and whether it would sooner without ties."""
    until = month_label(month + with_ties.months - 1)
    if with_ties.after is None:
        text = tr("<strong>{} does not heal by {}</strong>: of {} R of damage {} R are left with ties{}.")
        return Markup(text).format(
            label, until, number(with_ties.greatest, 3), number(with_ties.left, 3), _unhealed(month, without)
        )
    text = tr(
        "<strong>{} heals by {}</strong>: nine tenths of the damage are gone for good after {} months with ties{}; in "
        "{} {} R of {} R are left."
    )
    ends = number(with_ties.left, 3), number(with_ties.greatest, 3)
    healed = month_label(month + with_ties.after)
    return Markup(text).format(label, healed, with_ties.after, _beside(with_ties, without), until, *ends)


def _unhealed(month: int, without: Healing | None) -> Markup:
    if without is None:
        return Markup("")
    healed = (
        ""
        if without.after is None
        else tr(", healed in {month_label}").format(month_label=month_label(month + without.after))
    )
    return Markup(tr(", {} R without{}")).format(number(without.left, 3), healed)


def _beside(with_ties: Healing, without: Healing | None) -> str:
    if without is None:
        return ""
    if without.after is None:
        return tr(", without them not in the months followed")
    return (
        tr(" and without") if without.after == with_ties.after else tr(", {after} without").format(after=without.after)
    )
