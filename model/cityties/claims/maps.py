"""Maps beside the verdicts: B by severity, and surfaces on which B changes its sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from cityties.claims.estimands import buffer_claim, pooled
from cityties.claims.evidence import Evidence
from cityties.claims.reading import FOLLOW_MONTHS, Trial
from cityties.claims.session import NO_PANEL
from cityties.claims.verdicts import shares
from cityties.claims.worlds import PRIOR, SAMPLES
from cityties.experiment.batch import Batch, make_batch
from cityties.experiment.sampling import drawn_names
from cityties.experiment.variants import Variant
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override, read_scenario
from cityties.scenario.sweeps import with_settings
from cityties.tables.world_tables import WorldTables, read_tables

CRISIS, SHOCK = "CN-JP 2012-09", "CN-JP-2012-09"
LAST_MONTH = "2015-12"
SEVERITIES = (0.2, 0.5, 0.9, 1.3)
MILD, SEVERE = 0.2, 0.9
SURFACES: Mapping[str, tuple[tuple[str, tuple[float, ...]], tuple[str, tuple[float, ...]]]] = {
    "severity-over-compliance": (
        (f"shocks.{SHOCK}.severity", (0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3)),
        ("over_compliance", (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0)),
    ),
    "outreach-directive": (
        ("outreach", (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)),
        ("directive_weight", (0.0, 1.2, 2.4, 3.6, 4.8, 6.0)),
    ),
}


@dataclass(frozen=True)
class MapSize:
    """How much is computed: draws of the severity sweep, replicates of a surface."""

    draws: int
    surface_replicates: int


FEW_REPLICATES, MANY_REPLICATES = 4, 16
REPLICATES = 2


@dataclass(frozen=True)
class Maps:
    """The batches that the maps are read from."""

    severity: Batch
    surfaces: Mapping[str, Batch]
    size: MapSize

    @property
    def batches(self) -> list[Batch]:
        """All batches, in the order in which they are computed."""
        return [self.severity, *self.surfaces.values()]


def open_maps(trial: Trial, size: MapSize, runs: Path) -> Maps:
    """Lay out the batches of all maps; nothing is computed."""
    scenario = map_scenario(trial)
    tables = {scenario.world_folder: read_tables(scenario.world_folder)}
    severity = make_batch("claims-severity", _severities(trial, scenario, size), tables, runs)
    surfaces = {name: _surface(name, scenario, size, tables, runs) for name in SURFACES}
    return Maps(severity, surfaces, size)


def map_scenario(trial: Trial) -> Scenario:
    """Return the scenario of all maps: the claims' own up to the years after the dispute of 2012, which is followed."""
    plain = read_scenario(trial.file.parent / trial.content.scenario)
    return override(
        plain,
        end=LAST_MONTH,
        crises={"only": [CRISIS], "follow_months": FOLLOW_MONTHS},
        arms=plain.resolved()["arms"] | {"tie_pathways": [True, False], "political_shocks": [True]},
        record={},
        replicates=REPLICATES,
    )


def _severities(trial: Trial, scenario: Scenario, size: MapSize) -> list[Variant]:
    found = []
    for value in SEVERITIES:
        world = with_settings(scenario, {f"shocks.{SHOCK}.severity": value, "name": f"severity {value}"})
        for sample in SAMPLES:
            asked = "priors" if sample == PRIOR else trial.content.deciding[scenario.engine]
            found.append(Variant(world, trial.file.name, sample, {}, size.draws, drawn_names(asked, ())))
    return found


def _surface(name: str, scenario: Scenario, size: MapSize, tables: dict[Path, WorldTables], runs: Path) -> Batch:
    plain = override(scenario, replicates=size.surface_replicates)
    (key_x, along), (key_y, up) = SURFACES[name]
    found = []
    for x, y in product(along, up):
        point = {key_x: x, key_y: y}
        found.append(Variant(with_settings(plain, point), name, point=point))
    return make_batch(f"claims-{name}", found, tables, runs)


def _evidence(batch: Batch, number: int, n: int) -> Evidence:
    variant = batch.variants[number]
    return Evidence(batch.folder, number, variant, batch.worlds[variant.scenario.world_folder], n, NO_PANEL)


_BUFFER = buffer_claim()


def severity_table(maps: Maps, eps: float) -> pd.DataFrame:
    """Return shares and median of B by severity of the 2012 dispute and sample."""
    rows = []
    for number, variant in enumerate(maps.severity.variants):
        found = pooled(_BUFFER, _evidence(maps.severity, number, maps.size.draws))
        one = shares(found, 0.0, eps, "above")
        severity = SEVERITIES[number // len(SAMPLES)]
        rows.append(
            {
                "sample": variant.arm,
                "severity": severity,
                "buffer": one.expected,
                "null": one.inside,
                "harm": one.other,
                "median": one.median,
                "draws": one.n,
            }
        )
    return pd.DataFrame(rows)


def falls_with_severity(maps: Maps) -> pd.DataFrame:
    """Return, by sample, the share of draws in which B at severity 0.2 is above B at 0.9, where the two differ."""
    rows = []
    for place, sample in enumerate(SAMPLES):
        mild, severe = (
            pooled(_BUFFER, _evidence(maps.severity, SEVERITIES.index(one) * len(SAMPLES) + place, maps.size.draws))
            for one in (MILD, SEVERE)
        )
        known = ~(np.isnan(mild) | np.isnan(severe)) & (mild != severe)
        share = float((mild > severe)[known].mean()) if known.any() else float("nan")
        rows.append({"sample": sample, "share": share, "draws": int(known.sum())})
    return pd.DataFrame(rows)


def surface_table(maps: Maps, name: str) -> pd.DataFrame:
    """Return B at every point of a surface, at shipped values of everything else."""
    (key_x, _), (key_y, _) = SURFACES[name]
    batch = maps.surfaces[name]
    rows = batch.folder.read_table("outcomes", filters=[("measure", "==", "loss_36")]).to_pandas()
    sums = rows.groupby(["variant", "tie_pathways"])["value"].sum().unstack()
    found = []
    for number, variant in enumerate(batch.variants):
        off = float(sums.loc[number, False])
        buffer = 1.0 - float(sums.loc[number, True]) / off if off > 0.0 else float("nan")
        found.append({"x": float(variant.point[key_x]), "y": float(variant.point[key_y]), "buffer": buffer})
    return pd.DataFrame(found)
