"""Sizes are refused with the number and the limit before anything is laid out; what is no plain file is not opened."""

import os
from pathlib import Path

import pytest

from builders.counted_calls import counted_calls
from builders.scenario_folder import write, write_folder
from cityties.errors import CityTiesError
from cityties.scenario.limits import MOST_CASES, MOST_UNITS
from cityties.scenario.reader import load_scenario, read_scenario
from cityties.tables.plain_files import MOST_BYTES_OF_TEXT, NotPlainError, plain_bytes
from cityties.tables.world_tables import read_tables

FEW = 10_000_000
"""Calls, some seconds of a processor; each of these took minutes or memory without end."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def refused(folder: Path, text: str, name: str = "mine.yaml") -> str:
    with counted_calls() as calls, pytest.raises(CityTiesError) as error:
        load_scenario(write(folder, f"extends: base.yaml\ntitle: Large\n{text}", name))
    assert calls.made < FEW
    return str(error.value)


def numbers(n: int) -> str:
    return f"[{', '.join(str(number / n) for number in range(n))}]"


def test_a_sweep_of_nine_million_points_is_refused_with_the_number_and_the_limit(folder: Path) -> None:
    axes = f"outreach: {numbers(3000)}, over_compliance: {numbers(3000)}"
    message = refused(folder, f"design: {{sweep: {{grid: {{{axes}}}}}}}\n")
    assert "mine.yaml:3: design: asks for 9,000,000 cases" in message
    assert f"at most {MOST_CASES:,}" in message


def test_points_times_replicates_are_refused_too(folder: Path) -> None:
    message = refused(folder, "replicates: 1000\ndesign: {sweep: {sobol: {points: 8192, over: {outreach: [0, 1]}}}}\n")
    assert "asks for 327,680 units" in message
    assert f"at most {MOST_UNITS:,}" in message


def test_arms_count(folder: Path) -> None:
    arms = ", ".join(f"a{number}: {{mechanisms: {{lobbying: false}}}}" for number in range(30))
    assert "31,000 cases" in refused(
        folder, f"arms: {{named: {{{arms}}}}}\ndesign: {{sweep: {{grid: {{outreach: {numbers(1000)}}}}}}}\n"
    )


def calls_of_points(folder: Path, n: int) -> int:
    points = ", ".join(f"{{outreach: {number / n}}}" for number in range(n))
    path = write(folder, f"extends: base.yaml\ntitle: Long\ndesign: {{sweep: {{list: [{points}]}}}}\n")
    with counted_calls() as calls:
        read_scenario(path)
    return calls.made


def test_twice_as_many_points_are_no_more_than_twice_the_work_to_check(folder: Path) -> None:
    fewer, more = calls_of_points(folder, 500), calls_of_points(folder, 1000)
    assert more < 2.1 * fewer
    assert (more - fewer) / 500 < 4_000


def test_of_very_many_faults_the_first_are_named_and_the_rest_counted(folder: Path) -> None:
    lines = refused(folder, "".join(f"key{number}: 1\n" for number in range(5000))).splitlines()
    assert len(lines) < 200
    assert any("and 4,9" in line and "more faults" in line for line in lines)


def test_a_file_of_very_many_lines_is_refused_with_both_numbers(folder: Path) -> None:
    message = refused(folder, "".join(f"key{number}: 1\n" for number in range(100_000)))
    assert "has 100,002 lines; at most 50,000 are read" in message


def test_a_giant_scenario_is_refused_with_its_size(folder: Path) -> None:
    path = write(folder, "title: x\n")
    os.truncate(path, MOST_BYTES_OF_TEXT * 1000)
    with pytest.raises(CityTiesError, match=r"has 5,000,000,000 bytes; at most 5,000,000 are read"):
        load_scenario(path)


@pytest.mark.parametrize("table", ["shocks.csv", "ties.csv", "network_meetings.csv", "forum.csv"])
def test_a_pipe_in_the_place_of_a_table_does_not_hang(folder: Path, table: str) -> None:
    path = folder / "worlds" / "small" / table
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(CityTiesError, match="is no plain file"):
        read_tables(path.parent)
    if table in ("shocks.csv", "network_meetings.csv"):  # whose names a scenario may use
        with pytest.raises(CityTiesError, match="is no plain file"):
            load_scenario(folder / "base.yaml")


def test_a_giant_table_is_refused_with_its_size(folder: Path) -> None:
    path = folder / "worlds" / "small" / "ties.csv"
    os.truncate(path, 10**12)
    with pytest.raises(CityTiesError, match=r"ties\.csv: the table cannot be read: has 1,000,000,000,000 bytes"):
        read_tables(path.parent)


def test_a_pipe_in_the_place_of_a_scenario_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(CityTiesError, match=r"pipe\.yaml: is no plain file"):
        load_scenario(tmp_path / "pipe.yaml")


def test_a_link_to_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(NotPlainError, match="link to itself"):
        plain_bytes(tmp_path / "a", 9)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("replicates: '\N{FULLWIDTH DIGIT FIVE}'", "Write 5, in the digits 0 to 9."),
        ("replicates: '5'", "Write 5, without quotation marks."),
    ],
)
def test_digits_of_another_script_are_answered_with_plain_ones(folder: Path, text: str, advice: str) -> None:
    assert advice in refused(folder, f"{text}\n")


def test_no_line_of_a_file_that_is_no_scenario_is_shown(folder: Path) -> None:
    (folder / "secret.txt").write_text("user:password\nmore:secrets\n")
    (folder / "other.txt").write_text("root:x:0:0:root:/root:/bin/bash\ndaemon:x:1\n")
    for name in ("secret.txt", "other.txt"):
        with pytest.raises(CityTiesError) as error:
            load_scenario(write(folder, f"extends: {name}\ntitle: x\n"))
        assert not any(word in str(error.value) for word in ("password", "secrets", "daemon", "bash"))
