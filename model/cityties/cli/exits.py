"""How commands end when something goes wrong: one line for the user, an exit code, and no traceback.

What nobody foresaw also leaves a file with its traceback, for whoever mends it.
"""

import errno
import os
import platform
import sys
import tempfile
import threading
import time
import traceback
from importlib.metadata import version
from typing import Any

import typer
from typer.core import TyperGroup

from cityties.cli.logs import LOG, start, stop, taken_out
from cityties.cli.screen import error_lines
from cityties.cli.spoken import language_taken_out
from cityties.errors import CityTiesError
from cityties.experiment.memory import is_out_of_memory
from cityties.experiment.store import NotWrittenError

UNEXPECTED, FAULT, INTERRUPTED = 1, 2, 130
SHORT = 200
NO_TRACEBACK = "Its traceback could not be written; make room in the folder for temporary files and call again"


class Commands(TyperGroup):
    """The commands; an error that the user can correct is printed as it is, without a traceback."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take out the options that may stand anywhere, and begin to note what is done if they say so."""
        try:
            words, level, file = taken_out(language_taken_out(args))
            start(level, file)
        except (CityTiesError, OSError) as error:
            _echo_error(_disk_message(error) if isinstance(error, OSError) else str(error))
            raise typer.Exit(FAULT) from None
        LOG.info("cityties %s: %s", version("cityties") if level or file else "", " ".join(words))
        return super().parse_args(ctx, words)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for, note how it ends, and close the log."""
        begun = time.perf_counter()
        try:
            return self._guarded(ctx)
        finally:
            LOG.info("ended after %.1f s", time.perf_counter() - begun)
            stop()

    def _guarded(self, ctx: Any) -> Any:
        """Run the command that was asked for, and turn the errors of CityTies into exit codes."""
        try:
            return super().invoke(ctx)
        except CityTiesError as error:
            LOG.debug("refused: %s", error)
            _echo_error(str(error))
            raise typer.Exit(FAULT) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            if is_out_of_memory(error):
                typer.echo(unexpected_message(error), err=True)
                raise typer.Exit(UNEXPECTED) from None
            _echo_error(_disk_message(error))
            raise typer.Exit(FAULT) from None
        except Exception as error:
            if isinstance(error, typer.Exit | typer.Abort) or hasattr(error, "show"):
                raise  # the command line's own: it ends the program, or shows itself
            LOG.exception("unexpected")
            typer.echo(unexpected_message(error), err=True)
            raise typer.Exit(UNEXPECTED) from None
        except KeyboardInterrupt:
            typer.echo("\nInterrupted. What was finished is kept; the same command goes on from there.", err=True)
            _leave_threads_behind()
            raise typer.Exit(INTERRUPTED) from None


def _echo_error(message: str) -> None:
    for line in error_lines(message):
        typer.echo(line, err=True)


def _leave_threads_behind() -> None:
    """End the program at once if a replicate is still being computed, since Python would wait for it for ever.

    The first interrupt waits for the replicates that were begun, which takes a second; so whoever interrupts again has
    a custom rule that does not end. Nothing is half-written: a chunk is in its place only when it is complete.
    """
    if any(thread.is_alive() and not thread.daemon for thread in threading.enumerate()[1:]):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)


def _disk_message(error: OSError) -> str:
    where = error.filename or "a file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{where}: the disk is full. What was finished is kept; make room and call again, or give --out."
    what = f"{where}: {str(error.strerror or error).lower()}"
    if isinstance(error, NotWrittenError) or error.errno == errno.EROFS:
        return f"{what}. Give another folder with --out, or the right to write here."
    return f"{what}. Correct the path, or give yourself the right to use it."


def unexpected_message(error: BaseException) -> str:
    """Return one line about an error that no code foresaw; its traceback is written to a file that the line names."""
    kept = _report(error)
    if is_out_of_memory(error):
        advice = "there is not enough memory. What was finished is kept; ask for fewer replicates, draws or threads"
    elif isinstance(error, RecursionError):
        advice = "something is nested too deeply, perhaps in a file; simplify it"
    else:
        fault = f"{type(error).__name__}: {_one_line(error)}. This is a fault of CityTies; what was finished is kept"
        report = f"Please report it with {kept}, which holds the traceback" if kept else NO_TRACEBACK
        return f"cityties: {fault}. {report}."
    return f"cityties: {advice}. {f'The traceback is in {kept}' if kept else NO_TRACEBACK}."


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()).rstrip(".") or "no message"
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= SHORT else f"{printable[:SHORT]} ..."


def _report(error: BaseException) -> str:
    """Write the traceback where only this user can read it, and return the name of the file, if there is room."""
    lines = [
        f"cityties {version('cityties')}, Python {platform.python_version()}, {platform.platform()}\n",
        f"{' '.join(sys.argv)}\n\n",
        *traceback.format_exception(error),
    ]
    try:
        handle, name = tempfile.mkstemp(prefix="cityties-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(lines)
    except OSError:
        return ""
    return name
