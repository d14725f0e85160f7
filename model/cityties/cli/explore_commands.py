"""The command ``explore``; it imports what it needs when it is called."""
# ruff: noqa: PLC0415

from typing import Annotated

import typer

from cityties.cli import completion


def add_explore_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("explore")(_explore)


def _explore(
    name: Annotated[
        str,
        typer.Argument(autocompletion=completion.scenarios_and_runs, help="Scenario or run, by file, folder or name."),
    ] = "historical",
    *,
    port: Annotated[int, typer.Option(help="Port of this machine; 0 takes any that is free.", min=0, max=65535)] = 8710,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    trust_rules: Annotated[
        bool, typer.Option("--trust-rules", help="Run custom rules from outside this folder too.")
    ] = False,
) -> None:
    """Move settings by sliders in the browser and see at once what they do."""
    from cityties.cli.explore import explore

    explore(name, port, browser, trust_rules)
