"""The command ``cityties``: which commands there are, and with which options.

Every command imports what it needs when it is called, so that help appears at once.
"""
# ruff: noqa: PLC0415

import os
from pathlib import Path
from typing import Annotated

import typer

from cityties.cli import completion
from cityties.cli.calibration_commands import add_calibration_commands
from cityties.cli.claims_commands import add_claims_commands
from cityties.cli.evidence_commands import add_evidence_commands
from cityties.cli.exits import Commands
from cityties.cli.explore_commands import add_explore_commands
from cityties.cli.file_commands import add_file_commands
from cityties.cli.options import MOST_DRAWS, MOST_REPLICATES, Draws, Replicates, RuleSeconds, Seed, Workers
from cityties.cli.results_commands import add_results_commands
from cityties.cli.screen import tolerate_encodings
from cityties.cli.world import worlds

app = typer.Typer(
    cls=Commands,
    help="Do ties between cities soften downturns between states? A model that can say no.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(worlds, name="world")


def run() -> None:
    """Start the command line; the entry point of the installed program."""
    tolerate_encodings()
    # the library of tables keeps what it let go of to itself otherwise; its own allocator is no faster for our tables
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
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
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say what is done; -vv says more.")] = False,
    log_file: Annotated[Path | None, typer.Option("--log-file", help="Note what is done, with times.")] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="Language of pages and figures: en or zh; also CITYTIES_LANG.")
    ] = None,
) -> None:
    pass  # all but the first are taken out before, because they may stand behind the command too


Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        autocompletion=completion.settings,
        help="A setting above what the file says, such as over_compliance=0; can be repeated.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
TrustRules = Annotated[bool, typer.Option("--trust-rules", help="Run custom rules from outside this folder too.")]


@app.command("run")
def _run(
    file: Annotated[
        Path,
        typer.Argument(autocompletion=completion.scenarios, help="Scenario: a file, or a name such as historical."),
    ],
    *,
    replicates: Replicates = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    trust_rules: TrustRules = False,
    rule_seconds: RuleSeconds = None,
    settings: Set = None,
) -> None:
    """Run a scenario and write its results."""
    from cityties.cli.batch import Request
    from cityties.cli.run import run_scenario

    request = Request(
        replicates, None, seed, workers, None, out, None, quiet, trust_rules, settings or (), rule_seconds
    )
    run_scenario(file, request)


Files = Annotated[
    list[Path],
    typer.Argument(
        autocompletion=completion.scenarios,
        help="Scenarios: files or names; those with a design are run in all its variants.",
    ),
]
Out = Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")]
Name = Annotated[str | None, typer.Option(help="Name of the batch; left out, that of the file or its folder.")]


@app.command("batch")
def _batch(
    files: Files,
    *,
    replicates: Replicates = None,
    draws: Draws = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, such as tcp://host:8786.")] = None,
    out: Out = None,
    name: Name = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    trust_rules: TrustRules = False,
    rule_seconds: RuleSeconds = None,
    settings: Set = None,
) -> None:
    """Run scenarios and designs; what is there already is not run again."""
    from cityties.cli.batch import Request, run_batch

    request = Request(
        replicates, draws, seed, workers, cluster, out, name, quiet, trust_rules, settings or (), rule_seconds
    )
    run_batch(files, request)


@app.command("plan")
def _plan(
    files: Files,
    *,
    replicates: Replicates = None,
    draws: Draws = None,
    workers: Workers = None,
    out: Out = None,
    name: Name = None,
    settings: Set = None,
    as_json: Json = False,
) -> None:
    """Show what a batch would compute, how long it would take, how large it would be."""
    from cityties.cli.batch import Request
    from cityties.cli.plan import plan_batch

    request = Request(replicates, draws, workers=workers, out=out, name=name, settings=settings or ())
    plan_batch(files, request, as_json)


add_results_commands(app)


@app.command("check")
def _check(
    files: Annotated[
        list[Path],
        typer.Argument(autocompletion=completion.scenarios, help="Scenarios (files or names), claims or worlds."),
    ],
    *,
    settings: Set = None,
    as_json: Json = False,
) -> None:
    """Check scenario files; nothing is run."""
    from cityties.cli.check import check_files

    check_files(files, as_json, settings or ())


@app.command("explain")
def _explain(
    key: Annotated[
        str | None,
        typer.Argument(autocompletion=completion.keys, help="Key, such as strength_gain; left out, all are listed."),
    ] = None,
    *,
    scenario: Annotated[
        Path | None,
        typer.Option(autocompletion=completion.scenarios, help="Scenario, file or name, whose value is shown too."),
    ] = None,
    settings: Set = None,
    inert: Annotated[
        bool, typer.Option("--inert", help="List mechanisms that are on without effect, and what wakes them.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Explain a key of a scenario file: its meaning, values and default."""
    from cityties.cli.explain import explain

    explain(key, scenario, as_json, settings or (), inert)


@app.command("init")
def _init(folder: Annotated[Path, typer.Argument(help="Folder to write into; left out, this one.")] = Path()) -> None:
    """Write the scenarios and worlds that come with CityTies into a folder, to be read and changed."""
    from cityties.cli.init import write_out

    write_out(folder)


add_file_commands(app)


@app.command("why-city")
def _why_city(
    city: Annotated[
        str,
        typer.Argument(
            autocompletion=completion.cities, help="City, such as Qingdao; CN/Qingdao where two have the name."
        ),
    ],
    partner: Annotated[str, typer.Argument(autocompletion=completion.cities, help="City at the other end of the tie.")],
    month: Annotated[str, typer.Argument(help="Month, YYYY-MM.")],
    *,
    run: Annotated[
        str | None,
        typer.Option(autocompletion=completion.computed, help="Run or batch: folder, name, or its beginning."),
    ] = None,
    variant: Annotated[
        str | None, typer.Option(help="Variant of a batch: its number in tables, its name, or how that begins.")
    ] = None,
    draw: Annotated[
        int | None, typer.Option(min=1, max=MOST_DRAWS, help="Draw of parameters of that variant, from 1.")
    ] = None,
    scenario: Annotated[
        Path | None,
        typer.Option(autocompletion=completion.scenarios, help="Scenario, file or name; left out, historical."),
    ] = None,
    settings: Set = None,
    replicate: Annotated[int, typer.Option(min=0, max=MOST_REPLICATES, help="Number of the replicate.")] = 0,
    ties_off: Annotated[bool, typer.Option("--ties-off", help="Look at the arm without effects of ties.")] = False,
    trust_rules: TrustRules = False,
) -> None:
    """Explain why two cities met, or did not, in one month."""
    from cityties.cli.why_city import Asked, source_of, why_city

    source = source_of(Asked(run, variant, draw, scenario, settings or ()))
    why_city((city, partner), month, source, replicate, ties_off, trust_rules)


@app.command("conform")
def _conform(files: Annotated[list[Path], typer.Argument(help="Files with custom rules.")]) -> None:
    """Check custom rules: random numbers, order of cities, declarations, columns written, speed."""
    from cityties.cli.conform import conform_files

    conform_files(files)


add_claims_commands(app)
add_calibration_commands(app)
add_evidence_commands(app)
add_explore_commands(app)


@app.command("warmup")
def _warmup() -> None:
    """Compile the model now, once for each version, so that the first run begins at once."""
    from cityties.cli.warmup import warm_up

    warm_up()
