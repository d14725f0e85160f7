"""The results of a run: every summary table that figures and the report draw on, and that is written to ``tables/``."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cityties.analysis.buffering import least_loss
from cityties.analysis.comparators import comparator_table
from cityties.analysis.crises import CrisisPaths, crisis_paths, level_table, summary_table
from cityties.analysis.moods import mood_means, mood_table, poll_distance
from cityties.analysis.observations import observe
from cityties.analysis.observed_series import observed_values
from cityties.analysis.patterns import patterns_table
from cityties.analysis.recorded import recorded_table
from cityties.analysis.series_distance import MEASURES, distance_table, model_paths, place
from cityties.analysis.tie_means import mapped_counts, shown_months, tie_means
from cityties.analysis.trajectories import exchange_table, gap_table
from cityties.analysis.yearly import forum_table, relations_table, stock_table
from cityties.experiment.columns import column_table
from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.experiment.results import RunResults
from cityties.tables.language import msg
from cityties.tables.world_tables import WorldTables

TABLES = {
    "crises": msg("depth, loss, half-life, buffer index and suspension of every crisis"),
    "comparators": msg("buffer index of every crisis against both worlds without the effects of ties"),
    "level": msg("level effect of ties by pair of nations"),
    "relations": msg("relations by arm, pair of nations and month"),
    "gaps": msg("damage of every crisis by month, with ties and without"),
    "exchange": msg("official events kept in every crisis by month"),
    "recorded": msg("recorded shares of exchange stopped, beside the model's"),
    "stock": msg("ties and signings by pair of nations and year"),
    "tie_means": msg("every tie at the months of record.ties_at and of the maps"),
    "mapped": msg("counts of the ties on the maps"),
    "moods": msg("moods of the publics by month"),
    "poll_distance": msg("how far moods are from the polls"),
    "forum": msg("cities at the forum by edition and nation"),
    "patterns": msg("stylised facts of the record beside the run's"),
    "series_fit": msg("forecasts of the recorded series by two clocks and by rivals, scored"),
    "observed": msg("recorded series on the scales of the model, beside its numbers"),
    "observed_model": msg("what the series observe, as the run has it, by month"),
    "series_distance": msg("how far the run is from each recorded series"),
    "clocks": msg("half-lives that the recorded series have, beside their priors"),
    "columns": msg("what every column of every table means, and in which unit"),
}


@dataclass(frozen=True)
class CrisisResults:
    """The summary tables that the figures on crises draw on; they are there first."""

    crises: pd.DataFrame
    gaps: pd.DataFrame
    exchange: pd.DataFrame
    recorded: pd.DataFrame
    stock: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name, in the order of ``TABLES``."""
        return {name: getattr(self, name) for name in TABLES if hasattr(self, name)}


@dataclass(frozen=True)
class Results(CrisisResults):
    """All summary tables; the name of a field is the name of its file, ``columns`` explains their columns."""

    comparators: pd.DataFrame
    level: pd.DataFrame
    relations: pd.DataFrame
    tie_means: pd.DataFrame
    mapped: pd.DataFrame
    moods: pd.DataFrame
    poll_distance: pd.DataFrame
    forum: pd.DataFrame
    patterns: pd.DataFrame
    series_fit: pd.DataFrame
    observed: pd.DataFrame
    observed_model: pd.DataFrame
    series_distance: pd.DataFrame
    clocks: pd.DataFrame
    columns: pd.DataFrame


NO_CRISES = ["crisis", "dyad", "severity", "months_followed", "replicates"]


def sum_up(run: RunResults) -> Results:
    """Sum up a computed run."""
    return Summary(run).all()


class Summary:
    """A computed run as it is summed up: what is told of crises first, so that it can be drawn meanwhile."""

    def __init__(self, run: RunResults) -> None:
        self._run = run

    @cached_property
    def _paths(self) -> list[CrisisPaths]:
        months = self._run.crisis_months
        return [] if months.empty else crisis_paths(months)

    @cached_property
    def of_crises(self) -> CrisisResults:
        """The tables on crises."""
        run, paths = self._run, self._paths
        found = summary_table(paths, run.severities()) if paths else pd.DataFrame({name: [] for name in NO_CRISES})
        return CrisisResults(
            crises=found,
            gaps=gap_table(paths),
            exchange=exchange_table(paths),
            recorded=recorded_table(run, found),
            stock=stock_table(run.histories),
        )

    def all(self) -> Results:
        """Return all tables."""
        run, world, scenario = self._run, self._run.tables, self._run.scenario
        months = shown_months(run.tie_months, run.crises, scenario.start, SUSPENSION_MONTHS)
        asked = sorted({*months, *scenario.record.ties_at})
        means = tie_means(run.ties_at(asked), asked, run.replicates)
        sums = mood_means(run.measure_sums(MEASURES))
        weight, two_clocks = scenario.parameters.poll_anger, scenario.mechanisms.two_clocks
        moods = mood_table(sums, world.publics, world.dyads, weight, two_clocks)
        relations = relations_table(run.histories)
        observable = model_paths(run, moods, relations, sums)
        placed = place(observed_values(world), observable)
        results = Results(
            **self.of_crises.tables(),
            comparators=_against_silence(run),
            level=level_table(run.histories),
            relations=relations,
            tie_means=means,
            mapped=mapped_counts(means[means["month"].isin(months)]),
            moods=moods,
            poll_distance=poll_distance(moods, world.polls),
            forum=forum_table(run.attendance),
            patterns=patterns_table(run, self._paths),
            observed=placed,
            observed_model=observable[observable["observes"].isin(set(placed["observes"]))],
            series_distance=distance_table(placed),
            **_fits(world),
            columns=pd.DataFrame(columns=["table", "column", "unit", "meaning"]),
        )
        columns = {name: list(table.columns) for name, table in results.tables().items()}
        return replace(results, columns=column_table(columns | run.folder.part_columns(), with_measures=True))


def _against_silence(run: RunResults) -> pd.DataFrame:
    """Return B against both comparators; no rows where only one was computed."""
    named = run.severities()
    found = comparator_table(observe(run.crisis_outcomes), lambda crisis: least_loss(named[crisis]))
    return found if len(found) else pd.DataFrame({name: [] for name in NO_CRISES})


def _fits(world: WorldTables) -> dict[str, pd.DataFrame]:
    """Return what recorded series say by themselves."""
    # what fits series is compiled, and figures and pages that know the tables of a run need no compiler
    from cityties.analysis.clocks import clock_table  # noqa: PLC0415
    from cityties.analysis.series_record import score_table, series_record  # noqa: PLC0415

    record = series_record(world)
    return {"series_fit": score_table(record), "clocks": clock_table(record)}


def write_tables(run: RunResults, results: Results) -> None:
    """Write every summary table of a run, so that each number of the report can be looked up."""
    for name, table in results.tables().items():
        run.write_table(name, table)
