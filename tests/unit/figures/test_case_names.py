"""Names in a legend: in lines that fit, and whole."""

from cityties.figures.case_names import LINE, legend_names


def test_a_name_too_long_for_a_legend_goes_on_in_the_next_line_and_loses_nothing() -> None:
    names = ["word " * 20 + "first", "word " * 20 + "second"]
    shown = legend_names(names)
    assert [" ".join(name.split()) for name in shown] == names
    assert max(len(line) for name in shown for line in name.split("\n")) <= LINE
