"""The dictionary of columns of a batch: what every column of its tables and parts means, and in which unit."""

from collections.abc import Mapping

import pandas as pd

from cityties.experiment.outcomes import OUTCOMES
from cityties.experiment.unit_tables import TABLES
from cityties.kernel.record import DyadMeasure

KEYS: dict[str, tuple[str, str]] = {
    "variant": ("number", "number of the variant: one scenario in one arm at one point of its sweep"),
    "label": ("text", "name of the variant"),
    "file": ("text", "scenario file"),
    "scenario": ("text", "name of the scenario"),
    "arm": ("text", "named arm; as_written is the file's own mechanisms"),
    "replicates": ("number", "replicates asked for"),
    "draws": ("number", "draws of parameters asked for, or (verdicts) with a downturn to buffer"),
    "seed": ("number", "root of all chance"),
    "draw": ("number", "number of the draw of parameters; 0: as written"),
    "parameter": ("text", "key that the draw sets"),
    "replicate": ("number", "number within its draw; the same draw and number is the same luck in every variant"),
    "first_replicate": ("number", "first replicate of the unit that a sum is over"),
    "tie_pathways": ("yes or no", "whether what ties do reaches relations and publics"),
    "political_shocks": ("yes or no", "whether quarrels between states happen"),
    "crisis": ("code", "crisis of the table of shocks; empty: the whole history"),
    "where": ("code", "pair of nations, or nation"),
    "measure": ("name", "outcome or measure; the rows of table `measures` below say what each is"),
    "estimand": ("name", "buffer index B = 1 - loss with ties / without; buffer_depth: of depth"),
    "year": ("year", "calendar year"),
    "month": ("months", "calendar month as 12 * year + month - 1"),
    "months_since": ("months", "months since the crisis began"),
    "value": ("as the measure", "value of one replicate, or of one drawn parameter"),
    "n": ("number", "replicates, or draws where there are any, that a number is over"),
    "sum": ("as the measure", "sum over replicates"),
    "sum_of_squares": ("as the measure, squared", "sum of squares over replicates"),
    "mean": ("as the measure", "mean over replicates; over draws where there are any"),
    "difference": ("as the measure", "mean difference, or the estimand itself"),
    "low": ("as the measure", "lower end of the 95 % interval"),
    "high": ("as the measure", "upper end of the 95 % interval"),
    "sign_share": ("share", "share of pairs whose difference has the sign of the mean"),
    "variance_saved": ("share", "share of the variance of an unpaired difference that pairing removes"),
    "replicates_saved": ("multiple", "how many times as many unpaired replicates the same interval would take"),
    "has_downturn": ("yes or no", "whether there was a loss to buffer at all; if not, B is not to be read"),
    "buffer_36": ("share, or multiple in pairing", "B over 36 months"),
    "gap": ("multiple", "replicates saved by pairing the branches with and without the crisis"),
    "depth": ("multiple", "replicates saved by pairing the arms with and without ties, on depth"),
    "case": ("text", "case that is compared"),
    "baseline": ("text", "case that is subtracted"),
    "against": ("text", "variant that is subtracted"),
    "paired": ("yes or no", "whether both sides share their luck"),
    "epsilon": ("share", "B up to this size counts as nothing"),
    "buffers": ("share", "share of draws with B above epsilon"),
    "does_nothing": ("share", "share of draws with B within epsilon of zero"),
    "harms": ("share", "share of draws with B below minus epsilon"),
    "verdict": ("name", "supported, refuted-null or refuted-harm at a share of 0.9; else inconclusive"),
    "half_width": ("as the estimand", "half width of an interval that holds however often one looks"),
    "target": ("as the estimand", "half width that was asked for"),
    "reached": ("yes or no", "whether the target was reached"),
    "unit": ("name", "unit: variant, draw and range of replicates"),
    "message": ("text", "error that the unit raised"),
    "city": ("name", "city, as NATION/City"),
    "city_a": ("name", "city of side a, as NATION/City"),
    "city_b": ("name", "city of side b, as NATION/City"),
    "ties": ("ties", "ties of the city"),
    "strength": ("0 to 1", "strength of the tie; mean over the city's ties"),
    "suspended": ("ties", "suspended ties of the city"),
    "suspended_by": ("code", "0 nobody, 1 side a, 2 side b, 3 both"),
}
PART_COLUMNS: dict[str, tuple[str, ...]] = {
    "outcomes": (
        "variant",
        "draw",
        "replicate",
        "tie_pathways",
        "political_shocks",
        "crisis",
        "where",
        "measure",
        "value",
    ),
    "years": (
        *("variant", "draw", "first_replicate", "tie_pathways", "political_shocks"),
        *("year", "where", "measure", "n", "sum", "sum_of_squares"),
    ),
    "gaps": (
        *("variant", "draw", "first_replicate", "tie_pathways", "crisis"),
        *("where", "months_since", "n", "sum", "sum_of_squares"),
    ),
    "months": (
        "variant",
        "draw",
        "replicate",
        "tie_pathways",
        "political_shocks",
        "month",
        "where",
        "measure",
        "value",
    ),
    "ties": ("variant", "draw", "replicate", "month", "where", "city_a", "city_b", "strength", "suspended_by"),
    "cities": ("variant", "draw", "replicate", "month", "city", "ties", "strength", "suspended"),
}


def batch_columns(tables: Mapping[str, pd.DataFrame], with_parts: bool = True) -> pd.DataFrame:
    """Return one row a table and column with unit and meaning, and one row a measure."""
    swept = ("as the key", "value of a key of the sweep")
    rows = [(name, column, *KEYS.get(column, swept)) for name, table in tables.items() for column in table.columns]
    if with_parts:
        rows += [(f"parts/{name}", column, *KEYS[column]) for name in TABLES for column in PART_COLUMNS[name]]
    rows += [("measures", name, measure.unit, measure.meaning) for name, measure in OUTCOMES.items()]
    rows += [("measures", m.column, m.unit, m.meaning) for m in DyadMeasure if m.column not in OUTCOMES]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])
