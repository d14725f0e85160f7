"""Why two cities met, or did not, in one month: plain values of both ends, and the same in words."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cityties.explanation.outcome import SIDES, VISIBLE, heading, names_of, outcome
from cityties.explanation.terms import CUSTOM_RULES, Ending, Term, chance_of
from cityties.kernel.state import Exchange, Suspension
from cityties.tables.language import language, listing, msg, tr

type TermRow = tuple[str, ...]

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
    chinese: str = ""

    @property
    def called(self) -> str:
        """What the city is called in the language that is spoken."""
        return self.chinese if self.chinese and language() == "zh" else self.city

    @property
    def name(self) -> str:
        """The city with its nation, such as ``Qingdao (CN)``."""
        return f"{self.called} ({self.nation})"

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


def propensity_head(message: Explanation) -> TermRow:
    """Return the head of the table of terms."""
    a, b = message.ends
    return ("", a.called, tr("without"), b.called, tr("without"), tr("why"))


def propensity_lines(message: Explanation) -> Iterator[TermRow]:
    """Return the table of terms: contributions to each end's propensity (logit), and the chance if one were zero."""
    a, b = message.ends
    for ours, theirs in zip(a.propensities, b.propensities, strict=True):
        if _counts(ours, theirs):
            cells = (_contribution(a, ours), _contribution(b, theirs))
            yield (tr(ours.name), *(cell for pair in cells for cell in pair), _why(ours, theirs))
    yield (tr("propensity"), f"{a.propensity:+.2f}", "", f"{b.propensity:+.2f}", "", tr("the sum of the above"))
    yield (tr("consent"), f"{a.chance:.2f}", "", f"{b.chance:.2f}", "", tr("the chance that belongs to it"))
    if a.suspends is not None and b.suspends is not None:
        reason = tr("the chance in the review after an incident of severity {severity:g}").format(
            severity=message.severity
        )
        yield (tr("suspension"), f"{a.suspends:.2f}", "", f"{b.suspends:.2f}", "", reason)
    if a.ending is not None and b.ending is not None:
        yield (
            tr("ending"),
            f"{a.ending.chance:.4f}",
            "",
            f"{b.ending.chance:.4f}",
            "",
            _why_ending(a.ending, b.ending),
        )


WITHOUT = msg("'without': the chance to consent if a term were zero.")


def zero_terms(message: Explanation) -> str:
    """Name the terms that had no part in the month, or return nothing."""
    a, b = message.ends
    zero = [
        tr(ours.name) for ours, theirs in zip(a.propensities, b.propensities, strict=True) if not _counts(ours, theirs)
    ]
    return tr("No part this month: {names}.").format(names=tr(", ").join(zero)) if zero else ""


def changes(message: Explanation) -> Iterator[str]:
    """Report what would have to change for the two to meet officially, one sentence a line."""
    if message.closed and not message.planned:
        yield tr("Borders would have to be open.")
    if message.suspended and message.thaw is not None:
        yield tr("The suspension would have to end; the chance of that was {thaw:.3f} this month.").format(
            thaw=message.thaw
        )
    elif message.suspended:
        who = names_of(message, message.suspended)
        yield tr("{who} would have to keep the tie in the review after this month's incident.").format(who=who)
    for side in SIDES:
        yield from _changes_of(message.ends[side])
    if not message.planned and not message.closed:
        yield tr("An event would have to be planned; {pace}.").format(pace=_pace(message.plan))


def _changes_of(end: End) -> Iterator[str]:
    against = sorted((term for term in end.propensities if term.value < -VISIBLE), key=lambda term: term.value)
    n_named = 0
    for term in against[:MOST_NAMED]:
        chance = end.chance_without(term)
        if chance - end.chance > VISIBLE:
            text = tr("Without {named} the chance that {city} consents would be {chance:.2f}, not {now:.2f}.")
            if end.unwilling and end.draw < chance:
                text = tr(
                    "Without {named} the chance that {city} consents would be {chance:.2f}, not {now:.2f}, and with "
                    "the same random numbers it would have consented."
                )
            yield text.format(named=_named(term), city=end.called, chance=chance, now=end.chance)
            n_named += 1
    if not n_named:
        yield tr("No term counted against it in {city}; the chance that it consents was {chance:.2f}.").format(
            city=end.called, chance=end.chance
        )


def plain_text(message: Explanation) -> str:
    """Return the whole explanation as text for a terminal of 100 columns or a file."""
    rows = [propensity_head(message), *propensity_lines(message)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    table = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    parts = [
        heading(message),
        *outcome(message),
        "",
        tr("The propensity of each city to consent, term by term (in logits); {without}").format(without=tr(WITHOUT)),
        *table,
        zero_terms(message),
        "",
        tr("What would have to change:"),
        *(f"- {line}" for line in changes(message)),
    ]
    return "\n".join(parts)


def _counts(ours: Term, theirs: Term) -> bool:
    return max(abs(ours.value), abs(theirs.value)) >= VISIBLE


def _why_ending(a: Ending, b: Ending) -> str:
    parts = [
        f"ending_rate {a.rate:g}",
        tr("x {by_fall:.2f} for relations {fall:.2f} below what is usual").format(by_fall=a.by_fall, fall=a.fall),
    ]
    if a.by_suspension != 1.0:
        parts.append(tr("x {by_suspension:.2f} as it is suspended").format(by_suspension=a.by_suspension))
    parts.append(tr("x reluctance {one:.2f} and {other:.2f}").format(one=a.reluctance, other=b.reluctance))
    if (a.own, b.own) != (1.0, 1.0):
        parts.append(
            tr("x {one:.2f} and {other:.2f} for autonomy, size and other partners").format(one=a.own, other=b.own)
        )
    return tr(", ").join(parts)


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
    met = ours.met if ours.met == theirs.met else listing([ours.met, theirs.met])
    return f"{ours.rule} {met}".strip()


def _named(term: Term) -> str:
    return {"mood": tr("the mood of its public"), "anger": tr("the anger of its public"), "habit": tr("its habit")}.get(
        term.name,
        tr("what custom rules add") if term.name == CUSTOM_RULES else tr("the {name}").format(name=tr(term.name)),
    )


def _pace(rate: float) -> str:
    return (
        tr("at this rate one is every {n:.0f} months").format(n=1.0 / rate)
        if rate > 0.0
        else tr("the tie got no attention at all")
    )
