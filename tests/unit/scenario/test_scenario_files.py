"""What a scenario file may say, and what a person is told when it says something else."""

from pathlib import Path

import pytest

from builders.scenario_folder import write, write_folder, write_resolved
from cityties.errors import ScenarioError
from cityties.kernel.calendar import month_index
from cityties.kernel.mechanisms import default_switches
from cityties.kernel.parameters import DECLARED, defaults
from cityties.scenario.keys import all_keys
from cityties.scenario.models import Scenario
from cityties.scenario.reader import load_scenario, override, read_scenario
from cityties.scenario.world_names import crisis_months

EXTENDS = "extends: base.yaml\n"

# What is written below `extends: base.yaml`; the line of the fault; what the message must say of it.
FAULTS = {
    "a misspelt key": ("replicats: 4\n", 2, "replicats: no such key. Did you mean 'replicates'?"),
    "a misspelt section": ("parametres: {}\n", 2, "Did you mean 'parameters'?"),
    "a misspelt parameter": (
        "parameters:\n  strength_gian: 0.1\n",
        3,
        "no such parameter. Did you mean 'strength_gain'?",
    ),
    "a misspelt mechanism": ("mechanisms:\n  contacts: true\n", 3, "no such mechanism. Did you mean 'contact'?"),
    "a misspelt key of a tie": ("ties:\n  histroy: none\n", 3, "ties.histroy: no such key. Did you mean 'history'?"),
    "a misspelt key of a nation": ("nations:\n  CN: {centralization: 1}\n", 3, "Did you mean 'centralisation'?"),
    "a key in the wrong place": ("strength_gain: 0.1\n", 2, "it belongs under 'parameters'"),
    "a key too deep": ("ties:\n  seed: 3\n", 3, "it belongs at the top level"),
    "a misspelt key in the wrong place": (
        "strenght_gain: 0.1\n",
        2,
        "Did you mean 'strength_gain', under 'parameters'?",
    ),
    "a mechanism among parameters": ("parameters: {lobbying: true}\n", 2, "it belongs under 'mechanisms'"),
    "a dotted key": ("parameters.strength_gain: 0.1\n", 2, "write 'strength_gain' indented below 'parameters'"),
    "a key like nothing known": ("qqqqqq: 1\n", 2, "`cityties explain` lists all keys"),
    "a doubled key": ("replicates: 3\nreplicates: 4\n", 3, "given twice; it already stands in line 2"),
    "a doubled parameter": (
        "parameters:\n  outreach: 1\n  outreach: 2\n",
        4,
        "given twice; it already stands in line 3",
    ),
    "a yes for a true": ("mechanisms:\n  contact: yes\n", 3, "'yes' is not true or false. Write true."),
    "an off for a false": ("mechanisms:\n  contact: off\n", 3, "Write false."),
    "a one for a true": ("mechanisms:\n  contact: 1\n", 3, "Write true."),
    "a quoted number": ("replicates: '3'\n", 2, "Write 3, without quotation marks."),
    "a broken number": ("replicates: 2.5\n", 2, "2.5 is not a whole number"),
    "a true for a number": ("parameters:\n  outreach: true\n", 3, "true is not a number"),
    "a number with its unit": (
        "parameters:\n  anger_life: 3 months\n",
        3,
        "number alone, between 1 and 60 (unit: months)",
    ),
    "a share in percent": ("parameters:\n  people_share: 20%\n", 3, "Write 0.2."),
    "a decimal comma": ("parameters:\n  people_share: 0,2\n", 3, "Write 0.2."),
    "a decimal comma in braces": (
        "parameters: {people_share: 0,2}\n",
        2,
        "Within braces a comma ends a value; write decimals with a point, such as 1.5.",
    ),
    "a word for a number": (
        "parameters:\n  people_share: half\n",
        3,
        "'half' is not a number. Write one between 0 and 1",
    ),
    "a percentage out of bounds": (
        "parameters:\n  people_share: 120%\n",
        3,
        "'120%' is not a number. Write one between 0 and 1 (unit: share).",
    ),
    "a quoted number out of bounds": (
        "parameters:\n  outreach: '70'\n",
        3,
        "'70' is not a number. Write one between -10 and 10",
    ),
    "two versions not brought together": (
        "seed: 1\n<<<<<<< HEAD\nreplicates: 3\n=======\nreplicates: 4\n>>>>>>> mine\n",
        3,
        "two versions of the file meet here; keep one of them",
    ),
    "a setting right below a sweep": (
        "design: {sweep: {outreach: [0, 1]}}\n",
        2,
        "the keys are grid, zip, list, lhs, sobol. A setting that varies stands under 'design.sweep.grid'.",
    ),
    "a misspelt world that comes with the package": ("world: east-asai\n", 2, "Did you mean 'east-asia'?"),
    "a parameter out of bounds": ("parameters:\n  strength_gain: 1.4\n", 3, "not between 0 and 1 (unit: per exchange)"),
    "an infinite parameter": ("parameters:\n  strength_gain: .inf\n", 3, "inf is not between 0 and 1"),
    "a parameter that is no number": ("parameters:\n  strength_gain: .nan\n", 3, "nan is not between 0 and 1"),
    "no replicates": ("replicates: 0\n", 2, "0 is not between 1 and 1000000"),
    "an endless seed": ("seed: 99999999999999999999\n", 2, "is not between 0 and"),
    "an empty value": ("seed:\n", 2, "has no value"),
    "an empty section": ("ties:\n", 2, "give it keys of its own, indented below it, or take the line out"),
    "a section that is a word": ("ties: replay\n", 2, "takes keys of its own, indented below it, not 'replay'"),
    "a thirteenth month": ("start: 2012-13\n", 2, "'2012-13' is not a month; write it as YYYY-MM"),
    "a day": ("start: 2012-09-01\n", 2, "'2012-09-01' is not a month; write it as YYYY-MM"),
    "a year": ("start: 2012\n", 2, "2012 is not a month; write it as YYYY-MM"),
    "a far future": ("end: 9026-12\n", 2, "9026-12 is not between 1900-01 and 2100-12"),
    "an end before the start": ("end: 1960-01\n", 2, "1960-01 is before the start, 1972-01"),
    "a record outside the run": ("record:\n  ties_at:\n    - 1950-01\n", 4, "1950-01 is outside the run"),
    "a record asked for twice": ("record: {ties_at: [2012-06, 2012-06]}\n", 2, "2012-06 is listed twice"),
    "formation outside the run": ("ties:\n  history: endogenous\n  endogenous_from: 1950-01\n", 4, "outside the run"),
    "an unknown choice": ("ties:\n  history: replays\n", 3, "one of replay, endogenous, none. Did you mean 'replay'?"),
    "an unknown engine": ("engine: reduced\n", 2, "one of escalation, reduced_form. Did you mean 'reduced_form'?"),
    "an unknown nation": ("nations:\n  CHN: {autonomy: 1}\n", 3, "the world has no nation 'CHN'. Did you mean 'CN'?"),
    "an unknown shock": ("shocks:\n  change:\n    CN-JP-2012-9: {}\n", 4, "Did you mean 'CN-JP-2012-09'?"),
    "an unknown dropped shock": ("shocks:\n  drop:\n    - CN-JP 2012 09\n", 4, "Did you mean 'CN-JP-2012-09'?"),
    "an unknown crisis": ("crises: {only: [CN-JP 2021-09]}\n", 2, "Did you mean 'CN-JP 2012-09'?"),
    "a crisis after the end": ("end: 2011-12\ncrises: {only: [CN-JP 2012-09]}\n", 3, "does not happen in this run"),
    "a crisis that is dropped": (
        "crises: {only: [CN-JP 2012-09]}\nshocks: {drop: [CN-JP-2012-09]}\n",
        2,
        "does not happen in this run",
    ),
    "a crisis outside its list": ("crises: {only: CN-JP 2012-09}\n", 2, "neither 'all' nor a list of crises"),
    "a shock changed and dropped": (
        "shocks:\n  change: {CN-JP-2012-09: {severity: 1}}\n  drop: [CN-JP-2012-09]\n",
        4,
        "both changed and dropped",
    ),
    "a shock too severe": ("shocks: {change: {CN-JP-2012-09: {severity: 11}}}\n", 2, "11 is not between 0 and 10"),
    "a severe treaty": ("shocks: {change: {CN-JP-2018-10: {severity: 1}}}\n", 2, "only political shocks have it"),
    "an unknown network": (
        "networks: {only: [OEAD]}\n",
        2,
        "the world has no network with dated meetings 'OEAD'. Did you mean 'OEAED'?",
    ),
    "a network outside its list": ("networks: {only: OEAED}\n", 2, "neither 'all' nor a list of networks"),
    "a network that is a number": ("networks: {only: [3]}\n", 2, "3 is not the name of a network, such as OEAED"),
    "an arm outside its list": ("arms: {tie_pathways: true}\n", 2, "takes a list, such as [true, false], not true"),
    "an arm run twice": ("arms: {tie_pathways: [true, true]}\n", 2, "true is listed twice"),
    "no arm at all": ("arms: {tie_pathways: []}\n", 2, "arms.tie_pathways: is empty"),
    "a missing world": ("world: worlds/smal\n", 2, "no such folder: 'worlds/smal'. Did you mean 'worlds/small'?"),
    "a world without tables": ("world: worlds\n", 2, "there is no table of a world in this folder"),
    "a name with a slash": ("name: a/b\n", 2, "cannot name a folder"),
    "an empty title": ("title: ''\n", 2, "title: is empty"),
    "a tab": ("ties:\n\thistory: none\n", 3, "a tab stands here; YAML takes spaces only"),
    "an unclosed list": ("record: {ties_at: [2012-06\n", 2, "is not YAML: a '[' is opened here and never closed"),
    "an unclosed quotation": ("title: 'Mine\nseed: 1\n", 2, "a quotation mark is opened here and never closed"),
    "a colon in a text": ("title: Ties: none\n", 2, "quote a text that holds ': '"),
    "a missing colon": ("seed 3\nreplicates: 3\n", 2, "a ':' is missing after the key"),
    "a second document": ("seed: 3\n---\nseed: 4\n", 3, "a file holds one scenario"),
    "an anchor": ("title: &mine Mine\n", 2, "write the value out"),
    "a merge key": ("<<: {seed: 3}\n", 2, "a key must be a plain word"),
    "a tag": ("seed: !secret 3\n", 2, "'!' marks a type in YAML"),
    "a control character": ("title: \x07\n", 2, "a character here is not printable"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a small world and `base.yaml`, so that messages name files as a person would."""
    monkeypatch.chdir(write_folder(tmp_path))
    return Path()


def fault_of(path: Path) -> str:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(path)
    return str(refused.value)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_once_with_file_line_and_what_to_do(folder: Path, name: str) -> None:
    text, line, message = FAULTS[name]
    lines = fault_of(write(folder, EXTENDS + text)).splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"mine.yaml:{line}: ")
    assert message in lines[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "mine.yaml:1: is empty"),
        (b"# only a comment\n", "mine.yaml:1: is empty"),
        (b"- a\n- b\n", "mine.yaml:1: holds a list"),
        (b"hello\n", "mine.yaml:1: holds a text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "mine.yaml:1: is not text"),
        (b"title: x\nworld: \xff\xfe\n", "mine.yaml:2: is not text; save it as plain text in UTF-8"),
        (b"%YAML 1.1\n---\ntitle: yes\n", "mine.yaml:1: take out this line that begins with %"),
        (b"[" * 5000, "mine.yaml:1: is nested too deeply"),
        (b"seed: " + b"9" * 5000, "mine.yaml:1: seed: cannot be read"),
        (b"world: worlds/small\n", "mine.yaml:1: title: is required"),
        (b"extends: bass.yaml\n", "mine.yaml:1: extends: no such file: 'bass.yaml'. Did you mean 'base.yaml'?"),
        (b"extends: worlds\n", "mine.yaml:1: extends: is a folder"),
        (b"extends: [base.yaml]\n", "mine.yaml:1: extends: takes the name of one file"),
        (b"extends: mine.yaml\n", "mine.yaml:1: extends: goes round in a circle: mine.yaml -> mine.yaml"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_as_a_whole(folder: Path, data: bytes, message: str) -> None:
    (folder / "mine.yaml").write_bytes(data)
    assert fault_of(Path("mine.yaml")).startswith(message)


def test_a_missing_file_is_named_with_the_nearest_one(folder: Path) -> None:
    assert fault_of(folder / "bsae.yaml") == "bsae.yaml: no such file. Did you mean 'base.yaml'?"


def test_a_folder_is_no_scenario(folder: Path) -> None:
    write(folder / "worlds", EXTENDS)
    assert fault_of(folder / "worlds") == "worlds: is a folder; name a scenario file in it, such as worlds/mine.yaml."


def test_a_circle_of_three_files_names_all_of_them(folder: Path) -> None:
    write(folder, "extends: b.yaml\n", "a.yaml")
    write(folder, "extends: c.yaml\n", "b.yaml")
    write(folder, "extends: a.yaml\n", "c.yaml")
    assert "c.yaml:1: extends: goes round in a circle: a.yaml -> b.yaml -> c.yaml -> a.yaml" in fault_of(Path("a.yaml"))


def test_all_faults_are_told_at_once_sorted_by_line(folder: Path) -> None:
    text = "seed: -1\nmechanisms:\n  contact: no\nworld: nowhere\nseed: 2\nnations: {XX: {autonomy: 2}}\nend: 1900-01\n"
    places = [line.split(": ")[0] for line in fault_of(write(folder, EXTENDS + text)).splitlines()]
    assert places == ["mine.yaml:2", "mine.yaml:4", "mine.yaml:5", "mine.yaml:6", "mine.yaml:7", "mine.yaml:8"]


def test_a_fault_is_placed_in_the_file_that_holds_it(folder: Path) -> None:
    write(folder, EXTENDS + "\n\nreplicates: none\n", "middle.yaml")
    message = fault_of(write(folder, "extends: middle.yaml\nseed: 1\n"))
    assert message == (
        "middle.yaml:4: replicates: 'none' is not a whole number. Write one between 1 and 1000000 (unit: replicates). "
        "Set it in mine.yaml, or correct it here."
    )


def test_a_file_overrides_what_it_extends_key_by_key(folder: Path) -> None:
    write(folder, EXTENDS + "parameters: {outreach: 1, people_share: 0}\nrecord: {ties_at: [2000-01]}\n", "middle.yaml")
    mine = "extends: middle.yaml\nparameters: {outreach: 2}\nrecord: {ties_at: [2001-01, 2002-01]}\n"
    scenario = read_scenario(write(folder, mine))
    assert scenario.parameters.outreach == 2
    assert scenario.parameters.people_share == 0
    assert scenario.record.ties_at == (month_index("2001-01"), month_index("2002-01"))


def test_a_scenario_is_named_after_its_own_file(folder: Path) -> None:
    write(folder, EXTENDS + "name: another\n", "middle.yaml")
    assert read_scenario(Path("middle.yaml")).name == "another"
    assert read_scenario(write(folder, "extends: middle.yaml\n")).name == "mine"


def test_the_world_is_seen_from_the_file_that_names_it(folder: Path) -> None:
    (folder / "deeper").mkdir()
    scenario = read_scenario(write(folder, "extends: ../base.yaml\n", "deeper/mine.yaml"))
    assert scenario.world_folder == Path("worlds/small")


def test_an_origin_is_the_line_that_set_the_value(folder: Path) -> None:
    loaded = load_scenario(write(folder, EXTENDS + "parameters:\n  outreach: 1\n"))
    assert loaded.origin("parameters.outreach") == "mine.yaml:3"
    assert loaded.origin("start") == "base.yaml:3"
    assert loaded.origin("seed") == "default"
    assert set(loaded.texts) == {"mine.yaml", "base.yaml"}


def test_an_empty_override_changes_nothing(folder: Path) -> None:
    scenario = read_scenario(write(folder, EXTENDS))
    assert scenario.parameter_values() == defaults()
    assert scenario.switches() == default_switches()


def test_an_override_of_the_command_line_is_checked_too(folder: Path) -> None:
    scenario = read_scenario(folder / "base.yaml")
    changed = override(scenario, replicates=2)
    assert (changed.replicates, changed.world_folder) == (2, scenario.world_folder)
    with pytest.raises(ScenarioError, match=r"^replicates: 0 is not between 1 and 1000000"):
        override(scenario, replicates=0)


def test_a_moved_shock_moves_its_crisis(folder: Path) -> None:
    loaded = load_scenario(write(folder, EXTENDS + "shocks: {change: {CN-JP-2012-09: {date: 2013-01}}}\n"))
    assert crisis_months(loaded.scenario, loaded.world_names)["CN-JP 2012-09"] == month_index("2013-01")


def test_a_dropped_shock_takes_its_crisis_along(folder: Path) -> None:
    loaded = load_scenario(write(folder, EXTENDS + "shocks: {drop: [CN-JP-2012-09]}\n"))
    assert set(crisis_months(loaded.scenario, loaded.world_names)) == {"CN-JP 2010-09", "pandemic 2020"}


def test_a_resolved_scenario_written_beside_its_base_reads_back_equal(folder: Path) -> None:
    text = "nations: {KR: {autonomy: 1}, CN: {autonomy: 0}}\nshocks: {change: {CN-JP-2012-09: {date: 2012-08}}}\n"
    scenario = read_scenario(write(folder, EXTENDS + text + "crises: {only: [CN-JP 2012-09]}\n"))
    assert read_scenario(write_resolved(scenario.resolved(), folder / "copy.yaml")) == scenario


def test_a_resolved_scenario_holds_every_key_that_is_no_name(folder: Path) -> None:
    resolved = read_scenario(folder / "base.yaml").resolved()
    # the last is None unless a policy founds one; a design that asks for nothing is not written
    absent = {"*", "extends", "design", "new_network"}
    named = {key.path for key in all_keys().values() if not absent & set(key.path)}
    sections = {key: value for key, value in resolved.items() if isinstance(value, dict)}
    held = {(key,) for key in resolved} | {(key, below) for key, value in sections.items() for below in value}
    assert held == named


def test_every_parameter_is_a_key_with_the_bounds_that_are_declared() -> None:
    for name, declared in DECLARED.items():
        key = all_keys()["parameters", name]
        assert (key.low, key.high, key.default, key.unit) == (
            declared.low,
            declared.high,
            declared.default,
            declared.unit,
        )


def test_every_key_has_a_meaning() -> None:
    assert all(key.meaning for key in all_keys().values())


def test_a_scenario_cannot_be_changed(folder: Path) -> None:
    scenario: Scenario = read_scenario(folder / "base.yaml")
    with pytest.raises(ValueError, match="frozen"):
        scenario.seed = 3
