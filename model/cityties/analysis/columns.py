"""The dictionary of columns: what every column of every table of a run means, and in which unit."""

import pandas as pd

from cityties.measures import BRANCH_MEASURES, HISTORY_MEASURES, MEASURES

KEYS = {
    "tie_pathways": ("yes or no", "whether what ties do reaches relations and publics"),
    "political_shocks": ("yes or no", "whether quarrels between states happen"),
    "crisis_happens": ("yes or no", "whether the crisis happens; the branches share state and luck until then"),
    "replicate": ("number", "number of the replicate; the same number is the same luck in every arm"),
    "month": ("months", "calendar month as 12 * year + month - 1"),
    "months_since": ("months", "months since the crisis began; 0 is its first month"),
    "dyad": ("code", "pair of nations, the first named is side a"),
    "nation": ("code", "nation"),
    "crisis": ("code", "crisis of the table of shocks"),
}
HISTORIES = ("tie_pathways", "political_shocks", "replicate", "month", "dyad")
BRANCHES = ("crisis", "tie_pathways", "crisis_happens", "replicate", "dyad", "months_since")
SUMS = {
    "measure": ("name", "measure that is summed"),
    "n": ("replicates", "replicates in the sum"),
    "sum": ("as the measure", "sum over replicates"),
    "sum_of_squares": ("as the measure, squared", "sum of squares over replicates"),
}
TIES = {
    "city_a": ("name", "city of side a, as NATION/City"),
    "city_b": ("name", "city of side b, as NATION/City"),
    "signed": ("months", "calendar month in which the tie began"),
    "strength": ("0 to 1", "strength of the tie"),
    "dormant": ("yes or no", "whether strength is below the dormancy threshold"),
    "suspended_by": ("code", "0 nobody, 1 side a, 2 side b, 3 both"),
    "suspended_since": ("months", "calendar month of suspension, -1 if not suspended"),
}
STATISTICS = {
    "severity": ("severity", "severity of the crisis's first shock; 0 for a crisis common to all"),
    "months_followed": ("months", "months for which the crisis was followed; the run's end may cut it short"),
    "replicates": ("number", "paired replicates"),
    "depth": ("R", "greatest gap: relations without the crisis less relations with it; mean over replicates"),
    "depth_of_mean": ("R", "greatest gap of the mean trajectory"),
    "loss_MONTHS": ("R-months", "sum of the gap over the first MONTHS months"),
    "half_life": ("months", "months from the greatest mean gap until half of it is left"),
    "buffer_MONTHS": ("share", "B = 1 - loss with ties / loss without; above 0 ties buffer, below 0 they amplify"),
    "buffer_depth": ("share", "the same for depth"),
    "buffer_half_life": ("share", "the same for half-life"),
    "loss_saved_MONTHS": ("R-months", "loss without ties less loss with ties"),
    "has_downturn": ("yes or no", "whether there was a loss to buffer at all; if not, B is not to be read"),
    "suspension": ("share", "1 - official events with the crisis / without it, months 0-3, arm with ties"),
    "stopped_by_first_nation": ("share", "share of the crisis's added refusals that side a made"),
}


def column_table() -> pd.DataFrame:
    """Return one row a table and column with unit and meaning; ``_low`` and ``_high`` bound 95 % intervals."""
    rows = [("histories", name, *KEYS[name]) for name in HISTORIES]
    rows += [("histories", m.name.lower(), MEASURES[m].unit, MEASURES[m].meaning) for m in HISTORY_MEASURES]
    rows += [("crisis_months", name, *KEYS[name]) for name in BRANCHES]
    rows += [("crisis_months", m.name.lower(), MEASURES[m].unit, MEASURES[m].meaning) for m in BRANCH_MEASURES]
    rows += [("sums", name, *said) for name, said in SUMS.items()]
    rows += [("attendance", "cities", "cities", "cities of a nation that attended the forum")]
    rows += [("ties", name, *said) for name, said in TIES.items()]
    rows += [("crises", name, *said) for name, said in STATISTICS.items()]
    rows += [("level", "level", "R", "V: mean relations with ties less without, both without political shocks")]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])
