"""Sweeps: short names stand for settings, and no setting is given two values at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from builders.worlds import scenario
from cityties.scenario.keys import all_keys
from cityties.scenario.sweep_checks import sweep_problems
from cityties.scenario.sweeps import setting_name, setting_path, with_settings
from cityties.scenario.world_names import NamedShock, WorldNames

WORLD = WorldNames(frozenset({"AA", "BB"}), {"row": NamedShock("political", 2005 * 12, "row 2005")})
ALIASES = [
    ("outreach", "parameters.outreach"),
    ("lobbying", "mechanisms.lobbying"),
    ("shocks.row.severity", "shocks.change.row.severity"),
    ("shocks.a.b.severity", "shocks.change.a.b.severity"),
]
VALUES: dict[str, list[Any]] = {"outreach": [0, 1], "lobbying": [True, False], "shocks.row.severity": [0.2, 0.4]}


def doubles(sweep: dict[str, Any]) -> Iterator[str]:
    given = scenario(design={"sweep": sweep})
    for at, message in sweep_problems(given, WORLD):
        assert at[:2] == ("design", "sweep")
        yield f"{at[2]} {at[-1]}: {message}"


@pytest.mark.parametrize(("short", "full"), ALIASES)
def test_a_short_name_and_the_full_key_are_one_setting(short: str, full: str) -> None:
    assert setting_path(short) == setting_path(full)


@pytest.mark.parametrize(("short", "full"), ALIASES)
def test_a_setting_has_one_name_whatever_a_file_calls_it(short: str, full: str) -> None:
    assert setting_name(full) == setting_name(short) == short


def test_the_one_name_of_every_key_leads_back_to_it() -> None:
    keys = [key.text for key in all_keys().values() if "." in key.text]
    assert [setting_path(setting_name(key)) for key in keys] == [setting_path(key) for key in keys]


def test_no_two_full_keys_are_one_setting() -> None:
    paths = [setting_path(key.text) for key in all_keys().values() if "." in key.text]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(("short", "full"), ALIASES[:3])
@pytest.mark.parametrize("kinds", [("grid", "grid"), ("grid", "zip"), ("zip", "zip")])
def test_a_setting_under_two_names_is_refused_at_both(short: str, full: str, kinds: tuple[str, str]) -> None:
    sweep: dict[str, dict[str, Any]] = {}
    for kind, key in zip(kinds, (short, full), strict=True):
        sweep.setdefault(kind, {})[key] = VALUES[short]
    assert sorted(doubles(sweep)) == sorted(
        [
            f"{kinds[0]} {short}: is the same setting as '{full}' under {kinds[1]}; keep one of the two.",
            f"{kinds[1]} {full}: is the same setting as '{short}' under {kinds[0]}; keep one of the two.",
        ]
    )


@pytest.mark.parametrize(
    "sweep",
    [
        {"grid": {"outreach": [0, 1]}, "zip": {"outreach": [2, 3]}},
        {"grid": {"outreach": [0, 1]}, "list": [{"people_share": 0.1}, {"outreach": 2}]},
        {"list": [{"outreach": 1, "parameters.outreach": 2}]},
        {"lhs": {"points": 4, "over": {"outreach": [0, 1], "parameters.outreach": [0, 2]}}},
        {"grid": {"outreach": [0, 1]}, "sobol": {"points": 4, "over": {"outreach": "prior"}}},
    ],
)
def test_a_setting_given_in_two_places_that_are_run_together_is_refused(sweep: dict[str, Any]) -> None:
    assert len(list(doubles(sweep))) == 2


def test_two_points_of_a_list_may_change_the_same_setting() -> None:
    assert not list(doubles({"list": [{"outreach": 1}, {"parameters.outreach": 2}]}))


def test_equal_points_of_a_list_are_refused_under_whatever_name() -> None:
    (message,) = doubles({"list": [{"outreach": 1}, {"people_share": 0.1}, {"parameters.outreach": 1}]})
    assert message == "list 2: is the same point as number 1; keep one of the two."


def test_a_value_may_stand_twice_in_lists_that_are_run_side_by_side() -> None:
    assert not list(doubles({"zip": {"outreach": [1, 1], "people_share": [0.1, 0.2]}}))


def test_equal_rows_of_lists_that_are_run_side_by_side_are_refused() -> None:
    with pytest.raises(ValidationError, match="points 1 and 3 of these lists are the same"):
        scenario(design={"sweep": {"zip": {"outreach": [1, 2, 1], "people_share": [0.1, 0.2, 0.1]}}})


@pytest.mark.parametrize(
    ("settings", "places"),
    [
        (
            {"design": {"draws": 2, "parameters": ["anger_life", "outreach"], "sweep": {"grid": {"outreach": [0, 1]}}}},
            [("design", "sweep", "grid", "outreach"), ("design", "parameters", 1)],
        ),
        (
            {
                "design": {"sweep": {"grid": {"lobbying": [True, False]}}},
                "arms": {"named": {"calm": {"mechanisms": {"lobbying": False}}}},
            },
            [("design", "sweep", "grid", "lobbying"), ("arms", "named", "calm", "mechanisms", "lobbying")],
        ),
    ],
    ids=["drawn", "arm"],
)
def test_what_a_sweep_varies_is_set_nowhere_else(settings: dict[str, Any], places: list[tuple[Any, ...]]) -> None:
    assert [at for at, _ in sweep_problems(scenario(**settings), WORLD)] == places


@pytest.mark.parametrize("key", ["replicates", "title", "design.draws", "arms.tie_pathways", "record.tie_survival"])
def test_what_does_not_make_another_history_cannot_be_swept(key: str) -> None:
    assert "is no single setting that a sweep can vary" in next(doubles({"grid": {key: [1, 2]}}))


@pytest.mark.parametrize(
    ("key", "values"),
    [("seed", [1, 2]), ("engine", ["escalation", "reduced_form"]), ("policies.autonomy_gain", [0, 1])],
)
def test_whatever_shapes_a_history_can_be_swept(key: str, values: list[Any]) -> None:
    assert not list(doubles({"grid": {key: values}}))


def test_what_is_varied_is_checked_and_leaves_the_rest_as_it_was() -> None:
    given = scenario(parameters={"people_share": 0.2}, replicates=7)
    changed = with_settings(given, {"outreach": 2, "lobbying": False, "nations.AA.autonomy": 1})
    assert (changed.parameters.outreach, changed.mechanisms.lobbying, changed.nations["AA"].autonomy) == (2, False, 1)
    back = with_settings(changed, {"outreach": given.parameters.outreach, "lobbying": True})
    assert back.model_copy(update={"nations": {}}) == given
