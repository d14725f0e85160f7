"""Results in Python: what a run, a batch, a comparison or a trial of claims left behind, as tables, figures and a page.

A view reads the tables of a folder when they are asked for. Calendar months are periods of pandas, and who suspended a
tie is named; everything else is as in the files, where the table ``columns`` says what a column means and its unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cityties.analysis.buffering import MAIN_BUFFER
from cityties.analysis.cases import read_cases
from cityties.analysis.comparison import Comparison, compare
from cityties.analysis.index_table import index_table
from cityties.analysis.months import with_periods
from cityties.analysis.swept_outcomes import shown_outcome
from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.results import RunResults, read_results
from cityties.figures.comparison import comparison_pictures
from cityties.figures.style import Picture
from cityties.figures.sweep import sweep_pictures
from cityties.report.batch_page import write_batch
from cityties.report.comparison_view import settings_table
from cityties.report.deciding import deciding
from cityties.report.folder_view import CLAIMS_PAGE, FolderView, chosen_columns
from cityties.scenario.models import Scenario
from cityties.scenario.places import scenario_file
from cityties.tables.language import in_words

if TYPE_CHECKING:
    from cityties.analysis.results import Results

BUFFER_COLUMNS = ("crisis", "dyad", "severity", "buffer_36", "buffer_36_low", "buffer_36_high", "has_downturn")
VERDICT_COLUMNS = ("claim", "sample", "verdict", "p_supported", "p_null", "p_harm", "median", "draws")


class RunView(FolderView):
    """A run: one scenario, with and without the effects of ties, political shocks and each crisis."""

    @property
    def crises(self) -> pd.DataFrame:
        """One row a crisis and dyad: depth, losses, half-lives, buffer indices B with Monte Carlo intervals."""
        return self.table("crises")

    @property
    def relations(self) -> pd.DataFrame:
        """Relations (-1 to 1) by arm, dyad and month: mean over replicates and the middle nine tenths."""
        return self.table("relations")

    @property
    def exchange(self) -> pd.DataFrame:
        """Official events between cities in the months after each crisis, with and without it."""
        return self.table("exchange")

    @cached_property
    def ties(self) -> pd.DataFrame:
        """Every tie at the months that the scenario records and in the fourth month of each crisis, by replicate.

        ``suspended_by`` names the nation whose city suspended the tie, both as ``CN;JP``; empty if none did.
        """
        return with_periods(self._stored.ties, ("month", "signed", "suspended_since"))

    @cached_property
    def endings(self) -> pd.DataFrame:
        """Every tie that a council ended: first month without it, who ended it, who had suspended it; by replicate."""
        return with_periods(self._stored.endings, ("month", "signed"))

    @property
    def settings(self) -> pd.DataFrame:
        """Every setting by its key, with its value and the default; None where a setting has none."""
        (case,) = read_cases(self.path)
        plain = Scenario.model_validate({"title": "default", "world": "default"}).resolved()
        default, value = replace(case, settings=plain).flat_settings, case.flat_settings
        columns = {"value": list(value.values()), "default": [default.get(key) for key in value]}
        return pd.DataFrame(columns, index=pd.Index(value, name="key"), dtype=object)

    @cached_property
    def _stored(self) -> RunResults:
        return read_results(self.path)

    @cached_property
    def answer(self) -> str:
        """What the page says first, as plain text."""
        from cityties.report.page import answer_of  # noqa: PLC0415 - fits of series are compiled

        return " ".join(sentence.striptags() for sentence in answer_of(self._stored, self._summed_up))

    def write(self) -> None:
        """Write tables, figures and page anew."""
        from cityties.report.page import write_report  # noqa: PLC0415 - fits of series are compiled

        write_report(self._stored)

    def _pictures(self) -> Iterator[Picture]:
        from cityties.figures.run_figures import pictures  # noqa: PLC0415 - fits of series are compiled

        return pictures(self._stored, self._summed_up)

    @cached_property
    def _summed_up(self) -> "Results":
        """The summary tables, for sentences and pictures alike."""
        from cityties.analysis.results import sum_up  # noqa: PLC0415 - fits of series are compiled

        return sum_up(self._stored)

    def _glance(self) -> tuple[str, pd.DataFrame]:
        return self._stored.scenario.title, chosen_columns(self.crises, BUFFER_COLUMNS)


class BatchView(FolderView):
    """A batch: any number of scenarios, arms, points of sweeps and draws."""

    @property
    def variants(self) -> pd.DataFrame:
        """One row a variant: label, scenario, arm, replicates, draws, and the values of the sweep."""
        return self.table("variants")

    @property
    def outcomes(self) -> pd.DataFrame:
        """Mean and Monte Carlo interval of every outcome, by variant, arm, crisis and dyad."""
        return self.table("outcomes")

    @property
    def buffers(self) -> pd.DataFrame:
        """Buffer indices B of every variant, by crisis and dyad."""
        return self.table("buffers")

    @property
    def effects(self) -> pd.DataFrame:
        """Outcomes of every variant less those of its baseline, from paired replicates."""
        return self.table("contrasts")

    @property
    def failures(self) -> pd.DataFrame:
        """Units that raised an error, with its message."""
        return self.table("failures")

    @property
    def settings(self) -> pd.DataFrame:
        """Settings that differ between the variants, one column a variant."""
        return settings_table(self._comparison)

    @cached_property
    def _comparison(self) -> Comparison:
        return compare([self.path])

    def indices(self, outcome: str = MAIN_BUFFER) -> pd.DataFrame:
        """Sensitivity indices of an outcome, or of B, from the draws or points of the first case that has any.

        One row a crisis, or pair of nations, and setting: the table ``indices`` explains the columns.

        Raises:
            CityTiesError: there is no such outcome.
        """
        name = shown_outcome(outcome).name
        drawn = [case for case in self._comparison.cases if case.drawn]
        return index_table(self._comparison, (drawn or self._comparison.cases)[0], (name,)).rows

    def deciding(self, outcome: str = MAIN_BUFFER) -> str:
        """Return in a sentence which drawn settings an outcome, or B, goes with most; empty without draws.

        Raises:
            CityTiesError: there is no such outcome.
        """
        return deciding(self._comparison, outcome).striptags()

    def write(self) -> None:
        """Write tables, figures and page anew."""
        write_batch(BatchFolder(self.path))

    def _pictures(self) -> Iterator[Picture]:
        yield from sweep_pictures(self._comparison)
        yield from comparison_pictures(self._comparison)

    def _swept(self, outcome: str | None, against: Sequence[str]) -> Iterator[Picture]:
        return sweep_pictures(self._comparison, outcome or MAIN_BUFFER, against)

    def _glance(self) -> tuple[str, pd.DataFrame]:
        return self.path.name, self.variants


class ClaimsView(FolderView):
    """The claims that were tested: verdicts and what they rest on; ``file`` declares the claims."""

    def __init__(self, path: Path, file: Path | None = None) -> None:
        super().__init__(path)
        self.file = file or scenario_file("claims")

    @property
    def verdicts(self) -> pd.DataFrame:
        """One row a claim and sample of draws: verdict, shares of the draws, median."""
        return self.table("verdicts")

    @property
    def _page(self) -> Path:
        return self.path / CLAIMS_PAGE

    def write(self) -> None:
        """Refuse, because it takes the file of claims.

        Raises:
            CityTiesError: always.
        """
        raise CityTiesError(f"{self.path}: is not summed up; cityties.claims() does it and computes nothing twice.")

    def _pictures(self) -> Iterator[Picture]:
        # here, because what tests claims takes the compiler along, which no run, batch or comparison needs to be shown
        from cityties.claims.reading import read_claims  # noqa: PLC0415
        from cityties.claims.summary import ClaimTables  # noqa: PLC0415
        from cityties.figures.claims import ClaimsSource, claim_pictures  # noqa: PLC0415

        tables = ClaimTables(**{field.name: self.table(field.name) for field in fields(ClaimTables)})
        content = read_claims(self.file).content
        crises = {str(name): str(name) for name in tables.crises["crisis"].unique()}
        worlds = {name: in_words(name) for name in content.worlds}
        return claim_pictures(ClaimsSource(tables, content.maps, content.map_crisis, crises, worlds))

    def _glance(self) -> tuple[str, pd.DataFrame]:
        return "Claims", chosen_columns(self.verdicts, VERDICT_COLUMNS)


def view_of(folder: Path) -> RunView | BatchView | ClaimsView:
    """Return the view of a folder of results.

    Raises:
        CityTiesError: a version of CityTies wrote it that stored runs in another way.
    """
    if BatchFolder(folder).detail:
        return RunView(folder)
    return ClaimsView(folder) if (folder / CLAIMS_PAGE).is_file() else BatchView(folder)
