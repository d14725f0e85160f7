"""``cityties score``: forecasts against what came, short here and in full on a page."""

import hashlib
import sys
from pathlib import Path

from cityties.calibration.forecasting.files import read_forecast, read_outcomes
from cityties.calibration.forecasting.scores import score
from cityties.calibration.study import StudyFolder
from cityties.cli.screen import columns, echo
from cityties.figures.forecast_scores import row_name
from cityties.report.score_page import answer, title_of, write_scores
from cityties.tables.language import msg, tr

NAME = "score"
HEAD = (msg("quantity"), "CRPS", msg("over best"), msg("source"))
RIGHT = frozenset({1, 2, 3})


def score_files(forecast: Path, outcomes: Path, runs: Path, out: Path | None) -> None:
    """Print who was nearest, write the page, and print its path as the last line of standard output.

    Raises:
        TableError: all that is wrong in one of the files.
        CityTiesError: nothing that came was forecast by every source.
    """
    found = score(read_forecast(forecast), read_outcomes(outcomes))
    mark = hashlib.sha256(forecast.read_bytes() + outcomes.read_bytes()).hexdigest()[:8]
    folder = out or runs / f"{NAME}-{mark}"
    asked = {"forecast": forecast.name, "outcomes": outcomes.name}
    StudyFolder(folder).begin(NAME, title_of(forecast, outcomes), asked, forecast, outcomes)
    page = write_scores(found, (forecast, outcomes), folder)
    for sentence in answer(found):
        echo(sentence.striptags())
    rows = [
        (row_name(row["quantity"], row["partner"]), f"{row['crps']:.3g}", f"{row['crps_ratio']:.2f}", tr(row["source"]))
        for row in found.scores.to_dict("records")
    ]
    for line in columns([tr(name) for name in HEAD], rows, RIGHT):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{page}\n")
