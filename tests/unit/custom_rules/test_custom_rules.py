"""A custom rule acts where it declares, with the parameters of the scenario, and never as it was before an edit."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from builders.paths import SCENARIOS
from builders.rule_files import ACT, line_of, write_rule
from builders.scenario_folder import write, write_folder
from builders.worlds import Run, run, shipped
from cityties.custom_rules.reader import read_rule
from cityties.custom_rules.written_month import columns, processes, written_month
from cityties.errors import ScenarioError
from cityties.experiment.batch_description import write_inputs
from cityties.experiment.inputs import ingredients
from cityties.experiment.run import open_run
from cityties.kernel.compiling import kernel_folder
from cityties.kernel.state import Count
from cityties.scenario.models import Scenario
from cityties.scenario.reader import load_scenario, override, read_scenario
from cityties.setup.initialization import Setup, prepare
from cityties.worlds.toy import toy_world

RULES = SCENARIOS / "rules"
NAMED = "extends: base.yaml\nrules: [rule.py]\n"
SETTINGS = {"title": "Invented", "world": "invented", "start": "1990-01", "end": "2009-12", "seed": 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def setup_with(*paths: Path, **numbers: float) -> Setup:
    rules = tuple(read_rule(path) for path in paths)
    settings = {**SETTINGS, "rules": [path.name for path in paths], "rule_parameters": numbers}
    given = Scenario.model_validate(settings, context={"world_folder": "invented", "custom_rules": rules})
    return prepare(given, toy_world())


def strength(found: Run) -> float:
    return float(found.state.ties.strength[: found.state.ties.n[Count.EXISTING]].sum())


def test_a_rule_acts_with_its_default_and_with_the_number_of_the_scenario(tmp_path: Path) -> None:
    path = write_rule(tmp_path)
    without, idle = run(setup_with()), run(setup_with(path, shrinkage=0.0))
    assert without.record.dyads.tobytes() == idle.record.dyads.tobytes()
    assert strength(run(setup_with(path))) < 0.5 * strength(without)


def test_an_edited_rule_is_never_run_as_it_was(tmp_path: Path) -> None:
    path = write_rule(tmp_path)
    before = strength(run(setup_with(path)))
    stamp = path.stat().st_mtime_ns
    write_rule(tmp_path, ACT, "ties.strength[e] *= 1.0 + own.shrinkage")
    os.utime(path, ns=(stamp, stamp))  # neither size nor time shows that the file is another one
    edited = strength(run(setup_with(path)))
    write_rule(tmp_path)
    assert edited > before == strength(run(setup_with(path)))


@pytest.mark.slow
def test_an_edited_rule_is_never_run_as_it_was_in_another_process(tmp_path: Path) -> None:
    def alone() -> str:
        call = f"t.strength(t.run(t.setup_with(Path({str(path)!r}))))"
        code = f"import test_custom_rules as t; from pathlib import Path; print({call})"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        return done.stdout

    path = write_rule(tmp_path)
    before = alone()
    write_rule(tmp_path, ACT, "ties.strength[e] *= 1.0 + own.shrinkage")
    edited = alone()
    assert float(edited) > float(before)
    assert float(edited) == strength(run(setup_with(path)))


def test_a_set_up_with_a_rule_can_be_handed_to_another_process(tmp_path: Path) -> None:
    setup = setup_with(write_rule(tmp_path))
    assert strength(run(pickle.loads(pickle.dumps(setup)))) == strength(run(setup))


def test_what_is_compiled_of_a_rule_is_kept_by_kernel_and_text(tmp_path: Path) -> None:
    first = setup_with(write_rule(tmp_path)).scenario.custom_rules[0]
    assert list(kernel_folder().glob("custom/*/rule.py"))
    assert first.digest != read_rule(write_rule(tmp_path, "0.1, 0.0", "0.2, 0.0")).digest


def test_rules_stand_in_the_written_month_where_they_declare(tmp_path: Path) -> None:
    place = 'after="strengthen"'
    one = read_rule(write_rule(tmp_path, name="one.py"))
    two = read_rule(write_rule(tmp_path, name="two.py"))
    third = read_rule(write_rule(tmp_path, place, 'before="act_in_public"', "three.py"))
    fourth = read_rule(write_rule(tmp_path, place, 'replaces="act_in_public"', "four.py"))
    text = written_month((one, two, third, fourth), ("m0", "m1", "m2", "m3"))
    order = [text.index(f"rule_{n}(given") for n in (2, 3, 0, 1)]
    assert order == sorted(order)
    assert "act_in_public(world, state, given.rules, month)" not in text
    condition = "    if on.provocation or on.conciliation:\n"
    assert f"    rule_2(given, state, record, month, Own_2(given.rules.custom[2]))\n{condition}" in text
    assert f"{condition}        rule_3(" in text
    assert "def publics_and_relations" not in text  # nothing changes in it, so it is not compiled again


def test_every_process_of_the_month_and_every_column_is_a_place_for_rules() -> None:
    assert {"recognise", "compute_propensity", "strengthen", "escalate"} <= set(processes())
    assert {"ties.strength", "publics.mood", "record.dyads"} <= set(columns())


def test_the_readme_names_every_process() -> None:
    text = (RULES / "README.md").read_text(encoding="utf-8")
    assert [name for name in processes() if f"`{name}`" not in text] == []


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.stem)
def test_the_shipped_rules_are_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") < 60
    read_rule(path)


def test_a_scenario_names_rules_seen_from_its_file(folder: Path) -> None:
    write_rule(folder)
    loaded = load_scenario(write(folder, NAMED + "rule_parameters: {shrinkage: 0.2}\n"))
    assert [rule.name for rule in loaded.scenario.custom_rules] == ["rule"]
    assert loaded.scenario.custom_values() == (0.2,)
    assert loaded.scenario.resolved(folder / "runs")["rules"] == ["../rule.py"]


def test_the_earlier_name_of_rule_parameters_is_read_in_the_folder_of_a_run_only(folder: Path) -> None:
    write_rule(folder)
    old = write(folder, NAMED + "own_parameters: {shrinkage: 0.2}\n")
    with pytest.raises(ScenarioError, match=r":3: own_parameters: is called 'rule_parameters' since CityTies"):
        read_scenario(old)
    (folder / "manifest.json").write_text("{}")
    assert read_scenario(old).custom_values() == (0.2,)


def test_a_stored_scenario_may_hold_the_earlier_name_without_any_number(folder: Path) -> None:
    assert read_scenario(write(folder, "extends: base.yaml\nown_parameters: {}\n")).custom_values() == ()


FAULTS = {
    "a rule that is not there": ("rules: [rulle.py]\n", "rule.py", ":2: rules: ", "Did you mean 'rule.py'?"),
    "an unknown number": ("rule_parameters: {shrinkag: 1}\n", "rule.py", "rule_parameters.shrinkag", "'shrinkage'?"),
    "a number out of bounds": (
        "rule_parameters: {shrinkage: 7}\n",
        "rule.py",
        "rule_parameters.shrinkage",
        "(unit: share)",
    ),
    "a text for a number": ("rule_parameters: {shrinkage: low}\n", "rule.py", "shrinkage: 'low' is not a number", ""),
    "numbers without a rule": ("rule_parameters: {shrinkage: 0.1}\nrules: []\n", "rule.py", "No rule is named", ""),
    "two rules of one name": ("rules: [rule.py, more/rule.py]\n", "more/rule.py", "two rules are called rule.py", ""),
}


@pytest.mark.parametrize(("text", "copy", "first", "second"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_rules_in_a_scenario_is_reported(
    folder: Path, text: str, copy: str, first: str, second: str
) -> None:
    write_rule(folder)
    (folder / "more").mkdir()
    write_rule(folder, name=copy)
    named = "" if "rules:" in text else "rules: [rule.py]\n"
    with pytest.raises(ScenarioError) as message:
        read_scenario(write(folder, "extends: base.yaml\n" + text + named))
    assert first in str(message.value)
    assert second in str(message.value)


def test_a_fault_within_a_rule_is_reported_with_the_line_of_the_rule(folder: Path) -> None:
    path = write_rule(folder, '"share", ', "")
    with pytest.raises(
        ScenarioError, match=rf"{path}:{line_of('shrinkage: Ann')}: parameter 'shrinkage' has no source"
    ):
        read_scenario(write(folder, NAMED))


def test_two_rules_cannot_replace_one_process(folder: Path) -> None:
    for name in ("one", "two"):
        write_rule(folder, 'after="strengthen"', 'replaces="strengthen"', f"{name}.py")
    with pytest.raises(ScenarioError, match="both replace 'strengthen'"):
        read_scenario(write(folder, "extends: base.yaml\nrules: [one.py, two.py]\n"))


def test_other_settings_of_a_scenario_leave_its_rules_alone(folder: Path) -> None:
    write_rule(folder)
    scenario = override(read_scenario(write(folder, NAMED)), replicates=2)
    assert scenario.custom_values() == (0.1,)
    with pytest.raises(ScenarioError, match="is not between 0 and 1"):
        override(scenario, rule_parameters={"shrinkage": 3.0})


def test_a_run_can_be_repeated_from_its_own_folder(tmp_path: Path) -> None:
    tables = shipped()[1]
    scenario = read_scenario(RULES.parent / "mayors_come_and_go.yaml")
    first = open_run(scenario, tables, tmp_path)
    write_inputs(first, [first.asked])
    again = read_scenario(first.folder.path / "scenario.yaml")
    assert again.custom_rules[0].path.is_relative_to(first.folder.path / "rules")
    assert ingredients(again, tables) == ingredients(scenario, tables)


def test_an_edited_rule_is_another_run(folder: Path) -> None:
    tables = shipped()[1]
    write_rule(folder)
    before = ingredients(read_scenario(write(folder, NAMED)), tables)
    write_rule(folder, "a little", "somewhat")
    assert ingredients(read_scenario(write(folder, NAMED)), tables) != before


def test_the_floor_of_a_rule_keeps_old_ties() -> None:
    """Without exchange a tie of n months forgets 0.02 of what it has above its floor, 0.25 of n / 360, a month."""
    setup = setup_with(RULES / "strength_floor.py", floor_share=0.25)
    p = setup.rules.p._replace(strength_gain=0.0, crisis_damage=0.0, strength_decay=0.02, aid_rate=0.0)
    found = run(replace(setup, rules=setup.rules._replace(p=p)))
    ties = found.state.ties
    for e in range(int(ties.n[Count.EXISTING])):
        w = p.initial_strength
        for months in range(setup.n_months - int(ties.signed[e])):
            w -= 0.02 * max(0.0, w - 0.25 * min(1.0, months / 360))
        assert ties.strength[e] == pytest.approx(w, rel=1e-12)


def test_what_a_rule_adds_to_a_city_counts_where_no_mechanism_adds_anything(tmp_path: Path) -> None:
    path = write_rule(tmp_path, ACT, "ties.bonus_a[e] = 10.0 * own.shrinkage")
    text = path.read_text(encoding="utf-8")
    place = 'after="strengthen", writes=("ties.strength",)'
    path.write_text(text.replace(place, 'before="compute_propensity", writes=("ties.bonus_a",)'), encoding="utf-8")

    def wanted(setup: Setup) -> float:
        p = setup.rules.p._replace(incentive_consent=0.0, capital_consent=0.0, strategy_consent=0.0)
        ties = run(replace(setup, rules=setup.rules._replace(p=p)), list_all=True).state.ties
        return float((ties.propensity_a - ties.propensity_b)[: ties.n[Count.EXISTING]].mean())

    assert wanted(setup_with(path)) == pytest.approx(wanted(setup_with()) + 1.0, abs=0.01)
