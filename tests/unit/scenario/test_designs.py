"""What a design in a scenario file asks for: points, arms and draws, each with the values that it promises."""

import functools
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from builders.batches_on_disk import write, write_folder
from builders.paths import EAST_ASIA, SCENARIOS
from builders.worlds import shipped
from cityties.errors import ScenarioError
from cityties.experiment.design import Design, plan, plan_again
from cityties.experiment.priors import PriorsOfWorld
from cityties.experiment.sampling import draw_values, drawn_names, quantile, spread_points
from cityties.experiment.variants import Variant, expand
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import LogNormal, LogUniform, SpikeNormal, SpikeUniform, Uniform
from cityties.scenario.reader import override, read_scenario
from cityties.scenario.sweeps import with_settings
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

SHARES = (np.arange(4000) + 0.5) / 4000
FAULTS = {
    "a misspelt parameter of a sweep": ("design: {sweep: {grid: {outreech: [1]}}}\n", "Did you mean 'outreach'?"),
    "a value out of bounds": ("design: {sweep: {grid: {people_share: [0.1, 3]}}}\n", "3 is not between 0 and 1"),
    "a shock that the world has not": (
        "design: {sweep: {grid: {shocks.AA-BB-2012-9.severity: [1]}}}\n",
        "Did you mean 'AA-BB-2012-09'?",
    ),
    "a month that is none": (
        "design: {sweep: {grid: {shocks.AA-BB-2012-09.date: [2012-13]}}}\n",
        "'2012-13' is not a month",
    ),
    "a key that cannot vary": ("design: {sweep: {grid: {title: [a]}}}\n", "no single setting that a sweep can vary"),
    "a section": ("design: {sweep: {grid: {ties: [a]}}}\n", "no single setting that a sweep can vary"),
    "a single value": ("design: {sweep: {grid: {outreach: 1}}}\n", "takes a list of values"),
    "a value listed twice": ("design: {sweep: {grid: {outreach: [1, 1]}}}\n", "listed twice"),
    "lists of different length": (
        "design: {sweep: {zip: {outreach: [1, 2], people_share: [0]}}}\n",
        "different lengths",
    ),
    "an empty point": ("design: {sweep: {list: [{}]}}\n", "a point takes keys"),
    "a range upside down": ("design: {sweep: {lhs: {points: 4, over: {outreach: [2, 1]}}}}\n", "the lower one first"),
    "a range out of bounds": (
        "design: {sweep: {sobol: {points: 4, over: {people_share: [0, 2]}}}}\n",
        "2 is not between 0 and 1",
    ),
    "a switch that is no truth": (
        "design: {sweep: {lhs: {points: 4, over: {lobbying: [true, off]}}}}\n",
        "'off' is not true or false. Write false.",
    ),
    "a choice that there is not": (
        "design: {sweep: {sobol: {points: 4, over: {engine: [escalation, reduced_from]}}}}\n",
        "Did you mean 'reduced_form'?",
    ),
    "a policy out of bounds": (
        "design: {sweep: {lhs: {points: 4, over: {policies.autonomy_gain: [0, 0.5, 2]}}}}\n",
        "2 is not between 0 and 1",
    ),
    "a choice listed twice": (
        "design: {sweep: {lhs: {points: 4, over: {lobbying: [true, true]}}}}\n",
        "True is listed twice",
    ),
    "a single choice": ("design: {sweep: {lhs: {points: 4, over: {lobbying: [true]}}}}\n", "or choices"),
    "a constant from its prior": (
        "design: {sweep: {lhs: {points: 4, over: {walkout: prior}}}}\n",
        "has no prior; give it a range",
    ),
    "two samples": (
        "design: {draws: 3, sweep: {lhs: {points: 4, over: {outreach: [1, 2]}}}}\n",
        "both sample parameters",
    ),
    "a constant drawn": ("design: {draws: 2, parameters: [walkout]}\n", "is a constant and has no prior"),
    "an unknown estimand": ("design: {until: {half_width: 0.1, of: bufer_36}}\n", "Did you mean 'buffer_36'?"),
    "a misspelt mechanism of an arm": (
        "arms: {named: {a: {mechanisms: {lobying: false}}}}\n",
        "Did you mean 'lobbying'?",
    ),
    "an arm without mechanisms": ("arms: {named: {a: {}}}\n", "is required"),
    "a name that is taken": ("arms: {named: {as_written: {mechanisms: {aid: false}}}}\n", "cannot name an arm"),
    "an unknown measure": ("record: {months: [relation]}\n", "Did you mean 'relations'?"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def variants(folder: Path, text: str) -> list[Variant]:
    return expand(read_scenario(write(folder, "mine", text)), "mine.yaml")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_design_is_told_with_file_line_and_what_to_do(folder: Path, name: str) -> None:
    text, message = FAULTS[name]
    with pytest.raises(ScenarioError) as refused:
        read_scenario(write(folder, "mine", text))
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{folder / 'mine.yaml'}:3: ")
    assert message in line


def test_a_grid_runs_every_combination_and_a_zip_its_rows(folder: Path) -> None:
    zipped = "zip: {people_share: [0, 1], aid: [true, false]}"
    text = f"design: {{sweep: {{grid: {{outreach: [0, 1], lobbying: [true, false]}}, {zipped}}}}}\n"
    made = variants(folder, text)
    seen = {
        (
            v.scenario.parameters.outreach,
            v.scenario.mechanisms.lobbying,
            v.scenario.parameters.people_share,
            v.scenario.mechanisms.aid,
        )
        for v in made
    }
    assert seen == {(o, x, s, s == 0) for o in (0, 1) for x in (True, False) for s in (0, 1)}
    assert len(made) == 8


def test_a_list_runs_its_points_and_arms_multiply_them(folder: Path) -> None:
    points = "[{shocks.AA-BB-2012-09.severity: 0.2}, {shocks.AA-BB-2012-09.date: 2013-01, outreach: 2}]"
    text = f"design: {{sweep: {{list: {points}}}}}\n"
    made = variants(folder, text + "arms: {named: {no_aid: {mechanisms: {aid: false}}}}\n")
    assert [(len(v.point), v.arm, v.scenario.mechanisms.aid) for v in made] == [
        (1, "as_written", True),
        (1, "no_aid", False),
        (2, "as_written", True),
        (2, "no_aid", False),
    ]
    change = made[2].scenario.shocks.change["AA-BB-2012-09"]
    assert (change.date, made[2].scenario.parameters.outreach) == (2013 * 12, 2)


def test_a_policy_of_a_nation_can_be_swept(folder: Path) -> None:
    made = variants(folder, "design: {sweep: {grid: {nations.AA.autonomy: [0, 1], forum.eligibility: [open]}}}\n")
    assert [v.scenario.nations["AA"].autonomy for v in made] == [0, 1]


def test_a_swept_parameter_is_not_drawn(folder: Path) -> None:
    made = variants(folder, "design: {draws: 2, sweep: {grid: {outreach: [0, 1]}}}\n")
    assert "outreach" not in made[0].changes(1)
    assert "anger_life" in made[0].changes(1)
    assert made[0].changes(1) == made[1].changes(1)


def test_a_mechanism_that_is_swept_leaves_the_parameter_of_its_name_to_be_drawn(folder: Path) -> None:
    made = variants(folder, "design: {draws: 2, sweep: {grid: {mechanisms.outreach: [true, false]}}}\n")
    assert "outreach" in made[0].changes(1)


def test_what_any_point_of_a_list_sets_is_not_drawn(folder: Path) -> None:
    made = variants(folder, "design: {draws: 2, sweep: {list: [{people_share: 0.1}, {outreach: 7}]}}\n")
    assert made[1].drawn_scenario(1).parameters.outreach == 7


def test_files_that_call_a_setting_by_different_names_give_the_same_labels(folder: Path) -> None:
    written = ("outreach: [0], mechanisms.aid: [true]", "aid: [true], parameters.outreach: [0]")
    short, full = (variants(folder, f"design: {{sweep: {{grid: {{{axes}}}}}}}\n") for axes in written)
    assert short[0].label == full[0].label == "mine, aid=True, outreach=0"


def test_a_latin_hypercube_has_one_point_in_every_stratum(folder: Path) -> None:
    made = variants(folder, "design: {sweep: {lhs: {points: 20, over: {outreach: [-2, 3], anger_life: prior}}}}\n")
    values = np.array([made[0].changes(draw)["outreach"] for draw in range(1, 21)])
    assert sorted(np.floor((values + 2) / 5 * 20).astype(int)) == list(range(20))


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_switches_engines_and_policies_are_factors_and_every_choice_has_its_share(folder: Path, kind: str) -> None:
    over = (
        "lobbying: [true, false], engine: [escalation, reduced_form], policies.budget: [proportional, even], "
        "outreach: [0, 1, 3], crises.follow_months: [12, 15], people_share: [0, 1]"
    )
    made = variants(folder, f"design: {{sweep: {{{kind}: {{points: 48, over: {{{over}}}}}}}}}\n")
    drawn = [made[0].changes(draw) for draw in range(1, 49)]
    asked = {
        "lobbying": (True, False),
        "engine": ("escalation", "reduced_form"),
        "policies.budget": ("proportional", "even"),
        "outreach": (0, 1, 3),
        "crises.follow_months": (12, 13, 14, 15),
    }
    for key, choices in asked.items():
        taken = [point[key] for point in drawn]
        assert set(taken) == set(choices)
        fair = 48 // len(choices)
        assert all(abs(taken.count(one) - fair) <= (0 if kind == "lhs" else 4) for one in choices)
    assert len({point["people_share"] for point in drawn}) == 48
    told = made[0].drawn_scenario(1)
    assert (told.mechanisms.lobbying, told.engine) == (drawn[0]["lobbying"], drawn[0]["engine"])
    assert told.policies.budget == drawn[0]["policies.budget"]


def test_a_longer_sobol_sequence_begins_with_the_shorter_one() -> None:
    over: dict[str, Any] = {"outreach": (-2, 3), "people_share": "prior"}
    assert spread_points("sobol", 100, over, 7)[:20] == spread_points("sobol", 20, over, 7)
    assert spread_points("sobol", 20, over, 7) != spread_points("sobol", 20, over, 8)


@pytest.mark.parametrize(
    ("prior", "mean", "p_zero"),
    [
        (Uniform(1, 4), 2.5, 0.0),
        (LogUniform(2, 24), 22 / np.log(12), 0.0),
        (LogNormal(0.4, 0.5), 0.4 * np.exp(0.125), 0.0),
        (SpikeUniform(0, 4), 0.8 * 2, 0.2),
        (SpikeUniform(-1, 3), 0.8 * 1, 0.2),
        (SpikeNormal(0.03), 0.0, 0.2),
    ],
)
def test_draws_have_the_mean_and_the_lump_of_their_prior(prior: Any, mean: float, p_zero: float) -> None:
    values = np.array([quantile(prior, float(u)) for u in SHARES])
    assert values.mean() == pytest.approx(mean, abs=2e-3 * max(1.0, abs(mean)))
    assert (values == 0.0).mean() == pytest.approx(p_zero, abs=1e-3)
    assert (np.diff(values) >= 0.0).all()


SEVERITIES = "design: {sweep: {lhs: {points: 40, over: {shocks.CN-JP-2012-09.severity: prior, outreach: prior}}}}\n"


def test_a_severity_is_drawn_from_the_prior_that_its_world_has_read(tmp_path: Path) -> None:
    file = tmp_path / "severity.yaml"
    file.write_text(f"extends: {SCENARIOS / 'historical.yaml'}\n{SEVERITIES}", encoding="utf-8")
    (variant,) = expand(read_scenario(file), file.name)
    drawn = [variant.changes(draw)["shocks.CN-JP-2012-09.severity"] for draw in range(1, 41)]
    prior: Any = PriorsOfWorld(EAST_ASIA)["shocks.CN-JP-2012-09.severity"][0]
    # one point in each fortieth of the prior: the mean of the logarithm is known to a fraction of its spread
    assert np.log(drawn).mean() == pytest.approx(np.log(prior.median), abs=0.1 * prior.deviation)
    assert np.log(drawn).std() == pytest.approx(prior.deviation, rel=0.1)
    assert variant.drawn_scenario(3).shocks.change["CN-JP-2012-09"].severity == drawn[2]


def test_a_severity_that_nobody_has_read_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    key = "shocks.AA-BB-2012-09.severity"
    file = write(folder, "drawn", f"design: {{sweep: {{lhs: {{points: 4, over: {{{key}: prior}}}}}}}}\n")
    with pytest.raises(ScenarioError, match=r"has no severity_read in shocks\.csv of its world"):
        expand(read_scenario(file), file.name)


def test_a_feedback_of_disputed_sign_is_drawn_as_often_above_zero_as_below() -> None:
    values = np.array([quantile(SpikeNormal(1.0), float(u)) for u in SHARES])
    assert (values > 0).sum() == pytest.approx((values < 0).sum(), abs=2)
    assert values[values != 0].std() == pytest.approx(1.0, abs=0.01)


def test_a_draw_depends_on_its_number_and_on_nothing_else_that_is_drawn() -> None:
    names = drawn_names("priors", ())
    assert draw_values(5, 3, names)["outreach"] == draw_values(5, 3, ["outreach"])["outreach"]
    assert draw_values(5, 3, names) != draw_values(5, 4, names) != draw_values(6, 4, names)
    assert all(DECLARED[n].low <= v <= DECLARED[n].high for n, v in draw_values(5, 3, names).items())


@functools.cache
def base() -> Design:
    """Return the design of four years of the shipped world."""
    scenario, tables = shipped()
    return plan(prepare(override(scenario, start="2010-01", end="2013-12", record={}), tables))


@pytest.mark.parametrize("name", list(DECLARED))
def test_a_draw_through_the_short_way_is_a_fresh_set_up(name: str) -> None:
    """Whatever parameter differs: columns that are taken over must not depend on it."""
    declared = DECLARED[name]
    value = declared.high if declared.default == declared.low else (declared.default + declared.low) / 2
    scenario = with_settings(base().setup.scenario, {name: value})
    assert scenario != base().setup.scenario
    assert equal(plan_again(base(), scenario), plan(prepare(scenario, base().setup.tables)))


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other))
    if isinstance(one, pd.DataFrame):
        return bool(one.equals(other))
    if is_dataclass(one) and not isinstance(one, type):
        return all(equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one) if f.name != "tables")
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(equal(*pair) for pair in zip(one, other, strict=True))
    return bool(one == other)


def test_a_draw_of_the_priors_through_the_short_way_is_a_fresh_set_up(folder: Path) -> None:
    (variant,) = variants(folder, "design: {draws: 3}\n")
    tables = read_tables(variant.scenario.world_folder)
    base = plan(prepare(variant.scenario, tables))
    for draw in (1, 2, 3):
        scenario = variant.drawn_scenario(draw)
        assert equal(plan_again(base, scenario), plan(prepare(scenario, tables)))
