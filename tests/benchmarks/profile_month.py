"""What each mechanism costs in the full model, and what chance costs."""

import time
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.chance import cost_of_chance
from benchmarks.core import HISTORICAL
from benchmarks.laps import empty_laps, lapped_schedule
from benchmarks.single import timed
from benchmarks.table import Row
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress, months
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import Setup, begin, prepare
from cityties.tables.world_tables import read_tables

RUNS = 15
SHOWN = 0.004


def full_model() -> Setup:
    """Return the recorded history with every mechanism at its default."""
    scenario = read_scenario(HISTORICAL)
    return prepare(scenario, read_tables(scenario.world_folder))


def record_of(setup: Setup) -> Record:
    """Return an empty record."""
    dyads = np.zeros((setup.n_months, len(setup.world.dyads.id), len(DyadMeasure)))
    return Record(dyads, np.zeros((setup.n_months, len(setup.world.nations.first), len(NationMeasure))))


def conditions(setup: Setup, replicate: int) -> Conditions:
    """Return what a run of the full model is given."""
    events = build_events(setup.tables, setup.scenario)
    return Conditions(setup.world, events, setup.rules, RandomAddress(setup.scenario.seed, replicate, True))


def seconds_of_months(setup: Setup, rounds: int) -> float:
    """Return the median time of the months of a history, each of another replicate."""
    given, record = conditions(setup, 0), record_of(setup)
    states = [begin(setup, number) for number in range(rounds)]
    return median(timed(partial(months, given, state, record, 0, setup.n_months)) for state in states)


def whole_histories(setup: Setup, folder: Path) -> list[Row]:
    """Return the time of a history of the full model, its beginning included, and of 100,000 on two cores."""
    seconds_of_months(setup, 3)
    begun = median(timed(partial(begin, setup, number)) for number in range(RUNS * 3))
    run = seconds_of_months(setup, RUNS * 3)
    months_ms = {way: 1e3 * used for way, used in cost_of_chance(folder).items()}
    address = months_ms["twice"] - months_ms["once, looked at"]
    spelled = "; ".join(f"hashes made {way}: {used:.3f} ms" for way, used in months_ms.items())
    share = f"share of the months; {spelled}"
    case, history = "East Asia, 660 months, replay, all mechanisms", 1e3 * (begun + run)
    return [
        Row("full model", case, "months", "ms", 1e3 * run, None, f"{RUNS * 3} runs"),
        Row("full model", case, "beginning of a run", "ms", 1e3 * begun),
        Row("full model", case, "100,000 histories on two cores", "s", history * 50.0, None, "at full efficiency"),
        Row("full model", case, "random numbers", "ms", address, address / months_ms["once"], share),
    ]


def costs(setup: Setup, folder: Path) -> list[Row]:
    """Return the cost of each process of the month, by a cycle counter between them."""
    lapped, given = lapped_schedule(folder), conditions(setup, 0)
    found, used = [], []
    for number in range(-1, RUNS):
        state, record, laps = begin(setup, max(number, 0)), record_of(setup), empty_laps(lapped)
        lapped.months(given, state, record, 0, 1, laps)
        laps[1:] = 0
        begun = time.thread_time()
        lapped.months(given, state, record, 1, setup.n_months, laps)
        if number >= 0:
            used.append(time.thread_time() - begun)
            found.append(laps[1:])
    share = np.median(found, axis=0) / np.median(found, axis=0).sum()
    ties = record.dyads[1:, :, DyadMeasure.TIES].sum()
    rows = [
        Row(
            "cost of each process",
            "East Asia, all mechanisms",
            name,
            "ns a tie-month",
            1e9 * median(used) * part / ties,
            part,
            "share of the month",
        )
        for name, part in sorted(zip(lapped.steps, share.tolist(), strict=True), key=lambda pair: -pair[1])
    ]
    return [row for row in rows if row.ratio is not None and row.ratio > SHOWN]
