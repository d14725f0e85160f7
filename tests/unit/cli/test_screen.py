"""What reaches the terminal: encodings, control characters, logs, JSON and options that may stand anywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from builders.batches_on_disk import call
from builders.scenario_folder import write, write_folder
from cityties.cli import screen
from cityties.cli.logs import taken_out
from cityties.cli.screen import printable
from cityties.cli.spoken import language_taken_out
from cityties.cli.wrapping import cells
from cityties.errors import CityTiesError
from cityties.tables.language import VARIABLE, language


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_folder(tmp_path))
    return Path()


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "cityties", *words]
    return subprocess.run(command, capture_output=True, check=False, env=os.environ | environment)


def test_a_code_page_that_lacks_a_character_ends_no_command(folder: Path) -> None:
    write(folder, "extends: base.yaml\ntitle: '架空'\n", "架空.yaml")
    answer = program("check", "架空.yaml", PYTHONIOENCODING="cp1252")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(rb"\u67b6\u7a7a.yaml: ok")


def test_an_error_cannot_steer_the_terminal(folder: Path) -> None:
    write(folder, 'extends: base.yaml\nreplicates: "\\e[2Jx"\n')
    answer = program("check", "mine.yaml")
    assert answer.returncode == 2
    assert b"\x1b" not in answer.stderr


def test_a_pipe_gets_no_colour(folder: Path) -> None:
    assert b"\x1b" not in program("list", "--scenarios", FORCE_COLOR="").stdout


def test_characters_that_turn_the_direction_of_a_line_are_not_printed() -> None:
    assert printable("a\u202eb\x07c  d") == "a?b?c  d"


def test_the_options_of_the_log_may_stand_anywhere() -> None:
    assert taken_out(["run", "-v", "x"]) == (["run", "x"], 1, None)
    assert taken_out(["-vv", "run", "x", "--log-file", "l"]) == (["run", "x"], 2, Path("l"))
    assert taken_out(["run", "--log-file=l", "--", "-v"]) == (["run", "--", "-v"], 0, Path("l"))
    with pytest.raises(CityTiesError):
        taken_out(["run", "--log-file"])


@pytest.mark.parametrize(
    "words", [["run", "--lang", "zh", "x"], ["--lang=zh", "run", "x"], ["run", "x", "--lang=zh_CN"]]
)
def test_the_language_may_stand_anywhere(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "en")
    assert language_taken_out(words) == ["run", "x"]
    assert language() == "zh"


def test_a_language_that_is_not_there_is_one_line(folder: Path) -> None:
    for words, environment in ((("--lang", "fr"), {}), (("--lang",), {}), ((), {VARIABLE: "fr"})):
        answer = program("check", "mine.yaml", *words, **environment)
        assert answer.returncode == 2
        assert b"en" in answer.stderr
        assert len(answer.stderr.splitlines()) == 1


def test_a_log_file_keeps_what_was_done_and_why_it_ended(folder: Path) -> None:
    call("check", "base.yaml", "--log-file", "log.txt")
    call("check", "nowhere.yaml", "--log-file", "log.txt", code=2)
    lines = Path("log.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "check base.yaml" in line and "INFO" in line]
    assert [line for line in lines if "refused: nowhere.yaml: no such file" in line]
    assert sum("ended after" in line for line in lines) == 2


def test_a_log_that_cannot_be_written_is_a_fault_of_one_line(folder: Path) -> None:
    assert len(call("check", "base.yaml", "--log-file", "no/log.txt", code=2).splitlines()) == 1


def test_check_gives_json_with_every_fault(folder: Path) -> None:
    write(folder, "extends: base.yaml\nseed: -1\nreplicats: 2\n")
    good, bad = json.loads(call("check", "base.yaml", "mine.yaml", "--json", code=2))
    assert (good["ok"], good["problems"], good["report"][0]) == (
        True,
        [],
        "base.yaml: ok, 4 arms, 3 crises, 100 replicates",
    )
    assert (bad["ok"], len(bad["problems"])) == (False, 2)


def test_explain_gives_json_with_value_and_origin(folder: Path) -> None:
    write(folder, "extends: base.yaml\nparameters: {strength_gain: 0.2}\n")
    (key,) = json.loads(call("explain", "strength_gain", "--scenario", "mine.yaml", "--json"))
    assert (key["key"], key["low"], key["high"]) == ("parameters.strength_gain", 0, 1)
    assert (key["value"], key["origin"]) == (0.2, "mine.yaml:2")
    assert len(json.loads(call("explain", "--json"))) > 100


def test_plan_gives_json_without_a_forecast_where_nothing_is_computed(folder: Path) -> None:
    write(folder, "extends: base.yaml\nrules: [rule.py]\n")
    Path("rule.py").write_text(RULE)
    plan = json.loads(call("plan", "mine.yaml", "--replicates", "3", "--set", "outreach=1", "--json"))
    assert (plan["to_compute"], plan["there"], plan["seconds"]) == (3, 0, None)
    assert [Path(rule).name for rule in plan["rules"]] == ["rule.py"]


RULE = (Path(__file__).parents[3] / "scenarios" / "rules" / "strength_floor.py").read_text(encoding="utf-8")


def test_completion_is_offered() -> None:
    assert "--install-completion" in call("--help")


def test_a_table_goes_on_below_its_last_column_and_never_beyond_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "width", lambda: 40)
    lines = screen.columns(("name", "why"), [("mood", "of the public, which was low in those months")], wrap=True)
    assert lines == ["name  why", "mood  of the public, which was low in", "      those months"]
    assert max(map(cells, lines)) < 40
    (_, cut) = screen.columns(("name", "why"), [("mood", "of the public, which was low in those months")])
    assert cut.endswith(screen.CUT)


FOREIGN = "[/nosuch] [bold]x\x1b[2J\x07 \u202egnp.exe\u200b"
"""Markup that closes nothing, an escape sequence that clears the screen, a mark that turns the direction of writing."""


def test_what_came_from_a_file_neither_moves_the_cursor_nor_is_taken_for_markup(
    capsys: pytest.CaptureFixture[str],
) -> None:
    screen.put(f"{FOREIGN}\nsecond line")
    screen.put(FOREIGN, err=True)
    screen.echo(FOREIGN, strong=True)
    screen.say(Console(file=sys.stdout), FOREIGN)
    screen.print_table((FOREIGN, "b"), [("a", FOREIGN)])
    table = Table()
    table.add_column(screen.cell(FOREIGN))
    table.add_row(screen.cell(FOREIGN))
    Console(file=sys.stdout, width=99).print(table)
    said = capsys.readouterr()
    assert said.out.count("[/nosuch] [bold]x?[2J") == 7
    assert said.err.startswith("[/nosuch]")
    assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(said.out + said.err)
    assert "\nsecond line\n" in said.out


def test_errors_are_cut_in_length_and_number_with_what_was_left_out() -> None:
    lines = screen.error_lines("\n".join(["x" * 5000] * 1000))
    assert len(lines) == screen.MOST_ERRORS + 1
    assert max(map(len, lines)) == screen.LONGEST_ERROR
    assert lines[-1] == "... and 800 more lines"
