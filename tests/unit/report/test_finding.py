"""The finding of a comparison: its words follow the marks of the matrix."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.matrix import MEASURES, Effect, Matrix
from cityties.report.finding import draw_shares, finding

UP, DOWN = Effect(0.05, 0.03, 0.07), Effect(-0.06, -0.08, -0.04)
NOTHING, OPEN = Effect(0.0, -0.001, 0.001), Effect(0.01, -0.05, 0.07)
PLACES = [("AA-BB 2012-09", "AA-BB"), ("AA-BB 2014-01", "AA-BB")]


def told(*rows: Sequence[Effect], values: float = 0.1, names: Sequence[str] = (), draws: bool = False) -> str:
    """Return the finding of a baseline and of cases with these effects, called by their number or as said."""
    n = len(rows)
    obs = SimpleNamespace(by_draw=lambda: SimpleNamespace(n=3 if draws else 9), n=9, has_draws=draws)
    case = SimpleNamespace(observations=obs)
    comparison: Any = SimpleNamespace(
        shown_names=["Base", *(names or (f"Case {number}" for number in range(1, n + 1)))],
        cases=[case] * (n + 1),
        others=lambda: range(1, n + 1),
        crisis_name=lambda crisis, where: crisis,
    )
    matrix = Matrix(MEASURES[0], PLACES, [[0.1, 0.1], *[[values, values]] * n], [[], *rows])
    return " ".join(one.striptags() for one in finding(cast("Comparison", comparison), matrix))


def test_the_one_case_that_changes_something_is_named_with_where_and_which_way() -> None:
    words = told([UP, DOWN], [NOTHING, NOTHING])
    assert words.startswith("Only Case 1 changes what ties do")
    assert "for the worse in 1 and for the better in 1 of 2 crises" in words
    assert "\N{MINUS SIGN}0.060 in AA-BB 2014-01" in words
    assert "Case 2 does not change it" in words


def test_nothing_is_called_nothing_only_where_the_interval_is_narrow() -> None:
    assert told([NOTHING, NOTHING]).startswith("Case 1 does not change")
    what = "what ties do to the damage of crises (B)"
    assert told([NOTHING, OPEN]) == f"With 9 replicates it is open whether Case 1 changes {what}; more would show it."
    assert told([NOTHING, OPEN], draws=True).startswith("With 3 draws it is open whether Case 1 changes")
    assert told([UP, UP], [NOTHING, OPEN]).endswith("it is open whether Case 2 does; more would show it.")


def test_a_batch_of_draws_says_in_which_share_of_them_ties_soften(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = pd.DataFrame(
        {"draw": [1, 2, 3, 4, 5], "buffer_36": [0.1, 0.2, 0.0, -0.3, 9.0], "has_downturn": [True] * 4 + [False]}
    )
    monkeypatch.setattr("cityties.report.finding.draw_buffers", lambda _: drawn)
    expected = "Of 5 draws, over all crises, ties soften (B above 0.05) in 50 %, do neither in 25 % and harm in 25 %."
    assert draw_shares(cast("Case", None)).striptags().replace("\N{NO-BREAK SPACE}", " ") == expected


def test_many_cases_are_counted_and_the_largest_is_named() -> None:
    words = told(*[[UP, NOTHING]] * 4, [DOWN, NOTHING], *[[NOTHING, NOTHING]] * 5)
    assert words.startswith("5 of 10 cases change")
    assert "most does Case 5" in words
    assert "The other 5 cases do not change it" in words


def test_a_world_in_which_ties_do_nothing_is_not_praised_for_it() -> None:
    words = told([UP, DOWN], values=0.0)
    assert "so B is 0 there" in words
    assert "Only" not in words


def test_all_cases_in_which_ties_do_nothing_are_named() -> None:
    words = told([DOWN, DOWN], [DOWN, DOWN], values=0.0)
    assert "In Case 1 and Case 2 ties do nothing, so B is 0 there: their rows are the B" in words
    assert "In Case 1 ties do nothing, so B is 0 there: its row is the B" in told([DOWN, DOWN], values=0.0)


def test_titles_with_commas_of_their_own_can_be_told_apart() -> None:
    assert told([NOTHING] * 2, [NOTHING] * 2, [NOTHING] * 2).startswith("Case 1, Case 2 and Case 3 do not change")
    for titles in (("A port and a state", "Trained leaders"), ("One more tie, one less", "Trained leaders")):
        assert told([NOTHING] * 2, [NOTHING] * 2, names=titles).startswith("; ".join(titles) + " do not change")
