"""``cityties city``: the ties of one city in runs and batches, short here and in full on a page."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cityties.analysis.cases import read_cases
from cityties.analysis.city_ties import city_named, city_ties
from cityties.cli.folders import find_folder
from cityties.cli.screen import columns, echo, plain
from cityties.errors import CityTiesError
from cityties.report.city_page import lead, write_city

HEAD = ("month", "exists", "strength", "suspended", "dormant", "partner")
RIGHT = frozenset({1, 2, 3, 4})


def show_city(name: str, runs: Sequence[str], folder: Path) -> None:
    """Print the ties of a city, write its page, and print the path of the page as the last line.

    Raises:
        CityTiesError: there is no such city or run, or no tie of it was written down.
    """
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
    echo(lead(table, city))
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
        for line in columns(HEAD, shown, RIGHT):
            sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{page}\n")
