"""The results that are kept in ``runs/reference`` come of this code again, and pages quote what they say.

What takes half an hour is computed in part: draws are independent, so the first few have to be those that are kept.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

from builders.paths import SCENARIOS
from cityties.calibration.calibrate import used_targets
from cityties.calibration.ensemble import read_ensemble, simulate_ensemble
from cityties.calibration.fit import data_of
from cityties.calibration.problem import open_problem
from cityties.calibration.results import draws_table
from cityties.claims.declared import HISTORY
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.reading import ClaimSet, read_claims
from cityties.claims.session import evidence, open_worlds
from cityties.claims.size import size_of
from cityties.claims.table import values, verdict_table
from cityties.claims.worlds import SAMPLES
from cityties.cli.main import app
from cityties.experiment.batch import compute_here
from cityties.scenario.reader import read_scenario
from cityties.scenario.sample_file import read_sample
from cityties.tables.world_tables import read_tables
from reference import pages
from reference.differences import ANOTHER_PROCESSOR, between, differences, is_near
from reference.picture import draw
from reference.quotations import Quotation
from reference.results import MEANINGS, PICTURE, REFERENCE, RESULTS, Result, keep, table

FEW = 3
BY_NAME = {result.name: result for result in RESULTS}


def computed(name: str, runs: Path) -> Path:
    """Give the command of a result in this process, and return its folder."""
    answer = CliRunner().invoke(app, [*BY_NAME[name].command, "--out", str(runs), "--quiet"])
    assert answer.exit_code == 0, answer.output
    return Path(answer.output.splitlines()[-1])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return computed("historical", tmp_path_factory.mktemp("runs"))


def test_the_main_run_gives_every_number_again(run: Path) -> None:
    assert list(differences(BY_NAME["historical"], run, ANOTHER_PROCESSOR)) == []


def test_numbers_of_another_processor_are_near_and_no_others() -> None:
    assert is_near("0.015855181471737336", "0.015855181471737347", ANOTHER_PROCESSOR)
    assert not is_near("0.0158", "0.0159", ANOTHER_PROCESSOR)
    assert not is_near("softened", "neither", ANOTHER_PROCESSOR)


def test_the_picture_of_the_front_page_is_drawn_from_it(run: Path, tmp_path: Path) -> None:
    drawn, kept = (np.asarray(Image.open(file)) for file in (draw(run, tmp_path), BY_NAME["historical"].kept / PICTURE))
    assert np.array_equal(drawn, kept)


def test_the_batch_gives_every_number_again(tmp_path: Path) -> None:
    assert list(differences(BY_NAME["severity"], computed("severity", tmp_path), ANOTHER_PROCESSOR)) == []


@pytest.fixture(scope="module")
def claim_set() -> ClaimSet:
    return read_claims(SCENARIOS / "claims.yaml")


def test_the_verdicts_follow_from_the_draws_that_are_kept(claim_set: ClaimSet) -> None:
    again = verdict_table(claim_set, table("claims", "values"))
    pd.testing.assert_frame_equal(again, table("claims", "verdicts"), check_exact=True)


def test_the_first_draws_of_the_claims_are_those_that_are_kept(claim_set: ClaimSet, tmp_path: Path) -> None:
    session = open_worlds(claim_set, [HISTORY], size_of(claim_set).with_draws(FEW), tmp_path)
    compute_here(session.batch, 2, lambda _: None)
    find, kept = (
        evidence(session),
        table("claims", "values").set_index(["claim", "sample", "draw"])["value"].sort_index(),
    )
    compared = 0
    for name, claim in claim_set.tested.items():
        if claim.world == HISTORY and claim.against in ("", HISTORY) and not ESTIMANDS[claim.estimand].of_panel:
            for sample in SAMPLES:
                np.testing.assert_array_equal(
                    values(claim, sample, find), kept[name, sample].loc[:FEW], f"{name} {sample}"
                )
                compared += 1
    assert compared > 10


def test_the_first_draws_of_the_posterior_are_those_that_are_kept(tmp_path: Path) -> None:
    """As near as the shipped sample says their settings, which are rounded to six digits there."""
    scenario = read_scenario(SCENARIOS / "historical.yaml")
    problem = open_problem(scenario, read_tables(scenario.world_folder), tmp_path)
    points = read_sample(SCENARIOS / "samples" / "east-asia.csv").points[:FEW]
    values = np.array([[point[key] for key in problem.ensemble.proposal.keys] for point in points])
    later = problem.next_round(values).next_round(values)
    simulate_ensemble(later.ensemble, FEW, 2, lambda _: None)
    found = draws_table(problem, used_targets(problem), data_of(later, read_ensemble(later.ensemble, FEW), values))
    kept = table("calibration", "draws").head(FEW)
    pd.testing.assert_frame_equal(found.drop(columns="parent"), kept.drop(columns="parent"), atol=1e-3)


def test_pages_quote_what_is_kept() -> None:
    assert list(pages.faults()) == []


def test_the_page_of_the_reference_names_every_result_with_its_command() -> None:
    page = (REFERENCE / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)`", page, re.MULTILINE))
    assert rows == {result.name: result.spoken for result in RESULTS}


def test_a_number_that_is_quoted_from_no_result_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    some = pages.quotations()[:1]
    monkeypatch.setattr(pages, "quotations", lambda: some)
    assert any("quoted from no result" in line for line in pages.faults())


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Result, Path]:
    """A result that is kept in a folder of its own, and a folder of results to compare with."""
    monkeypatch.setattr("reference.results.REFERENCE", tmp_path / "reference")
    folder = tmp_path / "computed"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "crises.csv").write_text("crisis,dyad,buffer\nAA 2001,AA-BB,0.1\nAA 2005,AA-BB,0.25\n")
    (folder / "tables" / MEANINGS).write_text("table,column,meaning\n")
    pd.DataFrame({"draw": [1, 2], "value": [0.5, 0.125]}).to_parquet(folder / "tables" / "values.parquet")
    result = Result("small", ("run", "small"), 1.0)
    keep(result, folder)
    return result, folder


def test_the_first_number_that_differs_is_named(small: tuple[Result, Path]) -> None:
    result, folder = small
    assert list(differences(result, folder)) == []
    file = folder / "tables" / "crises.csv"
    file.write_text(file.read_text().replace("0.25", "0.26"))
    pd.DataFrame({"draw": [1, 2], "value": [0.5, 0.25]}).to_parquet(folder / "tables" / "values.parquet")
    assert list(differences(result, folder)) == [
        "small/tables/crises.csv, row 2 (crisis AA 2005, dyad AA-BB), buffer: 0.25 kept, 0.26 now",
        "small/tables/values.parquet, row 2, value: 0.125 kept, 0.25 now",
    ]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({}, "x/a.csv: is kept, and no longer made"),
        ({"a.csv": b"n,v\na,1\n", "b.csv": b"n\n"}, "x/b.csv: is made, and not kept"),
        ({"a.csv": b"n,w\na,1\n"}, "x/a.csv, columns: v, w"),
        ({"a.csv": b"n,v\na,1\nb,2\n"}, "x/a.csv, rows: 1 kept, 2 now"),
    ],
)
def test_what_is_missing_or_new_is_named(now: dict[str, bytes], said: str) -> None:
    assert list(between({"a.csv": b"n,v\na,1\n"}, now, "x")) == [said]


def test_a_figure_is_found_across_lines_and_moved() -> None:
    quotation = Quotation("page", "in {share} % of draws ({low:.2f})", lambda: {"share": 19, "low": 0.123})
    text = "Ties soften in 18 %\nof draws (0.12), or 18 % of all."
    assert list(quotation.faults(text)) == ["page: 18 should be 19 in 'in 18 % of draws (0.12)'"]
    assert quotation.moved(text) == "Ties soften in 19 %\nof draws (0.12), or 18 % of all."
    assert list(quotation.faults("Ties harm.")) == ["page: no longer says 'in {share} % of draws ({low:.2f})'"]
