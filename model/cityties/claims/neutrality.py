"""Neutrality: does the prior take sides? The shares of draws labelled buffer, null and harm before any data.

A prior under which nine of ten draws buffer would make every later verdict void, so the shares are printed by a
command, for the whole prior and for the world in which only what decides is drawn, in both engines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cityties.claims.declared import FOLLOW_MONTHS, NeutralityCheck
from cityties.claims.estimands import buffer_claim, pooled
from cityties.claims.evidence import Evidence
from cityties.claims.reading import ClaimSet
from cityties.claims.session import NO_PANEL
from cityties.claims.verdicts import shares
from cityties.claims.worlds import PRIOR, SAMPLES
from cityties.experiment.batch import Batch, make_batch
from cityties.experiment.sampling import drawn_names
from cityties.experiment.variants import Variant
from cityties.kernel.calendar import month_label
from cityties.scenario.reader import file_seen_from, override, read_scenario
from cityties.tables.world_tables import read_tables

ENGINES = ("escalation", "reduced_form")
REPLICATES = 2


@dataclass(frozen=True)
class Neutrality:
    """The batch of a check of neutrality, and how many draws it has."""

    batch: Batch
    draws: int
    asked: NeutralityCheck
    crises: Sequence[str]


def open_check(claim_set: ClaimSet, engines: Sequence[str], draws: int, runs: Path) -> Neutrality:
    """Lay out the check: each engine, on the full prior and with all but what decides at its default."""
    content = claim_set.content
    crises = content.neutrality.crises or content.crises
    scenario = read_scenario(file_seen_from(claim_set.file, claim_set.content.scenario))
    tables = read_tables(scenario.world_folder)
    found = []
    for engine in engines:
        world = override(
            scenario,
            name=engine,
            engine=engine,
            end=month_label(content.neutrality.until or scenario.end),
            replicates=REPLICATES,
            crises={"only": list(crises), "follow_months": FOLLOW_MONTHS},
            arms=scenario.resolved()["arms"]
            | {"tie_pathways": [True, False], "political_shocks": [True], "unheard": False},
            record={},
        )
        for sample in SAMPLES:
            asked = "priors" if sample == PRIOR else claim_set.content.deciding[engine]
            found.append(Variant(world, claim_set.file.name, sample, {}, draws, drawn_names(asked, ())))
    batch = make_batch("neutrality", found, {scenario.world_folder: tables}, runs)
    return Neutrality(batch, draws, content.neutrality, crises)


def neutrality_table(check: Neutrality, eps: float) -> pd.DataFrame:
    """Return the shares by engine, sample and crisis; ``balanced`` if each is neither too small nor too large."""
    rows = []
    for number, variant in enumerate(check.batch.variants):
        tables = check.batch.worlds[variant.scenario.world_folder]
        world = Evidence(check.batch.folder, number, variant, tables, check.draws, NO_PANEL)
        for crisis in check.crises:
            claim = buffer_claim(crisis)
            found = shares(pooled(claim, world), 0.0, eps, "above")
            parts = found.expected, found.inside, found.other
            balanced = all(check.asked.least <= part <= check.asked.most for part in parts)
            columns = {"engine": variant.scenario.engine, "sample": variant.arm, "crisis": crisis, **found.columns()}
            rows.append(columns | {"draws": found.n, "no_downturn": found.undefined, "balanced": balanced})
    return pd.DataFrame(rows)
