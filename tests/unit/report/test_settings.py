"""The settings of a page are those that are not at their defaults, each with its meaning."""

from builders.paths import HISTORICAL
from cityties.report.settings import differences
from cityties.scenario.reader import override, read_scenario


def test_the_default_scenario_differs_in_nothing_from_the_defaults_and_a_changed_one_in_what_was_changed() -> None:
    given = read_scenario(HISTORICAL)
    assert differences(given) == []
    changed = override(given, parameters=given.parameters.model_copy(update={"people_share": 0.5}))
    assert [row[:3] for row in differences(changed)] == [("parameters.people_share", "0.5", "0.2")]


def test_a_setting_comes_with_the_meaning_that_its_declaration_gives() -> None:
    given = read_scenario(HISTORICAL)
    off = override(given, mechanisms=given.mechanisms.model_copy(update={"aid": False}))
    ((key, here, default, meaning),) = differences(off)
    assert (key, here, default) == ("mechanisms.aid", "false", "true")
    assert meaning == type(given.mechanisms).model_fields["aid"].description
