"""What happened to a tie in a month, in sentences: what was planned, who refused it, what councils decided."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cityties.kernel.state import Exchange, Suspension
from cityties.tables.language import listing, tr

if TYPE_CHECKING:
    from cityties.explanation.account import Explanation

SIDES = (0, 1)
VISIBLE = 0.005


def heading(message: "Explanation") -> str:
    """Name the two cities and the month."""
    a, b = message.ends
    return tr("{one} and {other} in {month}").format(one=a.name, other=b.name, month=message.month)


def outcome(message: "Explanation") -> Iterator[str]:
    """Report what happened, one sentence a line."""
    if message.closed and message.plan == 0.0:
        yield tr("Borders were closed, so no event could be planned.")
    elif message.closed and not message.planned:
        yield tr("Borders were closed, and no event was planned on line or by post (chance {plan:.3f}).").format(
            plan=message.plan
        )
    elif not message.planned:
        yield tr("No event was planned: the chance of one was {plan:.3f} this month.{scarce}").format(
            plan=message.plan, scarce=_scarce(message)
        )
        if unwilling := names_of(message, message.suspended or _unwilling(message)):
            yield tr("If one had been planned, {unwilling} would have refused it.").format(unwilling=unwilling)
    elif message.mode == Exchange.OFFICIAL:
        yield tr("An event was planned (chance {plan:.3f}) and held officially: both cities consented.").format(
            plan=message.plan
        )
    else:
        met = tr("An event was planned (chance {plan:.3f}); {names} refused it, and people met nevertheless.")
        not_met = tr("An event was planned (chance {plan:.3f}); {names} refused it, and people did not meet either.")
        text = met if message.mode == Exchange.PEOPLE else not_met
        yield text.format(plan=message.plan, names=names_of(message, message.refused_by))
    if message.closed and message.planned:
        yield tr("Borders were closed: what was planned was on line or by post.")
    if message.suspended:
        yield tr("The tie was suspended by {names}, in {since}.").format(
            names=names_of(message, message.suspended), since=message.since
        )
    yield from _ending(message)
    if abs(message.elsewhere) > VISIBLE:
        yield tr("The two met at the forum or in a network (exchange {elsewhere:g}).").format(
            elsewhere=message.elsewhere
        )


def _ending(message: "Explanation") -> Iterator[str]:
    """Report what the councils decided about the tie, where that was in question."""
    asked = [(end.called, end.ending) for end in message.ends if end.ending is not None]
    if not asked:
        return
    chances = listing(
        [
            tr("{city} ends it with a chance of {chance:.4f}").format(city=city, chance=ending.chance)
            for city, ending in asked
        ]
    )
    why = (
        tr("it was suspended")
        if message.suspended
        else tr("relations were {fall:.2f} below what is usual").format(fall=asked[0][1].fall)
    )
    yield tr("The councils had to decide whether to keep the tie, as {why}: {chances}.").format(
        why=why, chances=chances
    )
    if message.ended_by:
        yield tr("{names} decided to end it: from {month} on there is no tie.").format(
            names=names_of(message, message.ended_by), month=message.month + 1
        )


def names_of(message: "Explanation", sides: Suspension) -> str:
    """Return the cities on sides of a tie."""
    named = [message.ends[side].called for side in SIDES if sides & (1 + side)]
    return listing(named)


def _unwilling(message: "Explanation") -> Suspension:
    return Suspension(sum(1 + side for side in SIDES if message.ends[side].unwilling))


def _scarce(message: "Explanation") -> str:
    a, b = message.ends
    if a.attention is None or b.attention is None or a.attention == b.attention:
        return ""
    return tr(" {city} has less attention to give.").format(city=a.called if a.attention < b.attention else b.called)
