"""Checks of the recorded series: every value belongs to a declared series and lies on the scale of its link."""

from collections.abc import Iterator, Mapping
from typing import Any

from cityties.tables.faults import Fault
from cityties.tables.reader import Rows, nearest

World = Mapping[str, Rows]
Record = dict[str, Any]

BOUNDS = {"logit": (0.0, 1.0), "log": (0.0, float("inf")), "linear": (float("-inf"), float("inf"))}
"""Where a value must lie, ends left out, so that its link is finite."""


def check_series(world: World) -> Iterator[Fault]:
    """Find series that name a poll that there is not, or take shares of friendly answers for something else."""
    rows, polls = world["series"], set(world["polls"].cells["poll"])
    for line, row in rows.records():
        if not row["poll"]:
            continue
        if row["poll"] not in polls:
            hint = nearest(row["poll"], polls) or f" Known: {', '.join(sorted(polls)[:12])}."
            yield Fault(rows.path, line, f"poll '{row['poll']}' is no poll of polls.csv.{hint}")
        if (row["observes"], row["link"], row["high_means"]) != ("public", "logit", "good"):
            what = f"'{row['series']}' takes shares of friendly answers from polls.csv. "
            yield Fault(rows.path, line, what + "Write observes public, link logit, high_means good.")


def check_series_values(world: World) -> Iterator[Fault]:
    """Find values of no series, off the scale of its link, or of sides that do not fit what it observes."""
    declared = {row["series"]: row for _, row in world["series"].records()}
    sides = {row["dyad"]: {row["nation_a"], row["nation_b"]} for _, row in world["dyads"].records()}
    rows = world["series_values"]
    for line, row in rows.records():
        series = declared.get(row["series"])
        if series is None:
            hint = nearest(row["series"], declared) or f" Known: {', '.join(sorted(declared)[:12])}."
            yield Fault(rows.path, line, f"series '{row['series']}' is no series of series.csv.{hint}")
            continue
        if row["dyad"] in sides:
            yield from _wrong_sides(rows, line, row, series["observes"], sides[row["dyad"]])
        low, high = BOUNDS[series["link"]]
        if not low < row["value"] < high:
            scale = "above 0" if series["link"] == "log" else "between 0 and 1, both left out"
            what = f"value {row['value']:g} of '{row['series']}' has no {series['link']}. Give one {scale}."
            yield Fault(rows.path, line, what)


def _wrong_sides(rows: Rows, line: int, row: Record, observes: str, sides: set[str]) -> Iterator[Fault]:
    """A public and people have two sides, those of the dyad; relations have none."""
    given = [row["of"], row["about"]]
    if observes == "relations":
        if any(given):
            what = f"'{row['series']}' observes relations, which have no sides. Leave of and about empty."
            yield Fault(rows.path, line, what)
    elif set(given) != sides:
        both = " and ".join(sorted(sides))
        yield Fault(rows.path, line, f"of and about must name the two states of {row['dyad']}, {both}.")
