"""The columns of all tables, each declared once: its unit and meaning, and from the unit how it is stored.

What is written, what is read, ``tables/columns.csv`` and the pages follow these declarations. A new column needs an
entry here and the line that computes it; a column without an entry cannot be written.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cityties.errors import CityTiesError
from cityties.experiment.outcomes import OUTCOMES
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.record import DyadMeasure

MONTH, YES_NO, NUMBER, NAME, CODE, TEXT = "YYYY-MM", "yes or no", "number", "name", "code", "text"
AS_MEASURE, EVENTS, SHARE, TIES, MOOD, R = "as the measure", "events", "share", "ties", "-1 to 1", "R"


class Column(NamedTuple):
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


SHARED: Mapping[str, Column] = {
    "variant": Column(NUMBER, "number of the variant: one scenario in one arm at one point of its sweep"),
    "label": Column(TEXT, "name of the variant"),
    "draw": Column(NUMBER, "number of the draw of parameters; 0: the values of the scenario"),
    "replicate": Column(NUMBER, "number within its draw; equal draws and numbers share random numbers"),
    "first_replicate": Column(NUMBER, "first replicate of the unit that a sum is over"),
    "tie_pathways": Column(YES_NO, "whether what ties do reaches relations and publics"),
    "political_shocks": Column(YES_NO, "whether disputes between states happen"),
    "crisis": Column(CODE, "crisis of the table of shocks; empty: the whole history"),
    "crisis_happens": Column(YES_NO, "whether the crisis happens; the branches share all until then"),
    "where": Column(CODE, "pair of nations, or nation"),
    "dyad": Column(CODE, "pair of nations, the first named is side a"),
    "nation": Column(CODE, "nation"),
    "of": Column(CODE, "nation whose public it is"),
    "about": Column(CODE, "nation that it thinks about"),
    "city": Column(NAME, "city, as NATION/City"),
    "city_a": Column(NAME, "city of side a, as NATION/City"),
    "city_b": Column(NAME, "city of side b, as NATION/City"),
    "measure": Column(NAME, "outcome or measure; the rows of table `measures` below say what each is"),
    "estimand": Column(NAME, "buffer index B = 1 - loss with ties / without; buffer_depth: of depth"),
    "year": Column("year", "calendar year"),
    "month": Column(MONTH, "calendar month"),
    "months_since": Column("months", "months since the crisis began; 0 is its first month"),
    "value": Column(AS_MEASURE, "value of one replicate, or of one drawn parameter"),
    "n": Column(NUMBER, "replicates, or draws where there are any, that a number is over"),
    "sum": Column(AS_MEASURE, "sum over replicates"),
    "sum_of_squares": Column("as the measure, squared", "sum of squares over replicates"),
    "mean": Column(AS_MEASURE, "mean over replicates; over draws where there are any"),
    "difference": Column(AS_MEASURE, "mean difference, or the estimand itself"),
    "low": Column(AS_MEASURE, "lower end of the 95 % interval"),
    "high": Column(AS_MEASURE, "upper end of the 95 % interval"),
    "replicates": Column(NUMBER, "replicates asked for, or (crises) paired replicates"),
    "strength": Column("0 to 1", "strength of the tie; a mean where it is over ties or replicates"),
    "suspended_by": Column(CODE, "nation whose city suspended the tie, both joined by ';'; empty: not suspended"),
    "suspended_since": Column(MONTH, "calendar month of suspension; empty: not suspended"),
    "signed": Column(MONTH, "calendar month in which the tie began"),
    "dormant": Column(YES_NO, "whether strength is below the dormancy threshold"),
    "has_downturn": Column(YES_NO, "whether there was a loss to buffer at all; if not, B is not to be read"),
    "source": Column(CODE, "source of the record (sources.csv of the world)"),
    "file": Column(TEXT, "scenario file"),
    "scenario": Column(TEXT, "name of the scenario"),
    "arm": Column(TEXT, "named arm; as_written is the file's own mechanisms"),
    "draws": Column(NUMBER, "draws of parameters asked for, or (verdicts) with a downturn to buffer"),
    "seed": Column(NUMBER, "root of all random numbers"),
    "parameter": Column(TEXT, "key that the draw sets"),
    "sign_share": Column(SHARE, "share of pairs whose difference has the sign of the mean"),
    "variance_saved": Column(SHARE, "share of the variance of an unpaired difference that pairing removes"),
    "replicates_saved": Column("multiple", "how many times as many unpaired replicates the same interval would take"),
    "buffer_36": Column(SHARE, "B = 1 - loss with ties / loss without, over 36 months"),
    "case": Column(TEXT, "case that is compared"),
    "baseline": Column(TEXT, "case that is subtracted"),
    "against": Column(TEXT, "variant that is subtracted"),
    "paired": Column(YES_NO, "whether both sides share their random numbers"),
    "epsilon": Column(SHARE, "B up to this size counts as nothing"),
    "buffers": Column(SHARE, "share of draws with B above epsilon"),
    "does_nothing": Column(SHARE, "share of draws with B within epsilon of zero"),
    "harms": Column(SHARE, "share of draws with B below minus epsilon"),
    "verdict": Column(NAME, "supported, refuted-null or refuted-harm at a share of 0.9; else inconclusive"),
    "half_width": Column("as the estimand", "half width of an interval that holds however often one looks"),
    "target": Column("as the estimand", "half width that was asked for"),
    "reached": Column(YES_NO, "whether the target was reached"),
    "unit": Column(NAME, "unit: variant, draw and range of replicates; (columns) unit of a column"),
    "message": Column(TEXT, "error that the unit raised"),
    "table": Column(NAME, "table; parts/ holds the results of single units"),
    "column": Column(NAME, "column of the table"),
    "meaning": Column(TEXT, "what the column holds"),
}
"""Columns that mean the same in every table, unless the table is named below."""

_MONTHLY: Mapping[str, Column] = {m.column: Column(m.unit, m.meaning) for m in DyadMeasure}

OF_TABLE: Mapping[str, Mapping[str, Column]] = {
    "parts/histories": _MONTHLY,
    "parts/crisis_months": _MONTHLY,
    "parts/attendance": {"cities": Column("cities", "cities of the nation that attended the forum")},
    "parts/cities": {
        "ties": Column(TIES, "ties of the city"),
        "suspended": Column(TIES, "suspended ties of the city"),
    },
    "crises": {
        "severity": Column("severity", "severity of the crisis's first shock; 0 for a crisis common to all"),
        "months_followed": Column("months", "months for which the crisis was followed; the run's end may cut it short"),
        "depth": Column(R, "greatest gap: relations without the crisis less relations with it; mean over replicates"),
        "depth_of_mean": Column(R, "greatest gap of the mean trajectory"),
        "loss_MONTHS": Column("R-months", "sum of the gap over the first MONTHS months"),
        "half_life": Column("months", "months from the greatest mean gap until half of it is left"),
        "buffer_MONTHS": Column(
            SHARE, "B = 1 - loss with ties / loss without; above 0 ties buffer, below 0 they amplify"
        ),
        "buffer_depth": Column(SHARE, "the same for depth"),
        "buffer_half_life": Column(SHARE, "the same for half-life"),
        "loss_saved_MONTHS": Column("R-months", "loss without ties less loss with ties"),
        "suspension": Column(SHARE, "1 - official events with the crisis / without it, months 0-3, arm with ties"),
        "stopped_by_first_nation": Column(SHARE, "share of the crisis's added refusals that side a made"),
    },
    "level": {"level": Column(R, "V: mean relations with ties less without, both without political shocks")},
    "relations": {"relations": Column(MOOD, "relations; mean over replicates")},
    "gaps": {
        "gap_with_ties": Column(R, "relations without the crisis less relations with it, in the arm with ties; mean"),
        "gap_without_ties": Column(R, "the same in the arm without the pathways of ties"),
        "saved": Column(R, "gap without ties less gap with ties; above 0 ties take damage away"),
    },
    "exchange": {
        "official_with": Column(EVENTS, "official events held in the month with the crisis; mean over replicates"),
        "official_without": Column(EVENTS, "official events held in the month without it"),
        "kept": Column(SHARE, "official events with the crisis / without it; ratio of sums over replicates"),
        "kept_people": Column(SHARE, "the same with refused events counted that go on at the people's level"),
    },
    "recorded": {
        "kind": Column(NAME, "what the share is of: events, or governments of the incident's place"),
        "recorded": Column(SHARE, "recorded share that was stopped"),
        "is_sample": Column(YES_NO, "whether the record counts a sample rather than known cases"),
        "model": Column(
            SHARE, "the model's share: events of months 0-3, or governments with a suspended tie in the fourth month"
        ),
        "n_governments": Column(NUMBER, "governments of the place that hold a tie, mean over replicates"),
        "measure": Column(TEXT, "wording of the record"),
        "note": Column(TEXT, "note of the record"),
    },
    "stock": {
        "ties": Column(TIES, "ties at the end of the year; mean over replicates"),
        "signed": Column(TIES, "ties signed in the year; mean over replicates"),
    },
    "tie_means": {
        "exists": Column(SHARE, "share of replicates in which the tie exists in the month"),
        "strength": Column("0 to 1", "mean strength where it exists"),
        "dormant": Column(SHARE, "share of those replicates in which it is dormant"),
        "suspended": Column(SHARE, "share of those replicates in which it is suspended"),
    },
    "mapped": {
        "ties": Column(TIES, "ties that exist in at least half of the replicates"),
        "suspended": Column(TIES, "of those, ties suspended in at least half of the replicates in which they exist"),
        "dormant": Column(TIES, "of those not so suspended, ties dormant in at least half of them"),
        "strength": Column("0 to 1", "mean strength of the ties counted"),
    },
    "moods": {
        "mood": Column(MOOD, "slow mood; mean over replicates"),
        "anger": Column("severity", "anger; mean over replicates"),
        "share_friendly": Column(SHARE, "(1 + mood - poll_anger * anger) / 2, kept between 0 and 1"),
    },
    "poll_distance": {
        "n_polls": Column(NUMBER, "polls of this public within the run"),
        "distance": Column(SHARE, "mean absolute difference between share_friendly and the polls"),
    },
    "forum": {"cities": Column("cities", "cities of a nation at the edition held in the month; mean over replicates")},
    "patterns": {
        "pattern": Column(NAME, "signings, stopped, stopped by side a, frozen, forum, or fall (of the stock)"),
        "period": Column(TEXT, "years, crisis or year that the row speaks of; empty: the whole run"),
        "model": Column("of the pattern", "ties a year, share, ties, cities, or share of the peak; mean"),
        "recorded": Column("as model", "the recorded number; of 'stopped by side a' a lower bound"),
        "body": Column(TEXT, "who counted, or source of the record"),
        "is_input": Column(YES_NO, "whether the model's number is put in by the tables or the rules, and no result"),
    },
    "pairing": {
        "gap": Column("multiple", "replicates saved by pairing the branches with and without the crisis"),
        "depth": Column("multiple", "replicates saved by pairing the arms with and without ties, on depth"),
        "loss_36": Column("multiple", "replicates saved by pairing the arms with and without ties, on loss_36"),
        "buffer_36": Column("multiple", "replicates saved by pairing the arms with and without ties, on B"),
    },
}
"""Columns by table where the shared meaning does not hold."""

SWEPT = Column("as the key", "value of a key of the sweep")
_ENDS = {
    "_low": "lower end of the 95 % interval of: ",
    "_high": "upper end of the 95 % interval of: ",
    "_p05": "exceeded by 95 % of the replicates: ",
    "_p95": "exceeded by 5 % of the replicates: ",
    "_without_ties": "in the arm without ties: ",
    "_with_ties": "in the arm with ties: ",
}


def declared(table: str, column: str) -> Column | None:
    """Return the declaration of a column of a table, or None if there is none.

    An interval's end, or the value of an arm, is declared with the quantity that it belongs to.
    """
    own = OF_TABLE.get(table, {})
    general = re.sub(r"_\d+", "_MONTHS", column)
    found = own.get(column) or own.get(general) or SHARED.get(column)
    if found is not None:
        return Column(found.unit, found.meaning.replace("MONTHS", (re.findall(r"_(\d+)", column) or [""])[0]))
    for end, said in _ENDS.items():
        if column.endswith(end) and (inner := declared(table, column.removesuffix(end))) is not None:
            return Column(inner.unit, said + inner.meaning)
    return None


def part_column(table: str, column: str) -> Column:
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


def month_texts(months: Any) -> Any:
    """Return months as 'YYYY-MM' from their numbers; each label is made once."""
    numbers, place = np.unique(np.asarray(months, dtype=np.int64), return_inverse=True)
    return np.array([month_label(int(number)) for number in numbers], dtype=object)[place]


def month_numbers(texts: "pd.Series[Any]") -> Any:
    """Return the numbers of months from a categorical column of labels; -1 where it is empty."""
    numbers = np.array([*(month_index(label) for label in texts.cat.categories), -1], dtype=np.int32)
    return numbers[texts.cat.codes]
