"""The catalogue of keys and the draft: what is read off the declarations, and what a file hands on."""

import pytest

from cityties.scenario.draft import Draft
from cityties.scenario.keys import SECTION, all_keys, dotted, key_at, keys_below, keys_named, role_at
from cityties.scenario.roles import Role
from cityties.scenario.writer import scenario_text


def test_every_key_has_a_meaning_and_a_kind() -> None:
    for key in all_keys().values():
        assert key.meaning, key.text
        assert key.kind, key.text


def test_a_key_under_a_name_of_the_world_is_found_by_any_name() -> None:
    assert key_at(("nations", "XX", "autonomy")) == key_at(("nations", "YY", "autonomy"))
    assert dotted(("nations", "*", "autonomy")) == "nations.<nation>.autonomy"
    assert dotted(("rules", 3)) == "rules"


def test_keys_are_found_by_their_section_and_by_their_last_name() -> None:
    assert keys_below(("ties",)) == ["history", "endogenous_from", "rewired", "add", "drop", "suspend"]
    assert [key.text for key in keys_named("outreach")] == ["mechanisms.outreach", "parameters.outreach"]
    assert key_at(("ties", "histroy")) is None


@pytest.mark.parametrize(
    ("path", "role"),
    [
        (("title",), Role.PEOPLE),
        (("parameters", "outreach"), Role.RULES),
        (("design", "sweep", "grid", "outreach"), Role.DESIGN),
        (("shocks", "change", "any", "severity"), Role.SHOCKS),
        (("record", "ties_at"), Role.RECORD),
        (("ties", "history"), Role.SET_UP),
        (("a", "key", "of", "another", "version"), Role.SET_UP),
        (("record", "a_key_of_another_version"), Role.SET_UP),
    ],
)
def test_the_role_of_a_setting_is_that_of_its_key_and_else_the_safe_one(path: tuple[str, ...], role: Role) -> None:
    assert role_at(path) is role


def test_roles_that_change_no_number_are_none_of_what_shapes_a_run() -> None:
    for role in Role:
        assert role.changes_numbers or not (role.shapes_events or role.shapes_set_up or role.can_be_swept)
        assert role.shapes_events or not role.shapes_set_up


def test_only_what_changes_no_number_and_what_is_recorded_leaves_a_world_the_same() -> None:
    same = {key.text for key in all_keys().values() if key.kind != SECTION and not key.role.makes_another_world}
    assert same == {
        "extends", "name", "format", "title", "question", "crises.in_front",
        "record.ties_at", "record.cities_at", "record.months", "record.tie_survival",
    }  # fmt: skip


def draft(file: str, **values: object) -> Draft:
    return Draft(file, dict(values), {(key,): (file, line) for line, key in enumerate(values, 1)})


def test_a_file_hands_on_everything_but_what_speaks_of_it_alone() -> None:
    mine = draft("mine.yaml", extends="base.yaml")
    mine.extend(draft("base.yaml", name="base", extends="other.yaml", title="T", question="Q", replicates=3))
    assert mine.values == {"extends": "base.yaml", "title": "T", "replicates": 3}
    assert mine.place(("title",)) == ("base.yaml", 3)


def test_sections_are_merged_and_lists_replaced() -> None:
    mine = draft("mine.yaml", ties={"rewired": True}, rules=["b.py"])
    mine.extend(draft("base.yaml", ties={"rewired": False, "history": "none"}, rules=["a.py"]))
    assert mine.values == {"ties": {"rewired": True, "history": "none"}, "rules": ["b.py"]}


def test_the_first_fault_of_a_key_hides_those_that_follow_from_it() -> None:
    mine = draft("mine.yaml", title="T")
    mine.add_problem(("title",), "first")
    mine.add_problem(("title",), "second")
    mine.add_problem(("seed",), "not written")
    assert [str(one) for one in mine.problems] == ["mine.yaml:1: title: first", "mine.yaml:1: seed: not written"]


def test_settings_are_written_in_their_order_and_without_flow() -> None:
    assert scenario_text({"b": 1, "a": {"x": [True, "true"]}}) == "b: 1\na:\n  x:\n  - true\n  - 'true'\n"
