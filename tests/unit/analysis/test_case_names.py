"""Names of cases: they say how cases differ, and no two are alike."""

from pathlib import Path
from typing import Any

import pytest

from cityties.analysis.case_names import case_names
from cityties.analysis.cases import Case
from cityties.scenario.design import AS_WRITTEN

KEY = "shocks.AA-BB-2012-09.severity"


def case(title: str, *, arm: str = AS_WRITTEN, folder: str = "runs/one", world: str = "1", **more: Any) -> Case:
    """Return a case of a title; ``point`` holds what its sweep sets, anything else are settings."""
    point = more.pop("point", {})
    settings = {"title": title, "name": title.lower(), "world": f"world/{world}", "seed": 1, **more}
    return Case(title, Path(folder), settings, {"cityties": "1"}, arm=arm, point=point)


SWEEP = [case("Severity", arm=arm, point={KEY: v}) for v in (0.1, 0.3) for arm in (AS_WRITTEN, "no_lobbying")]
RATES = [case("X", point={key: value}) for key, value in (("a.b.rate", 1), ("a.c.rate", 1))]


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (SWEEP, ["severity 0.1", "severity 0.1, no lobbying", "severity 0.3", "severity 0.3, no lobbying"]),
        ([case("Plain"), case("Plain", arm="no_lobbying")], ["Plain", "no lobbying"]),
        ([case("One"), case("Other")], ["One", "Other"]),
        ([case("Only")], ["Only"]),
        (RATES, ["a.b.rate 1", "a.c.rate 1"]),
        ([case("T", engine="a"), case("T", engine="b")], ["engine a", "engine b"]),
        ([case("T"), case("T", world="2")], ["world 1", "world 2"]),
        ([case("T"), case("T", seed=2)], ["seed 1", "seed 2"]),
        ([case("T", folder="runs/a"), case("T", folder="runs/b")], ["a", "b"]),
        ([case("T"), case("T")], ["T (1)", "T (2)"]),
    ],
)
def test_what_all_cases_share_is_left_out_as_long_as_no_two_become_alike(
    cases: list[Case], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cityties.analysis.case_names._replicates", lambda cases: [""] * len(cases))
    assert case_names(cases) == expected


def test_a_value_that_the_file_leaves_out_is_the_default_in_a_name() -> None:
    """The engine has a default; a case that does not state it is called by it."""
    names = case_names([case("T"), case("T", engine="reduced_form")])
    assert names == ["engine escalation", "engine reduced_form"]
