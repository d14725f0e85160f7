"""The commands that test claims, ``claims``, ``rivals``, ``neutrality``; each imports what it needs."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from cityties.cli.options import MOST_CLAIM_DRAWS, ClaimDraws, Workers

Out = Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")]


def add_claims_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, command in (("claims", _claims), ("rivals", _rivals), ("neutrality", _neutrality)):
        app.command(name)(command)


def _claims(
    file: Annotated[Path, typer.Argument(help="File of claims, or its name.")] = Path("claims"),
    *,
    full: Annotated[bool, typer.Option("--full", help="All draws that were registered beforehand (minutes).")] = False,
    draws: ClaimDraws = None,
    workers: Workers = None,
    out: Out = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and results.")] = False,
    estimands: Annotated[bool, typer.Option("--estimands", help="List what claims can be tested by.")] = False,
) -> None:
    """Test the claims: run what they need, print the verdicts, write the page."""
    from cityties.cli.claims import ClaimsRequest, list_estimands, run_claims

    if estimands:
        list_estimands()
    else:
        run_claims(file, ClaimsRequest(full, draws, workers, out, quiet))


def _rivals(
    name: Annotated[str | None, typer.Argument(help="World, null model or rival, such as rewired, N2 or R4.")] = None,
    *,
    file: Annotated[Path, typer.Option(help="File of claims.")] = Path("claims"),
    draws: ClaimDraws = None,
    workers: Workers = None,
    out: Out = None,
) -> None:
    """Run a world, a null model (N2) or a rival (R4) by name; without a name list all."""
    from cityties.cli.rivals import run_rival

    run_rival(file, name, draws, workers, out)


def _neutrality(
    *,
    draws: Annotated[int, typer.Option(help="Draws of each engine and sample.", min=1, max=MOST_CLAIM_DRAWS)] = 100,
    engine: Annotated[str | None, typer.Option(help="escalation or reduced_form; left out, both.")] = None,
    workers: Workers = None,
    out: Out = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and results.")] = False,
) -> None:
    """Print how many draws of the prior call ties a buffer, nothing or harm."""
    from cityties.cli.neutrality import check_neutrality

    check_neutrality(draws, engine, workers, out, quiet)
