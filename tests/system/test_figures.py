"""Figures are described, readable by every eye, and the same to the byte."""

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from builders.runs_on_disk import SMALL, computed
from cityties.analysis.names import dyad_names
from cityties.analysis.results import Results, sum_up
from cityties.experiment.results import RunResults
from cityties.figures import drawing, style, ties_map
from cityties.figures.buffering import draw_buffering
from cityties.figures.drawing import chief_pairs, draw, pictures
from cityties.figures.gaps import draw_gap
from cityties.figures.labels import label_cities, ranked
from cityties.figures.style import LOOK, Picture, decimal, look, marks, rendered


@pytest.fixture(scope="module", autouse=True)
def coarse() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "DOTS_PER_INCH", 40)
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    return computed(tmp_path_factory.mktemp("figures"), SMALL + "record: {ties_at: [2024-12]}\n")


@pytest.fixture(scope="module")
def results(run: RunResults) -> Results:
    return sum_up(run)


@pytest.fixture(scope="module")
def drawn_pictures(run: RunResults, results: Results) -> list[Picture]:
    with look():
        return list(pictures(run, results))


def test_a_run_is_drawn_from_all_sides(drawn_pictures: list[Picture]) -> None:
    drawn = {picture.name for picture in drawn_pictures}
    assert drawn == {
        "buffer-index",
        "gap-aa-bb-2012-09",
        "gap-pandemic-2020",
        "exchange",
        "suspension",
        "relations",
        "stock",
        "map",
        "moods",
        "forum",
        "patterns",
    }


def test_every_figure_is_titled_explained_and_described(drawn_pictures: list[Picture]) -> None:
    for picture in drawn_pictures:
        assert picture.title
        assert picture.caption.endswith(".")
        assert len(picture.alt) > 30
        assert "nan" not in picture.alt.lower().replace("nation", "")


def test_figures_are_written_whole_as_svg_and_png(
    run: RunResults, results: Results, drawn_pictures: list[Picture], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "pictures", lambda run, results: drawn_pictures[:2])
    drawn = draw(run, results, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"{d.name}.{kind}" for d in drawn for kind in ("svg", "png")}
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


def test_bars_of_the_buffer_index_are_its_interval() -> None:
    table = pd.DataFrame({"buffer_36": [0.1], "buffer_36_low": [0.05], "buffer_36_high": [0.15]})
    axes = draw_buffering(table, ["A crisis"]).figure.axes[0]
    segment = axes.containers[0].lines[2][0].get_segments()[0]  # type: ignore[attr-defined]
    np.testing.assert_allclose(segment[:, 0], [0.05, 0.15])


def test_a_gap_of_one_arm_is_drawn_without_a_difference(results: Results) -> None:
    gaps = results.gaps[results.gaps["dyad"] == "AA-BB"].copy()
    both = draw_gap("gap", "A gap", gaps, (1, 1))
    one = gaps.assign(gap_without_ties=np.nan, saved=np.nan)
    assert len(both.figure.axes) == 2
    assert len(draw_gap("gap", "A gap", one, (1, 1)).figure.axes) == 1


def test_names_on_a_map_do_not_overlap() -> None:
    generator = np.random.default_rng(1)
    cities = pd.DataFrame(
        {
            "city": [f"Town number {n}" for n in range(60)],
            "nation": ["AA", "BB", "CC"] * 20,
            "level": "city",
            "capital": [n == 7 for n in range(60)],
            "population": generator.integers(10_000, 9_000_000, 60),
            "longitude": generator.uniform(100, 140, 60),
            "latitude": generator.uniform(20, 45, 60),
        }
    )
    figure = Figure(figsize=(6, 4))
    axes = figure.subplots()
    axes.plot(cities["longitude"], cities["latitude"], "o")
    figure.draw_without_rendering()
    label_cities(axes, cities)
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 10
    assert ranked(cities).iloc[0]["city"] == "Town number 7"
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_a_series_keeps_its_mark_whatever_the_order() -> None:
    assert marks(["b", "a", "b"]) == marks(["a", "b"])


def test_a_negative_zero_is_printed_as_zero() -> None:
    assert decimal(-0.0001, 3) == "0.000"


def test_a_world_with_more_pairs_of_nations_than_fit_shows_those_with_quarrels_first(
    run: RunResults, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_PAIRS", 1)
    names = dyad_names(run.tables)
    disputed_months = list(names)[next(crisis.dyad for crisis in run.crises if crisis.dyad >= 0)]
    assert list(chief_pairs(run, results, names)) == [disputed_months]
    captions = {picture.name: picture.caption for picture in pictures(run, results)}
    assert f"Of {len(names)} pairs of nations the 1 with quarrels" in captions["relations"]
    assert f"Of {len(names)} pairs" in captions["stock"]


def test_a_map_of_very_many_ties_draws_an_even_choice(
    run: RunResults, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ties_map, "MOST_LINES", 2)
    captions = {picture.name: picture.caption for picture in pictures(run, results)}
    assert "an even choice is drawn" in captions["map"]
