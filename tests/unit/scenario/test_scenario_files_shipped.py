"""The shipped scenario files: each reads, reads back the same, and says no more than what differs."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from builders.paths import SCENARIOS
from builders.scenario_folder import write_resolved
from cityties.kernel.mechanisms import default_switches
from cityties.scenario.reader import load_scenario, read_scenario

SHIPPED = sorted(file for file in SCENARIOS.rglob("*.yaml") if file.name not in ("claims.yaml", "observables.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(SCENARIOS)))
def test_a_shipped_scenario_reads_and_says_what_it_asks(file: Path) -> None:
    scenario = read_scenario(file)
    assert scenario.question.endswith(("?", "."))
    assert scenario.name == file.stem


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(SCENARIOS)))
def test_a_resolved_scenario_written_elsewhere_reads_back_the_same(file: Path, tmp_path: Path) -> None:
    scenario = read_scenario(file)
    again = read_scenario(write_resolved(scenario.resolved(beside=tmp_path), tmp_path / "copy.yaml"))
    assert again.resolved(beside=tmp_path) == scenario.resolved(beside=tmp_path)
    assert again.world_folder == scenario.world_folder


def test_the_first_scenario_repeats_no_default_of_the_model() -> None:
    written = YAML(typ="safe", pure=True).load(SCENARIOS / "historical.yaml")
    assert not {"parameters", "mechanisms"} & set(written)


def test_no_feedback_leaves_the_ties_but_cuts_every_way_back() -> None:
    scenario = read_scenario(SCENARIOS / "no_feedback.yaml")
    off = {name for name, on in scenario.switches()._asdict().items() if default_switches()._asdict()[name] and not on}
    assert off == {"contact", "lobbying", "provocation", "conciliation", "aid"}
    assert scenario.ties.history == "replay"


def test_full_compliance_binds_the_cities_of_every_nation() -> None:
    loaded = load_scenario(SCENARIOS / "full_compliance.yaml")
    bound = {nation: change.centralisation for nation, change in loaded.scenario.nations.items()}
    assert bound == dict.fromkeys(loaded.world_names.nations, 1.0)
    assert loaded.scenario.parameter_values().people_share == 0


def test_the_severity_family_differs_in_one_number() -> None:
    family = [read_scenario(file) for file in sorted((SCENARIOS / "severity").glob("*.yaml"))]
    assert [scenario.shocks.change["CN-JP-2012-09"].severity for scenario in family] == [0.2, 0.5, 0.9, 1.3]
    message = {"name", "title", "question", "shocks"}
    rest = [{key: value for key, value in scenario.resolved().items() if key not in message} for scenario in family]
    assert all(other == rest[0] for other in rest)
