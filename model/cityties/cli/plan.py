"""``cityties plan``: what a batch would compute, how long it takes from call to page, how large it gets."""

import time
from collections.abc import Sequence
from pathlib import Path

import typer

from cityties.cli import BEGUN
from cityties.cli.batch import Request, open_batch
from cityties.cli.pilot import ending
from cityties.experiment.batch import what_to_do
from cityties.experiment.estimate import estimate
from cityties.experiment.variants import Variant


def plan_batch(files: Sequence[Path], request: Request) -> None:
    """Print what a batch would compute, and how long and how large that would be; nothing is written to its folder."""
    batch = open_batch(files, request)
    chunks = batch.chunks()
    todo = what_to_do(batch, chunks)
    beginning = time.perf_counter() - BEGUN
    several = "" if len(batch.variants) == 1 else "s"
    typer.echo(f"{batch.folder.path}: {len(batch.variants)} variant{several}, {todo.wanted} replicates")
    for variant in batch.variants:
        typer.echo(f"  {variant.label}: {_amount(variant)}")
    fresh = todo.fresh
    n, taken = (sum(unit.replicates for unit in units) for units in (fresh, todo.elsewhere))
    units = f"{len(fresh)} unit{'' if len(fresh) == 1 else 's'}"
    typer.echo(
        f"{units} ({n} replicates) to compute; {todo.wanted - n - taken} replicates are there already, "
        f"{taken} will be taken over from other batches."
    )
    if not fresh:
        return
    rules = dict.fromkeys(rule.path for variant in batch.variants for rule in variant.scenario.custom_rules)
    if rules:
        names = ", ".join(map(str, rules))
        typer.echo(f"No forecast of time and size: that would run the code of {names}, and a plan runs none.")
        return
    found = estimate(batch, fresh, request.threads)
    rows = {name: number * todo.wanted / n for name, number in found.rows.items()}
    end = ending(batch, rows, max(len(chunk.units) for chunk in chunks))
    seconds = beginning + found.seconds + end.seconds
    typer.echo(
        f"About {spoken(seconds)} on {request.threads} threads, {spoken(found.seconds)} computing, the rest to begin,"
        f" sum up and draw; {found.megabytes + end.megabytes:.1f} MB on disk."
    )
    if any(variant.until for variant in batch.variants):
        typer.echo("Longer where `until` asks for more replicates or draws than that.")


def _amount(variant: Variant) -> str:
    samples = f"{variant.samples} draws of " if variant.samples else ""
    return f"{samples}{variant.scenario.replicates} replicates"


def spoken(seconds: float) -> str:
    """Return a duration in words, such as ``2 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
