"""What each mechanism costs in the full model, and how near the noise comes to being free."""

import time
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from core import HISTORICAL
from laps import empty_laps, lapped_schedule
from single import timed
from table import Row

from cityties.event_columns import build_events
from cityties.initialization import Setup, begin, prepare
from cityties.noise import U64, fill_uniforms
from cityties.record import DyadMeasure, NationMeasure, Record
from cityties.scenario_file import read_scenario
from cityties.schedule import Conditions, Luck, months
from cityties.tables import read_tables

RUNS = 15
SHOWN = 0.004


def full_model() -> Setup:
    """Return the shipped history with every mechanism as shipped."""
    scenario = read_scenario(HISTORICAL)
    return prepare(scenario, read_tables(scenario.world_folder))


def record_of(setup: Setup) -> Record:
    """Return an empty record."""
    dyads = np.zeros((setup.n_months, len(setup.world.dyads.id), len(DyadMeasure)))
    return Record(dyads, np.zeros((setup.n_months, len(setup.world.nations.first), len(NationMeasure))))


def conditions(setup: Setup, replicate: int) -> Conditions:
    """Return what a run of the full model is given."""
    events = build_events(setup.tables, setup.scenario)
    return Conditions(setup.world, events, setup.rules, Luck(setup.scenario.seed, replicate, True))


def whole_histories(setup: Setup) -> list[Row]:
    """Return the time of a history of the full model, its beginning included, and of 100,000 on two cores."""
    given, begun, run, record = conditions(setup, 0), [], [], record_of(setup)
    months(given, begin(setup, 0), record, 0, setup.n_months)
    for number in range(RUNS * 3):
        begun.append(timed(partial(begin, setup, number)))
        state = begin(setup, number)
        run.append(timed(partial(months, given, state, record, 0, setup.n_months)))
    history = 1e3 * (median(begun) + median(run))
    case = "East Asia, 660 months, replay, all mechanisms"
    noise = 1e3 * _noise(setup, record)
    return [
        Row("full model", case, "months", "ms", 1e3 * median(run), None, f"{RUNS * 3} runs"),
        Row("full model", case, "beginning of a run", "ms", 1e3 * median(begun)),
        Row(
            "full model", case, "100,000 histories on two cores", "s", history / 2.0 * 100.0, None, "at full efficiency"
        ),
        Row(
            "full model",
            case,
            "uniforms of all cities and ties alone",
            "ms",
            noise,
            noise / (1e3 * median(run)),
            "share of the months",
        ),
    ]


def _noise(setup: Setup, record: Record) -> float:
    """Return the time of the draws that every month makes: one for each city and one for each tie."""
    ties = record.dyads[:, :, DyadMeasure.TIES].sum(axis=1).astype(int)
    cities, draws = setup.world.cities.id, np.empty(10_000)
    ids = setup.pairs["id"].to_numpy(np.uint64)
    fill_uniforms(U64(1), cities, draws)
    begun = time.thread_time()
    for _ in range(2000):
        fill_uniforms(U64(1), cities, draws)
    per_city = (time.thread_time() - begun) / 2000 / len(cities)
    return float(per_city * (len(cities) * setup.n_months + min(int(ties.sum()), len(ids) * setup.n_months)))


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
