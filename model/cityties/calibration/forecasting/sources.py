"""Where the histories of a forecast come from: the prior, the posterior of another region, full compliance."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from cityties.calibration.ensemble import Ensemble, Part
from cityties.calibration.forecasting.asked import Asked
from cityties.calibration.forecasting.courses import CourseReader
from cityties.calibration.holdout import compliance_in
from cityties.calibration.proposal import Proposal, priors_of
from cityties.kernel.calendar import month_label
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.scenario.sample_file import SampleFile
from cityties.scenario.sweeps import with_settings
from cityties.setup.event_columns import list_crises
from cityties.tables.world_tables import WorldTables

PART: Final = "ties"
POSTERIOR, PRIOR = "posterior", "prior"
ONE_SHARE, OPINION, COMPLIANCE = "one share", "opinion", "full compliance"
SOURCES = (POSTERIOR, PRIOR, ONE_SHARE, OPINION, COMPLIANCE)
"""Sources in the order of the file; the first is what the forecast is about, the last three are baselines."""
SIMULATED = (POSTERIOR, PRIOR, COMPLIANCE)
CLAIMED = (PRIOR, POSTERIOR)
"""Sources of whose draws B is shown."""
REPLICATES = 1
"""Histories of a draw: more draws serve better than more histories of each, since draws differ more."""
READING_CODE = "calibration/forecasting/courses.py"
LEFT_ALONE = ("gate_lobbying",)
"""Parameters that are not drawn: lobbying for recognition acts before it alone. Nations are drawn here."""


def months_of(asked: Asked) -> range:
    """Return the months at whose ends the fate of ties is read: from the one before the first to the last."""
    return range(asked.origin - 1, asked.end + 1)


def ensembles(
    scenario: Scenario, tables: WorldTables, asked: Asked, sample: SampleFile, folder: Path
) -> dict[str, Ensemble]:
    """Return the ensembles of the sources that simulate, by name.

    The posterior has the values of the sample for all settings that both worlds share, and is the prior in the rest, of
    which each draw has the same values: the two differ in what was learned alone.
    """
    plain = trimmed(scenario, tables, asked)
    priors = priors_of([plain], tables, left_alone=LEFT_ALONE)
    prior = Proposal(scenario.seed, priors)
    obeying = compliance_in(tables)
    free = {key: one for key, one in priors.items() if key not in obeying}
    return {
        POSTERIOR: _ensemble(plain, tables, asked, posterior(prior, sample), folder),
        PRIOR: _ensemble(plain, tables, asked, prior, folder),
        COMPLIANCE: _ensemble(with_settings(plain, obeying), tables, asked, Proposal(scenario.seed, free), folder),
    }


def trimmed(scenario: Scenario, tables: WorldTables, asked: Asked) -> Scenario:
    """Return the scenario with one history, nothing followed, and ties at the months that are asked about."""
    arms: Mapping[str, Any] = {"tie_pathways": [True], "political_shocks": [True], "unheard": False, "named": {}}
    months = [month_label(month) for month in (*months_of(asked), asked.end + 1) if month <= scenario.end]
    # none is followed, and the fewer a scenario names, the sooner it is laid out
    named = [crisis.name for crisis in list_crises(tables, scenario)][:1]
    return override(scenario, arms=arms, crises={"only": named or "all"}, record={"ties_at": months})


def posterior(prior: Proposal, sample: SampleFile) -> Proposal:
    """Return draws with the values of a sample, in its order and as often as it is long, where it has any."""
    n = len(sample.points)
    rows = prior.matrix(n)
    for column, key in enumerate(prior.keys):
        if key in sample.keys:
            rows[:, column] = [point[key] for point in sample.points]
    return prior.of_rows(np.asarray(rows))


def _ensemble(scenario: Scenario, tables: WorldTables, asked: Asked, proposal: Proposal, folder: Path) -> Ensemble:
    months = tuple(month - scenario.start for month in months_of(asked))
    following = asked.end + 1 - scenario.start if asked.end < scenario.end else None
    reader = CourseReader(len(tables.ties), months, following)
    part = Part(PART, scenario, reader, repr([asked.origin, asked.end]), follows=False)
    return Ensemble((part,), proposal, tables, REPLICATES, folder, READING_CODE)
