"""Finding what is to be explained: a city by its name, a month of the run, and the tie of two cities."""

from cityties.errors import CityTiesError, did_you_mean
from cityties.explanation.replay import Decisions
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.state import TieState
from cityties.setup.branching import empty_record
from cityties.setup.initialization import Setup
from cityties.setup.world_columns import names_of, ordered_cities


def city_row(setup: Setup, name: str) -> int:
    """Return the row of a city called ``Qingdao`` or, where two have the name, ``CN/Qingdao``.

    Raises:
        CityTiesError: no city, or cities of several nations, have this name; says which are near.
    """
    cities = ordered_cities(setup.tables)
    full = names_of(cities)
    found = [row for row, known in enumerate(full) if name in (known, known.split("/", 1)[1])]
    if not found:
        hint = did_you_mean(name, full if "/" in name else dict.fromkeys(cities["city"]))
        raise CityTiesError(f"the world has no city '{name}'.{hint or ' cities.csv of the world lists them all.'}")
    if len(found) > 1:
        raise CityTiesError(
            f"{len(found)} cities are called '{name}': write {' or '.join(full[row] for row in found)}."
        )
    return found[0]


def month_of_run(setup: Setup, label: str) -> int:
    """Return the number of a month (YYYY-MM), counted from the first of the run.

    Raises:
        CityTiesError: it is no month, or none of the run.
    """
    start, end = setup.scenario.start, setup.scenario.end
    try:
        month = month_index(label)
    except ValueError as error:
        raise CityTiesError(f"{error}.") from None
    if not start <= month <= end:
        raise CityTiesError(f"{label} is outside the run, {month_label(start)} to {month_label(end)}.")
    return month - start


def tie_row(decisions: Decisions, one: int, other: int) -> int:
    """Return the row of the tie between two cities in the month of ``decisions``.

    Raises:
        CityTiesError: they have none; says when it is signed in this run, or whom the first city has ties with.
    """
    row = decisions.row_of(one, other)
    if row is not None:
        return row
    cities = ordered_cities(decisions.setup.tables)
    names, nations = list(cities["city"]), list(cities["nation"])
    pair, start = f"{names[one]} and {names[other]}", decisions.setup.scenario.start
    if nations[one] == nations[other]:
        raise CityTiesError(f"{pair} are cities of one nation, {nations[one]}; a tie joins cities of two.")
    later = _signed_later(decisions, {one, other})
    when = month_label(start + decisions.t)
    if later is not None:
        raise CityTiesError(
            f"{pair} have no tie in {when}; in this run theirs is signed in {month_label(start + later)}."
        )
    partners = [f"{names[city]} ({nations[city]})" for city in _partners(decisions.decided.ties, one)]
    known = (
        f" {names[one]}'s partners by then: {', '.join(partners)}." if partners else f" {names[one]} has no ties then."
    )
    raise CityTiesError(f"{pair} have no tie in this run.{known}")


def _signed_later(decisions: Decisions, pair: set[int]) -> int | None:
    """Return the month in which a tie is signed after all, found by running on to the end."""
    setup, ties = decisions.setup, decisions.after.ties
    setup.months(
        decisions.given, decisions.after, empty_record(setup.world, setup.n_months), decisions.t + 1, setup.n_months
    )
    rows = range(int(ties.n[0]))
    return next((int(ties.signed[row]) for row in rows if {int(ties.a[row]), int(ties.b[row])} == pair), None)


def _partners(ties: TieState, city: int) -> list[int]:
    n = int(ties.n[0])
    pairs = zip(ties.a[:n].tolist(), ties.b[:n].tolist(), strict=True)
    return [b if a == city else a for a, b in pairs if city in (a, b)]
