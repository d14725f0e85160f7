"""The outcomes: numbers that sum up one replicate, each declared once with what it is computed from (ODD 4.11).

An outcome is addressed by its name everywhere. The arrays that compiled sums take, the keys of what a batch keeps and
the dictionary of columns follow from the declarations, so that a new outcome is a new line here. Months are counted
from the first of a crisis, which is month 0; where fewer were followed than a window is long, it ends with them.

Compiled code is imported where it is called: whoever only reads results needs the declarations, not the compiler.
"""
# ruff: noqa: PLC0415

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from cityties.experiment.outcome_kinds import (
    CrisisOutcome,
    GapOutcome,
    Histories,
    HistoryOutcome,
    Outcome,
    SurvivalOutcome,
)
from cityties.experiment.recovery import is_halved, is_healed, restricted_half_life
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.crisis_sums import CrisisSum
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.record import NationMeasure
from cityties.kernel.state import Exchange, FloatArray

LOSS_MONTHS = (12, 36, 60)
"""Months over which damage is summed."""
MAIN_MONTHS: Final = 36
"""Months of the loss by which ties are judged."""
SUSPENSION_MONTHS = 4
"""First months of a crisis, in which it is seen what exchange it stops."""
YEAR_AFTER = (1, MONTHS_PER_YEAR + 1)
"""The year after the month in which a crisis begins: first month, and the one after the last."""
LONG_AFTER = (1, MAIN_MONTHS + 1)
LAST_MONTHS = 120
"""Months at the end of a history that stand for its present."""


class OutcomeKey(NamedTuple):
    """What one outcome is about; ``crisis`` is empty for a whole history, ``where`` is a dyad or a nation."""

    tie_pathways: bool
    political_shocks: bool
    crisis: str
    where: str
    measure: str


def _branches(
    name: str, what: str, measure: M, window: tuple[int, int], how: CrisisSum = CrisisSum.SUM
) -> dict[str, CrisisOutcome]:
    """Declare a sum or mean of a measure over months after a crisis, with it and without."""
    first, last = window
    return {
        f"{name}_{word}": CrisisOutcome(
            measure.unit,
            f"{what} in months {first}-{last - 1}, {word} the crisis",
            how,
            measure,
            word == "with",
            first,
            last,
        )
        for word in ("with", "without")
    }


def _mean(measure: M, what: str) -> HistoryOutcome:
    """Declare the mean of a measure over the history."""
    return HistoryOutcome(
        measure.unit, f"mean of {what} over the run", lambda arms: arms.total[..., measure] / arms.dyads.shape[1]
    )


def _sum(what: str, *measures: M) -> HistoryOutcome:
    """Declare the sum of a measure, or of several together, over the history."""
    return HistoryOutcome(measures[0].unit, what, lambda arms: arms.total[..., list(measures)].sum(axis=-1))


def _quantile(share: float, meaning: str) -> HistoryOutcome:
    """Declare a quantile of the strength of ties at the end; ``nan`` in a dyad without ties."""

    def compute(histories: Histories) -> FloatArray:
        """Return the quantile by arm and dyad."""
        from cityties.kernel.reductions import quantiles

        found = np.empty((len(histories.ties), histories.dyads.shape[2], 1))
        for (ranked, bounds), out in zip(histories.strengths, found, strict=True):
            quantiles(ranked, bounds, np.array([share]), out)
        return found[..., 0]

    return HistoryOutcome("0 to 1", meaning, compute)


def _gini(histories: Histories) -> FloatArray:
    from cityties.kernel.reductions import inequality

    nations, n_cities = histories.world.nations, len(histories.world.cities.id)
    found = np.empty((len(histories.ties), len(nations.first)))
    for ties, out in zip(histories.ties, found, strict=True):
        room = np.zeros(n_cities + len(ties["a"]) + 1, np.int64)
        inequality((ties["a"], ties["b"]), (nations.first, nations.last), room, out)
    return found


def _attendance(histories: Histories) -> FloatArray:
    """Return the mean over months in which the forum met (arms, K); ``nan`` without one."""
    held = histories.nations[..., NationMeasure.FORUM_ATTENDANCE][:, histories.world.forum.host >= 0]
    return held.mean(axis=1) if held.shape[1] else np.full((len(held), held.shape[2]), np.nan)


CRISIS_OUTCOMES: dict[str, CrisisOutcome] = {
    "depth": CrisisOutcome(
        "R", "greatest gap: relations without the crisis less relations with it", CrisisSum.GREATEST_GAP
    ),
    **{
        f"loss_{months}": CrisisOutcome(
            "R-months", f"sum of the gap over the first {months} months", CrisisSum.GAP_SUM, last=months
        )
        for months in LOSS_MONTHS
    },
    **_branches("official", "official events held", M.OFFICIAL, (0, SUSPENSION_MONTHS)),
    **_branches("people", "events held at the people's level", M.PEOPLE, (0, MONTHS_PER_YEAR)),
    **_branches("exchange", "exchange", M.EXCHANGE, YEAR_AFTER),
    **_branches("official_year", "official events held", M.OFFICIAL, YEAR_AFTER),
    **_branches("official_long", "official events held", M.OFFICIAL, LONG_AFTER),
    **_branches("ended", "ties that ended", M.ENDED, LONG_AFTER),
    **_branches("network", "meetings of partners in networks", M.NETWORK_MEETINGS, LONG_AFTER),
    **_branches("relations_year", "mean relations", M.RELATIONS, YEAR_AFTER, CrisisSum.MEAN),
    **_branches("relations", "mean relations", M.RELATIONS, (0, MAIN_MONTHS), CrisisSum.MEAN),
    **{
        f"level_{word}": CrisisOutcome(
            "R-months",
            f"sum of the standing damage to relations (below 0) in months 0-{MAIN_MONTHS - 1}, {word} the crisis",
            CrisisSum.SUM,
            M.LEVEL,
            word == "with",
            last=MAIN_MONTHS,
        )
        for word in ("with", "without")
    },
    "suspended_peak": CrisisOutcome(
        "share", "greatest share of ties suspended, with the crisis", CrisisSum.GREATEST_SHARE, M.SUSPENDED
    ),
}
GAP_OUTCOMES: dict[str, GapOutcome] = {
    "half_life": GapOutcome(
        "months",
        "months from the greatest gap until half of it is left; all months followed where that never happens; empty "
        "without damage",
        restricted_half_life,
    ),
    "halved": GapOutcome("share", "whether half of the greatest gap is gone within the months followed", is_halved),
    "healed": GapOutcome(
        "share", "whether less than a tenth of the greatest gap is left for good within the months followed", is_healed
    ),
}
SURVIVAL_OUTCOMES: dict[str, SurvivalOutcome] = {
    "survival_official": SurvivalOutcome(
        "share", "ties awake before the crisis that met officially in months 1-12", (Exchange.OFFICIAL,)
    ),
    "survival_any": SurvivalOutcome(
        "share", "ties awake before the crisis that met at all in months 1-12", (Exchange.OFFICIAL, Exchange.PEOPLE)
    ),
}
"""Computed only where a scenario asks for them, because every tie is followed alone."""
UNHEARD_OUTCOMES: dict[str, CrisisOutcome] = {
    f"unheard_{name}": replace(
        CRISIS_OUTCOMES[name],
        meaning=f"{CRISIS_OUTCOMES[name].meaning}; in the world without the effects of ties in which no city is heard",
    )
    for name in ("depth", *(f"loss_{months}" for months in LOSS_MONTHS))
}
"""Those of the second comparator of B, where it is asked for."""
DYAD_OUTCOMES: dict[str, HistoryOutcome] = {
    "relations": _mean(M.RELATIONS, "official relations"),
    "relations_last": HistoryOutcome(
        "-1 to 1",
        "mean of official relations over the last ten years",
        lambda arms: arms.dyads[:, -LAST_MONTHS:, :, M.RELATIONS].mean(axis=1),
    ),
    "mood_a": _mean(M.MOOD_A, "the mood of the first nation's public"),
    "mood_b": _mean(M.MOOD_B, "the mood of the second nation's public"),
    "anger_a": _mean(M.ANGER_A, "the anger of the first nation's public"),
    "anger_b": _mean(M.ANGER_B, "the anger of the second nation's public"),
    "disputes": _mean(M.DISPUTES, "open disputes"),
    "official": _sum("official events held", M.OFFICIAL),
    "people": _sum("events held at the people's level", M.PEOPLE),
    "forum_meetings": _sum("meetings of partners at the forum", M.FORUM_MEETINGS),
    "network_meetings": _sum("meetings of partners in networks", M.NETWORK_MEETINGS),
    "aid": _sum("ties over which aid was given, summed over months", M.AID_A, M.AID_B),
    "exchange": _sum("sum of exchange of all channels", M.EXCHANGE),
    "signed": _sum("ties signed", M.SIGNED),
    "ended": _sum("ties that ended by decision of a council", M.ENDED),
    "ties": HistoryOutcome("ties", "ties at the end", lambda arms: arms.end[..., M.TIES]),
    "suspended_share": HistoryOutcome(
        "share",
        "share of the months of ties that were spent suspended",
        lambda arms: arms.total[..., M.SUSPENDED] / np.maximum(arms.total[..., M.TIES], 1.0),
    ),
    "dormant_share": HistoryOutcome(
        "share",
        "share of ties dormant at the end",
        lambda arms: arms.end[..., M.DORMANT] / np.maximum(arms.end[..., M.TIES], 1.0),
    ),
    "strength": HistoryOutcome("0 to 1", "mean strength of ties at the end", lambda arms: arms.end[..., M.STRENGTH]),
    "strength_p10": _quantile(0.1, "strength at the end below which a tenth of the ties lies"),
    "strength_p50": _quantile(0.5, "median strength of ties at the end"),
    "strength_p90": _quantile(0.9, "strength at the end above which a tenth of the ties lies"),
}
NATION_OUTCOMES: dict[str, HistoryOutcome] = {
    "gini": HistoryOutcome(
        "0 to 1", "Gini coefficient of the number of ties over the nation's cities, at the end", _gini
    ),
    "attendance": HistoryOutcome("cities", "mean number of the nation's cities at a meeting of the forum", _attendance),
}
OUTCOMES: dict[str, Outcome] = {
    **CRISIS_OUTCOMES,
    **GAP_OUTCOMES,
    **SURVIVAL_OUTCOMES,
    **UNHEARD_OUTCOMES,
    **DYAD_OUTCOMES,
    **NATION_OUTCOMES,
}
"""All outcomes by name."""
