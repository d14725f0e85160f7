"""What the command line reports of scenario files, and with which exit code it ends."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from builders.paths import SCENARIOS
from builders.scenario_folder import write, write_folder
from builders.worlds_on_disk import replace_in
from cityties.cli import check
from cityties.cli.main import app


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_folder(tmp_path))
    return Path()


def cityties(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_a_valid_file_is_reported_with_what_it_would_run(folder: Path) -> None:
    answer = cityties("check", "base.yaml")
    assert (answer.exit_code, answer.stdout.splitlines()[0]) == (0, "base.yaml: ok, 4 arms, 3 crises, 100 replicates")


def test_what_is_on_and_does_nothing_is_named_with_the_key_that_wakes_it(folder: Path) -> None:
    write(folder, "extends: base.yaml\nmechanisms: {learning: true}\n")
    _, note, rest = cityties("check", "mine.yaml").stdout.splitlines()
    assert note == (
        "mine.yaml:2: mechanisms.learning: is on and moves no outcome: learning_gain is 0. "
        "Set parameters.learning_gain."
    )
    assert "`cityties explain --inert --scenario mine.yaml` lists them" in rest
    listed = cityties("explain", "--inert", "--scenario", "mine.yaml").stdout.splitlines()
    assert f"{len(listed) - 1} mechanisms are on" in listed[0]
    assert f"{len(listed) - 2} mechanisms are on by default" in rest
    assert any(line.startswith("contact ") and "Set parameters.contact_goodwill." in line for line in listed)
    write(folder, "extends: base.yaml\nmechanisms: {learning: true}\nparameters: {learning_gain: 0.1}\n")
    assert "learning" not in cityties("check", "mine.yaml").stdout


def test_a_mechanism_is_explained_with_what_wakes_it_and_whether_it_acts(folder: Path) -> None:
    write(folder, "extends: base.yaml\nmechanisms: {learning: true}\n")
    message = cityties("explain", "mechanisms.learning", "--scenario", "mine.yaml").stdout
    assert "parameters.learning_gain" in message
    assert "moves no outcome: learning_gain is 0" in message


def test_a_dispute_that_is_added_and_not_studied_is_a_warning_with_the_cure(folder: Path) -> None:
    added = "shocks: {add: {CN-JP-2013-06: {dyad: CN-JP, date: 2013-06, severity: 0.5}}}\n"
    write(folder, f"extends: base.yaml\n{added}crises: {{only: [CN-JP 2012-09]}}\n")
    assert "mine.yaml:2: shocks.add.CN-JP-2013-06: warning: happens, but is not studied" in check_of("mine.yaml")
    assert "not studied" not in check_of("mine.yaml", "--set", "crises.only=[CN-JP-2013-06]")
    assert "not studied" not in check_of("mine.yaml", "--set", "crises.only=all")


def test_settings_of_the_command_line_are_checked_with_the_file(folder: Path) -> None:
    assert "100 replicates" in check_of("base.yaml")
    assert "7 replicates" in check_of("base.yaml", "--set", "replicates=7")
    assert cityties("check", "base.yaml", "--set", "over_complianc=0").exit_code == 2
    explained = cityties("explain", "parameters.outreach", "--scenario", "base.yaml", "--set", "outreach=2").stdout
    assert "value      2, set in --set" in explained


def check_of(*words: str) -> str:
    return cityties("check", *words).stdout


def test_a_small_scenario_is_counted_in_the_singular(folder: Path) -> None:
    write(folder, "extends: base.yaml\nreplicates: 1\narms: {tie_pathways: [true], political_shocks: [true]}\n")
    assert cityties("check", "mine.yaml").stdout.startswith("mine.yaml: ok, 1 arm, 3 crises, 1 replicate\n")


def test_every_file_is_checked_whatever_is_wrong_with_the_first(folder: Path) -> None:
    write(folder, "extends: base.yaml\nreplicats: 3\n")
    answer = cityties("check", "mine.yaml", "nowhere.yaml", "base.yaml")
    assert answer.exit_code == 2
    assert answer.stdout.startswith("base.yaml: ok")
    assert answer.stderr == (
        "mine.yaml:2: replicats: no such key. Did you mean 'replicates'?\nnowhere.yaml: no such file. "
        "`cityties list --scenarios` shows those that can be given by name.\n"
    )


@pytest.mark.parametrize("words", [("check",), ("chekc",), ("explain", "--scenari", "x"), ("run",), ("new",)])
def test_a_wrong_call_ends_with_code_2(words: tuple[str, ...]) -> None:
    assert cityties(*words).exit_code == 2


def test_a_key_is_explained_from_its_declaration() -> None:
    message = cityties("explain", "strength_gain").stdout
    for part in ("gain of strength from one exchange", "between 0 and 1 (unit: per exchange)", "0.12", "U(0.03, 0.25)"):
        assert part in message


def test_a_number_of_the_world_is_explained_with_its_prior_and_what_that_knows(folder: Path) -> None:
    message = cityties("explain", "nations.CN.centralisation", "--scenario", "base.yaml").stdout
    told = [line.split(None, 1)[1] for line in message.splitlines() if line.split()[0] in ("recorded", "prior")]
    assert told == ["0.9", "U(0.5, 1) (records up to 2005): a guess"]
    assert "records up to 2024" in cityties("explain", "plan_rate").stdout


def test_a_name_that_two_sections_share_is_explained_twice() -> None:
    message = cityties("explain", "lobbying").stdout, cityties("explain", "outreach").stdout
    assert [text.count("meaning") for text in message] == [1, 2]


def test_a_key_is_explained_with_the_line_that_set_it(folder: Path) -> None:
    write(folder, "extends: base.yaml\nparameters: {outreach: 1}\nshocks: {change: {CN-JP-2012-09: {severity: 0.5}}}\n")
    asked = ("parameters.outreach", "start", "seed", "shocks.change.CN-JP-2012-09.severity", "nations.CN.autonomy")
    message = [cityties("explain", key, "--scenario", "mine.yaml").stdout for key in asked]
    assert "1, set in mine.yaml:2" in message[0]
    assert "1972-01, set in base.yaml:3" in message[1]
    assert "20121 (default)" in message[2]
    assert "0.5, set in mine.yaml:3" in message[3]
    assert "not set" in message[4]


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    answer = cityties("explain", "strength_gian")
    assert answer.exit_code == 2
    assert "Did you mean 'strength_gain'?" in answer.stderr


def test_without_a_key_all_are_listed(folder: Path) -> None:
    listed = cityties("explain").stdout
    assert "parameters.strength_gain" in listed
    assert "nations.<nation>.autonomy" in listed
    assert "replay (default)" in cityties("explain", "--scenario", "base.yaml").stdout


def test_a_new_scenario_is_ready_to_be_checked(folder: Path) -> None:
    write_folder(folder / "scenarios")
    assert cityties("new", "no_aid", "--from", "base").exit_code == 0
    assert cityties("check", "scenarios/no_aid.yaml").exit_code == 0


def test_a_new_scenario_overwrites_nothing(folder: Path) -> None:
    write_folder(folder / "scenarios")
    before = Path("scenarios/base.yaml").read_bytes()
    answer = cityties("new", "base", "--from", "base")
    assert answer.exit_code == 2
    assert "exists already" in answer.stderr
    assert Path("scenarios/base.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("new", "mine", "--from", "bsae"), "Did you mean 'base'?"),
        (("new", "../mine", "--from", "base"), "cannot name a scenario"),
        (("new", "a/b", "--from", "base"), "no such folder"),
    ],
)
def test_a_new_scenario_needs_a_name_and_a_base(folder: Path, words: tuple[str, ...], message: str) -> None:
    write_folder(folder / "scenarios")
    answer = cityties(*words)
    assert answer.exit_code == 2
    assert message in answer.stderr


def test_a_new_scenario_outside_of_a_project_extends_what_comes_with_the_package(folder: Path) -> None:
    assert cityties("new", "mine", "--from", "severity/s090").exit_code == 0
    assert Path("scenarios/mine.yaml").read_text().startswith("extends: severity/s090\n")
    assert cityties("check", "mine").stdout.startswith("scenarios/mine.yaml: ok, 4 arms, 1 crisis")


def test_the_schema_is_printed_or_written(folder: Path) -> None:
    printed = cityties("schema").stdout
    assert cityties("schema", "--out", "schema.json").exit_code == 0
    assert json.loads(Path("schema.json").read_text(encoding="utf-8")) == json.loads(printed)
    assert cityties("schema", "--out", "no/schema.json").exit_code == 2


def test_an_interruption_ends_with_code_130_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check_files", interrupted)
    answer = cityties("check", "base.yaml")
    assert answer.exit_code == 130
    assert "Interrupted" in answer.stderr


def test_help_and_version_load_no_heavy_library() -> None:
    heavy = "{'numpy', 'pandas', 'numba', 'mesa', 'pydantic', 'ruamel', 'rich', 'matplotlib', 'scipy'}"
    code = (
        "import sys; from cityties.cli.main import app; app(['--help'], standalone_mode=False); "
        f"sys.exit(len({heavy} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert all(command in answer.stdout for command in ("run", "check", "explain", "new", "schema"))
    assert cityties("--version").stdout.startswith("cityties ")


def test_the_installed_program_reports_an_error_without_a_traceback(folder: Path) -> None:
    write(folder, "extends: base.yaml\nseed: -1\n")
    answer = subprocess.run(
        [sys.executable, "-c", "from cityties.cli.main import run; run()", "check", "mine.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == [
        "mine.yaml:2: seed: -1 is not between 0 and 9223372036854775807.",
    ]


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("shocks.csv", "political,0.5", "territorial,0.5", "shocks.csv:2: type 'territorial' is not one of political"),
        ("cities.csv", ",900000,", ",many,", "cities.csv:2: population 'many' is not a number"),
        ("observed/polls.csv", "the poll", "", "polls.csv:2: column 'poll' is empty"),
    ],
)
def test_what_a_run_would_refuse_in_the_tables_is_refused(
    folder: Path, table: str, old: str, new: str, message: str
) -> None:
    replace_in(folder / "worlds" / "small", table, old, new)
    answer = cityties("check", "base.yaml")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr


def test_a_world_is_checked_by_itself(folder: Path) -> None:
    world = folder / "worlds" / "small"
    (world / "ties_old.csv").write_text("", encoding="utf-8")
    answer = cityties("check", str(world))
    assert answer.exit_code == 0
    assert answer.stdout.startswith(
        f"{world}: ok, 5 cities of 3 nations, 2 dyads, 3 ties, 3 crises (CN-JP 2010-09 from"
    )
    assert answer.stderr == f"{world / 'ties_old.csv'}: is no table of a world; nothing reads it.\n"


def test_a_scenario_without_a_crisis_is_told_where_to_put_one(folder: Path) -> None:
    write(folder, "extends: base.yaml\nstart: 1990-01\nend: 1999-12\n")
    lines = cityties("check", "mine.yaml").stdout.splitlines()
    assert lines[0].startswith("mine.yaml: ok, 4 arms, 0 crises")
    assert lines[1] == f"  No crisis lies in its months: add shocks with a crisis to {Path('worlds/small/shocks.csv')}."


def test_a_forecast_that_asks_for_other_months_is_no_fault_of_a_scenario(tmp_path: Path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text("title: Short\nworld: toy\nstart: 2000-01\nend: 2001-12\n", encoding="utf-8")
    assert "ok, " in CliRunner().invoke(app, ["check", str(file)]).output


def test_faults_of_a_scenario_and_of_its_world_stand_together(folder: Path) -> None:
    replace_in(folder / "worlds" / "small", "cities.csv", ",900000,", ",many,")
    write(folder, "extends: base.yaml\nreplicats: 3\n")
    lines = cityties("check", "mine.yaml").stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["mine.yaml:2", "worlds/small/cities.csv:2"]


def test_a_setting_given_twice_in_a_sweep_is_refused_at_both_lines(folder: Path) -> None:
    write(
        folder,
        "extends: base.yaml\ndesign:\n  sweep:\n    grid:\n      outreach: [0, 1]\n      parameters.outreach: [2, 3]\n",
    )
    answer = cityties("check", "mine.yaml")
    assert answer.exit_code == 2
    assert answer.stderr.splitlines() == [
        "mine.yaml:5: design.sweep.grid.outreach: is the same setting as 'parameters.outreach' under grid; "
        "keep one of the two.",
        "mine.yaml:6: design.sweep.grid.parameters.outreach: is the same setting as 'outreach' under grid; "
        "keep one of the two.",
    ]


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("quantities.csv", "gone,listed ratio,each,ZZ,2002-01,2004-01", "'ZZ' is no nation of this world"),
        ("forecast.csv", "listed,EM,WM,prior,0.5,0.4,0.6,0.7,0.8", "q05 is 0.5 and above q25"),
        ("outcomes.csv", "listed,EM,WM,much,1", "'much' is not a number"),
    ],
)
def test_a_world_is_checked_with_the_tables_of_its_forecast(tmp_path: Path, file: str, line: str, fault: str) -> None:
    heads = {
        "forecast.csv": "quantity,country,partner,source,q05,q25,q50,q75,q95\n",
        "outcomes.csv": "quantity,country,partner,value,weight\n",
    }
    world = shutil.copytree(SCENARIOS / "worlds" / "toy", tmp_path / "toy")
    assert cityties("check", str(world)).exit_code == 0
    text = heads.get(file) or (world / file).read_text(encoding="utf-8")
    (world / file).write_text(f"{text}{line}\n", encoding="utf-8")
    answer = cityties("check", str(world))
    message = " ".join(answer.output.split())
    assert answer.exit_code == 2
    assert f"{file}:{text.count(chr(10)) + 1}: " in message
    assert fault in message


@pytest.mark.parametrize(
    ("row", "fault", "in_scenario"),
    [
        ("stoped,CN-JP,,CN-JP 2005-04,0.2,0.1,fit", "no such statistic as 'stoped'. Did you mean 'stopped'?", False),
        ("stopped,CN-JP,,CN-JP 2005-05,0.2,0.1,fit", "period 'CN-JP 2005-05' names no crisis", False),
        (
            "stopped,CN-JP,,CN-JP 2005-04,0.2,0.1,fitted",
            "use 'fitted' is not one of fit to 2011, fit, test; write fit.",
            True,
        ),
        ("stopped,CN-JQ,,CN-JP 2005-04,0.2,0.1,fit", "dyad 'CN-JQ' is no dyad of dyads.csv.", True),
    ],
)
def test_a_world_is_checked_with_its_targets(tmp_path: Path, row: str, fault: str, in_scenario: bool) -> None:
    world = shutil.copytree(SCENARIOS / "worlds" / "east-asia", tmp_path / "mine")
    head, _, rest = (world / "targets.csv").read_text(encoding="utf-8").partition("\n")
    (world / "targets.csv").write_text(f"{head}\n{row},ARTICLE_CHEN2016,low,\n{rest}", encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\nworld: mine\nstart: 2000-01\nend: 2001-12\n", encoding="utf-8")
    answer = cityties("check", str(world))
    assert (answer.exit_code, fault in answer.output) == (2, True), answer.output
    assert f"{world / 'targets.csv'}:2: " in answer.output
    answer = cityties("check", str(file))
    assert (answer.exit_code, fault in answer.output) == (2 if in_scenario else 0, in_scenario), answer.output
