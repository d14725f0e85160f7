"""Everything with a prior is drawn under one name, and a study of the past takes no prior that knows the future."""

import math
from pathlib import Path

import pytest

from builders.batches_on_disk import write, write_folder
from builders.paths import EAST_ASIA
from cityties.errors import ScenarioError
from cityties.experiment.inputs import batch_identity
from cityties.experiment.priors import PriorsOfWorld, all_priors, priors_of_parameters
from cityties.experiment.variants import Variant, expand
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import LogNormal, LogUniform, SpikeNormal, SpikeUniform, Uniform, widened
from cityties.scenario.keys import key_at
from cityties.scenario.reader import read_scenario
from cityties.scenario.sweeps import setting_path
from cityties.tables.world_priors import world_priors
from cityties.tables.world_tables import read_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def variant(folder: Path, design: str) -> Variant:
    (one,) = expand(read_scenario(write(folder, "mine", f"design: {design}\n")), "mine.yaml")
    return one


def test_everything_is_all_parameters_with_a_prior_and_all_numbers_of_the_world(folder: Path) -> None:
    drawn = variant(folder, "{draws: 3, parameters: everything}").drawn
    assert set(drawn) == {name for name, one in DECLARED.items() if one.prior} | {"nations.AA.centralisation"}
    sampled = variant(folder, "{sweep: {lhs: {points: 3, over: {everything: prior}}}}").space[0]
    assert set(sampled) == set(drawn)


def test_a_number_of_the_world_is_drawn_and_set(folder: Path) -> None:
    one = variant(folder, "{draws: 200, parameters: [nations.AA.centralisation, outreach]}")
    values = [one.changes(draw)["nations.AA.centralisation"] for draw in range(1, 201)]
    # uniform on 0.5 to 1: mean 0.75 with an error of 0.0102; four of these are a false alarm in 6 of 100,000
    assert min(values) >= 0.5
    assert max(values) <= 1.0
    assert sum(values) / 200 == pytest.approx(0.75, abs=0.041)
    assert one.drawn_scenario(7).nations["AA"].centralisation == values[6]
    assert one.keeps_events


def test_a_section_stands_for_its_settings_and_a_key_goes_before_it(folder: Path) -> None:
    assert variant(folder, "{draws: 2, parameters: [nations]}").drawn == ("nations.AA.centralisation",)
    over = "{nations: prior, nations.AA.centralisation: [0, 0.1]}"
    space = variant(folder, f"{{sweep: {{lhs: {{points: 4, over: {over}}}}}}}").space
    assert all(point["nations.AA.centralisation"] <= 0.1 for point in space)


@pytest.mark.parametrize("key", ["nations.BB.centralisation", "publics.BB about AA.mood_baseline"])
def test_a_number_without_a_prior_is_refused_with_what_to_do(folder: Path, key: str) -> None:
    with pytest.raises(ScenarioError, match=r"has no row in priors\.csv of its world; give it a range"):
        variant(folder, f"{{draws: 3, parameters: [{key}]}}")


def test_draws_from_other_priors_are_another_batch(folder: Path) -> None:
    one, other = (
        variant(folder, f"{{draws: 3, parameters: [anger_escalation], known_by: {year}}}") for year in (2011, 2026)
    )
    assert batch_identity([one], [{}]) != batch_identity([other], [{}])


def test_every_prior_of_the_shipped_world_is_of_a_number_that_a_scenario_sets_and_holds_what_is_recorded() -> None:
    tables = read_tables(EAST_ASIA)
    recorded = {
        "nations": tables.nations.set_index("nation"),
        "dyads": tables.dyads.set_index("dyad"),
        "publics": tables.publics.set_index(tables.publics["of"] + " about " + tables.publics["about"]),
        "shocks": tables.shocks.set_index("shock"),
    }
    priors = PriorsOfWorld(EAST_ASIA)
    assert len(priors) > 40
    for setting, (prior, low, high) in priors.items():
        section, *_, name, column = setting_path(setting)
        assert key_at(setting_path(setting)) is not None
        value = float(str(recorded[section].loc[name, column]))
        assert low <= value <= high
        if isinstance(prior, Uniform | LogUniform):
            assert prior.low <= value <= prior.high, setting


def test_a_study_that_knows_nothing_after_a_year_draws_from_no_prior_that_does() -> None:
    rows = world_priors(EAST_ASIA)
    priors, before = all_priors(EAST_ASIA), all_priors(EAST_ASIA, 2011)
    assert set(priors) == set(before)
    for name, declared in DECLARED.items():
        if declared.prior is not None:
            late = declared.known_by > 2011
            assert before[name][0] == (widened(declared.prior, declared.low, declared.high) if late else declared.prior)
    known = {(row.setting, row.prior) for row in rows if row.known_by <= 2011}
    of_all = next(row.prior for row in rows if row.setting == "shocks.*.severity")
    for setting in PriorsOfWorld(EAST_ASIA):
        found = before[setting][0]
        replaced = (setting, found) in known or (setting.startswith("shocks.") and found == of_all)
        assert replaced or found == widened(priors[setting][0], *priors[setting][1:]), setting
    assert before["shocks.CN-JP-2012-09.severity"][0] == of_all
    assert before["publics.KR about JP.mood_baseline"][0] == Uniform(-0.4, 0.3)
    assert priors["publics.KR about JP.mood_baseline"][0] == Uniform(-0.8, 0.1)


def test_a_prior_known_later_is_twice_as_wide_and_keeps_its_sign_and_bounds() -> None:
    assert widened(Uniform(1, 3), -10, 10) == Uniform(0, 4)
    assert widened(Uniform(0, 4), -10, 5) == Uniform(0, 5)
    assert widened(SpikeUniform(0, 4), 0, 10) == SpikeUniform(0, 6)
    assert widened(SpikeNormal(0.5), -5, 5) == SpikeNormal(1.0)
    assert widened(LogNormal(0.4, 0.5), 0, 2) == LogNormal(0.4, 1.0)
    wide = widened(LogUniform(1, 4), 0.0, 100)
    assert isinstance(wide, LogUniform)
    assert math.log(wide.high / wide.low) == pytest.approx(2 * math.log(4))
    assert widened(LogUniform(0.1, 0.9), 0.001, 1.0).high == 1.0  # type: ignore[union-attr]


def test_only_priors_that_rest_on_later_records_change() -> None:
    assert priors_of_parameters(2030) == priors_of_parameters()
    assert priors_of_parameters(2011)["level_share"] == priors_of_parameters()["level_share"]
    assert priors_of_parameters(2011)["anger_escalation"][0] == Uniform(0, 6)
