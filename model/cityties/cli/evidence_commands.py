"""The commands that look for what results rest on, ``sensitivity`` and others; each imports what it needs."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from cityties.cli.options import MOST_CLAIM_DRAWS, Workers

Out = Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and results.")]
Crisis = Annotated[str | None, typer.Option(help="Crisis, such as 'CN-JP 2012-09'; left out, the gravest.")]
Scenario = Annotated[Path, typer.Argument(help="Scenario: a file, or a name such as historical.")]


def add_evidence_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("sensitivity")(_sensitivity)
    app.command("settle")(_settle)
    app.command("discover")(_discover)
    app.command("evidence")(_evidence)


def _sensitivity(
    file: Scenario = Path("historical"),
    *,
    outcome: Annotated[list[str] | None, typer.Option(help="Outcome, such as buffer_36; can be repeated.")] = None,
    samples: Annotated[int, typer.Option(help="Base samples, a power of 2.", min=2, max=MOST_CLAIM_DRAWS)] = 1024,
    factors: Annotated[
        int, typer.Option(help="Factors that stand alone; the rest is one group.", min=1, max=MOST_CLAIM_DRAWS)
    ] = 24,
    constants: Annotated[
        int, typer.Option(help="Draws in which constants are changed; 0 leaves it out.", min=0, max=MOST_CLAIM_DRAWS)
    ] = 64,
    crisis: Crisis = None,
    workers: Workers = None,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Find what the outcomes of a crisis turn on: Sobol indices over all priors and chance."""
    from cityties.cli.sensitivity import SensitivityRequest, study_sensitivity

    study_sensitivity(file, SensitivityRequest(outcome or (), samples, factors, constants, crisis, workers, out, quiet))


def _settle(
    file: Annotated[Path, typer.Argument(help="File of observables, or its name.")] = Path("observables"),
    *,
    draws: Annotated[
        int | None, typer.Option(help="Draws of parameters, whatever the file says.", min=40, max=MOST_CLAIM_DRAWS)
    ] = None,
    workers: Workers = None,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Find which data would tell whether ties soften or harm, and how many of them."""
    from cityties.cli.settle import SettleRequest, settle

    settle(file, SettleRequest(draws, workers, out, quiet))


def _discover(
    file: Scenario = Path("historical"),
    *,
    draws: Annotated[int, typer.Option(help="Draws of the priors.", min=60, max=MOST_CLAIM_DRAWS)] = 2000,
    levers: Annotated[
        int, typer.Option(help="Draws under every policy lever; 0 leaves them out.", min=0, max=MOST_CLAIM_DRAWS)
    ] = 100,
    crisis: Annotated[
        list[str] | None, typer.Option(help="Crisis that counts, such as 'CN-JP 2012-09'; can be repeated.")
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option(help="Draws that agree with the record, by calibrate; left out, those that come with the world."),
    ] = None,
    workers: Workers = None,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Find the conditions under which ties soften or harm, and the policy that one would regret least."""
    from cityties.cli.discover import DiscoverRequest, discover

    discover(file, DiscoverRequest(draws, levers, crisis or (), sample, workers, out, quiet))


def _evidence(file: Scenario = Path("historical"), *, out: Out = None, quiet: Quiet = False) -> None:
    """Put on one page what calibrate, holdout, settle and discover found: for a referee."""
    from cityties.cli.evidence import sum_up_evidence

    sum_up_evidence(file, out, quiet)
