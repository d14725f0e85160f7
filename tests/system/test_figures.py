"""Figures are described, readable by every eye, and the same to the byte."""

import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from builders.coarse_figures import coarse_figures
from builders.runs_on_disk import SMALL, computed
from cityties.analysis.names import dyad_names
from cityties.analysis.results import Results, sum_up
from cityties.experiment.results import RunResults
from cityties.figures import run_source, ties_map
from cityties.figures.declared import draw_all, in_sections, write_as
from cityties.figures.gaps import draw_gap
from cityties.figures.run_figures import RUN_FIGURES, pictures
from cityties.figures.run_source import RunSource
from cityties.figures.style import LOOK, Picture, look, rendered


@pytest.fixture(scope="module", autouse=True)
def coarse() -> Iterator[None]:
    with coarse_figures():
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    return computed(tmp_path_factory.mktemp("figures"), SMALL + "record: {ties_at: [2024-12]}\n")


@pytest.fixture(scope="module")
def results(run: RunResults) -> Results:
    return sum_up(run)


def pictures_of(run: RunResults, results: Results) -> list[Picture]:
    with look():
        return list(pictures(run, results))


@pytest.fixture(scope="module")
def drawn_pictures(run: RunResults, results: Results) -> list[Picture]:
    return pictures_of(run, results)


def test_a_run_is_drawn_from_all_sides(run: RunResults, results: Results, drawn_pictures: list[Picture]) -> None:
    view = RunSource(run, results)
    silent = [one.draw.__name__ for one in RUN_FIGURES if not list(one.draw(view))]
    assert silent == ["_other_gaps"]  # both crises of the small world stand in front
    assert len({picture.name for picture in drawn_pictures}) == len(drawn_pictures) >= len(RUN_FIGURES)


def test_every_figure_is_titled_explained_and_described(drawn_pictures: list[Picture]) -> None:
    for picture in drawn_pictures:
        assert picture.title
        assert picture.caption.endswith(".")
        assert len(picture.alt) > 30
        assert "nan" not in picture.alt.lower().replace("nation", "")


def test_figures_are_written_whole_as_svg_and_on_demand_as_png(
    run: RunResults, results: Results, tmp_path: Path
) -> None:
    drawn = draw_all(RUN_FIGURES[:2], RunSource(run, results), results.tables(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"{one.name}.svg" for one in drawn}
    with look():
        pictures = [picture for _, picture in in_sections(RUN_FIGURES[:2], RunSource(run, results), results.tables())]
        written = write_as("png", pictures, tmp_path)
    assert {path.name for path in written} == {f"{one.name}.png" for one in drawn}
    for path in tmp_path.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</svg>")
        assert "<dc:date>" not in text
    for path in tmp_path.glob("*.png"):
        assert path.read_bytes().startswith(b"\x89PNG")
        assert b"Software" not in path.read_bytes()


def test_a_figure_is_the_same_to_the_byte_when_drawn_again(results: Results) -> None:
    def once() -> dict[str, bytes]:
        with look():
            return rendered(draw_gap("gap", "A gap", results.gaps[results.gaps["dyad"] == "AA-BB"][:30], (1, 1)).figure)

    assert once() == once()


def test_drawing_leaves_no_trace_in_the_settings_of_matplotlib(results: Results) -> None:
    before = dict(mpl.rcParams)
    with look():
        assert mpl.rcParams["svg.hashsalt"] == LOOK["svg.hashsalt"]
    assert dict(mpl.rcParams) == before


def test_a_gap_of_one_arm_is_drawn_without_a_difference(results: Results) -> None:
    gaps = results.gaps[results.gaps["dyad"] == "AA-BB"].copy()
    both = draw_gap("gap", "A gap", gaps, (1, 1))
    one = gaps.assign(gap_without_ties=np.nan, saved=np.nan)
    assert len(both.figure.axes) == 2
    assert len(draw_gap("gap", "A gap", one, (1, 1)).figure.axes) == 1


def test_a_world_with_more_pairs_of_nations_than_fit_shows_those_with_disputes_first(
    run: RunResults, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_source, "MOST_PAIRS", 1)
    names = dyad_names(run.tables)
    disputed = list(names)[next(crisis.dyad for crisis in run.crises if crisis.dyad >= 0)]
    assert list(RunSource(run, results).pairs) == [disputed]
    captions = {picture.name: picture.caption for picture in pictures_of(run, results)}
    assert f"Of {len(names)} pairs of nations the 1 with disputes" in captions["relations"]
    assert f"Of {len(names)} pairs" in captions["stock"]


def test_a_map_of_very_many_ties_draws_an_even_choice(
    run: RunResults, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ties_map, "MOST_LINES", 2)
    (drawn,) = (picture for picture in pictures_of(run, results) if picture.name == "map")
    assert "an even choice is drawn" in drawn.caption
    assert re.fullmatch(r"\d{4}-\d\d, one tie in \d+ drawn", drawn.figure.axes[0].get_title(loc="left"))
