"""Where cases first part from their baselines, as the page of a comparison and the terminal show it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cityties.analysis.comparison import Comparison
from cityties.kernel.calendar import month_label
from cityties.report.numbers import MINUS
from cityties.report.skeleton import NEGATIVE
from cityties.tables.language import tr

if TYPE_CHECKING:  # to compute cases again takes the compiler, which to show them does not
    from cityties.analysis.partings import Parted


def parting_view(comparison: Comparison, parted: "Parted") -> dict[str, Any]:
    """Return where one case first parts from its baseline: rows, and the commands that explain them."""
    rows = [
        {
            "month": month_label(row.month),
            "what": tr(row.kind),
            "who": row.shown[0],
            "more": row.more,
            "values": [NEGATIVE.sub(MINUS, value) for value in row.shown[1:]],
        }
        for row in parted.rows
    ]
    names = {"name": comparison.shown_names[parted.case], "base": comparison.shown_names[parted.baseline]}
    commands = list(dict.fromkeys(command for commands in parted.commands for command in commands))
    return names | {"rows": rows, "commands": commands, "why_not": parted.why_not, "replicate": parted.replicate}


def parting_lines(comparison: Comparison, parted: "Parted", brief: bool) -> Iterator[str]:
    """Yield lines for a terminal: the earliest difference alone where many cases are shown, else all with commands."""
    name = comparison.shown_names[parted.case]
    if parted.why_not:
        yield tr("  {name}: not computed again, since {why}").format(name=name, why=parted.why_not)
    elif not parted.rows:
        none = tr("  {name}: no city and no nation decides otherwise in any month")
        several = tr("  {name}: no city and no nation decides otherwise in any month of replicates 0 to {last}")
        yield (several if parted.replicate else none).format(name=name, last=parted.replicate)
    elif brief:
        first = parted.rows[0]
        which = tr(" (replicate {n})").format(n=parted.replicate) if parted.replicate else ""
        what = f"{month_label(first.month)} {tr(first.kind)}{tr(', ')}{first.shown[0]}"
        yield f"  {what}{tr(': ')}{name}{which}"
    else:
        if parted.replicate:
            yield tr("  in replicate {n}; nobody decides otherwise in those before it").format(n=parted.replicate)
        for row in parted.rows:
            more = tr(" and {n} more").format(n=row.more) if row.more else ""
            what = f"{month_label(row.month)} {tr(row.kind)}{tr(', ')}{row.shown[0]}{more}"
            yield f"  {what}{tr(': ')}{row.shown[1]} | {row.shown[2]}"
        commands = dict.fromkeys(command for commands in parted.commands for command in commands)
        yield from (f"  {command}" for command in commands)
