"""The commands that write scenario files and what goes with them: ``new``, ``migrate``, ``schema``."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from cityties.cli import completion


def add_file_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("new")(_new)
    app.command("migrate")(_migrate)
    app.command("schema")(_schema)


def _new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario.")],
    base: Annotated[
        str, typer.Option("--from", autocompletion=completion.scenarios, help="Scenario that the new one changes.")
    ] = "historical",
) -> None:
    """Begin a scenario file in scenarios/ that changes another one."""
    from cityties.cli.new import write_new

    write_new(name, base)


def _migrate(
    files: Annotated[
        list[Path], typer.Argument(help="Scenario files of an older version.", exists=True, dir_okay=False)
    ],
) -> None:
    """Give keys of scenario files the names that they have now."""
    from cityties.cli.migrate import migrate

    migrate(files)


def _schema(
    out: Annotated[Path | None, typer.Option(help="File to write to; left out, it is printed.")] = None,
) -> None:
    """Write the JSON Schema of scenario files, for editors."""
    from cityties.cli.schema import write_schema

    write_schema(out)
