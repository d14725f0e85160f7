"""``cityties plan``: what a batch would compute, how long it takes from call to page, how large it gets."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from cityties.cli import BEGUN
from cityties.cli.batch import Request, open_batch
from cityties.cli.remembered import Forecast, forecast_key, remember, remembered
from cityties.cli.screen import echo
from cityties.errors import counted
from cityties.experiment.batch import Batch, Todo, what_to_do


@dataclass(frozen=True)
class Plan:
    """What a batch would compute; times and size are None where nothing is to do or rules would have to run.

    ``measured`` is the day on which they were measured, empty for now.
    """

    folder: str
    variants: list[dict[str, Any]]
    replicates: int
    to_compute: int
    units: int
    there: int
    taken_over: int
    threads: int
    seconds: float | None = None
    seconds_computing: float | None = None
    megabytes: float | None = None
    rules: tuple[str, ...] = ()
    until: bool = False
    measured: str = ""


def plan_batch(files: Sequence[Path], request: Request, as_json: bool = False) -> None:
    """Print what a batch would compute, and how long and how large that would be; nothing is written to its folder."""
    plan = _planned(files, request)
    if as_json:
        typer.echo(json.dumps(asdict(plan), indent=2, ensure_ascii=False))
        return
    for line in _lines(plan):
        echo(line)


def _planned(files: Sequence[Path], request: Request) -> Plan:
    batch = open_batch(files, request)
    chunks = batch.chunks()
    todo = what_to_do(batch, chunks)
    beginning = time.perf_counter() - BEGUN
    fresh = todo.fresh
    n, taken = (sum(unit.replicates for unit in units) for units in (fresh, todo.elsewhere))
    plan = Plan(
        folder=str(batch.folder.path),
        variants=[
            {"label": one.label, "draws": one.samples, "replicates": one.scenario.replicates} for one in batch.variants
        ],
        replicates=todo.wanted,
        to_compute=n,
        units=len(fresh),
        there=todo.wanted - n - taken,
        taken_over=taken,
        threads=request.threads,
        until=any(variant.until for variant in batch.variants),
        rules=tuple(dict.fromkeys(str(r.path) for variant in batch.variants for r in variant.scenario.custom_rules)),
    )
    if not fresh or plan.rules:
        return plan
    key = forecast_key(batch, fresh, request.threads)
    found = remembered(key)
    if found is None:
        found = _measured(batch, todo, request.threads)
        remember(key, found.seconds, found.computing, found.megabytes)
    return replace(
        plan,
        seconds=beginning + found.seconds,
        seconds_computing=found.computing,
        megabytes=found.megabytes,
        measured=found.measured,
    )


def _measured(batch: Batch, todo: Todo, threads: int) -> Forecast:
    """Forecast by computing some replicates and summing a few of them up."""
    from cityties.cli.pilot import ending  # noqa: PLC0415 - the compiler and what draws come with them
    from cityties.cli.warmup import make_ready  # noqa: PLC0415
    from cityties.experiment.estimate import estimate  # noqa: PLC0415

    make_ready(Console(stderr=True))  # once for each version: else the forecast would count compiling as computing
    found = estimate(batch, todo.fresh, threads)
    n = sum(unit.replicates for unit in todo.fresh)
    rows = {name: number * todo.wanted / n for name, number in found.rows.items()}
    end = ending(batch, rows, max(len(chunk.units) for chunk in batch.chunks()))
    return Forecast(found.seconds + end.seconds, found.seconds, found.megabytes + end.megabytes, "")


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.folder}: {counted(len(plan.variants), 'variant')}, {counted(plan.replicates, 'replicate')}"
    for one in plan.variants:
        samples = f"{counted(one['draws'], 'draw')} of " if one["draws"] else ""
        yield f"  {one['label']}: {samples}{counted(one['replicates'], 'replicate')}"
    yield (
        f"{counted(plan.units, 'unit')} ({counted(plan.to_compute, 'replicate')}) to compute; "
        f"there already: {plan.there}, to be taken over from other batches: {plan.taken_over}."
    )
    if plan.to_compute and plan.rules:
        yield f"No forecast of time and size: that would run the code of {', '.join(plan.rules)}, and a plan runs none."
    if plan.seconds is None or plan.seconds_computing is None:
        return
    threads, computing = counted(plan.threads, "thread"), spoken(plan.seconds_computing)
    yield (
        f"About {spoken(plan.seconds)} on {threads}, {computing} computing, "
        f"the rest to begin, sum up and draw; {plan.megabytes:.1f} MB on disk."
    )
    if plan.measured:
        yield f"Measured on {plan.measured} on a batch that differs in nothing but parameters."
    if plan.until:
        yield "Longer where `until` asks for more replicates or draws than that."


def spoken(seconds: float) -> str:
    """Return a duration in words, such as ``2 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
