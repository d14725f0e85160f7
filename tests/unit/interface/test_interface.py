"""The Python interface: what ``import cityties`` offers, what it costs, and what its objects hold."""

import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.figure
import pandas as pd
import pytest

import cityties
from builders.scenario_runs import SHIPPED
from builders.worlds_on_disk import write_small_world
from cityties.errors import CityTiesError
from cityties.report.comparison_view import ComparisonView
from cityties.report.views import BatchView, RunView

pytestmark = pytest.mark.compiled

SCENARIO = """\
title: A small <world>
world: world
start: 2008-01
end: 2016-12
replicates: 4
record: {ties_at: [2010-06]}
"""
HEAVY = "{'numpy', 'pandas', 'numba', 'mesa', 'pydantic', 'ruamel', 'rich', 'typer', 'matplotlib', 'scipy'}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interface")
    write_small_world(folder / "world")
    (folder / "plain.yaml").write_text(SCENARIO)
    (folder / "gentle.yaml").write_text(
        "extends: plain.yaml\ntitle: gentle\nparameters: {over_compliance: 0}\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> RunView:
    return cityties.run(folder / "plain.yaml", out=folder / "runs", workers=1, quiet=True)


@pytest.fixture(scope="module")
def gentle(folder: Path) -> RunView:
    return cityties.run(
        str(folder / "plain.yaml"), parameters={"over_compliance": 0}, out=folder / "runs", workers=1, quiet=True
    )


@pytest.fixture(scope="module")
def comparison(folder: Path, run: RunView, gentle: RunView) -> ComparisonView:
    return cityties.compare(run, gentle, runs=folder / "runs")


@pytest.fixture(scope="module")
def batch(folder: Path) -> BatchView:
    files = [folder / "plain.yaml", folder / "gentle.yaml"]
    return cityties.batch(files, out=folder / "batches", replicates=3, workers=2, quiet=True)


def test_importing_the_package_loads_no_library() -> None:
    code = f"import sys, cityties; sys.exit(len({HEAVY} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_offers_what_it_declares_and_nothing_else() -> None:
    assert dir(cityties) == ["CityDiplomacyModel", "CityTiesError", "batch", "claims", "compare", "load", "run"]
    assert all(callable(getattr(cityties, name)) for name in dir(cityties))
    with pytest.raises(AttributeError, match="has no attribute 'rnu'"):
        cityties.rnu  # noqa: B018


def test_the_function_claims_is_not_hidden_by_the_folder_of_that_name() -> None:
    code = "import cityties; from cityties.claims.verdicts import shares; cityties.claims.__kwdefaults__['full']"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_runs_as_a_program() -> None:
    answer = subprocess.run([sys.executable, "-m", "cityties", "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("cityties ")


def test_a_run_has_tidy_tables(run: RunView) -> None:
    assert list(run.crises.columns[:3]) == ["crisis", "dyad", "severity"]
    assert set(run.relations.columns) >= {"tie_pathways", "political_shocks", "dyad", "month", "relations"}
    arms = run.relations.drop_duplicates(["tie_pathways", "political_shocks", "dyad", "month"])
    assert len(arms) == len(run.relations)
    assert run.exchange["official_without"].ge(0).all()
    assert set(run.tables) >= {"crises", "relations", "exchange", "columns"}
    assert set(run.table("columns")["table"]) >= {"crises", "relations"}


def test_months_are_periods_in_every_table(run: RunView, batch: BatchView) -> None:
    frames = [view.table(name) for view in (run, batch) for name in view.tables]
    for frame in [*frames, run.ties, run.settings]:
        numbers = frame.select_dtypes("number")
        assert not ((numbers > 12 * 1900) & (numbers < 12 * 2100)).any(axis=None)
    assert run.relations["month"].dtype == "period[M]"
    assert str(run.relations["month"].min()) == "2008-01"
    assert str(run.relations["month"].max()) == "2016-12"


def test_ties_name_their_months_and_who_suspended_them(run: RunView) -> None:
    ties, sides = run.ties, run._stored.tables.dyads.set_index("dyad")
    assert ties["month"].dtype == ties["signed"].dtype == "period[M]"
    assert ties["signed"].le(ties["month"]).all()
    free = ties["suspended_by"].isna()
    assert ties["suspended_since"].isna().equals(free)
    for row in ties[~free].drop_duplicates(["dyad", "suspended_by"]).to_dict("records"):
        pair = sides.loc[str(row["dyad"])]
        assert set(row["suspended_by"].split(";")) <= {pair["nation_a"], pair["nation_b"]}


def test_settings_stand_beside_their_defaults(run: RunView, gentle: RunView) -> None:
    assert list(run.settings.loc["start"]) == ["2008-01", "1972-01"]
    assert list(gentle.settings.loc["parameters.over_compliance"]) == [0, 3]
    differ = gentle.settings.index[gentle.settings["value"] != gentle.settings["default"]]
    assert set(differ) == {"start", "end", "replicates", "parameters.over_compliance"}


def test_parameters_give_the_numbers_of_a_file_that_sets_them(folder: Path, gentle: RunView) -> None:
    from_file = cityties.run(folder / "gentle.yaml", out=folder / "other", workers=1, quiet=True)
    pd.testing.assert_frame_equal(from_file.crises, gentle.crises)


def test_a_run_is_loaded_by_path_name_or_beginning(folder: Path, run: RunView, batch: BatchView) -> None:
    for name in (run.path, str(run.path), run.path.name):
        loaded = cityties.load(name, runs=folder / "runs")
        assert isinstance(loaded, RunView)
        pd.testing.assert_frame_equal(loaded.crises, run.crises)
    assert isinstance(cityties.load(batch.path), BatchView)


def test_a_comparison_shows_settings_and_paired_effects(comparison: ComparisonView) -> None:
    assert list(comparison.settings.loc["parameters.over_compliance"]) == ["3", "0"]
    assert comparison.effects["paired"].all()
    assert set(comparison.buffers["case"]) == set(comparison.settings.columns)
    assert comparison.notes == []


def test_the_baseline_of_a_comparison_is_the_first(comparison: ComparisonView, run: RunView, gentle: RunView) -> None:
    turned = cityties.compare(gentle, run)
    keys = ["tie_pathways", "political_shocks", "crisis", "where", "measure"]
    joined = comparison.effects.merge(turned.effects, on=keys)
    assert joined["difference_x"].to_numpy() == pytest.approx(-joined["difference_y"].to_numpy(), nan_ok=True)


def test_a_single_run_is_nothing_to_compare(run: RunView) -> None:
    with pytest.raises(cityties.CityTiesError, match="one case only"):
        cityties.compare(run)


def test_a_batch_has_a_row_a_variant(batch: BatchView) -> None:
    assert batch.variants["label"].tolist() == ["plain", "gentle"]
    assert list(batch.settings.loc["parameters.over_compliance"]) == ["3", "0"]
    assert set(batch.effects["label"]) == {"gentle"}
    assert set(batch.buffers["label"]) <= {"plain", "gentle"}
    assert batch.failures.empty
    assert not batch.outcomes.empty


def test_figures_are_those_of_matplotlib(run: RunView, batch: BatchView, comparison: ComparisonView) -> None:
    for view in (run, batch, comparison):
        assert isinstance(view.plot(), matplotlib.figure.Figure)
    assert isinstance(run.plot("relations"), matplotlib.figure.Figure)
    with pytest.raises(cityties.CityTiesError, match=r"Did you mean 'relations'\?"):
        run.plot("relation")


def test_pages_are_written_where_they_are_said_to_be(run: RunView, comparison: ComparisonView) -> None:
    assert run.page() == run.path / "report.html"
    assert comparison.page().is_file()
    assert comparison.page().parent.parent == run.path.parent
    assert "effects" in comparison.tables


def test_a_lost_page_is_written_again(run: RunView) -> None:
    run.write()
    before = run.page().read_bytes()
    run.page().unlink()
    assert run.page().read_bytes() == before


def test_a_notebook_shows_a_table_and_no_markup_of_the_user(
    run: RunView, batch: BatchView, comparison: ComparisonView
) -> None:
    assert "A small &lt;world&gt;" in run._repr_html_()
    for view in (run, batch, comparison):
        assert view._repr_html_().count("<table") == 1


@pytest.mark.parametrize("name", ["nothing", "runs/nothing"])
def test_what_is_not_there_is_refused_in_one_line(folder: Path, name: str) -> None:
    with pytest.raises(cityties.CityTiesError, match=r"^[^\n]+no run or batch[^\n]+$"):
        cityties.load(name, runs=folder / "runs")


def test_a_table_that_is_not_there_is_refused_with_the_nearest(run: RunView) -> None:
    with pytest.raises(cityties.CityTiesError, match=r"has no table 'crisis'\. Did you mean 'crises'\?"):
        run.table("crisis")


def test_an_unknown_parameter_is_refused_before_anything_is_computed(folder: Path) -> None:
    with pytest.raises(cityties.CityTiesError, match=r"Did you mean 'outreach'\?"):
        cityties.run(folder / "plain.yaml", parameters={"outraech": 1}, out=folder / "none")
    assert not (folder / "none").exists()


def test_a_design_is_no_run(folder: Path) -> None:
    design = next(path for path in SHIPPED if path.parent.name == "designs")
    with pytest.raises(cityties.CityTiesError, match="holds a design or named arms"):
        cityties.run(design, out=folder / "none")


@pytest.mark.parametrize("what", ["plot", "draw", "page", "table"])
def test_a_run_of_other_code_that_cannot_be_shown_is_named_as_such(
    run: RunView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    shutil.copytree(run.path, tmp_path / "old", ignore=shutil.ignore_patterns("tables", "report.html"))
    old = RunView(tmp_path / "old")

    def fails(_results: object) -> None:
        """Miss a column, as code does that asks for more than was written."""
        raise KeyError("Columns not found: 'ended'")

    monkeypatch.setattr("cityties.analysis.results.sum_up", fails)
    monkeypatch.setattr("cityties.report.page.Summary", fails)
    words = {"draw": ("svg",), "table": ("crises",)}.get(what, ())
    with pytest.raises(KeyError):
        getattr(old, what)(*words)
    monkeypatch.setattr("cityties.experiment.other_code.code_digest", lambda: "ffffffffff")
    with pytest.raises(CityTiesError, match=r"computed by other code of the model \(.*; this is ffffffff\)"):
        getattr(old, what)(*words)
