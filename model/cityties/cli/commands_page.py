"""The page of the handbook that lists every command with its arguments and options, as ``--help`` does."""

from collections.abc import Iterator
from typing import Any

import typer

from cityties.cli.main import app
from cityties.report.odd_tables import markdown_table
from cityties.report.reference_pages import page

PLACE = "reference/commands.md"


def commands_page() -> str:
    """Return the page of all commands."""
    group: Any = typer.main.get_command(app)
    parts = [part for name, command in described(group) for part in _of_command(name, command)]
    lead = "`--lang zh`, `-v` and `--log-file FILE` may stand anywhere on the line of any command."
    return page("Commands", lead, *parts)


def described(group: Any, above: str = "cityties") -> Iterator[tuple[str, Any]]:
    """Yield name and declaration of every command that can be given, those of a group after its name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from described(command, f"{above} {name}")
        else:
            yield f"{above} {name}", command


def _of_command(name: str, command: Any) -> Iterator[str]:
    yield f"## {name}"
    yield str(command.help)
    rows = [
        (_written(one), " ".join(str(one.help or "").split()))
        for one in command.params
        if not getattr(one, "hidden", False)
    ]
    if rows:
        yield markdown_table(("Argument or option", "Meaning"), rows)


def _written(one: Any) -> str:
    """Write an argument or an option as one types it."""
    if one.param_type_name == "argument":
        return f"`{one.name.upper()}`" if one.required else f"`[{one.name.upper()}]`"
    return ", ".join(f"`{word}`" for word in (*one.opts, *one.secondary_opts))
