"""An explanation in words: what happened, what each city weighed side by side, and what would have to change."""

from collections.abc import Iterator

from cityties.explanation.account import Account, End
from cityties.explanation.terms import Term
from cityties.kernel.calendar import month_label
from cityties.kernel.state import Exchange, Suspension

type Row = tuple[str, ...]

SIDES = (0, 1)
VISIBLE = 0.005
MOST_NAMED = 3


def heading(message: Account) -> str:
    """Name the two cities and the month."""
    a, b = message.ends
    return f"{a.name} and {b.name} in {month_label(message.month)}"


def outcome(message: Account) -> Iterator[str]:
    """Say what happened, one sentence a line."""
    if message.closed:
        yield "Borders were closed, so no event could be planned."
    elif not message.planned:
        yield f"No event was planned: the chance of one was {message.plan:.3f} this month.{_scarce(message)}"
        if unwilling := _names(message, message.suspended or _unwilling(message)):
            yield f"Had one been planned, {unwilling} would have refused it."
    elif message.mode == Exchange.OFFICIAL:
        yield f"An event was planned (chance {message.plan:.3f}) and held officially: both cities consented."
    else:
        people = "people met all the same" if message.mode == Exchange.PEOPLE else "people did not meet either"
        refused = f"{_names(message, message.refused_by)} refused it"
        yield f"An event was planned (chance {message.plan:.3f}); {refused}, and {people}."
    if message.suspended:
        yield f"The tie was suspended by {_names(message, message.suspended)}, in {month_label(message.since)}."
    if abs(message.elsewhere) > VISIBLE:
        yield f"The two met at the forum or in a network (exchange {message.elsewhere:g})."


def propensity_head(message: Account) -> Row:
    """Return the head of the table of terms."""
    a, b = message.ends
    return ("", a.city, "chance without it", b.city, "chance without it", "why")


def propensity_lines(message: Account) -> Iterator[Row]:
    """Return the table of terms: contributions to each end's propensity (logit), and the chance if one were nil."""
    a, b = message.ends
    for ours, theirs in zip(a.propensities, b.propensities, strict=True):
        if _counts(ours, theirs):
            cells = (_contribution(a, ours), _contribution(b, theirs))
            yield (ours.name, *(cell for pair in cells for cell in pair), _why(ours, theirs))
    yield ("propensity", f"{a.propensity:+.2f}", "", f"{b.propensity:+.2f}", "", "the sum of the above")
    yield ("consent", f"{a.chance:.2f}", "", f"{b.chance:.2f}", "", "the chance that belongs to it")
    if a.suspends is not None and b.suspends is not None:
        reason = f"the chance in the review after an incident of severity {message.severity:g}"
        yield ("suspension", f"{a.suspends:.2f}", "", f"{b.suspends:.2f}", "", reason)


def nil_terms(message: Account) -> str:
    """Name the terms that had no part in the month, or return nothing."""
    a, b = message.ends
    zero = [ours.name for ours, theirs in zip(a.propensities, b.propensities, strict=True) if not _counts(ours, theirs)]
    return f"No part this month: {', '.join(zero)}." if zero else ""


def changes(message: Account) -> Iterator[str]:
    """Say what would have to change for the two to meet officially, one sentence a line."""
    if message.closed:
        yield "Borders would have to be open."
    if message.suspended and message.thaw is not None:
        yield f"The suspension would have to end; the chance of that was {message.thaw:.3f} this month."
    elif message.suspended:
        who = _names(message, message.suspended)
        yield f"{who} would have to spare the tie in the review after this month's incident."
    for side in SIDES:
        yield from _changes_of(message.ends[side])
    if not message.planned and not message.closed:
        yield f"An event would have to be planned; {_pace(message.plan)}."


def _changes_of(end: End) -> Iterator[str]:
    against = sorted((term for term in end.propensities if term.value < -VISIBLE), key=lambda term: term.value)
    message = 0
    for term in against[:MOST_NAMED]:
        chance = end.chance_without(term)
        if chance - end.chance > VISIBLE:
            address = ", and with the same luck it would have agreed" if end.unwilling and end.draw < chance else ""
            would = f"the chance that {end.city} consents would be {chance:.2f}, not {end.chance:.2f}"
            yield f"Without {_named(term)} {would}{address}."
            message += 1
    if not message:
        yield f"Nothing weighed against it in {end.city}; the chance that it consents was {end.chance:.2f}."


def plain_text(message: Account) -> str:
    """Return the whole explanation as text for a terminal of 100 columns or a file."""
    rows = [propensity_head(message), *propensity_lines(message)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    table = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    parts = [
        heading(message),
        *outcome(message),
        "",
        "What each city weighed (contributions to its propensity, in logits):",
        *table,
        nil_terms(message),
        "",
        "What would have to change:",
        *(f"- {line}" for line in changes(message)),
    ]
    return "\n".join(parts)


def _counts(ours: Term, theirs: Term) -> bool:
    return max(abs(ours.value), abs(theirs.value)) >= VISIBLE


def _padded(row: Row, widths: list[int]) -> list[str]:
    last = len(row) - 1
    return [
        cell.ljust(width) if place in (0, last) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _contribution(end: End, term: Term) -> tuple[str, str]:
    if abs(term.value) < VISIBLE:
        return ".", ""
    return f"{term.value:+.2f}", f"{end.chance_without(term):.2f}"


def _why(ours: Term, theirs: Term) -> str:
    met = ours.met if ours.met == theirs.met else f"{ours.met} and {theirs.met}"
    return f"{ours.rule} {met}".strip()


def _named(term: Term) -> str:
    return {"mood": "the mood of its public", "anger": "the anger of its public", "habit": "its habit"}.get(
        term.name, "what own rules add" if term.name == "own rules" else f"the {term.name}"
    )


def _names(message: Account, sides: Suspension) -> str:
    named = [message.ends[side].city for side in SIDES if sides & (1 + side)]
    return " and ".join(named)


def _unwilling(message: Account) -> Suspension:
    return Suspension(sum(1 + side for side in SIDES if message.ends[side].unwilling))


def _scarce(message: Account) -> str:
    a, b = message.ends
    if a.attention is None or b.attention is None or a.attention == b.attention:
        return ""
    return f" {a.city if a.attention < b.attention else b.city} has less attention to give."


def _pace(rate: float) -> str:
    return f"at this rate one is every {1.0 / rate:.0f} months" if rate > 0.0 else "the tie got no attention at all"
