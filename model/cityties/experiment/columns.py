"""The columns of all tables, each declared once: its unit and meaning, and from the unit how it is stored.

What is written and read, ``tables/columns.csv`` and pages follow them. A column without an entry cannot be written.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cityties.errors import CityTiesError
from cityties.experiment.city_columns import CITY_COLUMNS
from cityties.experiment.comparator_columns import COMPARATOR_COLUMNS
from cityties.experiment.forecast_columns import FORECAST_COLUMNS
from cityties.experiment.month_texts import month_texts
from cityties.experiment.outcomes import OUTCOMES
from cityties.experiment.series_columns import SERIES_COLUMNS
from cityties.experiment.sweep_columns import SWEEP_COLUMNS
from cityties.kernel.record import DyadMeasure

MONTH, YES_NO, NUMBER, NAME, CODE, TEXT = "YYYY-MM", "yes or no", "number", "name", "code", "text"
AS_MEASURE, EVENTS, SHARE, TIES, MOOD, R = "as the measure", "events", "share", "ties", "-1 to 1", "R"
ELSEWHERE = {**SERIES_COLUMNS, **SWEEP_COLUMNS, **CITY_COLUMNS, **COMPARATOR_COLUMNS, **FORECAST_COLUMNS}


class ResultColumn(NamedTuple):
    """One declared column: its unit, which also says how it is stored, and its meaning."""

    unit: str
    meaning: str

    @property
    def is_month(self) -> bool:
        """Whether it holds calendar months: 'YYYY-MM' in files, numbers of months in memory."""
        return self.unit == MONTH

    @property
    def is_text(self) -> bool:
        """Whether it holds words; an empty one is null in files."""
        return self.unit in (MONTH, NAME, CODE, TEXT)


SHARED: Mapping[str, ResultColumn] = {
    "variant": ResultColumn(NUMBER, "number of the variant: one scenario in one arm at one point of its sweep"),
    "label": ResultColumn(TEXT, "name of the variant"),
    "draw": ResultColumn(NUMBER, "number of the draw of parameters; 0: the values of the scenario"),
    "replicate": ResultColumn(NUMBER, "number within its draw; equal draws and numbers share random numbers"),
    "first_replicate": ResultColumn(NUMBER, "first replicate of the unit that a sum is over"),
    "tie_pathways": ResultColumn(YES_NO, "whether what ties do reaches relations and publics"),
    "political_shocks": ResultColumn(YES_NO, "whether disputes between states happen"),
    "crisis": ResultColumn(CODE, "crisis of the table of shocks; empty: the whole history"),
    "crisis_happens": ResultColumn(YES_NO, "whether the crisis happens; the branches share all until then"),
    "where": ResultColumn(CODE, "pair of nations, or nation"),
    "dyad": ResultColumn(CODE, "pair of nations, the first named is side a"),
    "nation": ResultColumn(CODE, "nation"),
    "of": ResultColumn(CODE, "nation whose public it is"),
    "about": ResultColumn(CODE, "nation that it thinks about"),
    "city": ResultColumn(NAME, "city, as NATION/City"),
    "city_a": ResultColumn(NAME, "city of side a, as NATION/City"),
    "city_b": ResultColumn(NAME, "city of side b, as NATION/City"),
    "measure": ResultColumn(NAME, "outcome or measure; the rows of table `measures` below say what each is"),
    "estimand": ResultColumn(NAME, "buffer index B = 1 - loss with ties / without; buffer_depth: of depth"),
    "year": ResultColumn("year", "calendar year"),
    "month": ResultColumn(MONTH, "calendar month"),
    "months_since": ResultColumn("months", "months since the crisis began; 0 is its first month"),
    "value": ResultColumn(AS_MEASURE, "value of one replicate, or of one drawn parameter; a switch is 1 when on"),
    "n": ResultColumn(NUMBER, "replicates, or draws where there are any, that a number is over"),
    "sum": ResultColumn(AS_MEASURE, "sum over replicates"),
    "sum_of_squares": ResultColumn("as the measure, squared", "sum of squares over replicates"),
    "mean": ResultColumn(AS_MEASURE, "mean over replicates; over draws where there are any"),
    "difference": ResultColumn(AS_MEASURE, "mean difference, or the estimand itself"),
    "low": ResultColumn(AS_MEASURE, "lower end of the 95 % interval"),
    "high": ResultColumn(AS_MEASURE, "upper end of the 95 % interval"),
    "replicates": ResultColumn(NUMBER, "replicates asked for, or (crises) paired replicates"),
    "strength": ResultColumn("0 to 1", "strength of the tie; a mean where it is over ties or replicates"),
    "suspended_by": ResultColumn(CODE, "nation whose city suspended the tie, both joined by ';'; empty: not suspended"),
    "ended_by": ResultColumn(CODE, "nation whose city decided to end the tie, both joined by ';'"),
    "suspended_since": ResultColumn(MONTH, "calendar month of suspension; empty: not suspended"),
    "signed": ResultColumn(MONTH, "calendar month in which the tie began"),
    "dormant": ResultColumn(YES_NO, "whether strength is below the dormancy threshold"),
    "has_downturn": ResultColumn(YES_NO, "whether there was a loss to buffer at all; if not, B is not to be read"),
    "source": ResultColumn(CODE, "source of the record (sources.csv of the world)"),
    "file": ResultColumn(TEXT, "scenario file"),
    "scenario": ResultColumn(TEXT, "name of the scenario"),
    "arm": ResultColumn(TEXT, "named arm; as_written is the file's own mechanisms"),
    "draws": ResultColumn(NUMBER, "draws of parameters asked for, or (verdicts) with a downturn to buffer"),
    "seed": ResultColumn(NUMBER, "root of all random numbers"),
    "parameter": ResultColumn(TEXT, "key that the draw sets"),
    "correlation": ResultColumn("-1 to 1", "rank correlation (Spearman) of the parameter with the outcome, over draws"),
    "sign_share": ResultColumn(SHARE, "share of pairs whose difference has the sign of the mean"),
    "variance_saved": ResultColumn(SHARE, "share of the variance of an unpaired difference that pairing removes"),
    "replicates_saved": ResultColumn("multiple", "how many times as many unpaired replicates the interval would take"),
    "buffer_36": ResultColumn(SHARE, "B = 1 - loss with ties / loss without, over 36 months"),
    "case": ResultColumn(TEXT, "case that is compared"),
    "baseline": ResultColumn(TEXT, "case that is subtracted"),
    "folder": ResultColumn(TEXT, "folder of results that the case stands in"),
    "world": ResultColumn(TEXT, "folder of the world, and the start of the digest of its tables"),
    "against": ResultColumn(TEXT, "variant that is subtracted"),
    "paired": ResultColumn(YES_NO, "whether both sides share their random numbers"),
    "epsilon": ResultColumn(SHARE, "B up to this size counts as nothing"),
    "buffers": ResultColumn(SHARE, "share of draws with B above epsilon"),
    "does_nothing": ResultColumn(SHARE, "share of draws with B within epsilon of zero"),
    "harms": ResultColumn(SHARE, "share of draws with B below minus epsilon"),
    "verdict": ResultColumn(NAME, "supported, refuted-null or refuted-harm at a share of 0.9; else inconclusive"),
    "half_width": ResultColumn("as the estimand", "half width of an interval that holds however often one looks"),
    "target": ResultColumn("as the estimand", "half width that was asked for"),
    "reached": ResultColumn(YES_NO, "whether the target was reached"),
    "unit": ResultColumn(NAME, "unit: variant, draw and range of replicates; (columns) unit of a column"),
    "message": ResultColumn(TEXT, "error that the unit raised"),
    "table": ResultColumn(NAME, "table; parts/ holds the results of single units"),
    "column": ResultColumn(NAME, "column of the table"),
    "meaning": ResultColumn(TEXT, "what the column holds"),
}
"""Columns that mean the same in every table, unless the table is named below."""

_MONTHLY: Mapping[str, ResultColumn] = {m.column: ResultColumn(m.unit, m.meaning) for m in DyadMeasure}

OF_TABLE: Mapping[str, Mapping[str, ResultColumn]] = {
    "parts/histories": _MONTHLY,
    "parts/crisis_months": _MONTHLY,
    "parts/attendance": {"cities": ResultColumn("cities", "cities of the nation that attended the forum")},
    "parts/endings": {"month": ResultColumn(MONTH, "first calendar month without the tie")},
    "parts/cities": {
        "ties": ResultColumn(TIES, "ties of the city"),
        "suspended": ResultColumn(TIES, "suspended ties of the city"),
    },
    "crises": {
        "severity": ResultColumn("severity", "severity of the crisis's first shock; 0 for a crisis common to all"),
        "months_followed": ResultColumn("months", "months for which the crisis was followed, to the end of the run"),
        "depth": ResultColumn(
            R, "greatest gap: relations without the crisis less relations with it; mean over replicates"
        ),
        "depth_of_mean": ResultColumn(R, "greatest gap of the mean trajectory"),
        "loss_MONTHS": ResultColumn("R-months", "sum of the gap over the first MONTHS months"),
        "half_life": ResultColumn("months", "months from the greatest mean gap until half of it is left"),
        "buffer_MONTHS": ResultColumn(
            SHARE, "B = 1 - loss with ties / loss without; above 0 ties buffer, below 0 they amplify"
        ),
        "buffer_depth": ResultColumn(SHARE, "the same for depth"),
        "buffer_half_life": ResultColumn(SHARE, "the same for half-life"),
        "level_loss": ResultColumn("R-months", "part of loss_36 that lies in the level and outlasts the dispute"),
        "buffer_event": ResultColumn(SHARE, "B of the loss less that of the level; empty where that is hardly any"),
        "buffer_level": ResultColumn(SHARE, "B of the loss of the level alone; empty where that is hardly any"),
        "loss_saved_MONTHS": ResultColumn("R-months", "loss without ties less loss with ties"),
        "suspension": ResultColumn(SHARE, "1 - official events with the crisis / without it, months 0-3, with ties"),
        "stopped_by_first_nation": ResultColumn(SHARE, "share of the crisis's added refusals that side a made"),
    },
    "level": {"level": ResultColumn(R, "V: mean relations with ties less without, both without political shocks")},
    "relations": {"relations": ResultColumn(MOOD, "relations; mean over replicates")},
    "gaps": {
        "gap_with_ties": ResultColumn(
            R, "relations without the crisis less relations with it, in the arm with ties; mean"
        ),
        "gap_without_ties": ResultColumn(R, "the same in the arm without the pathways of ties"),
        "saved": ResultColumn(R, "gap without ties less gap with ties; above 0 ties take damage away"),
    },
    "exchange": {
        "official_with": ResultColumn(
            EVENTS, "official events held in the month with the crisis; mean over replicates"
        ),
        "official_without": ResultColumn(EVENTS, "official events held in the month without it"),
        "kept": ResultColumn(SHARE, "official events with the crisis / without it; ratio of sums over replicates"),
        "kept_people": ResultColumn(SHARE, "the same with refused events counted that go on at the people's level"),
    },
    "recorded": {
        "kind": ResultColumn(NAME, "what the share is of: events, or governments of the incident's place"),
        "recorded": ResultColumn(SHARE, "recorded share that was stopped"),
        "is_sample": ResultColumn(YES_NO, "whether the record counts a sample rather than known cases"),
        "model": ResultColumn(
            SHARE, "the model's share: events of months 0-3, or governments with a suspended tie in the fourth month"
        ),
        "n_governments": ResultColumn(NUMBER, "governments of the place that hold a tie, mean over replicates"),
        "measure": ResultColumn(TEXT, "wording of the record"),
        "note": ResultColumn(TEXT, "note of the record"),
    },
    "stock": {
        "ties": ResultColumn(TIES, "ties at the end of the year; mean over replicates"),
        "signed": ResultColumn(TIES, "ties signed in the year; mean over replicates"),
        "ended": ResultColumn(TIES, "ties that ended in the year by decision of a council; mean over replicates"),
    },
    "tie_means": {
        "exists": ResultColumn(SHARE, "share of replicates in which the tie exists in the month"),
        "strength": ResultColumn("0 to 1", "mean strength where it exists"),
        "dormant": ResultColumn(SHARE, "share of those replicates in which it is dormant"),
        "suspended": ResultColumn(SHARE, "share of those replicates in which it is suspended"),
    },
    "mapped": {
        "ties": ResultColumn(TIES, "ties that exist in at least half of the replicates"),
        "suspended": ResultColumn(
            TIES, "of those, ties suspended in at least half of the replicates in which they exist"
        ),
        "dormant": ResultColumn(TIES, "of those not so suspended, ties dormant in at least half of them"),
        "strength": ResultColumn("0 to 1", "mean strength of the ties counted"),
    },
    "moods": {
        "mood": ResultColumn(MOOD, "slow mood; mean over replicates"),
        "anger": ResultColumn("severity", "anger; mean over replicates"),
        "share_friendly": ResultColumn(SHARE, "friendly answers that a poll would find of mood and anger (ODD 4.11)"),
    },
    "poll_distance": {
        "n_polls": ResultColumn(NUMBER, "polls of this public within the run"),
        "distance": ResultColumn(SHARE, "mean absolute difference between share_friendly and the polls"),
    },
    "forum": {
        "cities": ResultColumn("cities", "cities of a nation at the edition held in the month; mean over replicates")
    },
    "patterns": {
        "pattern": ResultColumn(NAME, "signings, stopped, stopped by side a, frozen, forum, or fall (of the stock)"),
        "period": ResultColumn(TEXT, "years, crisis or year that the row speaks of; empty: the whole run"),
        "model": ResultColumn("of the pattern", "ties a year, share, ties, cities, or share of the peak; mean"),
        "recorded": ResultColumn("as model", "the recorded number; of 'stopped by side a' a lower bound"),
        "body": ResultColumn(TEXT, "who counted, or source of the record"),
        "is_input": ResultColumn(YES_NO, "whether tables or rules put the model's number in, so that it is no result"),
    },
    **{name: {key: ResultColumn(*said) for key, said in one.items()} for name, one in ELSEWHERE.items()},
    "pairing": {
        "gap": ResultColumn("multiple", "replicates saved by pairing the branches with and without the crisis"),
        "depth": ResultColumn("multiple", "replicates saved by pairing the arms with and without ties, on depth"),
        "loss_36": ResultColumn("multiple", "replicates saved by pairing the arms with and without ties, on loss_36"),
        "buffer_36": ResultColumn("multiple", "replicates saved by pairing the arms with and without ties, on B"),
    },
}
"""Columns by table where the shared meaning does not hold."""

SWEPT = ResultColumn("as the key", "value of a key of the sweep")
_ENDS = {
    "_chance": "value that 95 % of invented factors without influence stay below: ",
    "_low": "lower end of the 95 % interval of: ",
    "_high": "upper end of the 95 % interval of: ",
    "_p05": "exceeded by 95 % of the replicates: ",
    "_p95": "exceeded by 5 % of the replicates: ",
    "_without_ties": "in the arm without ties: ",
    "_with_ties": "in the arm with ties: ",
}


def declared(table: str, column: str) -> ResultColumn | None:
    """Return the declaration of a column of a table, or None if there is none.

    An interval's end, or the value of an arm, is declared with the quantity that it belongs to.
    """
    own = OF_TABLE.get(table, {})
    general = re.sub(r"_\d+", "_MONTHS", column)
    found = own.get(column) or own.get(general) or SHARED.get(column)
    if found is not None:
        return ResultColumn(found.unit, found.meaning.replace("MONTHS", (re.findall(r"_(\d+)", column) or [""])[0]))
    for end, said in _ENDS.items():
        if column.endswith(end) and (inner := declared(table, column.removesuffix(end))) is not None:
            return ResultColumn(inner.unit, said + inner.meaning)
    return None


def part_column(table: str, column: str) -> ResultColumn:
    """Return the declaration of a column of the results of units.

    Raises:
        CityTiesError: it is not declared, so nobody could say what it holds.
    """
    found = declared(f"parts/{table}", column)
    if found is None:
        raise CityTiesError(f"column '{column}' of {table} is not declared; add it to experiment/columns.py.")
    return found


def column_table(tables: Mapping[str, Iterable[str]], with_measures: bool = False) -> pd.DataFrame:
    """Return one row a table and column with unit and meaning; ``tables`` gives the names of columns by table.

    ``with_measures`` adds one row an outcome and monthly measure, for tables that have them in rows.
    """
    rows = [(table, name, *(declared(table, name) or SWEPT)) for table, names in tables.items() for name in names]
    if with_measures:
        rows += [("measures", name, said.unit, said.meaning) for name, said in OUTCOMES.items()]
        rows += [("measures", name, *said) for name, said in _MONTHLY.items() if name not in OUTCOMES]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])


def for_files(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a summary table as people meet it: months as 'YYYY-MM', empty words as null."""
    columns: dict[str, Any] = {}
    for column in table.columns:
        said = declared(name, column)
        if said is None or not said.is_text:
            continue
        if said.is_month and pd.api.types.is_numeric_dtype(table[column]):
            columns[column] = month_texts(table[column].to_numpy(np.int64))
        elif len(table):
            words = table[column].astype(object)
            columns[column] = words.where(words.notna() & (words != ""), None)
    return table.assign(**columns)
