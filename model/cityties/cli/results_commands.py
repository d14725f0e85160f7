"""The commands for what there is in runs/: ``compare``, ``list``, ``rm`` and others; each imports what it needs."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from cityties.cli import completion
from cityties.cli.options import KINDS, MOST_CLAIM_DRAWS, MOST_REPLICATES, Draws, Replicates, Workers
from cityties.scenario.places import runs_folder

Runs = Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
TrustRules = Annotated[bool, typer.Option("--trust-rules", help="Run custom rules from outside this folder too.")]


def add_results_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("compare")(_compare)
    app.command("list")(_list)
    app.command("city")(_city)
    app.command("forecast")(_forecast)
    app.command("score")(_score)
    app.command("open")(_open)
    app.command("figures")(_figures)
    app.command("rm")(_rm)
    app.command("why")(_why)
    app.command("reproduce")(_reproduce)


def _compare(
    folders: Annotated[
        list[str],
        typer.Argument(autocompletion=completion.computed, help="Runs or batches: folder, name, or how it begins."),
    ],
    *,
    runs: Runs = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the page; left out, one in runs/.")] = None,
    as_json: Json = False,
) -> None:
    """Show what differs between runs or batches, in settings and in outcomes."""
    from cityties.cli.compare import compare_folders

    compare_folders(folders, runs_folder(runs), out, as_json)


def _list(
    text: Annotated[str, typer.Argument(help="Only those with this in their name or title.")] = "",
    *,
    kind: Annotated[str | None, typer.Option(help=f"Only a kind: {', '.join(KINDS)}.")] = None,
    scenarios: Annotated[bool, typer.Option("--scenarios", help="List scenarios that go by name instead.")] = False,
    as_json: Json = False,
    runs: Runs = None,
) -> None:
    """List runs, batches, claims, studies and comparisons."""
    from cityties.cli.listing import list_results, list_scenarios

    if scenarios:
        list_scenarios(text, as_json)
    else:
        list_results(runs_folder(runs), text, kind, as_json)


def _city(
    name: Annotated[
        str,
        typer.Argument(
            autocompletion=completion.cities, help="City, such as Qingdao; CN/Qingdao where two have the name."
        ),
    ],
    *,
    run: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=completion.computed,
            help="Run or batch; several are shown side by side; left out, the newest.",
        ),
    ] = None,
    runs: Runs = None,
) -> None:
    """Show the ties of a city over time: strength, suspension, over the cases of runs and batches."""
    from cityties.cli.city import show_city

    show_city(name, run or (), runs_folder(runs))


def _forecast(
    scenario: Annotated[
        Path, typer.Argument(help="Scenario whose world has quantities.csv and assumptions.csv: a file, or its name.")
    ] = Path("europe_russia"),
    *,
    draws: Annotated[int, typer.Option(help="Draws of each source.", min=20, max=MOST_CLAIM_DRAWS)] = 200,
    sample: Annotated[Path, typer.Option(help="Posterior of another region, as `calibrate` writes it.")] = Path(
        "samples/east-asia-forecast.csv"
    ),
    write: Annotated[bool, typer.Option("--write", help="Put the forecast into the folder of its world.")] = False,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and results.")] = False,
) -> None:
    """Forecast what towns will do: a posterior of another region, the prior, three baselines, side by side."""
    from cityties.cli.forecast import ForecastRequest, make_forecast

    make_forecast(scenario, ForecastRequest(draws, sample, write, workers, out, quiet))


def _score(
    forecast: Annotated[Path, typer.Argument(help="Forecasts: quantity, country, partner, source, q05 ... q95.")],
    outcomes: Annotated[Path, typer.Argument(help="What came: quantity, country, partner, value, weight.")],
    *,
    runs: Runs = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the page; left out, one in runs/.")] = None,
) -> None:
    """Score forecasts against what came: CRPS, coverage, order of countries, every source beside the others."""
    from cityties.cli.score import score_files

    score_files(forecast, outcomes, runs_folder(runs), out)


def _open(
    name: Annotated[
        str,
        typer.Argument(autocompletion=completion.results, help="A result: its name, or how it begins."),
    ],
    *,
    runs: Runs = None,
) -> None:
    """Open the page of a result in the browser."""
    from cityties.cli.opening import open_page

    open_page(name, runs_folder(runs))


def _figures(
    name: Annotated[
        str,
        typer.Argument(
            autocompletion=completion.computed, help="Run, batch or claims: folder, name, or how it begins."
        ),
    ],
    *,
    kind: Annotated[str, typer.Option("--format", help="svg, png (150 dots an inch) or pdf.")] = "png",
    outcome: Annotated[
        str | None, typer.Option(help="Draw a sweep for this outcome, such as half_life, instead of all figures.")
    ] = None,
    against: Annotated[
        list[str] | None, typer.Option(help="Setting against which a sweep is drawn; several times for several.")
    ] = None,
    runs: Runs = None,
) -> None:
    """Draw the figures of a result in another format, or a sweep for another outcome."""
    from cityties.cli.figures import write_figures

    write_figures(name, kind, runs_folder(runs), outcome, against or ())


def _rm(
    names: Annotated[
        list[str],
        typer.Argument(autocompletion=completion.results, help="Runs, batches or comparisons to delete."),
    ],
    *,
    runs: Runs = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete runs, batches, studies and comparisons."""
    from cityties.cli.removal import remove

    remove(names, runs_folder(runs), yes)


def _why(
    unit: Annotated[str, typer.Argument(help="BATCH/UNIT, such as severity/v0-d0-r0-25; UNIT alone with files.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Scenario files, for a batch as it would be run now.")
    ] = None,
    *,
    replicates: Replicates = None,
    draws: Draws = None,
    name: Annotated[str | None, typer.Option(help="Name of the batch, if it was given one.")] = None,
    runs: Runs = None,
) -> None:
    """Explain why a unit of a batch is computed or taken from the cache."""
    from cityties.cli.batch import Request
    from cityties.cli.results import why

    why(unit, files or [], runs_folder(runs), Request(replicates, draws, out=runs, name=name))


def _reproduce(
    run: Annotated[
        str,
        typer.Argument(autocompletion=completion.computed, help="Run or batch: folder, name, or how the name begins."),
    ],
    *,
    unit: Annotated[str | None, typer.Option(help="One unit of a batch, such as v0-d0-r0-25.")] = None,
    sample: Annotated[
        int | None, typer.Option(help="About so many units, spread over the batch.", min=1, max=MOST_REPLICATES)
    ] = None,
    workers: Workers = None,
    runs: Runs = None,
    trust_rules: TrustRules = False,
) -> None:
    """Compute a run or batch again and report whether every number is the same."""
    from cityties.cli.results import reproduce

    reproduce(run, unit, sample, runs_folder(runs), workers, trust_rules)
