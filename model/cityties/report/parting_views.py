"""Where cases first part from their baselines, as the page of a comparison and the terminal show it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cityties.analysis.comparison import Comparison
from cityties.kernel.calendar import month_label
from cityties.report.numbers import MINUS
from cityties.report.skeleton import NEGATIVE

if TYPE_CHECKING:  # to compute cases again takes the compiler, which to show them does not
    from cityties.analysis.partings import Parted


def parting_view(comparison: Comparison, parted: "Parted") -> dict[str, Any]:
    """Return where one case first parts from its baseline: rows, and the commands that explain them."""
    rows = [
        {
            "month": month_label(row.month),
            "what": str(row.kind),
            "who": row.who,
            "more": row.more,
            "values": [NEGATIVE.sub(MINUS, value) for value in row.values],
        }
        for row in parted.rows
    ]
    names = {"name": comparison.names[parted.case], "base": comparison.names[parted.baseline]}
    commands = list(dict.fromkeys(command for commands in parted.commands for command in commands))
    return names | {"rows": rows, "commands": commands, "why_not": parted.why_not, "replicate": parted.replicate}


def parting_lines(comparison: Comparison, parted: "Parted", brief: bool) -> Iterator[str]:
    """Yield lines for a terminal: the earliest difference alone where many cases are shown, else all with commands."""
    name = comparison.names[parted.case]
    if parted.why_not:
        yield f"  {name}: not computed again, since {parted.why_not}"
    elif not parted.rows:
        yield f"  {name}: no city and no nation decides otherwise in any month{_replicates(parted.replicate)}"
    elif brief:
        first = parted.rows[0]
        which = f" (replicate {parted.replicate})" if parted.replicate else ""
        yield f"  {month_label(first.month)} {first.kind}, {first.who}: {name}{which}"
    else:
        if parted.replicate:
            yield f"  in replicate {parted.replicate}; nobody decides otherwise in those before it"
        for row in parted.rows:
            more = f" and {row.more} more" if row.more else ""
            yield f"  {month_label(row.month)} {row.kind}, {row.who}{more}: {row.values[0]} | {row.values[1]}"
        commands = dict.fromkeys(command for commands in parted.commands for command in commands)
        yield from (f"  {command}" for command in commands)


def _replicates(last: int) -> str:
    return f" of replicates 0 to {last}" if last else ""
