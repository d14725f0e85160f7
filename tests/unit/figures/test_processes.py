"""Figures are the same whoever draws them, and an error meets whoever asked for them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from cityties.figures.declared import DeclaredFigure, draw_all
from cityties.figures.mailbox import Mailbox
from cityties.figures.processes import painters
from cityties.figures.style import Picture


def draw_lines(view: list[float]) -> Iterator[Picture]:
    for slope in view:
        figure = Figure(figsize=(2.0, 1.5))
        figure.subplots().plot([0.0, 1.0], [0.0, slope], label=f"{slope}")
        yield Picture(f"line-{slope}", "A line", "Rises.", f"Drawn in {os.getpid()}", figure)


def draw_nothing(view: list[float]) -> Iterator[Picture]:
    raise ZeroDivisionError(f"{len(view)} lines cannot be drawn")


DECLARED = (DeclaredFigure("top", draw_lines), DeclaredFigure("bottom", draw_lines))
FAULTY = (*DECLARED, DeclaredFigure("bottom", draw_nothing))


def test_processes_draw_what_is_drawn_here_to_the_byte_and_in_its_order(tmp_path: Path) -> None:
    here = draw_all(DECLARED, [1.0, 2.0], {}, tmp_path / "here")
    with painters(2) as there:
        drawn = there.ask(f"{__name__}:DECLARED", [1.0, 2.0], {}, tmp_path / "there")()
        again = there.ask(f"{__name__}:DECLARED", [1.0, 2.0], {}, tmp_path / "there")()
    assert [(one.section, one.name, one.content) for one in drawn] == [(o.section, o.name, o.content) for o in here]
    assert [one.content for one in again] == [one.content for one in drawn]
    files = [{path.name: path.read_bytes() for path in (tmp_path / to).iterdir()} for to in ("here", "there")]
    assert files[0] == files[1]


def test_more_can_be_asked_for_before_the_first_figures_are_fetched(tmp_path: Path) -> None:
    here = draw_all(DECLARED, [1.0], {}, tmp_path / "here")
    with painters(2) as there:
        waits = [there.ask(f"{__name__}:DECLARED", [slope], {}, tmp_path / "there") for slope in (1.0, 2.0, 3.0)]
        last, first = waits[2](), waits[0]()
    assert [one.name for one in last] == ["line-3.0"] * 2
    assert [(one.name, one.content) for one in first] == [(one.name, one.content) for one in here]


def test_whoever_asks_does_not_wait_until_much_that_is_sent_has_been_taken() -> None:
    box, much = Mailbox(), bytes(1 << 20)
    box.put(much)  # a pipe would hold some 64 kB of it, and wait
    box.put("then")
    assert box.take() == much
    assert box.take() == "then"
    box.only_taken_from()
    assert box.take() is None
    box.close()


def test_processes_draw_elsewhere_where_processes_can_divide(tmp_path: Path) -> None:
    with painters(2) as there:
        if not there.are_elsewhere:
            pytest.skip("no process can divide here")
        drawn = there.ask(f"{__name__}:DECLARED", [1.0], {}, tmp_path)()
    assert f"Drawn in {os.getpid()}" not in {one.alt for one in drawn}


def test_an_error_of_drawing_is_raised_where_the_figures_were_asked_for(tmp_path: Path) -> None:
    with painters(2) as there, pytest.raises(ZeroDivisionError, match="1 lines"):
        there.ask(f"{__name__}:FAULTY", [1.0], {}, tmp_path)()


def test_one_process_draws_here(tmp_path: Path) -> None:
    with painters(1) as here:
        assert not here.are_elsewhere
        assert {one.alt for one in here.ask(f"{__name__}:DECLARED", [1.0], {}, tmp_path)()} == {
            f"Drawn in {os.getpid()}"
        }
