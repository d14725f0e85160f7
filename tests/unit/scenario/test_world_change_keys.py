"""Keys that change the world of a scenario: each fault is one line with place and cure, and all are read back."""

from pathlib import Path

import pytest

from builders.scenario_folder import write, write_folder, write_resolved
from cityties.cli.inert_notes import warnings
from cityties.errors import ScenarioError
from cityties.report.settings import differences
from cityties.scenario.keys import all_keys, key_at
from cityties.scenario.reader import load_scenario, read_scenario
from cityties.scenario.recorded import recorded_value
from cityties.scenario.sweeps import setting_path

EVERYTHING = """\
extends: base.yaml
nations: {CN: {centralisation: 0.5, from: 2016-01}}
dyads: {CN-JP: {formation_trend_per_year: 0.02}}
publics: {JP about CN: {mood_baseline: 0.1}}
cities:
  CN/Anport: {autonomy: 1, from: 2016-01}
  JP/Bayport: {population: 1000000, budget: 2, capital: true}
ties:
  add: {CN/Acapital - JP/Bayport: {signed: 2014-05}}
  suspend: {CN/Acapital - JP/Bayport: {from: 2016-01, until: 2017-12, by: first}}
shocks:
  add: {CN-JP-2025-06: {dyad: CN-JP, date: 2025-06, severity: 2, title: A dispute}}
crises: {only: [CN-JP-2025-06]}
policies: {cities: [CN/Anport], autonomy_gain: 0.5}
design: {sweep: {grid: {cities.CN/Anport.autonomy: [0, 1], shocks.add.CN-JP-2025-06.severity: [0.5, 1]}}}
"""
FAULTS = {
    "publics: {CN-JP: {mood_baseline: 0}}": "the world has no public 'CN-JP'",
    "publics: {JP about KN: {mood_baseline: 0}}": "Did you mean 'JP about CN'?",
    "publics: {JP about CN: {mood_baseline: 1}}": "1 is not between -0.98 and 0.98 (unit: mood)",
    "dyads: {CN-PJ: {formation_factor: 1}}": "Did you mean 'CN-JP'?",
    "cities: {CN/Anporte: {autonomy: 1}}": "Did you mean 'CN/Anport'?",
    "cities: {Anport: {autonomy: 1}}": "Did you mean 'CN/Anport'?",
    "cities: {CN/Anport: {autonmy: 1}}": "Did you mean 'autonomy'?",
    "cities: {CN/Anport: {autonomy: 2}}": "2 is not between 0 and 1 (unit: share)",
    "cities: {CN/Anport: {population: 10, from: 2016-01}}": "cannot change in the course of a run",
    "ties: {add: {CN/Anport: {signed: 2016-01}}}": "write its two cities",
    "ties: {add: {CN/Anport - JP/Bayporte: {signed: 2016-01}}}": "Did you mean 'JP/Bayport'?",
    "ties: {add: {CN/Anport - CN/Acapital: {signed: 2016-01}}}": "joins cities of two nations",
    "ties: {add: {CN/Anport - JP/Bayport: {signed: 2016-01}}}": "the world has this tie already",
    "ties: {add: {CN/Acapital - JP/Bayport: {}}}": "is required",
    "ties: {add: [{city_a: Acapital}]}": "ties.add: takes no list, but each tie by its name, such as 'CN/Qingdao - JP",
    "ties: {drop: [{city_a: Acapital}]}": "ties.drop: takes a list of names, not keys of its own.",
    "ties: {city_a: Acapital}": "a column of ties.csv and no key of a scenario. A scenario names a tie by its",
    "shocks: {change: {CN-JP-2012-09: {certainty: low}}}": "a column of shocks.csv and no key of a scenario",
    "nations: [CN]": "nations: takes no list, but each nation by its name",
    "ties: {drop: [CN/Acapital - JP/Bayport]}": "the world has no tie",
    "ties: {suspend: {CN/Acapital - JP/Bayport: {from: 2016-01}}}": "the world has no tie",
    "ties: {suspend: {CN/Anport - JP/Bayport: {from: 2016-01, until: 2015-01}}}": "until: 2015-01 is before 2016-01.",
    "shocks: {add: {CN-JP-2012-09: {dyad: CN-JP, date: 2012-09, severity: 1}}}": "the world has this shock already",
    "shocks: {add: {NEW: {dyad: CN-JP, date: 2012-09}}}": "a political shock needs severity",
    "shocks: {add: {NEW: {dyad: CN-PJ, date: 2012-09, severity: 1}}}": "Did you mean 'CN-JP'?",
    "shocks: {add: {NEW: {dyad: CN-JP, date: 2012-09, severity: 1, level: 2}}}": "only positive shocks have it",
    "shocks: {add: {NEW: {dyad: CN-JP, date: 2012-09, type: common, until: 2012-10}}}": "is one of 'all'",
    "shocks: {change: {CN-JP-2012-09: {severity: 11}}}": "11 is not between 0 and 10",
    "policies: {cities: [CN/Anporte], autonomy_gain: 1}": "Did you mean 'CN/Anport'?",
    "policies: {cities: [CN/Anport], provocation_factor: 0}": "acts on all cities",
    "crises: {only: [NEW]}": "the world has no crisis 'NEW'",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_in_one_line_with_place_and_cure(folder: Path, text: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(write(folder, f"extends: base.yaml\n{text}\n"))
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{folder / 'mine.yaml'}:2: ")
    assert FAULTS[text] in line


def test_what_is_written_is_read_back(folder: Path) -> None:
    given = read_scenario(write(folder, EVERYTHING))
    again = write_resolved(given.resolved(folder), folder / "again.yaml")
    assert read_scenario(again).resolved() == given.resolved()


def test_a_sweep_reaches_every_named_key_by_the_name_it_has_in_a_file() -> None:
    for key in all_keys().values():
        if "*" in key.path[:-1] and key.path[0] in ("nations", "dyads", "publics", "cities", "ties", "shocks"):
            named = tuple("CN/St. Mary - JP/B.C" if part == "*" else part for part in key.path)
            assert setting_path(".".join(named)) == named
            assert key_at(named) is key


def test_what_differs_from_the_record_stands_beside_it(folder: Path) -> None:
    given = read_scenario(write(folder, EVERYTHING))
    found = {key: (here, usual) for key, here, usual, _ in differences(given)}
    assert found["cities.CN/Anport.autonomy"] == ("1.0", "0.5 (recorded)")
    assert found["publics.JP about CN.mood_baseline"] == ("0.1", "0.6 (recorded)")
    assert found["dyads.CN-JP.formation_trend_per_year"] == ("0.02", "0 (recorded)")
    assert found["cities.CN/Anport.from"] == ("2016-01", "not set")
    assert found["shocks.add.CN-JP-2025-06.severity"] == ("2.0", "not in the tables")
    assert all(meaning for *_, meaning in differences(given))
    assert recorded_value(folder / "worlds" / "small", ("nations", "KR", "autonomy")) == "0.7"


def test_a_severity_beyond_the_record_is_a_warning(folder: Path) -> None:
    loaded = load_scenario(write(folder, EVERYTHING))
    ((key, message),) = warnings(loaded.scenario)
    assert key == "shocks.add.CN-JP-2025-06.severity"
    assert "beyond 1.5" in message
