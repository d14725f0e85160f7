"""What a comparison calls a crisis, a pair of nations and a nation."""

from types import SimpleNamespace
from typing import Any

import pytest

from cityties.analysis.comparison import Comparison


@pytest.mark.parametrize(
    ("crisis", "where", "name"),
    [
        ("AA-BB 2012-09", "AA-BB", "Aland\N{EN DASH}Bland 2012-09"),
        ("a pandemic", "AA-BB", "a pandemic, Aland\N{EN DASH}Bland"),
        ("", "AA-BB", "Aland\N{EN DASH}Bland"),
        ("", "BB", "Bland"),
        ("", "elsewhere", "elsewhere"),
    ],
)
def test_crises_pairs_and_nations_have_the_names_that_readers_know(crisis: str, where: str, name: str) -> None:
    case = SimpleNamespace(dyad_names={"AA-BB": "Aland\N{EN DASH}Bland"}, nation_names={"AA": "Aland", "BB": "Bland"})
    comparison: Any = SimpleNamespace(cases=[case])
    assert Comparison.crisis_name(comparison, crisis, where) == name
