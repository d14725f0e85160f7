"""``cityties claims``: test the claims, print the verdicts, write the page."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from cityties.claims.attribution import Attribution, compute_attribution, effort_of, open_attribution
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.maps import FEW_REPLICATES, MANY_REPLICATES, Maps, MapSize, open_maps
from cityties.claims.reading import ClaimSet, read_claims
from cityties.claims.session import Session, compute, open_session, replicates_to_do, size_of
from cityties.claims.summary import ClaimTables, sum_up, write_tables
from cityties.claims.table import main_rows, rest_rows
from cityties.claims.worlds import SAMPLE_NAMES
from cityties.cli.mending import mended
from cityties.cli.progress import with_bar
from cityties.cli.screen import columns, echo, say, width
from cityties.experiment.batch import compute_on_threads
from cityties.report.claims_page import QUICK, write_claims
from cityties.scenario.places import runs_folder, scenario_file

HEAD = ("claim", "verdict", "for/none/against", "rest at default", "median", "draws")
WIDE = 130


@dataclass(frozen=True)
class ClaimsRequest:
    """What the command line asks for."""

    full: bool = False
    draws: int | None = None
    workers: int | None = None
    out: Path | None = None
    quiet: bool = False


def list_estimands() -> None:
    """Print what a claim can be tested by."""
    for name, estimand in ESTIMANDS.items():
        sys.stdout.write(f"{name}: {estimand.meaning}{' (compares two worlds)' if estimand.compares else ''}\n")


def run_claims(file: Path, asked: ClaimsRequest) -> None:
    """Compute what is missing, print the table of verdicts, write tables, figures and page."""
    console = Console(stderr=True, quiet=asked.quiet)
    session, results, page = tested(file, asked, console)
    print_verdicts(session.claim_set, results.verdicts, session.is_quick)
    for line in plain_words(results):
        echo(line)
    say(console, f"Open {page} in a browser.")
    sys.stdout.write(f"{session.folder}\n")


def tested(file: Path, asked: ClaimsRequest, console: Console) -> tuple[Session, ClaimTables, Path]:
    """Compute what is missing, write tables, figures and page; return what came of it, and the page."""
    claim_set = read_claims(scenario_file(file))
    found = _opened(claim_set, asked)
    session, maps, attribution = found
    say(console, f"Results go to {session.folder}")

    def complete() -> tuple[Session, ClaimTables, Path]:
        """Compute what is missing and sum it up."""
        _compute(found, asked.workers or os.cpu_count() or 1, console)
        with console.status("Summing up and drawing"):
            results = sum_up(session, maps, attribution)
            write_tables(session, results)
            return session, results, write_claims(session, results)

    return mended(complete, console)


def _opened(claim_set: ClaimSet, asked: ClaimsRequest) -> tuple[Session, Maps, Attribution]:
    size = size_of(claim_set, asked.full)
    if asked.draws is not None:
        size = size.with_draws(asked.draws)
    runs = runs_folder(asked.out)
    session = open_session(claim_set, size, runs)
    attribution = open_attribution(claim_set, effort_of(claim_set, asked.full), runs, session.folder / "attribution")
    maps = MapSize(size.draws, MANY_REPLICATES if asked.full else FEW_REPLICATES)
    return session, open_maps(claim_set, maps, runs), attribution


def _compute(found: tuple[Session, Maps, Attribution], workers: int, console: Console) -> None:
    """Compute what is missing, part after part, each under a bar of its own."""
    session, maps, attribution = found
    with_bar("Claims", replicates_to_do(session.batch), console, lambda notify: compute(session, workers, notify))
    for batch in maps.batches:
        title = batch.name.removeprefix("claims-").capitalize()
        with_bar(title, replicates_to_do(batch), console, partial(compute_on_threads, batch, workers))
    todo = len(attribution.missing())
    with_bar("Attribution", todo, console, lambda notify: compute_attribution(attribution, workers, notify))


def print_verdicts(claim_set: ClaimSet, verdicts: pd.DataFrame, quick: bool = False) -> None:
    """Print one line a claim: the verdict, the shares behind it, and the shares of the full prior.

    On a narrow terminal the statement stands below that line. A quick table names no verdict, because more draws may
    turn it.
    """
    claims = claim_set.content.claims
    rows = [_verdict_row(name, bool(claim.not_tested), verdicts, quick) for name, claim in claims.items()]
    screen = width()
    if screen is not None and screen < WIDE:
        head, *lines = columns(HEAD, rows)
        echo(head)
        for line, claim in zip(lines, claims.values(), strict=True):
            echo(line)
            echo(f"      {claim.statement}", 6)
        return
    table = Table(title=claim_set.content.title)
    table.add_column(HEAD[0])
    table.add_column("statement", max_width=46)
    table.add_column(HEAD[1])
    for heading in HEAD[2:]:
        table.add_column(heading, justify="right")
    for (name, *cells), claim in zip(rows, claims.values(), strict=True):
        table.add_row(name, claim.statement, *cells)
    Console(file=sys.stdout, width=WIDE).print(table)


def _verdict_row(name: str, untested: bool, verdicts: pd.DataFrame, quick: bool) -> tuple[str, ...]:
    if untested:
        return (name, "not tested", "", "", "", "")
    row, rest = dict(main_rows(verdicts).loc[name]), dict(rest_rows(verdicts).loc[name])
    note = "" if row["verdict"] == row["label"] else f"\n({row['label']} before correction)"
    more = "" if row["settled"] else "\n(more draws needed)"
    return (
        name,
        QUICK if quick else f"{row['verdict']}{note}{more}",
        _shares(row),
        _shares(rest),
        f"{row['median']:.3f}",
        str(row["draws"]),
    )


def _shares(row: Mapping[str, Any]) -> str:
    return " / ".join(
        "-" if pd.isna(row[key]) else f"{100 * row[key]:.0f}" for key in ("p_supported", "p_null", "p_harm")
    )


def plain_words(results: ClaimTables) -> list[str]:
    """Return what stands beside the table: no calibration, severity, power and anecdotes, one line each."""
    lines = [
        "Shares are percentages of draws. No calibration has been made, so they show what the priors imply, not what"
        " history shows.",
    ]
    lines += [
        f"B at severity {row['mild']:g} is above B at {row['severe']:g} in {row['share']:.0%} of {row['draws']} draws,"
        f" {SAMPLE_NAMES[row['sample']]}."
        for row in results.severity_falls.to_dict("records")
    ]
    message = [
        f"in {row['right'] * row['histories']:.0f} of {row['histories']} histories with B near {row['true_b']}"
        for row in results.power.to_dict("records")
        if row["histories"]
    ]
    lines.append(f"Sign of B recovered from one history: {', '.join(message)}.")
    return lines + [
        f"Anecdote, {row['anecdote']}: likelihood ratio {row['ratio']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"
        f" of draws in which ties soften to draws in which {row['elsewhere']} (near 1 it carries no evidential weight)."
        for row in results.anecdotes.to_dict("records")
    ]
