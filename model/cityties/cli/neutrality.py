"""``cityties neutrality``: print how many draws of the prior call ties a buffer, nothing or harm, before any data."""

import os
import sys
from functools import partial
from pathlib import Path

from rich.console import Console

from cityties.claims.neutrality import ENGINES, neutrality_table, open_check
from cityties.claims.reading import read_claims
from cityties.claims.worlds import SAMPLE_NAMES
from cityties.cli.progress import with_bar
from cityties.cli.screen import echo, print_table, say
from cityties.experiment.batch import compute_here
from cityties.experiment.store import write_whole
from cityties.scenario.places import runs_folder, scenario_file

CLAIMS = "claims"
MANY = 600
HEAD = ("crisis", "buffer", "null", "harm", "median", "draws", "balanced", "engine, drawn from")


def check_neutrality(draws: int, engine: str | None, workers: int | None, out: Path | None, quiet: bool) -> None:
    """Compute what is missing of the check, print its table and write it; the last line is the folder.

    Whether the prior is balanced is reported, not enforced.
    """
    console = Console(stderr=True, quiet=quiet)
    claim_set = read_claims(scenario_file(CLAIMS))
    check = open_check(claim_set, [engine] if engine else ENGINES, draws, runs_folder(out))
    folder = check.batch.folder.path
    say(console, f"Results go to {folder}")
    total = draws * sum(variant.scenario.replicates for variant in check.batch.variants)
    threads = workers or os.cpu_count() or 1
    with_bar("Replicates", total, console, lambda report: compute_here(check.batch, threads, report))
    eps = claim_set.content.rule.eps[1]
    table = neutrality_table(check, eps)
    write_whole(folder / "tables" / "neutrality.csv", partial(table.to_csv, index=False, lineterminator="\n"))
    span = f"{check.asked.least:.0%} and {check.asked.most:.0%}"
    echo(f"Prior shares of draws at eps = {eps:g} (each should lie between {span})")
    shown = []
    for row in table.to_dict("records"):
        drawn = f"{row['engine']}, {SAMPLE_NAMES[row['sample']]}"
        parts = [f"{row[key]:.0%}" for key in ("buffer", "null", "harm")]
        verdict = "yes" if row["balanced"] else "NO"
        shown.append((row["crisis"], *parts, f"{row['median']:.3f}", str(row["draws"]), verdict, drawn))
    print_table(HEAD, shown, frozenset(range(1, 6)))
    if draws < MANY:
        console.print(f"With fewer than {MANY} draws a share can fall outside by chance.", highlight=False)
    sys.stdout.write(f"{folder}\n")
