"""The tables of a study of sensitivity: what each holds and what its columns mean, declared once."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cityties.calibration.sensitivity.study import Sensitivity

TABLE_MEANINGS: Mapping[str, str] = {
    "indices": "first-order and total index of every factor, by outcome",
    "screening": "what moving one factor at a time does, by outcome",
    "outcomes": "how each outcome is spread over the priors",
    "constants": "what parameters without a prior do to the label of B",
    "columns": "meaning of every column",
}
_OUTCOME, _FACTOR = "outcome of the crisis", "parameter, chance (all random numbers), or all others together"
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "indices": {
        "outcome": _OUTCOME,
        "factor": _FACTOR,
        "first": "share of the variance that is gone on average once the factor is known",
        "total": "share of the variance that is left on average while all but the factor is known",
        "low": "lower end of the 95 % interval of the total index",
        "high": "upper end of that interval",
        "first_low": "lower end of the 95 % interval of the first-order index",
        "first_high": "upper end of that interval",
    },
    "screening": {
        "outcome": _OUTCOME,
        "factor": _FACTOR,
        "mean_absolute": "mean size of what moving the factor by two thirds of its middle nine tenths changes",
        "deviation": "standard deviation of that change; large beside the mean where the factor interacts",
    },
    "outcomes": {
        "outcome": _OUTCOME,
        "low": "5 % quantile over the priors",
        "median": "median over the priors",
        "high": "95 % quantile over the priors",
        "deviation": "standard deviation over the priors",
        "undefined": "share of samples in which it is undefined and counts 0",
        "samples": "base samples",
    },
    "constants": {
        "constant": "parameter without a prior",
        "value": "value that it is given",
        "default": "its value everywhere else",
        "draws": "draws of the other parameters with a downturn",
        "label_changed": "share of them in which the label of B (buffer, null, harm) is another one",
        "sign_changed": "share of them in which buffer turns into harm or harm into buffer",
        "low": "lower end of the 95 % interval of label_changed",
        "high": "upper end of that interval",
    },
}


@dataclass(frozen=True)
class SensitivityTables:
    """What comes of a study, one table a field."""

    indices: pd.DataFrame
    screening: pd.DataFrame
    outcomes: pd.DataFrame
    constants: pd.DataFrame


def sum_up(study: Sensitivity) -> SensitivityTables:
    """Return the tables of a study whose rows are computed, and write them."""
    severity = study.single.crisis.severity
    constants = study.constants.table(severity) if study.asked.constants else study.constants.no_table
    found = SensitivityTables(study.index_table(), study.screening_table(), study.outcome_table(), constants)
    study.folder.write_tables(vars(found), MEANINGS)
    return found
