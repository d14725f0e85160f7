"""The command ``cityties``: which commands there are, and how their errors reach a person.

Every command imports what it needs when it is called, so that help appears at once.
"""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cityties.errors import CityTiesError

FAULT, INTERRUPTED = 2, 130


class Commands(TyperGroup):
    """The commands; a fault that the user can put right is printed as it is, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for, and turn the errors of CityTies into exit codes."""
        try:
            return super().invoke(ctx)
        except CityTiesError as error:
            typer.echo(error, err=True)
            raise typer.Exit(FAULT) from None
        except KeyboardInterrupt:
            typer.echo("\nInterrupted; nothing half-finished is kept.", err=True)
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=Commands,
    help="Do ties between cities soften bad times between states? A model that can say no.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run() -> None:
    """Start the command line; the entry point of the installed program."""
    app(prog_name="cityties")


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"cityties {version('cityties')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


@app.command("run")
def _run(
    file: Annotated[Path, typer.Argument(help="Scenario file.")],
    *,
    replicates: Annotated[int | None, typer.Option(help="Repeat each arm so often, whatever the file says.")] = None,
    seed: Annotated[int | None, typer.Option(help="Root of all chance, whatever the file says.")] = None,
    workers: Annotated[int | None, typer.Option(help="Threads; left out, one for each core.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the results; left out, runs/.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
) -> None:
    """Run a scenario and write its results."""
    from cityties.cli.run import run_scenario

    run_scenario(file, replicates, seed, workers, out, quiet)


@app.command("check")
def _check(files: Annotated[list[Path], typer.Argument(help="Scenario files.")]) -> None:
    """Check scenario files; nothing is run."""
    from cityties.cli.check import check_files

    check_files(files)


@app.command("explain")
def _explain(
    key: Annotated[str | None, typer.Argument(help="Key, such as strength_gain; left out, all are listed.")] = None,
    scenario: Annotated[Path | None, typer.Option(help="Scenario file whose value is shown too.")] = None,
) -> None:
    """Say what a key of a scenario file means, takes and defaults to."""
    from cityties.cli.explain import explain

    explain(key, scenario)


@app.command("new")
def _new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario.")],
    base: Annotated[str, typer.Option("--from", help="Scenario that the new one changes.")] = "historical",
) -> None:
    """Begin a scenario file in scenarios/ that changes another one."""
    from cityties.cli.new import write_new

    write_new(name, base)


@app.command("schema")
def _schema(
    out: Annotated[Path | None, typer.Option(help="File to write to; left out, it is printed.")] = None,
) -> None:
    """Write the JSON Schema of scenario files, for editors."""
    from cityties.cli.schema import write_schema

    write_schema(out)


@app.command("why-city")
def _why_city(
    city: Annotated[str, typer.Argument(help="City, such as Qingdao; CN/Qingdao where two have the name.")],
    partner: Annotated[str, typer.Argument(help="City at the other end of the tie.")],
    month: Annotated[str, typer.Argument(help="Month, YYYY-MM.")],
    *,
    run: Annotated[Path | None, typer.Option(help="Folder of a run.")] = None,
    scenario: Annotated[Path | None, typer.Option(help="Scenario file; left out, scenarios/historical.yaml.")] = None,
    replicate: Annotated[int, typer.Option(min=0, help="Number of the replicate.")] = 0,
    ties_off: Annotated[bool, typer.Option("--ties-off", help="Look at the arm without effects of ties.")] = False,
) -> None:
    """Say why two cities met, or did not, in one month."""
    from cityties.cli.why_city import source_of, why_city

    why_city((city, partner), month, source_of(run, scenario), replicate, ties_off)


@app.command("conform")
def _conform(files: Annotated[list[Path], typer.Argument(help="Files with rules of one's own.")]) -> None:
    """Check rules of one's own: chance, order of cities, declarations, columns written, speed."""
    from cityties.cli.conform import conform_files

    conform_files(files)
