"""Attribution: what each mechanism adds to B, as Shapley values over sampled orders of switching mechanisms on.

Eleven mechanisms have 2,048 combinations. Instead of all of them, they are laid on a circle at random; beginning at
any of them and going either way gives 22 orders, which share 112 combinations, so that one circle costs a twentieth of
the factorial and every mechanism comes at every place equally often. Several circles give the error of the sampling.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from cityties.analysis.buffering import buffer_index, least_loss
from cityties.claims.declared import FOLLOW_MONTHS
from cityties.claims.maps import map_scenario
from cityties.claims.reading import ClaimSet
from cityties.experiment.batch import Batch, make_batch
from cityties.experiment.code import digest_of
from cityties.experiment.design import Arm, Design, plan, plan_again
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import simulate
from cityties.experiment.sampling import drawn_names
from cityties.experiment.store import write_parquet
from cityties.experiment.stored import stored_table
from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant, replicate_address
from cityties.kernel.state import FloatArray
from cityties.scenario.reader import override
from cityties.scenario.sweeps import with_settings
from cityties.setup.event_columns import list_crises
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

SHARED = (
    "contact",
    "outreach",
    "forum",
    "aid",
    "provocation",
    "directive",
    "public_pressure",
    "spillover",
    "conciliation",
)
PLAYERS: Mapping[str, tuple[str, ...]] = {
    "escalation": ("lobbying", "over_compliance", *SHARED),
    "reduced_form": ("absorption", "repair", *SHARED),
}
"""The mechanisms that share B, by engine."""
FELT_WITHOUT_TIES = ("provocation", "conciliation")
"""Of these, what moves relations in the arm without ties' effects too; the others are nothing but effects of ties."""

_CODE = digest_of(Path(__file__))

_LOSSES = ("coalition", "on", "off")

type Coalition = frozenset[int]
type Circle = tuple[int, ...]


@dataclass(frozen=True)
class Effort:
    """How much is computed: draws from the full prior, and circles of mechanisms."""

    draws: int
    circles: int


FEW_DRAWS, FEW_CIRCLES = 15, 2


def effort_of(claim_set: ClaimSet, full: bool) -> Effort:
    """Return how much a file of claims asks for, in a first table or in full."""
    asked = claim_set.content.draws
    return (
        Effort(asked.attribution, asked.circles)
        if full
        else Effort(max(2, asked.attribution // FEW_DRAWS), FEW_CIRCLES)
    )


@dataclass(frozen=True)
class Attribution:
    """What is computed, and where it is kept; ``batch`` holds one variant an engine and names the inputs by hash."""

    batch: Batch
    effort: Effort
    circles: Sequence[Circle]
    folder: Path

    def file(self, number: int, draw: int) -> Path:
        """Return the file of one draw; its name holds the identity of all that can change its numbers."""
        made_of = f"{self.batch.identity(Unit(number, draw, 0, 1))} {self.circles} {_CODE}"
        return self.folder / f"{number}-{draw:04d}-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.parquet"

    def missing(self) -> list[tuple[int, int]]:
        """Return the engine and draw of everything still to be computed."""
        return [
            (number, draw)
            for draw in range(1, self.effort.draws + 1)
            for number in range(len(self.batch.variants))
            if not self.file(number, draw).is_file()
        ]


def open_attribution(claim_set: ClaimSet, effort: Effort, runs: Path, folder: Path) -> Attribution:
    """Lay out what is computed; nothing is computed yet. ``folder`` is where results go."""
    plain = override(with_settings(map_scenario(claim_set), claim_set.content.maps.attribution_set), replicates=1)
    tables = read_tables(plain.world_folder)
    names = drawn_names("priors", ())
    found = [
        Variant(override(plain, name=engine, engine=engine), engine, samples=effort.draws, drawn=names)
        for engine in PLAYERS
    ]
    batch = make_batch("claims-attribution", found, {plain.world_folder: tables}, runs)
    return Attribution(batch, effort, circles(len(SHARED) + 2, effort.circles, plain.seed), folder)


def circles(n: int, wanted: int, seed: int) -> list[Circle]:
    """Return random circles of n mechanisms; more of them leave those there as they are."""
    address = np.random.default_rng(seed)
    return [tuple(int(one) for one in address.permutation(n)) for _ in range(wanted)]


def arcs(circle: Circle) -> set[Coalition]:
    """Return all combinations that the orders of a circle pass through: its arcs, nothing, and everything."""
    n = len(circle)
    return {
        frozenset(circle[(start + step) % n] for step in range(size)) for start in range(n) for size in range(n + 1)
    }


def shapley_of(circle: Circle, worth: Mapping[Coalition, FloatArray]) -> FloatArray:
    """Return the mean of what each mechanism adds, over the 2 n orders of a circle (mechanisms, draws).

    phi_i = mean over orders of v(those before i and i) - v(those before i), an unbiased estimate of Shapley's (1953)
    value if the circle is random. The values add up to v(all) - v(none) exactly, whatever interacts with what.
    """
    n = len(circle)
    found = np.zeros((n, len(worth[frozenset()])))
    for start in range(n):
        for way in (1, -1):
            before: Coalition = frozenset()
            for step in range(n):
                player = circle[(start + way * step) % n]
                found[player] += worth[before | {player}] - worth[before]
                before |= {player}
    return found / (2 * n)


def compute_attribution(asked: Attribution, workers: int, progress: Callable[[int], None]) -> int:
    """Compute the draws that are not there yet, one file each; return how many were computed."""
    missing = asked.missing()
    designs = [
        plan(prepare(variant.scenario, asked.batch.worlds[variant.scenario.world_folder]))
        for variant in (asked.batch.variants if missing else ())
    ]
    needed = sorted(set().union(*(arcs(circle) for circle in asked.circles)), key=lambda one: (len(one), sorted(one)))

    def one(place: tuple[int, int]) -> None:
        """Compute the losses of one variant and draw under every coalition, and write them."""
        number, draw = place
        scenario = asked.batch.variants[number].drawn_scenario(draw)
        rows = list(_losses(plan_again(designs[number], scenario), needed, draw))
        write_parquet(asked.file(number, draw), pd.DataFrame(rows))
        progress(1)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for _ in pool.map(one, missing):
                pass
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return len(missing)


def _losses(drawn: Design, needed: Sequence[Coalition], draw: int) -> Iterator[dict[str, object]]:
    """Yield the loss of either arm, in R-months, under every combination.

    The arm without ties' effects is run once for all combinations between which nothing differs that moves it.
    """
    scenario = drawn.setup.scenario
    names = PLAYERS[scenario.engine]
    felt = frozenset(names.index(name) for name in FELT_WITHOUT_TIES)
    without: dict[Coalition, float] = {}
    for coalition in needed:
        switched = {f"mechanisms.{name}": place in coalition for place, name in enumerate(names)}
        design = plan_again(drawn, with_settings(scenario, switched))
        if coalition & felt not in without:
            without[coalition & felt] = loss_of(design, draw, tie_pathways=False)
        on = loss_of(design, draw, tie_pathways=True)
        yield {"coalition": " ".join(map(str, sorted(coalition))), "on": on, "off": without[coalition & felt]}


def loss_of(design: Design, draw: int, tie_pathways: bool) -> float:
    """Run one arm of a draw and return what the first crisis cost, in R-months."""
    alone = replace(design, arms=(Arm(tie_pathways, political_shocks=True),))
    found = simulate(alone, replicate_address(draw, 0))
    return float(gap_of(found, 0, 0)[:FOLLOW_MONTHS, 0].sum())


def attribution_table(asked: Attribution) -> pd.DataFrame:
    """Return by engine and mechanism the mean Shapley value of B, its standard error, and the middle nine tenths.

    Draws without a downturn in some combination are left out. The error adds up what other draws and what other circles
    would change: s2 of the draws' values / draws + s2 of the circles' means / circles.
    """
    return pd.concat([_of_engine(asked, number) for number in range(len(asked.batch.variants))], ignore_index=True)


def _of_engine(asked: Attribution, number: int) -> pd.DataFrame:
    scenario = asked.batch.variants[number].scenario
    worth = _worth(asked, number)
    known = ~np.isnan(np.stack(list(worth.values()))).any(axis=0)
    kept = {coalition: values[known] for coalition, values in worth.items()}
    values = np.stack([shapley_of(circle, kept) for circle in asked.circles])
    draws, by_circle = values.mean(axis=0), values.mean(axis=2)
    n = int(known.sum())
    error = np.sqrt(_error2(draws.T) + _error2(by_circle))
    return pd.DataFrame(
        {
            "engine": scenario.engine,
            "mechanism": PLAYERS[scenario.engine],
            "mean": draws.mean(axis=1),
            "error": error,
            "mean_absolute": np.abs(draws).mean(axis=1),
            "low": np.quantile(draws, 0.05, axis=1),
            "high": np.quantile(draws, 0.95, axis=1),
            "draws": n,
            "left_out": len(known) - n,
            "orders": 2 * len(PLAYERS[scenario.engine]) * len(asked.circles),
            "all_on": float(kept[frozenset(range(len(draws)))].mean()),
        }
    )


def _error2(values: FloatArray) -> FloatArray:
    """Return the squared standard error of the means of columns; not a number from a single row."""
    n = len(values)
    return values.var(axis=0, ddof=1) / n if n > 1 else np.full(values.shape[1], np.nan)


def _worth(asked: Attribution, number: int) -> dict[Coalition, FloatArray]:
    """Return B by combination (draws,); ``nan`` where there was no downturn."""
    scenario = asked.batch.variants[number].scenario
    tables = asked.batch.worlds[scenario.world_folder]
    least = least_loss(list_crises(tables, scenario)[0].severity)
    read = [stored_table(asked.file(number, draw), _LOSSES).to_pandas() for draw in range(1, asked.effort.draws + 1)]
    frame = pd.concat([one.assign(draw=place) for place, one in enumerate(read)])
    tables_of = {arm: frame.pivot(index="draw", columns="coalition", values=arm) for arm in ("on", "off")}
    return {
        frozenset(int(one) for one in name.split()): buffer_index(
            tables_of["on"][name].to_numpy(np.float64), tables_of["off"][name].to_numpy(np.float64), least
        )
        for name in tables_of["on"].columns
    }
