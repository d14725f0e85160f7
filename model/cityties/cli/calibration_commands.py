"""The commands that confront the model with the record, ``calibrate`` and ``holdout``; each imports what it needs."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from cityties.cli.options import MOST_CLAIM_DRAWS, Workers

File = Annotated[Path, typer.Argument(help="Scenario whose world has targets: a file, or its name.")]
Draws = Annotated[int, typer.Option(help="Draws from the priors.", min=100, max=MOST_CLAIM_DRAWS)]
Second = Annotated[
    int, typer.Option(help="Draws near the record in a second round; 0: no second round.", min=0, max=MOST_CLAIM_DRAWS)
]
Kept = Annotated[
    int, typer.Option(help="Draws of the posterior that are simulated again and kept.", min=20, max=MOST_CLAIM_DRAWS)
]
Out = Annotated[Path | None, typer.Option(help="Folder of the results; left out, the project's runs/.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and results.")]


def add_calibration_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, command in (("calibrate", _calibrate), ("holdout", _holdout)):
        app.command(name)(command)


def _calibrate(
    file: File = Path("historical"),
    *,
    draws: Draws = 3000,
    second: Second = 2000,
    kept: Kept = 300,
    coverage: Annotated[
        int, typer.Option(help="Check the method over so many synthetic truths.", min=0, max=MOST_CLAIM_DRAWS)
    ] = 150,
    workers: Workers = None,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Confront the priors with the record: what it informs, what it says of ties, a sample for designs."""
    from cityties.calibration.fit import Size
    from cityties.cli.calibrate import CalibrationRequest, run_calibration

    run_calibration(file, CalibrationRequest(Size(draws, second, kept), coverage, workers, out, quiet))


def _holdout(
    file: File = Path("historical"),
    *,
    draws: Draws = 2000,
    second: Second = 0,
    kept: Kept = 200,
    workers: Workers = None,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Predict what came after 2011, and crises left out, by fits that know nothing of them; name who does best."""
    from cityties.calibration.fit import Size
    from cityties.cli.calibrate import CalibrationRequest, run_holdout

    run_holdout(file, CalibrationRequest(Size(draws, second, kept), 0, workers, out, quiet))
