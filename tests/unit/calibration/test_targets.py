"""Targets are checked like the tables of a world: file, line, what is wrong, the nearest name."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builders.paths import EAST_ASIA, HISTORICAL, SCENARIOS
from cityties.calibration.periods import months_compared, quarters_within
from cityties.calibration.plans import REPLAY
from cityties.calibration.statistics import KINDS
from cityties.calibration.targets import Targets, read_targets
from cityties.errors import TableError
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario
from cityties.tables.world_tables import read_tables

HEAD = "statistic,dyad,of,period,recorded,tolerance,use,source,certainty,note\n"
FINE = "stopped,CN-JP,,CN-JP 2012-09,0.4,0.08,fit,KYODO2012,medium,\n"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(HISTORICAL)


def read_with(rows: str, scenario: Scenario, folder: Path) -> Targets:
    """Read the targets of a copy of the world whose file of targets has these rows."""
    world = folder / "world"
    shutil.copytree(EAST_ASIA, world)
    (world / "targets.csv").write_text(HEAD + rows, encoding="utf-8")
    return read_targets(scenario, read_tables(world))


@pytest.mark.parametrize(
    ("row", "line", "message"),
    [
        ("stoped,CN-JP,,CN-JP 2012-09,0.4,0.1,fit,KYODO2012,low,", 3, "Did you mean 'stopped'?"),
        ("stopped,CN-JPP,,CN-JP 2012-09,0.4,0.1,fit,KYODO2012,low,", 3, "Did you mean 'CN-JP'?"),
        ("stopped,,,CN-JP 2012-09,0.4,0.1,fit,KYODO2012,low,", 3, "needs a cell in column 'dyad'"),
        ("stopped,CN-JP,,CN-JP 2013-09,0.4,0.1,fit,KYODO2012,low,", 3, "names no crisis of the scenario"),
        (
            "stopped,CN-KR,,CN-JP 2012-09,0.4,0.1,fit,KYODO2012,low,",
            3,
            "asks about CN-KR, but the crisis is one of CN-JP",
        ),
        ("signings,CN-JP,,1969-1975,4,1,fit,KYODO2012,low,", 3, "outside the months of the scenario"),
        ("signings,CN-JP,,2012-09,4,1,fit,KYODO2012,low,", 3, "a year or years, such as 1990-1999"),
        ("poll,CN-JP,KR,2012-05,0.4,0.1,fit,KYODO2012,low,", 3, "It is CN or JP."),
        ("poll_change,CN-JP,JP,2012-09..2012-11,-1,0.2,fit,KATO,low,", 3, "months from earlier months, such as"),
        ("poll_change,CN-JP,,2012-09..2012-11 from 2012-06..2012-08,-1,0.2,fit,KATO,low,", 3, "column 'of'"),
        ("relations_score,CN-JP,,2012-07..2012-11 in 2005-2015,-1,0.2,fit,KATO,low,", 3, "quarters in years, such as"),
        ("relations_score,CN-JP,,2010-07..2010-12 in 2005-2015,-1,0.2,fit to 2011,KATO,low,", 3, "which ends later"),
        ("signings,CN-JP,,2010-2012,4,1,fit to 2011,KYODO2012,low,", 3, "which ends later"),
        ("signings,CN-JP,,2010-2011,4,0,fit,KYODO2012,low,", 3, "tolerance"),
        ("signings,CN-JP,,2010-2011,4,1,fitted,KYODO2012,low,", 3, "use"),
        ("signings,CN-JP,,2010-2011,4,1,fit,KYODO2O12,low,", 3, "Did you mean 'KYODO2012'?"),
        (FINE.strip(), 3, "stands already in line 2"),
    ],
)
def test_a_fault_is_reported_with_its_line(
    row: str, line: int, message: str, scenario: Scenario, tmp_path: Path
) -> None:
    with pytest.raises(TableError) as error:
        read_with(f"{FINE}{row}\n", scenario, tmp_path)
    assert f"targets.csv:{line}: " in str(error.value)
    assert message in str(error.value)


def test_a_world_without_targets_gets_one_clear_line() -> None:
    toy = read_scenario(SCENARIOS / "toy.yaml")
    with pytest.raises(TableError, match=r"targets.csv: this world has no targets to calibrate with"):
        read_targets(toy, read_tables(toy.world_folder))


def test_the_shipped_targets_are_whole_and_each_is_read_off_one_history(scenario: Scenario) -> None:
    targets = read_targets(scenario, read_tables(EAST_ASIA))
    histories = [targets.of_history(history) for history in (REPLAY, "endogenous")]
    assert sum(len(one) for one in histories) == len(targets.rows) == len(set(targets.labels))
    assert {row.address.kind for row in targets.rows} == set(KINDS)
    assert {row.use for row in targets.rows} == {"fit to 2011", "fit", "test"}


def test_recorded_changes_and_scores_are_those_of_the_recorded_series() -> None:
    tables = read_tables(EAST_ASIA)
    values, rows = tables.series_values, pd.read_csv(EAST_ASIA / "targets.csv", comment="#").fillna("")
    changes, scores = (rows[rows["statistic"] == kind] for kind in ("poll_change", "relations_score"))
    assert len(changes) > 10
    for row in changes.to_dict("records"):
        mine = values[(values["series"] == "jiji") & (values["dyad"] == row["dyad"])].set_index("date")["value"]
        spans = [mine.loc[first : after - 1] for first, after in months_compared(row["period"])]
        later, earlier = (np.log((1.0 - span) / span).mean() for span in spans)
        assert row["recorded"] == pytest.approx(later - earlier, abs=6e-4)
    assert len(scores) > 10
    for row in scores.to_dict("records"):
        mine = values[(values["series"] == "icews") & (values["dyad"] == row["dyad"])].set_index("date")
        asked, years = quarters_within(row["period"])
        quarters, chosen = (mine.loc[first : after - 1] for first, after in (years, asked))
        noise = (quarters["standard_error"] ** 2).mean() + 0.4**2  # sampling, and what series.csv says beyond it
        spread = np.sqrt(quarters["value"].var(ddof=0) - noise)
        assert row["recorded"] == pytest.approx((chosen["value"].mean() - quarters["value"].mean()) / spread, abs=6e-3)
