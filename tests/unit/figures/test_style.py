"""The look of figures: marks, numbers, limits and legends that a reader can rely on."""

from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from cityties.figures.case_names import colours, columns_of, few
from cityties.figures.style import NATION_COLOURS, SERIES_COLOURS, decimal, grid, legend_below, marks


def test_a_series_keeps_its_mark_whatever_the_order() -> None:
    assert marks(["b", "a", "b"]) == marks(["a", "b"])


def test_a_negative_zero_is_printed_as_zero() -> None:
    assert decimal(-0.0001, 3) == "0.000"


def test_colours_that_tell_things_apart_are_all_different() -> None:
    for shades in (NATION_COLOURS, SERIES_COLOURS, colours(7), colours(40)):
        assert len({to_hex(shade) for shade in shades}) == len(shades)
    assert few(7)
    assert not few(8)


def test_panels_left_over_in_a_grid_are_not_drawn_and_those_above_them_keep_their_numbers() -> None:
    figure, panels = grid(5, 3, 9.0, 2.0)
    assert len(figure.axes) == len(panels) == 5
    assert panels[2].xaxis.get_major_ticks()[0].label1.get_visible()


def test_a_legend_holds_each_name_once() -> None:
    figure = Figure()
    panels = list(figure.subplots(1, 2))
    for panel in panels:
        panel.plot([0, 1], [0, 1], label="model")
    legend_below(figure, panels)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["model"]


def test_long_names_stand_below_one_another_in_a_legend() -> None:
    assert columns_of(["short"] * 9) == 3
    assert columns_of(["x" * 44, "y"]) == 1
