"""``cityties rivals``: the null models and rival worlds by name, each with the buffer index that it gives."""

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cityties.cli.neutrality import with_bar
from cityties.errors import CityTiesError
from cityties.spelling import did_you_mean
from cityties.trial.declared import Claim
from cityties.trial.estimands import ESTIMANDS
from cityties.trial.reading import HISTORY, Trial, read_claims
from cityties.trial.results import rival_table
from cityties.trial.session import compute_on_threads, evidence, open_worlds, replicates_to_do, size_of
from cityties.trial.table import Find, values
from cityties.trial.verdicts import label, shares
from cityties.trial.worlds import REST, SAMPLES

RIVAL = "R"


def list_rivals(trial: Trial) -> None:
    """Print the worlds by name, those that are null models with their code, and the rivals that have a test."""
    for name, world in trial.content.worlds.items():
        what = world.scenario or ", ".join(f"{key}: {value}" for key, value in world.set.items())
        moved = "forum and networks in months drawn anew" if world.permute_city_events else ""
        sys.stdout.write(
            f"{name}{f' ({world.null})' if world.null else ''}: {what or moved or trial.content.scenario}\n"
        )
    for name, claim in trial.content.claims.items():
        if name.startswith(RIVAL):
            sys.stdout.write(f"{name}: {claim.statement}{' (not tested)' if claim.not_tested else ''}\n")


def run_rival(file: Path, name: str | None, draws: int | None, workers: int | None, out: Path | None) -> None:
    """Run a world, a null model by its code or a claim by its name, and print the shares; without a name list all.

    Raises:
        CityTiesError: nothing is called that, or it has no arm without ties, or no test.
    """
    trial = read_claims(file)
    if name is None:
        list_rivals(trial)
        return
    claim = _claim_named(trial, name)
    needed = [claim.world, claim.against or claim.world] if claim else [_world_named(trial, name)]
    size = size_of(trial) if draws is None else size_of(trial).with_draws(draws)
    session = open_worlds(trial, list(dict.fromkeys([HISTORY, *needed])), size, out or Path("runs"))
    console = Console(stderr=True)
    threads = workers or os.cpu_count() or 1
    total = replicates_to_do(session.batch)
    with_bar("Replicates", total, console, lambda tell: compute_on_threads(session.batch, threads, tell))
    if claim:
        _tell(trial, name, claim, evidence(session))
    else:
        eps = trial.content.rule.eps[1]
        _show(trial, rival_table(session, evidence(session), eps, [HISTORY, *needed]).to_dict("records"))


def _claim_named(trial: Trial, name: str) -> Claim | None:
    """Return the claim of that name, if there is one and it can be tested by itself."""
    if name not in trial.content.claims:
        return None
    if name not in trial.tested:
        raise CityTiesError(f"'{name}' is not tested: {trial.content.claims[name].not_tested}.")
    claim = trial.tested[name]
    if ESTIMANDS[claim.estimand].of_panel:
        raise CityTiesError(f"'{name}' reads single ties; run `cityties claims`.")
    return claim


def _world_named(trial: Trial, name: str) -> str:
    """Return the world of that name, or that is the null model of that code."""
    worlds = trial.content.worlds
    found = next((key for key, world in worlds.items() if name in (key, world.null)), None)
    if found is None:
        known = [*worlds, *(world.null for world in worlds.values() if world.null), *trial.content.claims]
        raise CityTiesError(f"no world, null model or claim is called '{name}'.{did_you_mean(name, known)}")
    if worlds[found].arms != "both":
        raise CityTiesError(f"'{found}' is run with ties alone, so it has no buffer index.")
    return found


def _tell(trial: Trial, name: str, claim: Claim, find: Find) -> None:
    """Print the shares of one claim; its verdict among all claims is a matter of `cityties claims`."""
    sys.stdout.write(f"{claim.statement}\n{ESTIMANDS[claim.estimand].meaning}\n")
    for sample in SAMPLES:
        found = shares(values(claim, sample, find), claim.zero, trial.content.widths(claim)[1], claim.expected)
        parts = " / ".join(f"{part:.0%}" for part in (found.expected, found.inside, found.other))
        drawn = "rest as shipped" if sample == REST else "full prior"
        verdict = label(found, trial.content.rule.certainty)
        sys.stdout.write(f"{name}, {drawn}: for / none / against {parts}, median {found.median:.3f}, {verdict} alone\n")


def _show(trial: Trial, rows: list[dict[object, object]]) -> None:
    table = Table(title=f"Shares of draws at eps = {trial.content.rule.eps[1]:g}")
    for heading in ("world", "drawn", "soften / neither / harm", "median B", "B exactly 0", "draws"):
        table.add_column(heading)
    for row in rows:
        shares = " / ".join(f"{row[key]:.0%}" for key in ("buffer", "none", "harm"))
        drawn = "rest as shipped" if row["sample"] == REST else "full prior"
        exact = "yes" if row["exactly_zero"] else "no"
        table.add_row(str(row["world"]), drawn, shares, f"{row['median']:.3f}", exact, str(row["draws"]))
    Console(file=sys.stdout, width=110).print(table)
