"""The tables of the claims: every table that the page shows, each also written to ``tables/``."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import pandas as pd

from cityties.claims.attribution import Attribution, attribution_table
from cityties.claims.columns import COLUMNS, claim_columns
from cityties.claims.declared import HISTORY, SILENT, Claim
from cityties.claims.estimands import ESTIMANDS, buffer_against, buffer_claim, losses, pooled
from cityties.claims.evidence import Evidence
from cityties.claims.maps import Maps, falls_with_severity, severity_table, surface_table
from cityties.claims.power import anecdotes, recovery_table
from cityties.claims.reading import ClaimSet
from cityties.claims.session import Session, evidence
from cityties.claims.table import Find, all_values, verdict_table
from cityties.claims.verdicts import shares
from cityties.claims.worlds import PRIOR, SAMPLES
from cityties.experiment.store import write_parquet, write_whole
from cityties.kernel.state import FloatArray

AS_PARQUET = ("values",)
WITH, WITHOUT, ALONE = "on", "off", "alone"
NO_SURFACE = pd.DataFrame({"x": [], "y": [], "buffer": [], "surface": []})


@dataclass(frozen=True)
class ClaimTables:
    """All tables of the claims; the name of a field is the name of its file."""

    verdicts: pd.DataFrame
    values: pd.DataFrame
    crises: pd.DataFrame
    paths: pd.DataFrame
    rivals: pd.DataFrame
    provocation: pd.DataFrame
    severity: pd.DataFrame
    severity_falls: pd.DataFrame
    surfaces: pd.DataFrame
    shapley: pd.DataFrame
    power: pd.DataFrame
    anecdotes: pd.DataFrame


def sum_up(session: Session, maps: Maps, attribution: Attribution) -> ClaimTables:
    """Sum up what was computed."""
    find = evidence(session)
    eps = session.claim_set.content.rule.eps[1]
    values = all_values(session.claim_set, find, session.size.panel_draws)
    return ClaimTables(
        verdicts=verdict_table(session.claim_set, values),
        values=values,
        crises=crisis_table(find, eps, SILENT in session.claim_set.content.worlds),
        paths=path_table(find),
        rivals=rival_table(session, find, eps, [HISTORY, *null_models(session)]),
        provocation=provocation_table(session.claim_set, find, eps),
        severity=severity_table(maps, eps),
        severity_falls=falls_with_severity(maps),
        surfaces=_surfaces(maps),
        shapley=attribution_table(attribution),
        power=recovery_table(find(HISTORY, PRIOR), eps),
        anecdotes=anecdote_table(find(HISTORY, PRIOR), eps, session.claim_set.content.panel.pair),
    )


def _surfaces(maps: Maps) -> pd.DataFrame:
    found = [surface_table(maps, name).assign(surface=name) for name in maps.surfaces]
    return pd.concat(found or [NO_SURFACE], ignore_index=True)


def crisis_table(find: Find, eps: float, has_silent: bool) -> pd.DataFrame:
    """Return B, R-months saved and shares by crisis and sample; beside them the other buffer indices.

    With a world of silent cities also the median and shares of B against it, in which the arm without ties' effects
    leaves out what nationalist cities say.
    """
    rows = []
    for sample in SAMPLES:
        world = find(HISTORY, sample)
        for name in world.crises:
            claim = buffer_claim(name)
            on, off, _ = losses(claim, world)
            one = shares(pooled(claim, world), 0.0, eps, "above")
            columns = {"sample": sample, "crisis": name, "severity": world.crises[name].severity}
            saved = {"saved": float(np.nanmedian(off - on)), "draws": one.n, "no_downturn": one.undefined}
            rows.append(columns | one.columns() | saved | _other_indices(claim, world))
            if has_silent:
                rows[-1] |= _against_silence(claim, world, find(SILENT, sample), eps)
    return pd.DataFrame(rows)


def _against_silence(claim: Claim, world: Evidence, silent: Evidence, eps: float) -> dict[str, float]:
    values = buffer_against(claim, world, silent)
    found = shares(values, 0.0, eps, "above")
    parts = {"buffer": found.expected, "null": found.inside, "harm": found.other}
    return {"median_silent": float(np.nanmedian(values)), **{f"{name}_silent": part for name, part in parts.items()}}


def _other_indices(claim: Claim, world: Evidence) -> dict[str, float]:
    """Return the medians of B over a year and over five, of B_D, of B_h, and of B of the event part and the level."""
    found = {f"median_{months}": pooled(claim.model_copy(update={"months": months}), world) for months in (12, 60)}
    for name in ("buffer_depth", "buffer_half_life", "buffer_event", "buffer_level"):
        found[f"median_{name}"] = ESTIMANDS[name].compute(claim, world, world)
    return {name: float(np.nanmedian(values)) for name, values in found.items()}


def path_table(find: Find) -> pd.DataFrame:
    """Return the gap of each crisis by month and arm: median and the middle nine tenths of the draws."""
    blocks = []
    for sample in SAMPLES:
        world = find(HISTORY, sample)
        for name in world.crises:
            for arm in (True, False):
                gaps = world.gaps(name, arm)
                low, middle, high = np.nanquantile(gaps, (0.05, 0.5, 0.95), axis=0)
                columns = {
                    "sample": sample,
                    "crisis": name,
                    "tie_pathways": arm,
                    "months_since": np.arange(len(middle)),
                }
                blocks.append(pd.DataFrame({**columns, "low": low, "median": middle, "high": high}))
    return pd.concat(blocks, ignore_index=True)


def null_models(session: Session) -> list[str]:
    """Return the worlds that are null models."""
    return [name for name, world in session.claim_set.content.worlds.items() if world.null]


def rival_table(session: Session, find: Find, eps: float, names: Sequence[str]) -> pd.DataFrame:
    """Return B and its shares in the worlds named, of those that have both arms, over the crises that count there."""
    rows = []
    worlds = session.claim_set.content.worlds
    for sample in SAMPLES:
        for name in names:
            if name in worlds and worlds[name].arms == "both":
                crises = session.claim_set.counted(name)
                found = pooled(buffer_claim(*crises), find(name, sample))
                one = shares(found, 0.0, eps, "above")
                known = found[~np.isnan(found)]
                quantiles = np.quantile(known, (0.05, 0.95)) if len(known) else (np.nan, np.nan)
                columns = {"sample": sample, "world": name, "null": worlds[name].null or "-", "crises": len(crises)}
                ends = {"low": float(quantiles[0]), "median": one.median, "high": float(quantiles[1])}
                parts = {"buffer": one.expected, "none": one.inside, "harm": one.other, "draws": one.n}
                rows.append({**columns, **ends, **parts, "exactly_zero": bool((known == 0.0).all() and len(known) > 0)})
    return pd.DataFrame(rows)


def provocation_table(claim_set: ClaimSet, find: Find, eps: float) -> pd.DataFrame:
    """Return B and V with provocations, without, and with nothing else: an artefact that reads harm as buffering.

    In a crisis there is less exchange, so cities are less exposed to provocation; with ties there are then fewer
    incidents than there would have been, and harm done in calm times reads as buffering in bad ones. Empty if the file
    names no such worlds.
    """
    rows = []
    worlds: dict[str, str] = claim_set.content.provocation.model_dump() if claim_set.content.provocation else {}
    claim = buffer_claim(*claim_set.content.crises)
    for sample in SAMPLES:
        for provocation, name in worlds.items():
            world = find(name, sample)
            found = pooled(claim, world)
            one = shares(found, 0.0, eps, "above")
            level = ESTIMANDS["level"].compute(claim, world, world)
            means = {"mean": _mean(found), "level": _mean(level), "draws": one.n}
            rows.append({"sample": sample, "provocation": provocation, **one.columns(), **means})
    return pd.DataFrame(rows)


def _mean(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def anecdote_table(world: Evidence, eps: float, pair: str) -> pd.DataFrame:
    """Return the likelihood ratios of the anecdotes, with the rank correlation of tie survival and B.

    ``pair`` is the pair of nations whose strongest tie is followed, the first of the world if empty.
    """
    found, correlation = anecdotes(world, eps, pair or world.dyads[0])
    return pd.DataFrame([asdict(one) for one in found]).assign(rank_correlation=correlation)


def write_tables(session: Session, results: ClaimTables) -> None:
    """Write every table as CSV; the values of single draws, which are many, as Parquet."""
    folder = session.folder / "tables"
    write_whole(folder / f"{COLUMNS}.csv", partial(claim_columns(vars(results)).to_csv, index=False))
    for name, table in vars(results).items():
        if name in AS_PARQUET:
            write_parquet(folder / f"{name}.parquet", table)
        else:
            write_whole(folder / f"{name}.csv", partial(table.to_csv, index=False))
