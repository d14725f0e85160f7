"""Progress of long work, as it reads in a log."""

from io import StringIO
from itertools import count
from threading import Event

import pytest
from rich.console import Console

from cityties.cli.progress import clock, meanwhile, progress, with_bar
from cityties.cli.warmup import COMPILING


@pytest.fixture(autouse=True)
def warmed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand for a model that is compiled already, and note when it is made ready."""
    noted: list[str] = []
    monkeypatch.setattr("cityties.experiment.warmup.is_warm", lambda: True)
    monkeypatch.setattr("cityties.experiment.warmup.warm", lambda report: noted.append("ready"))
    return noted


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which this version was never run."""
    monkeypatch.setattr("cityties.experiment.warmup.is_warm", lambda: False)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes on by ten seconds whenever it is looked at."""
    ticks = count(0, 10)
    monkeypatch.setattr("time.monotonic", lambda: float(next(ticks)))


def test_a_log_is_told_what_takes_long_and_nothing_of_what_is_soon_over(monkeypatch: pytest.MonkeyPatch) -> None:
    log = StringIO()
    with meanwhile("Drawing", Console(file=log)):
        pass
    assert log.getvalue() == ""
    monkeypatch.setattr("cityties.cli.progress.SECONDS_OF_SILENCE", 0.0)
    told = Event()

    def say(console: Console, line: str) -> None:
        console.print(line)
        told.set()

    monkeypatch.setattr("cityties.cli.progress.say", say)
    with meanwhile("Drawing", Console(file=log)):
        assert told.wait(60)
    assert log.getvalue() == "Drawing ...\n"


@pytest.mark.usefixtures("seconds")
def test_a_log_gets_a_line_every_half_minute_with_the_time_left_and_one_at_the_end() -> None:
    log = StringIO()
    with progress("Replicates", 10, Console(file=log), done=2) as report:
        for _ in range(8):
            report(1)
    assert log.getvalue().splitlines() == [
        "Replicates: 5 of 10, 0:00:30 gone, about 0:00:50 left",
        "Replicates: 8 of 10, 0:01:00 gone, about 0:00:20 left",
        "Replicates: 10 of 10, in 0:01:30",
    ]


def test_what_the_first_piece_waits_for_is_not_counted_a_thousand_times(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 40.0, 75.0, 76.0])
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    log = StringIO()
    with progress("Claims", 1000, Console(file=log)) as report:
        report(1)
        report(10)
    assert log.getvalue().splitlines()[:2] == [
        "Claims: 1 of 1,000, 0:00:40 gone",
        "Claims: 11 of 1,000, 0:01:15 gone, about 0:57:42 left",
    ]


@pytest.mark.usefixtures("cold")
def test_the_model_is_compiled_before_the_work_begins_and_that_is_said(warmed: list[str]) -> None:
    log = StringIO()
    assert with_bar("Draws", 3, Console(file=log, width=90), lambda _: len(warmed)) == 1
    assert log.getvalue() == f"{COMPILING}.\n"


@pytest.mark.usefixtures("cold")
def test_a_log_says_nothing_where_nothing_was_to_do() -> None:
    log = StringIO()
    with progress("Replicates", 10, Console(file=log), done=10):
        pass
    assert with_bar("Draws", 0, Console(file=log), lambda report: 7) == 7
    assert log.getvalue() == ""


def test_a_terminal_gets_a_bar() -> None:
    screen = StringIO()
    with progress("Draws", 3, Console(file=screen, force_terminal=True, width=80)) as report:
        report(3)
    assert "3/3" in screen.getvalue()


def test_a_duration_reads_as_hours_minutes_and_seconds() -> None:
    assert [clock(0.4), clock(75), clock(3 * 3600 + 59)] == ["0:00:00", "0:01:15", "3:00:59"]
