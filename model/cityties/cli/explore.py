"""``cityties explore``: settings moved by hand in the browser, and at once what they do."""

import sys
import webbrowser
from pathlib import Path

import typer
from rich.console import Console

from cityties.cli.batch import Request, allow_rules
from cityties.cli.folders import find_folder
from cityties.cli.named_files import found_file
from cityties.cli.opening import has_browser
from cityties.cli.warmup import make_ready
from cityties.errors import CityTiesError
from cityties.scenario.places import runs_folder
from cityties.tables.language import tr


def explore(name: str, port: int, browser: bool, trust_rules: bool) -> None:
    """Serve the page of a scenario or run until it is interrupted; its address is the only line of standard output.

    Raises:
        CityTiesError: there is no such scenario or run, it cannot be used, or the port is taken.
    """
    from cityties.explore.answers import Answers  # noqa: PLC0415 - compiled code comes with it
    from cityties.explore.serving import bound, serve  # noqa: PLC0415
    from cityties.explore.source import read_source  # noqa: PLC0415

    console = Console(stderr=True)
    source = read_source(_file(name))
    allow_rules([source.scenario], Request(trust_rules=trust_rules), console)
    listening = bound(port)
    make_ready(console)

    def ready(address: str) -> None:
        """Report the address, and open it."""
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        if browser and not (has_browser() and webbrowser.open(address)):
            typer.echo(tr("There is no browser here; open this address in one."), err=True)
        typer.echo(tr("Ctrl-C ends it."), err=True)

    serve(Answers(source), listening, ready)


def _file(name: str) -> Path:
    """Return the scenario file meant by a name: that of a scenario, or of a run."""
    from cityties.explore.source import file_of_run  # noqa: PLC0415

    path = Path(name)
    if path.is_dir():
        return file_of_run(path)
    try:
        return found_file(path)
    except CityTiesError as error:
        try:
            return file_of_run(find_folder(name, runs_folder()))
        except CityTiesError:
            raise error from None
