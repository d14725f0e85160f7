"""Names of cases: they say how cases differ, and no two are alike."""

import pytest

from cityties.figures.case_names import LINE, legend_names, short_names

SWEEP = [
    f"severity{arm}, shocks.AA-BB-2012-09.severity={value}" for value in (0.1, 0.3) for arm in ("", ", no_lobbying")
]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (SWEEP, ["severity 0.1", "no lobbying, severity 0.1", "severity 0.3", "no lobbying, severity 0.3"]),
        (["plain", "plain, no_lobbying"], ["plain", "no lobbying"]),
        (["A: s020", "B: s020"], ["A: s020", "B: s020"]),
        (["one"], ["one"]),
        (["x, a.b.rate=1", "x, a.c.rate=1"], ["a.b.rate=1", "a.c.rate=1"]),
        (["twin", "twin"], ["1: twin", "2: twin"]),
    ],
)
def test_what_all_cases_share_is_left_out_as_long_as_no_two_become_alike(names: list[str], expected: list[str]) -> None:
    assert short_names(names) == expected


def test_a_name_too_long_for_a_legend_goes_on_in_the_next_line_and_loses_nothing() -> None:
    names = ["word " * 20 + "first", "word " * 20 + "second"]
    shown = legend_names(names)
    assert [" ".join(name.split()) for name in shown] == names
    assert max(len(line) for name in shown for line in name.split("\n")) <= LINE
