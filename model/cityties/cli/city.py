"""``cityties city``: the ties of one city in runs and batches, short here and in full on a page."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cityties.analysis.cases import read_cases
from cityties.analysis.city_ties import city_named, city_ties
from cityties.cli.folders import find_folder
from cityties.cli.inventory import inventory
from cityties.cli.screen import echo, plain, print_table
from cityties.errors import CityTiesError
from cityties.report.city_page import lead, named, write_city
from cityties.setup.place_names import called_with_nation
from cityties.tables.language import msg, tr

HEAD = (msg("month"), msg("exists"), msg("strength"), msg("suspended"), msg("dormant"), msg("partner"))
RIGHT = frozenset({1, 2, 3, 4})


def show_city(name: str, runs: Sequence[str], folder: Path) -> None:
    """Print the ties of a city, write its page, and print the path of the page as the last line.

    Without runs it is the newest that is read.

    Raises:
        CityTiesError: there is no such city or run, or no tie of it was written down.
    """
    runs = runs or [_newest(folder)]
    cases = [case for run in runs for case in read_cases(find_folder(run, folder))]
    if not cases:
        raise CityTiesError(f"{', '.join(runs)}: nothing has been computed yet.")
    city = city_named(cases, name)
    table = city_ties(cases, city)
    if table.empty:
        raise CityTiesError(
            f"{city}: no tie of it was written down. A batch writes ties at the months of `record.ties_at` alone."
        )
    page = write_city(cases, city, table)
    table = named(cases, table)
    echo(lead(table, called_with_nation(cases[0].world_folder, city)))
    for label, rows in table.groupby("label", sort=False):
        if table["label"].nunique() > 1:
            echo(plain(label), strong=True)
        shown = [
            (
                row["month"],
                f"{row['existing']:.0%}",
                f"{row['strength']:.2f}",
                f"{row['suspended']:.0%}",
                f"{row['dormant']:.0%}",
                row["partner"],
            )
            for row in rows.to_dict("records")
        ]
        print_table([tr(name) for name in HEAD], shown, RIGHT)
    sys.stdout.write(f"{page}\n")


def _newest(folder: Path) -> str:
    """Return the name of the newest run or batch, and report which it is."""
    found = next((one.path.name for one in inventory(folder) if one.kind in ("run", "batch") and one.done), None)
    if found is None:
        raise CityTiesError(f"{folder}: no run or batch yet; `cityties run historical` makes one.")
    sys.stderr.write(tr("{name}: the newest result; --run takes another.").format(name=found) + "\n")
    return found
