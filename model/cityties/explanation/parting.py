"""Where two runs first part: the first month, and the tie or the cities, in which each kind of decision differs.

Both runs have the same random numbers, so what differs follows from what was set differently, and the first differences
show the way it took.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cityties.explanation.account import Explanation
from cityties.explanation.diary import Diary
from cityties.explanation.outcome import SIDES
from cityties.explanation.replay import explain, replay
from cityties.kernel.calendar import month_label
from cityties.kernel.state import Exchange, IntArray, Suspension
from cityties.setup.place_names import called
from cityties.tables.language import listing, msg, spoken, tr

VISIBLE = 0.005
"""Positions and relations differ where the second decimal of what readers see would."""


class Kind(StrEnum):
    """What two runs can part in."""

    SIGNING = msg("signing")
    DIRECTIVE = msg("order from above")
    SUSPENSION = msg("suspension")
    ENDING = msg("ending")
    EXCHANGE = msg("exchange")
    POSITION = msg("position of cities")
    RELATIONS = msg("relations")


@dataclass(frozen=True, slots=True)
class Parting:
    """The first month in which two runs differ in one kind of thing.

    ``month`` is a calendar month; ``who`` names the tie or the side that differs, ``values`` what it is in either run,
    ``more`` counts other ties or sides that differ in the same month. ``ends`` are the cities of a tie to look at, as
    NATION/City, and ``exists`` whether either run has it by then; None where there is no such tie. ``shown`` are who
    and both values in the language that is spoken, which tables do not depend on.
    """

    kind: Kind
    month: int
    who: str
    values: tuple[str, str]
    more: int = 0
    ends: tuple[str, str] | None = None
    exists: tuple[bool, bool] = (True, True)
    shown: tuple[str, str, str] = ("", "", "")


def _parting(
    kind: Kind,
    month: int,
    words: Callable[[], tuple[str, str, str]],
    more: int,
    ends: tuple[str, str] | None,
    exists: tuple[bool, bool] = (True, True),
) -> Parting:
    """Return a parting with its words, who and both values, in English for tables and as they are shown."""
    with spoken("en"):
        who, one, other = words()
    return Parting(kind, month, who, (one, other), more, ends, exists, words())


@dataclass(frozen=True)
class _Pair:
    """Two diaries over the ``n`` months from ``first`` on that both have.

    ``rows`` are the rows of the ties that both have, ``dyads`` those of the dyads with the codes ``codes``.
    """

    diaries: tuple[Diary, Diary]
    first: int
    n: int
    rows: tuple[IntArray, IntArray]
    codes: list[str]
    dyads: tuple[list[int], list[int]]

    def months(self, values: Callable[[Diary], NDArray[np.generic]]) -> list[NDArray[np.generic]]:
        """Return monthly values of both over the shared months."""
        starts = [self.first - diary.first_month for diary in self.diaries]
        return [values(diary)[start : start + self.n] for diary, start in zip(self.diaries, starts, strict=True)]

    def of_ties(self, values: Callable[[Diary], NDArray[np.generic]]) -> list[NDArray[np.generic]]:
        """Return monthly values of the shared ties (months, ties), the ties in the order of the first run."""
        return [one[:, rows] for one, rows in zip(self.months(values), self.rows, strict=True)]

    def of_dyads(self, values: Callable[[Diary], NDArray[np.generic]]) -> list[NDArray[np.generic]]:
        """Return monthly values of the shared dyads (months, dyads, ...)."""
        return [one[:, rows] for one, rows in zip(self.months(values), self.dyads, strict=True)]


def first_partings(one: Diary, other: Diary) -> list[Parting]:
    """Return the first difference of each kind between two runs, the earliest first; those that never differ are out.

    Only months, ties and pairs of nations that both runs have are looked at, and ties that one of them signs alone.
    """
    pair = _pair(one, other)
    if pair.n <= 0:
        return []
    search = (_signing, _directive, _suspension, _ending, _exchange, _position, _relations)
    found = [parting for look in search if (parting := look(pair)) is not None]
    return sorted(found, key=lambda parting: parting.month)


def _pair(one: Diary, other: Diary) -> _Pair:
    _, rows, others = np.intersect1d(one.ids, other.ids, assume_unique=True, return_indices=True)
    order = np.argsort(rows)
    first = max(one.first_month, other.first_month)
    last = min(diary.first_month + len(diary.mode) for diary in (one, other))
    codes = [code for code in one.dyads if code in other.dyads]
    dyads = [one.dyads.index(code) for code in codes], [other.dyads.index(code) for code in codes]
    return _Pair((one, other), first, last - first, (rows[order], others[order]), codes, dyads)


def _first(differs: NDArray[np.bool_]) -> tuple[int, NDArray[np.intp]] | None:
    """Return the first month with a difference and the places in it; the first axis is that of months."""
    months = np.flatnonzero(differs.any(axis=tuple(range(1, differs.ndim))))
    return (int(months[0]), np.argwhere(differs[months[0]])) if len(months) else None


def _signing(pair: _Pair) -> Parting | None:
    """The first tie that begins in one run and not, or not yet, in the other."""
    signed: list[dict[int, tuple[int, int]]] = [
        {
            int(address): (max(int(month), pair.first), row)
            for row, (address, month) in enumerate(zip(d.ids, d.signed, strict=True))
        }
        for d in pair.diaries
    ]
    never = (pair.first + pair.n, -1)
    both = {address: [side.get(address, never) for side in signed] for address in signed[0].keys() | signed[1].keys()}
    apart = {address: when for address, when in both.items() if when[0][0] != when[1][0]}
    month = min((min(when)[0] for when in apart.values()), default=never[0])
    if month >= never[0]:
        return None
    now = {address: when for address, when in apart.items() if min(when)[0] == month}
    chosen = min(now.values(), key=lambda when: min(row for _, row in when if row >= 0))
    exists = (chosen[0][0] <= month, chosen[1][0] <= month)
    has = 0 if exists[0] else 1
    ends = _ends(pair.diaries[has], chosen[has][1])

    def words() -> tuple[str, str, str]:
        """Name the tie, and say when either run signs it."""
        one, other = (_signed_text(when, month, never[0]) for when, _ in chosen)
        return _tie_text(pair, ends), one, other

    return _parting(Kind.SIGNING, month, words, len(now) - 1, ends, exists)


def _signed_text(when: int, month: int, never: int) -> str:
    if when == month:
        return tr("signed")
    return tr("no such tie") if when >= never else tr("signed in {month}").format(month=month_label(when))


def _suspension(pair: _Pair) -> Parting | None:
    codes = pair.of_ties(lambda diary: diary.suspended)
    return _of_tie(pair, Kind.SUSPENSION, (codes[0] != codes[1]) & _exists_in_both(pair), _suspended_text)


def _ending(pair: _Pair) -> Parting | None:
    codes = pair.of_ties(lambda diary: diary.leaving)
    return _of_tie(pair, Kind.ENDING, (codes[0] != codes[1]) & _exists_in_both(pair), _ended_text)


def _exchange(pair: _Pair) -> Parting | None:
    codes = pair.of_ties(lambda diary: diary.mode)
    return _of_tie(pair, Kind.EXCHANGE, (codes[0] != codes[1]) & _exists_in_both(pair), _exchange_text)


def _of_tie(pair: _Pair, kind: Kind, differs: NDArray[np.bool_], text: Callable[[Explanation], str]) -> Parting | None:
    found = _first(differs)
    if found is None:
        return None
    t, places = found
    rows = [int(side[places[0][0]]) for side in pair.rows]
    ends, month = _ends(pair.diaries[0], rows[0]), pair.first + t
    one, other = (_explained(diary, month, row) for diary, row in zip(pair.diaries, rows, strict=True))
    return _parting(kind, month, lambda: (_tie_text(pair, ends), text(one), text(other)), len(places) - 1, ends)


def _explained(diary: Diary, month: int, place: int) -> Explanation:
    decisions = replay(diary.setup, diary.given, month - diary.first_month)
    row = decisions.row_of(int(diary.a[place]), int(diary.b[place]))
    assert row is not None
    return explain(decisions, row)


def _directive(pair: _Pair) -> Parting | None:
    orders = pair.of_dyads(lambda diary: diary.directive)
    return _of_side(pair, Kind.DIRECTIVE, orders, 0.0, _order_text)


def _order_text(order: float) -> str:
    return tr("to stop official exchange") if order else tr("none")


def _position(pair: _Pair) -> Parting | None:
    return _of_side(pair, Kind.POSITION, pair.of_dyads(lambda diary: diary.position), VISIBLE, _number)


def _relations(pair: _Pair) -> Parting | None:
    return _of_side(pair, Kind.RELATIONS, pair.of_dyads(lambda diary: diary.relations), VISIBLE, _number)


def _of_side(
    pair: _Pair, kind: Kind, values: list[NDArray[np.generic]], least: float, text: Callable[[float], str]
) -> Parting | None:
    one, other = (side.astype(np.float64) for side in values)
    found = _first(np.abs(one - other) > least)
    if found is None:
        return None
    t, places = found
    place = tuple(int(axis) for axis in places[0])
    here, there = float(one[(t, *place)]), float(other[(t, *place)])
    ends = _tie_of(pair, place[0], pair.first + t)
    month, more = pair.first + t, len(places) - 1
    return _parting(kind, month, lambda: (_side_text(pair, place), text(here), text(there)), more, ends)


def _tie_of(pair: _Pair, dyad: int, month: int) -> tuple[str, str] | None:
    """Return the cities of the oldest tie of a dyad that both runs have in a month."""
    one = pair.diaries[0]
    mine = (one.dyad[pair.rows[0]] == pair.dyads[0][dyad]) & _exists_in_both(pair)[month - pair.first]
    rows = pair.rows[0][mine]
    return _ends(one, int(rows[0])) if len(rows) else None


def _exists_in_both(pair: _Pair) -> NDArray[np.bool_]:
    one, other = pair.of_ties(lambda diary: diary.exists)
    return np.asarray(np.logical_and(one, other), dtype=np.bool_)


def _ends(diary: Diary, row: int) -> tuple[str, str]:
    return diary.cities[int(diary.a[row])], diary.cities[int(diary.b[row])]


def _tie_text(pair: _Pair, ends: tuple[str, str]) -> str:
    world = pair.diaries[0].setup.tables.folder
    return listing([called(world, end) for end in ends])


def _side_text(pair: _Pair, place: tuple[int, ...]) -> str:
    """Name a pair of nations, or the cities of one side of it."""
    tables = pair.diaries[0].setup.tables
    name = dict(zip(tables.nations["nation"], tables.nations["name"], strict=True))
    row = tables.dyads.iloc[pair.dyads[0][place[0]]]
    sides = [tr(name[row["nation_a"]]), tr(name[row["nation_b"]])]
    if len(place) == 1:
        return "\N{EN DASH}".join(sides)
    return tr("cities of {nation} towards {other}").format(nation=sides[place[1]], other=sides[1 - place[1]])


def _number(value: float) -> str:
    return f"{value:+.3f}"


def _suspended_text(message: Explanation) -> str:
    if not message.suspended:
        return tr("not suspended")
    return tr("suspended by {cities}").format(cities=_named(message, message.suspended))


def _ended_text(message: Explanation) -> str:
    if not message.ended_by:
        return tr("not ended")
    return tr("ended by {cities}").format(cities=_named(message, message.ended_by))


def _exchange_text(message: Explanation) -> str:
    """Say in a few words how a tie met, and with what chances its cities would have consented."""
    if not message.planned:
        return tr("no event planned (chance {chance:.2f})").format(chance=message.plan)
    consent = listing([f"{message.ends[side].chance:.2f}" for side in SIDES])
    if message.mode == Exchange.OFFICIAL:
        return tr("met officially (consent {consent})").format(consent=consent)
    met = message.mode == Exchange.PEOPLE
    if message.suspended:
        text = tr("suspended by {cities}; people met") if met else tr("suspended by {cities}; nobody met")
        return text.format(cities=_named(message, message.suspended))
    people, nobody = (
        tr("{cities} refused; people met (consent {consent})"),
        tr("{cities} refused; nobody met (consent {consent})"),
    )
    return (people if met else nobody).format(cities=_named(message, message.refused_by), consent=consent)


def _named(message: Explanation, sides: Suspension) -> str:
    return listing([message.ends[side].called for side in SIDES if sides & (1 + side)])
