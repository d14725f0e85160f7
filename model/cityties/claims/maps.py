"""Maps beside the verdicts: B by severity, and surfaces on which B changes its sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from cityties.claims.declared import FOLLOW_MONTHS, MapSettings, SurfaceMap
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
from cityties.scenario.models import Scenario
from cityties.scenario.reader import file_seen_from, override, read_scenario
from cityties.scenario.sweeps import with_settings
from cityties.setup.event_columns import list_crises, scenario_shocks
from cityties.tables.world_tables import WorldTables, read_tables


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
    asked: MapSettings

    @property
    def batches(self) -> list[Batch]:
        """All batches, in the order in which they are computed."""
        return [self.severity, *self.surfaces.values()]


def open_maps(claim_set: ClaimSet, size: MapSize, runs: Path) -> Maps:
    """Lay out the batches of all maps; nothing is computed."""
    scenario = map_scenario(claim_set)
    tables = {scenario.world_folder: read_tables(scenario.world_folder)}
    asked = claim_set.content.maps
    severities = _severities(claim_set, scenario, first_shock(tables[scenario.world_folder], scenario), size)
    severity = make_batch("claims-severity", severities, tables, runs)
    surfaces = {name: _surface(name, one, scenario, size, tables, runs) for name, one in asked.surfaces.items()}
    return Maps(severity, surfaces, size, asked)


def map_scenario(claim_set: ClaimSet) -> Scenario:
    """Return the scenario of all maps: the claims' own, up to the years after the one crisis that is followed."""
    content = claim_set.content
    plain = read_scenario(file_seen_from(claim_set.file, content.scenario))
    return override(
        plain,
        end=month_label(content.maps.until or plain.end),
        crises={"only": [content.map_crisis], "follow_months": FOLLOW_MONTHS},
        arms=plain.resolved()["arms"] | {"tie_pathways": [True, False], "political_shocks": [True], "unheard": False},
        record={},
        replicates=REPLICATES,
    )


def first_shock(tables: WorldTables, scenario: Scenario) -> str:
    """Return the shock with which the first crisis of a scenario begins, be it of the world or added by the scenario.

    It is the one that gives the crisis its severity.
    """
    crisis = list_crises(tables, scenario)[0]
    shocks = scenario_shocks(tables, scenario)
    rows = shocks[shocks["shock"].isin(crisis.shocks)]
    return str(rows.sort_values("date", kind="stable")["shock"].iloc[0])


def _severities(claim_set: ClaimSet, scenario: Scenario, shock: str, size: MapSize) -> list[Variant]:
    found = []
    for value in claim_set.content.maps.severities:
        world = with_settings(scenario, {_severity_key(scenario, shock): value, "name": f"severity {value}"})
        for sample in SAMPLES:
            asked = "priors" if sample == PRIOR else claim_set.content.deciding[scenario.engine]
            found.append(Variant(world, claim_set.file.name, sample, {}, size.draws, drawn_names(asked, ())))
    return found


def _severity_key(scenario: Scenario, shock: str) -> str:
    return f"shocks.{'add' if shock in scenario.shocks.add else 'change'}.{shock}.severity"


def _surface(
    name: str, asked: SurfaceMap, scenario: Scenario, size: MapSize, tables: dict[Path, WorldTables], runs: Path
) -> Batch:
    plain = override(scenario, replicates=size.surface_replicates)
    found = []
    for x, y in product(asked.x.values, asked.y.values):
        point = {asked.x.key: x, asked.y.key: y}
        found.append(Variant(with_settings(plain, point), name, point=point))
    return make_batch(f"claims-{name}", found, tables, runs)


def _evidence(batch: Batch, number: int, n: int) -> Evidence:
    variant = batch.variants[number]
    return Evidence(batch.folder, number, variant, batch.worlds[variant.scenario.world_folder], n, NO_PANEL)


_BUFFER = buffer_claim()


def severity_table(maps: Maps, eps: float) -> pd.DataFrame:
    """Return shares and median of B by severity of the crisis and sample."""
    rows = []
    for number, variant in enumerate(maps.severity.variants):
        found = pooled(_BUFFER, _evidence(maps.severity, number, maps.size.draws))
        one = shares(found, 0.0, eps, "above")
        severity = maps.asked.severities[number // len(SAMPLES)]
        rows.append({"sample": variant.arm, "severity": severity, **one.columns(), "draws": one.n})
    return pd.DataFrame(rows)


def falls_with_severity(maps: Maps) -> pd.DataFrame:
    """Return, by sample, the share of draws in which B in the milder case is above B in the severe one, if they differ.

    The two severities are those that the file has ``compared``; they stand in the table too.
    """
    rows = []
    severities = list(maps.asked.severities)
    for place, sample in enumerate(SAMPLES):
        mild, severe = (
            pooled(_BUFFER, _evidence(maps.severity, severities.index(one) * len(SAMPLES) + place, maps.size.draws))
            for one in maps.asked.compared
        )
        known = ~(np.isnan(mild) | np.isnan(severe)) & (mild != severe)
        share = float((mild > severe)[known].mean()) if known.any() else float("nan")
        mild_one, severe_one = maps.asked.compared
        columns = {"sample": sample, "mild": mild_one, "severe": severe_one}
        rows.append({**columns, "share": share, "draws": int(known.sum())})
    return pd.DataFrame(rows)


def surface_table(maps: Maps, name: str) -> pd.DataFrame:
    """Return B at every point of a surface, at default values of everything else."""
    key_x, key_y = maps.asked.surfaces[name].x.key, maps.asked.surfaces[name].y.key
    batch = maps.surfaces[name]
    rows = batch.folder.read_table("outcomes", filters=[("measure", "==", "loss_36")]).to_pandas()
    sums = rows.groupby(["variant", "tie_pathways"])["value"].sum().unstack()
    found = []
    for number, variant in enumerate(batch.variants):
        off = float(sums.loc[number, False])
        buffer = 1.0 - float(sums.loc[number, True]) / off if off > 0.0 else float("nan")
        found.append({"x": float(variant.point[key_x]), "y": float(variant.point[key_y]), "buffer": buffer})
    return pd.DataFrame(found)
