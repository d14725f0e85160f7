"""``cityties open``: show the page of a result in the browser, or say where it lies."""

import os
import sys
import webbrowser
from pathlib import Path

import typer

from cityties.cli.folders import find_result
from cityties.cli.inventory import page_of
from cityties.errors import CityTiesError
from cityties.tables.language import tr


def open_page(name: str, runs: Path) -> None:
    """Open the page of a run, batch, comparison or claims; its path is the last line of standard output.

    Raises:
        CityTiesError: there is no such result, or it has no page.
    """
    folder = find_result(name, runs)
    page = page_of(folder)
    if page is None:
        raise CityTiesError(f"{folder}: has no page yet; the command that made the folder, given again, writes it.")
    if not (has_browser() and webbrowser.open(page.resolve().as_uri())):
        typer.echo(tr("There is no browser here; open this file in one:"), err=True)
    sys.stdout.write(f"{page}\n")


def has_browser() -> bool:
    """Return whether a browser with a window can be started; one that would take over the terminal does not count."""
    if sys.platform in ("darwin", "win32") or os.environ.get("BROWSER"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
