"""``cityties rivals``: the null models and rival worlds by name, each with the buffer index that it gives."""

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cityties.cli.neutrality import with_bar
from cityties.errors import CityTiesError
from cityties.spelling import did_you_mean
from cityties.trial.reading import HISTORY, Trial, read_claims
from cityties.trial.results import rival_table
from cityties.trial.session import QUICK, compute_on_threads, evidence, open_worlds
from cityties.trial.worlds import REST


def list_rivals(trial: Trial) -> None:
    """Print the worlds by name, those that are null models with their code."""
    for name, world in trial.content.worlds.items():
        what = world.scenario or ", ".join(f"{key}: {value}" for key, value in world.set.items())
        moved = "forum and networks in months drawn anew" if world.permute_city_events else ""
        sys.stdout.write(
            f"{name}{f' ({world.null})' if world.null else ''}: {what or moved or trial.content.scenario}\n"
        )


def run_rival(file: Path, name: str | None, draws: int | None, workers: int | None, out: Path | None) -> None:
    """Run one world beside the recorded history and print the shares of both; without a name list what there is.

    Raises:
        CityTiesError: there is no world of that name, or it has no arm without ties.
    """
    trial = read_claims(file)
    if name is None:
        list_rivals(trial)
        return
    if name not in trial.content.worlds:
        raise CityTiesError(f"no such world as '{name}'.{did_you_mean(name, trial.content.worlds)}")
    if trial.content.worlds[name].arms != "both":
        raise CityTiesError(f"'{name}' is run with ties alone, so it has no buffer index.")
    names = list(dict.fromkeys([HISTORY, name]))
    session = open_worlds(trial, names, QUICK if draws is None else QUICK.with_draws(draws), out or Path("runs"))
    console = Console(stderr=True)
    threads = workers or os.cpu_count() or 1
    total = session.replicates_to_do()
    with_bar("Replicates", total, console, lambda tell: compute_on_threads(session.batch, threads, tell))
    _show(trial, rival_table(session, evidence(session), trial.content.rule.eps[1], names).to_dict("records"))


def _show(trial: Trial, rows: list[dict[object, object]]) -> None:
    table = Table(title=f"Shares of draws at eps = {trial.content.rule.eps[1]:g}")
    for heading in ("world", "drawn", "soften / neither / harm", "median B", "B exactly 0", "draws"):
        table.add_column(heading)
    for row in rows:
        shares = " / ".join(f"{row[key]:.0%}" for key in ("buffer", "none", "harm"))
        drawn = "what decides" if row["sample"] == REST else "full prior"
        exact = "yes" if row["exactly_zero"] else "no"
        table.add_row(str(row["world"]), drawn, shares, f"{row['median']:.3f}", exact, str(row["draws"]))
    Console(file=sys.stdout, width=110).print(table)
