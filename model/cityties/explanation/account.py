"""Why two cities met, or did not, in one month: plain values of both ends, and the same in words."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cityties.explanation.terms import CUSTOM_RULES, Ending, Term, chance_of
from cityties.kernel.state import Exchange, Suspension

type TermRow = tuple[str, ...]

SIDES = (0, 1)
VISIBLE = 0.005
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class End:
    """One end of a tie: whose it is, the terms of its propensity, and whether its consent would have failed.

    ``propensity`` is the sum of ``terms`` from left to right (logit), ``chance`` that of consent, ``draw`` the uniform
    it was held against. ``suspends`` is the chance that this side suspends the tie in a month of review, else None;
    ``attention`` its budget for a unit of attention (None without a limit), ``ending`` what its council made of the
    question whether to keep the tie (None where nothing put it).
    """

    city: str
    nation: str
    terms: tuple[Term, ...]
    propensity: float
    chance: float
    draw: float
    suspends: float | None
    attention: float | None
    ending: Ending | None = None

    @property
    def name(self) -> str:
        """The city with its nation, such as ``Qingdao (CN)``."""
        return f"{self.city} ({self.nation})"

    @property
    def unwilling(self) -> bool:
        """Whether consent fails if an event is planned and the tie is not suspended."""
        return self.draw >= self.chance

    @property
    def propensities(self) -> tuple[Term, ...]:
        """The terms at their finest, in order."""
        return tuple(part for term in self.terms for part in (term.parts or (term,)))

    def chance_without(self, term: Term) -> float:
        """Return the chance of consent if one term were zero and everything else as it was."""
        return chance_of(self.propensity - term.value)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two cities met, or did not, in one month; it prints as a text.

    ``plan`` is the chance that an event is planned and ``planned`` whether one was; ``refused_by`` adds up the sides
    that refused, ``mode`` is how the tie met. ``suspended`` holds who had suspended it once the month's reviews were
    over, ``since`` the first month of that (None if nobody had), ``thaw`` the chance that a tie suspended before was
    taken up again (None where nothing could thaw). ``elsewhere`` is the exchange had at the forum or in a network,
    ``ended_by`` which councils decided to end the tie with this month.
    """

    month: pd.Period
    dyad: str
    ends: tuple[End, End]
    strength: float
    relations: float
    severity: float
    closed: bool
    plan: float
    planned: bool
    refused_by: Suspension
    mode: Exchange
    suspended: Suspension
    since: pd.Period | None
    thaw: float | None
    elsewhere: float
    ended_by: Suspension = Suspension.NONE

    def __str__(self) -> str:
        """Report it in words, with a table of the terms of both propensities."""
        return plain_text(self)


def heading(message: Explanation) -> str:
    """Name the two cities and the month."""
    a, b = message.ends
    return f"{a.name} and {b.name} in {message.month}"


def outcome(message: Explanation) -> Iterator[str]:
    """Report what happened, one sentence a line."""
    if message.closed and message.plan == 0.0:
        yield "Borders were closed, so no event could be planned."
    elif message.closed and not message.planned:
        yield f"Borders were closed, and no event was planned on line or by post (chance {message.plan:.3f})."
    elif not message.planned:
        yield f"No event was planned: the chance of one was {message.plan:.3f} this month.{_scarce(message)}"
        if unwilling := _names(message, message.suspended or _unwilling(message)):
            yield f"If one had been planned, {unwilling} would have refused it."
    elif message.mode == Exchange.OFFICIAL:
        yield f"An event was planned (chance {message.plan:.3f}) and held officially: both cities consented."
    else:
        people = "people met nevertheless" if message.mode == Exchange.PEOPLE else "people did not meet either"
        refused = f"{_names(message, message.refused_by)} refused it"
        yield f"An event was planned (chance {message.plan:.3f}); {refused}, and {people}."
    if message.closed and message.planned:
        yield "Borders were closed: what was planned was on line or by post."
    if message.suspended:
        yield f"The tie was suspended by {_names(message, message.suspended)}, in {message.since}."
    yield from _ending(message)
    if abs(message.elsewhere) > VISIBLE:
        yield f"The two met at the forum or in a network (exchange {message.elsewhere:g})."


def _ending(message: Explanation) -> Iterator[str]:
    """Report what the councils decided about the tie, where that was in question."""
    asked = [(end.city, end.ending) for end in message.ends if end.ending is not None]
    if not asked:
        return
    chances = " and ".join(f"{city} ends it with a chance of {ending.chance:.4f}" for city, ending in asked)
    why = "it was suspended" if message.suspended else f"relations were {asked[0][1].fall:.2f} below what is usual"
    yield f"The councils had to decide whether to keep the tie, as {why}: {chances}."
    if message.ended_by:
        yield f"{_names(message, message.ended_by)} decided to end it: from {message.month + 1} on there is no tie."


def propensity_head(message: Explanation) -> TermRow:
    """Return the head of the table of terms."""
    a, b = message.ends
    return ("", a.city, "without", b.city, "without", "why")


def propensity_lines(message: Explanation) -> Iterator[TermRow]:
    """Return the table of terms: contributions to each end's propensity (logit), and the chance if one were zero."""
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
    if a.ending is not None and b.ending is not None:
        yield ("ending", f"{a.ending.chance:.4f}", "", f"{b.ending.chance:.4f}", "", _why_ending(a.ending, b.ending))


WITHOUT = "'without': the chance to consent if a term were zero."


def zero_terms(message: Explanation) -> str:
    """Name the terms that had no part in the month, or return nothing."""
    a, b = message.ends
    zero = [ours.name for ours, theirs in zip(a.propensities, b.propensities, strict=True) if not _counts(ours, theirs)]
    return f"No part this month: {', '.join(zero)}." if zero else ""


def changes(message: Explanation) -> Iterator[str]:
    """Report what would have to change for the two to meet officially, one sentence a line."""
    if message.closed and not message.planned:
        yield "Borders would have to be open."
    if message.suspended and message.thaw is not None:
        yield f"The suspension would have to end; the chance of that was {message.thaw:.3f} this month."
    elif message.suspended:
        who = _names(message, message.suspended)
        yield f"{who} would have to keep the tie in the review after this month's incident."
    for side in SIDES:
        yield from _changes_of(message.ends[side])
    if not message.planned and not message.closed:
        yield f"An event would have to be planned; {_pace(message.plan)}."


def _changes_of(end: End) -> Iterator[str]:
    against = sorted((term for term in end.propensities if term.value < -VISIBLE), key=lambda term: term.value)
    n_named = 0
    for term in against[:MOST_NAMED]:
        chance = end.chance_without(term)
        if chance - end.chance > VISIBLE:
            same = (
                ", and with the same random numbers it would have consented"
                if end.unwilling and end.draw < chance
                else ""
            )
            would = f"the chance that {end.city} consents would be {chance:.2f}, not {end.chance:.2f}"
            yield f"Without {_named(term)} {would}{same}."
            n_named += 1
    if not n_named:
        yield f"No term counted against it in {end.city}; the chance that it consents was {end.chance:.2f}."


def plain_text(message: Explanation) -> str:
    """Return the whole explanation as text for a terminal of 100 columns or a file."""
    rows = [propensity_head(message), *propensity_lines(message)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    table = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    parts = [
        heading(message),
        *outcome(message),
        "",
        f"The propensity of each city to consent, term by term (in logits); {WITHOUT}",
        *table,
        zero_terms(message),
        "",
        "What would have to change:",
        *(f"- {line}" for line in changes(message)),
    ]
    return "\n".join(parts)


def _counts(ours: Term, theirs: Term) -> bool:
    return max(abs(ours.value), abs(theirs.value)) >= VISIBLE


def _why_ending(a: Ending, b: Ending) -> str:
    parts = [f"ending_rate {a.rate:g}", f"x {a.by_fall:.2f} for relations {a.fall:.2f} below what is usual"]
    if a.by_suspension != 1.0:
        parts.append(f"x {a.by_suspension:.2f} as it is suspended")
    parts.append(f"x reluctance {a.reluctance:.2f} and {b.reluctance:.2f}")
    if (a.own, b.own) != (1.0, 1.0):
        parts.append(f"x {a.own:.2f} and {b.own:.2f} for autonomy, size and other partners")
    return ", ".join(parts)


def _padded(row: TermRow, widths: list[int]) -> list[str]:
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
        term.name, "what custom rules add" if term.name == CUSTOM_RULES else f"the {term.name}"
    )


def _names(message: Explanation, sides: Suspension) -> str:
    named = [message.ends[side].city for side in SIDES if sides & (1 + side)]
    return " and ".join(named)


def _unwilling(message: Explanation) -> Suspension:
    return Suspension(sum(1 + side for side in SIDES if message.ends[side].unwilling))


def _scarce(message: Explanation) -> str:
    a, b = message.ends
    if a.attention is None or b.attention is None or a.attention == b.attention:
        return ""
    return f" {a.city if a.attention < b.attention else b.city} has less attention to give."


def _pace(rate: float) -> str:
    return f"at this rate one is every {1.0 / rate:.0f} months" if rate > 0.0 else "the tie got no attention at all"
