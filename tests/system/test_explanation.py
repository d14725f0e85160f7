"""An explanation shows the very terms that the compiled month added up, and what came of them in the run."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from builders import paths
from builders.worlds import conditions, scenario, shipped
from cityties.cli.batch import Request, open_batch
from cityties.cli.main import app
from cityties.experiment.batch_description import write_inputs
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.run import open_run
from cityties.explanation.account import Explanation, plain_text
from cityties.explanation.replay import Decisions, explain, replay
from cityties.explanation.terms import Ends, chance_of, summed, terms_at
from cityties.kernel.calendar import month_index
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, Exchange, Suspension
from cityties.mesa_model.model import CityDiplomacyModel
from cityties.scenario.reader import override
from cityties.setup.branching import empty_record
from cityties.setup.initialization import Setup, begin, prepare
from cityties.worlds.toy import toy_world

HISTORICAL = str(paths.HISTORICAL)
SIDES = (0, 1)
EVERY_TERM = {
    "outreach": 0.7,
    "age_consent": -0.31,
    "capital_consent": 0.43,
    "strategy_consent": 1.1,
    "incentive_consent": -0.37,
    "capital_obedience": 0.3,
    "dormancy_threshold": 0.35,
    "dormancy_penalty": 0.9,
    "directive_depth": 0.05,
}


@pytest.fixture(scope="module")
def setup() -> Setup:
    return prepare(*shipped())


@pytest.fixture(scope="module")
def every_term() -> Setup:
    given = scenario(
        start="1990-01",
        end="2019-12",
        mechanisms=dict.fromkeys(MECHANISMS, True),
        parameters=EVERY_TERM,
        policies={"start": "2005-01", "autonomy_gain": 0.3, "people_share_factor": 1.5},
    )
    return prepare(given, toy_world())


def months_of(
    setup: Setup, step: int, first: int = 0, replicate: int = 2, tie_pathways: bool = True
) -> list[Decisions]:
    given = conditions(setup, replicate, tie_pathways)
    return [replay(setup, given, t) for t in range(first, setup.n_months, step)]


def ends_of(month: Decisions) -> list[Ends]:
    n = int(month.decided.ties.n[Count.EXISTING])
    return [Ends(month.setup, month.given, month.decided, month.t, row) for row in range(n)]


def in_month(setup: Setup, label: str, replicate: int = 2) -> Decisions:
    return replay(setup, conditions(setup, replicate, True), month_index(label) - setup.scenario.start)


@pytest.mark.parametrize("tie_pathways", [True, False])
def test_the_terms_add_up_to_the_propensity_to_the_last_bit(setup: Setup, tie_pathways: bool) -> None:
    for month in months_of(setup, 67, 47, tie_pathways=tie_pathways):
        for ends in ends_of(month):
            for side in SIDES:
                assert summed(terms_at(ends, side)) == ends.propensity(side)


def test_they_do_with_every_term_at_work(every_term: Setup) -> None:
    seen: set[str] = set()
    for month in months_of(every_term, 7):
        for ends in ends_of(month):
            for side in SIDES:
                terms = terms_at(ends, side)
                assert summed(terms) == ends.propensity(side)
                seen |= {part.name for term in terms for part in (term.parts or (term,)) if part.value}
    names = "habit strength outreach age dormancy capital strategy incentives mood anger directive"
    assert seen == set(names.split())


def test_the_parts_of_a_term_add_up_to_it(every_term: Setup) -> None:
    for ends in ends_of(months_of(every_term, 90, 89)[2]):
        for term in terms_at(ends, 0):
            if term.parts:
                assert summed(term.parts) == pytest.approx(term.value, abs=1e-14)


def test_what_came_of_it_is_what_the_run_recorded(every_term: Setup) -> None:
    """Plans, official events, refusals by side and events of people, counted over all ties, are those of the record."""
    given = conditions(every_term, 2, True)
    record = empty_record(every_term.world, every_term.n_months)
    for month in months_of(every_term, 3):
        every_term.months(given, begin(every_term, 2), record, 0, month.t + 1)
        message = [explain(month, row) for row in range(int(month.decided.ties.n[Count.EXISTING]))]
        planned = [one for one in message if one.planned]
        row = record.dyads[month.t].sum(axis=0)
        assert len(planned) == row[DyadMeasure.PLANNED]
        assert sum(one.mode == Exchange.OFFICIAL for one in message) == row[DyadMeasure.OFFICIAL]
        assert sum(one.mode == Exchange.PEOPLE for one in message) == row[DyadMeasure.PEOPLE]
        assert sum(bool(one.refused_by & Suspension.BY_A) for one in planned) == row[DyadMeasure.REFUSED_A]
        assert sum(bool(one.refused_by & Suspension.BY_B) for one in planned) == row[DyadMeasure.REFUSED_B]
        assert sum(one.suspended != Suspension.NONE for one in message) == row[DyadMeasure.SUSPENDED]


def test_a_chance_without_a_term_is_that_of_the_other_terms(every_term: Setup) -> None:
    message = explain(months_of(every_term, 50, 250)[0], 3)
    for end in message.ends:
        for term in end.propensities:
            rest = sum(other.value for other in end.propensities if other is not term)
            assert end.chance_without(term) == pytest.approx(1 / (1 + np.exp(-rest)), rel=1e-9)
        assert end.chance == chance_of(end.propensity)


def explained(setup: Setup, label: str, **looked_for: object) -> Explanation:
    """Return the first explanation of a month with these properties."""
    month = in_month(setup, label)
    message = (explain(month, row) for row in range(int(month.decided.ties.n[Count.EXISTING])))
    return next(one for one in message if all(getattr(one, name) == value for name, value in looked_for.items()))


def test_an_event_that_was_held_is_reported(setup: Setup) -> None:
    text = plain_text(explained(setup, "2010-03", mode=Exchange.OFFICIAL))
    assert "and held officially: both cities consented." in text


def test_a_refusal_is_reported_with_who_suspended_the_tie_and_since_when(setup: Setup) -> None:
    message = explained(setup, "2012-11", planned=True, dyad="CN-JP", suspended=Suspension.BY_A)
    text = plain_text(message)
    assert f"{message.ends[0].city} refused it, and people " in text
    assert f"The tie was suspended by {message.ends[0].city}, in 201" in text
    assert "- The suspension would have to end; the chance of that was 0." in text


def test_a_directive_is_reported_with_the_chance_without_it(setup: Setup) -> None:
    message = explained(setup, "2012-11", dyad="CN-JP", planned=False)
    directive = next(term for term in message.ends[0].propensities if term.name == "directive")
    assert directive.value < 0.0
    assert f"would be {message.ends[0].chance_without(directive):.2f}, not {message.ends[0].chance:.2f}" in plain_text(
        message
    )


def test_closed_borders_are_reported(setup: Setup) -> None:
    text = plain_text(explained(setup, "2020-06"))
    assert "Borders were closed, and no event was planned on line or by post (chance 0.0" in text


def test_a_review_is_reported_with_the_chance_of_suspension(setup: Setup) -> None:
    message = explained(setup, "2012-09", dyad="CN-JP")
    assert message.ends[0].suspends is not None
    assert 0.0 < message.ends[0].suspends < 1.0
    assert "\nsuspension " in plain_text(message)


def test_a_city_of_the_model_explains_its_last_month(setup: Setup) -> None:
    model = CityDiplomacyModel(setup, rng=2)
    model.run_to("2012-11")
    city = model.city("Qingdao")
    message = city.explain(city.ties[0])
    assert message == explain(in_month(setup, "2012-11"), city.ties[0].row)
    assert str(message).startswith("Qingdao (CN) and Shimonoseki (JP) in 2012-11\n")
    stranger = next(tie for tie in model.ties if city not in tie.cities)
    with pytest.raises(ValueError, match="is not an end of"):
        city.explain(stranger)


def test_before_its_first_month_a_model_has_nothing_to_explain(setup: Setup) -> None:
    with pytest.raises(ValueError, match="no month has been computed"):
        CityDiplomacyModel(setup).explain(0)


REFUSED = {
    "a misspelt city": (["Qindao", "Daegu", "2016-07"], "no city 'Qindao'. Did you mean 'Qingdao'?"),
    "a name that two cities have": (["Anyang", "Daegu", "2016-07"], "write CN/Anyang or KR/Anyang."),
    "cities of one nation": (["Qingdao", "Dalian", "2016-07"], "are cities of one nation, CN"),
    "a tie that is signed later": (["Qingdao", "Incheon", "1992-01"], "in this run theirs is signed in 1995-09"),
    "no tie": (["Qingdao", "Seoul", "2016-07"], "Qingdao's partners by then: Shimonoseki (JP), Daegu (KR)"),
    "a month outside the run": (["Qingdao", "Daegu", "2036-07"], "outside the run, 1972-01 to 2026-12"),
    "no month": (["Qingdao", "Daegu", "July 2016"], "'July 2016' is not a month"),
    "no run": (["Qingdao", "Daegu", "2016-07", "--run", "nowhere"], "nowhere: no run or batch. `cityties list` shows"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_explained_is_refused(words: list[str], message: str) -> None:
    where = [] if "--run" in words else ["--scenario", HISTORICAL]
    done = CliRunner().invoke(app, ["why-city", *words, *where])
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> BatchFolder:
    folder = tmp_path_factory.mktemp("cases")
    text = f"extends: {HISTORICAL}\nreplicates: 1\narms: {{political_shocks: [true]}}\n"
    (folder / "one.yaml").write_text(text + "title: One\ncrises: {only: [CN-JP 2012-09]}\n", encoding="utf-8")
    design = "design: {draws: 2, parameters: [outreach], sweep: {grid: {over_compliance: [0, 3]}}}\n"
    (folder / "two.yaml").write_text(f"extends: one.yaml\ntitle: Two\n{design}", encoding="utf-8")
    files = [folder / "one.yaml", folder / "two.yaml"]
    made = open_batch(files, Request(out=folder / "runs"))
    write_inputs(made, [made.asked])
    return made.folder


def of_variant(batch: BatchFolder, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["why-city", "Qingdao", "Shimonoseki", "2012-10", "--run", str(batch.path), *words])
    assert done.exit_code == code, done.output
    return done.output


def test_a_variant_of_a_batch_is_explained_by_name_or_number(batch: BatchFolder) -> None:
    assert "one, its first variant of 3; --variant takes another" in of_variant(batch)
    by_name = of_variant(batch, "--variant", "two, over_compliance=3", "--draw", "2")
    assert "two, over_compliance=3, draw 2; replicate 0" in by_name
    assert of_variant(batch, "--variant", "2", "--draw", "2") == by_name
    assert "its first draw of 2; --draw takes another" in of_variant(batch, "--variant", "1")
    assert "may be any of these: 1 two, over_compliance=0; 2 two" in of_variant(batch, "--variant", "tw", code=2)
    assert "has draws 1 to 2" in of_variant(batch, "--variant", "1", "--draw", "3", code=2)
    assert "has no draws" in of_variant(batch, "--variant", "0", "--draw", "3", code=2)


def test_the_variant_of_a_batch_is_that_of_the_same_settings_by_themselves(batch: BatchFolder) -> None:
    one = of_variant(batch, "--variant", "one", "--set", "over_compliance=0.5").splitlines()
    file = str(batch.path.parent.parent / "one.yaml")
    words = ["Qingdao", "Shimonoseki", "2012-10", "--scenario", file, "--set", "over_compliance=0.5"]
    other = CliRunner().invoke(app, ["why-city", *words]).stdout.splitlines()
    assert one[2:] == other[2:]
    assert one != of_variant(batch, "--variant", "one").splitlines()


def test_the_command_explains_a_month_of_a_run(tmp_path: Path) -> None:
    given, tables = shipped()
    run = open_run(override(given, replicates=1), tables, tmp_path)
    write_inputs(run, [run.asked])
    content = run.folder.content
    content["history"][-1]["code"]["model"] = "another"
    run.folder.write_content(content)
    words = [
        "why-city",
        "KR/Daegu",
        "Qingdao",
        "2016-07",
        "--run",
        str(run.folder.path),
        "--replicate",
        "3",
        "--ties-off",
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.stderr
    assert "replicate 3, ties-off arm" in done.stdout
    assert "Qingdao (CN) and Daegu (KR) in 2016-07" in done.stdout
    assert "the model has changed since this run" in done.stderr
