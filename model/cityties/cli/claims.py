"""``cityties claims``: test the claims, print the verdicts, write the page.

What computes, sums up and draws is imported where that begins: to find that nothing is to be done takes none of it.
"""
# ruff: noqa: PLC0415

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console

from cityties.analysis.counts import in_percent
from cityties.claims.reading import ClaimSet, read_claims
from cityties.claims.size import Size, is_quick, size_of
from cityties.claims.table import main_rows, posterior_rows, rest_rows
from cityties.claims.verdicts import QUICK
from cityties.claims.worlds import SAMPLE_NAMES
from cityties.cli.mending import mended
from cityties.cli.progress import meanwhile, with_bar
from cityties.cli.screen import columns, echo, say, say_folder, say_page
from cityties.experiment.seal import key_of, seal, sealed
from cityties.experiment.stored import stored_csv
from cityties.scenario.places import runs_folder, scenario_file
from cityties.tables.language import capital, in_words, msg, tr

if TYPE_CHECKING:
    from cityties.claims.attribution import Attribution
    from cityties.claims.maps import Maps
    from cityties.claims.session import Session
    from cityties.claims.summary import ClaimTables

NAME = "claims"
PRINTED = ("verdicts", "severity_falls", "power", "anecdotes")
"""Tables that the printed lines are made of."""
HEAD = (
    msg("claim"),
    msg("verdict"),
    msg("for/none/against"),
    msg("rest at default"),
    msg("posterior"),
    msg("median"),
    msg("draws"),
)


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
    from cityties.claims.estimands import ESTIMANDS

    for name, estimand in ESTIMANDS.items():
        sys.stdout.write(f"{name}: {estimand.meaning}{' (compares two worlds)' if estimand.compares else ''}\n")


def run_claims(file: Path, asked: ClaimsRequest) -> None:
    """Compute what is missing, print the table of verdicts, write tables, figures and page."""
    console = Console(stderr=True, quiet=asked.quiet)
    claim_set = read_claims(scenario_file(file))
    found = sealed(runs_folder(asked.out), NAME, _key(claim_set, asked))
    if found is None:
        session, results, page = tested(claim_set, asked, console)
        folder, tables = session.folder, {name: vars(results)[name] for name in PRINTED}
    else:
        folder, page = found[0].path, found[1]
        done = tr("Nothing to do: made from the same code, claims and tables, and no file has changed since.")
        say(console, done)
        tables = {name: stored_csv(folder / "tables" / f"{name}.csv") for name in PRINTED}
    print_verdicts(claim_set, tables["verdicts"], is_quick(claim_set, _size(claim_set, asked)))
    for line in plain_words(tables):
        echo(line)
    say_page(console, page)
    sys.stdout.write(f"{folder}\n")


def _key(claim_set: ClaimSet, asked: ClaimsRequest) -> str:
    """Return the hash of all that the page is made from: the file, its worlds as scenarios, how much is asked."""
    written = hashlib.sha256(claim_set.file.read_bytes()).hexdigest()
    worlds = [(claim_set.file, scenario) for scenario in claim_set.scenarios.values()]
    sample = claim_set.posterior.digest if claim_set.posterior else ""
    return key_of(NAME, f"{written} {sample} {asked.full} {asked.draws}", worlds)


def tested(claim_set: ClaimSet, asked: ClaimsRequest, console: Console) -> "tuple[Session, ClaimTables, Path]":
    """Compute what is missing, write tables, figures and page; return what came of it, and the page.

    The folder is sealed, with the folders of the maps, so that the next call finds it whole.
    """
    from cityties.claims.summary import sum_up, write_tables
    from cityties.report.claims_page import write_claims

    found = _opened(claim_set, asked)
    session, maps, attribution = found
    say_folder(console, session.folder)

    def complete() -> "tuple[ClaimTables, Path]":
        """Compute what is missing and sum it up."""
        _compute(found, asked.workers or os.cpu_count() or 1, console)
        with meanwhile(tr("Summing up and drawing"), console):
            results = sum_up(session, maps, attribution)
            write_tables(session, results)
            page = write_claims(session, results)
            seal(session.batch.folder, _key(claim_set, asked), page, [batch.folder for batch in maps.batches])
        return results, page

    return session, *mended(complete, console)


def _size(claim_set: ClaimSet, asked: ClaimsRequest) -> Size:
    size = size_of(claim_set, asked.full)
    return size if asked.draws is None else size.with_draws(asked.draws)


def _opened(claim_set: ClaimSet, asked: ClaimsRequest) -> "tuple[Session, Maps, Attribution]":
    from cityties.claims.attribution import effort_of, open_attribution
    from cityties.claims.maps import FEW_REPLICATES, MANY_REPLICATES, MapSize, open_maps
    from cityties.claims.session import open_session

    size, runs = _size(claim_set, asked), runs_folder(asked.out)
    session = open_session(claim_set, size, runs)
    attribution = open_attribution(claim_set, effort_of(claim_set, asked.full), runs, session.folder / "attribution")
    maps = MapSize(size.draws, MANY_REPLICATES if asked.full else FEW_REPLICATES)
    return session, open_maps(claim_set, maps, runs), attribution


def _compute(found: "tuple[Session, Maps, Attribution]", workers: int, console: Console) -> None:
    """Compute what is missing, part after part, each under a bar of its own."""
    from cityties.claims.attribution import compute_attribution
    from cityties.claims.session import compute, replicates_to_do
    from cityties.experiment.batch import compute_here

    session, maps, attribution = found
    with_bar(tr("Claims"), replicates_to_do(session.batch), console, lambda notify: compute(session, workers, notify))
    for batch in maps.batches:
        title = capital(in_words(batch.name.removeprefix("claims-")))
        with_bar(title, replicates_to_do(batch), console, partial(compute_here, batch, workers))
    todo = len(attribution.missing())
    with_bar(tr("Attribution"), todo, console, lambda notify: compute_attribution(attribution, workers, notify))


def print_verdicts(claim_set: ClaimSet, verdicts: pd.DataFrame, quick: bool = False) -> None:
    """Print one line a claim: the verdict, the shares behind it, and the shares of the full prior.

    The statement stands below that line. A quick table names no verdict, because more draws may turn it.
    """
    claims = claim_set.content.claims
    rows = [_verdict_row(name, bool(claim.not_tested), verdicts, quick) for name, claim in claims.items()]
    head, *lines = columns([tr(name) for name in HEAD], rows, frozenset({2, 3, 4, 5, 6}))
    echo(head, strong=True)
    for line, claim in zip(lines, claims.values(), strict=True):
        echo(line)
        echo(f"      {tr(claim.statement)}", 6)


def _verdict_row(name: str, untested: bool, verdicts: pd.DataFrame, quick: bool) -> tuple[str, ...]:
    if untested:
        return (name, tr("not tested"), "", "", "", "", "")
    row, rest = dict(main_rows(verdicts).loc[name]), dict(rest_rows(verdicts).loc[name])
    after = posterior_rows(verdicts)
    before = tr("({verdict} before correction)").format(verdict=tr(str(row["label"])))
    note = "" if row["verdict"] == row["label"] else f"\n{before}"
    more = "" if row["settled"] else f"\n{tr('(more draws needed)')}"
    return (
        name,
        tr(QUICK) if quick else f"{tr(str(row['verdict']))}{note}{more}",
        _shares(row),
        _shares(rest),
        _shares(dict(after.loc[name])) if name in after.index else "",
        f"{row['median']:.3f}",
        str(row["draws"]),
    )


def _shares(row: Mapping[str, Any]) -> str:
    return " / ".join(
        "-" if pd.isna(row[key]) else f"{100 * row[key]:.0f}" for key in ("p_supported", "p_null", "p_harm")
    )


def plain_words(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return what stands beside the table: no calibration, severity, power and anecdotes, one line each."""
    lines = [
        tr(
            "Shares are percentages of draws. Verdicts are taken on the priors, so they show what these imply, not what"
            " history shows; posterior: of draws that agree with the record."
        )
    ]
    falls = tr("B at severity {mild:g} is above B at {severe:g} in {share} of {draws} draws, {sample}.")
    lines += [
        falls.format_map(row | {"share": in_percent(row["share"]), "sample": tr(SAMPLE_NAMES[row["sample"]])})
        for row in tables["severity_falls"].to_dict("records")
    ]
    part = tr("in {right:.0f} of {histories} histories with B near {true_b}")
    parts = [
        part.format_map(row | {"right": row["right"] * row["histories"]})
        for row in tables["power"].to_dict("records")
        if row["histories"]
    ]
    lines.append(tr("Sign of B recovered from one history: {parts}.").format(parts=tr(", ").join(parts)))
    anecdote = tr(
        "Anecdote, {anecdote}: likelihood ratio {ratio:.2f} [{low:.2f}, {high:.2f}]"
        " of draws in which ties soften to draws in which {elsewhere} (near 1 it carries no evidential weight)."
    )
    for row in tables["anecdotes"].to_dict("records"):
        what, *pair = str(row["anecdote"]).split(", ", 1)
        words = {"anecdote": tr(", ").join([tr(what), *pair]), "elsewhere": tr(str(row["elsewhere"]))}
        lines.append(anecdote.format_map(row | words))
    return lines
