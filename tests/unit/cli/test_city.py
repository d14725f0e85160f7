"""The ties of one city, summed by hand and by the command."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from builders.batches_on_disk import call
from builders.runs_on_disk import computed
from cityties.experiment.results import RunResults
from cityties.report.city_page import lead

pytestmark = pytest.mark.compiled


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    text = (
        "title: A small world\nworld: small\nstart: 2010-01\nend: 2014-12\nreplicates: 3\n"
        "record: {ties_at: [2011-06, 2014-12]}\n"
    )
    return computed(tmp_path_factory.mktemp("city"), text)


def shown(run: RunResults, *words: object, code: int = 0) -> str:
    return call("city", *words, "--run", run.path.name, "--runs", run.path.parent, code=code)


def test_every_tie_of_a_city_stands_in_its_table_at_every_month_asked_for(run: RunResults) -> None:
    city = str(run.ties["city_a"].iloc[0])
    page = Path(shown(run, city).splitlines()[-1])
    table = pd.read_csv(page.parent / "tables" / "city_ties.csv")
    own = run.ties[(run.ties["city_a"] == city) | (run.ties["city_b"] == city)]
    assert {"2011-06", "2014-12"} <= set(table["month"])
    for row in table.to_dict("records"):
        label = 12 * int(row["month"][:4]) + int(row["month"][5:]) - 1
        pair = own[(own["month"] == label) & ((own["city_a"] == row["partner"]) | (own["city_b"] == row["partner"]))]
        assert row["existing"] == pytest.approx(len(pair) / 3)
        assert row["strength"] == pytest.approx(pair["strength"].mean())
    assert len(table) == own.groupby(["month", "city_a", "city_b"], observed=True).ngroups
    text = page.read_text(encoding="utf-8")
    assert city in text
    assert text.count("<img") == 2


def test_a_city_that_is_not_there_is_answered_with_the_nearest(run: RunResults) -> None:
    city = str(run.ties["city_a"].iloc[0])
    assert f"Did you mean '{city}'?" in shown(run, f"{city}x", code=2)


def test_two_runs_of_one_scenario_stand_beside_each_other_under_two_names(run: RunResults, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(run.path, other)
    city = str(run.ties["city_a"].iloc[0])
    told = call("city", city, "--run", run.path, "--run", other, "--runs", run.path.parent)
    table = pd.read_csv(Path(told.splitlines()[-1]).parent / "tables" / "city_ties.csv")
    assert list(table["label"].unique()) == [run.path.name, "elsewhere"]
    assert f"{run.path.name}: mean strength in 2014-12" in told
    assert "elsewhere: mean strength in 2014-12" in told


def test_the_page_of_a_city_goes_with_its_run(run: RunResults) -> None:
    shown(run, str(run.ties["city_b"].iloc[0]))
    call("rm", run.path.name, "--yes", "--runs", run.path.parent)
    assert not run.path.exists()


def test_the_lead_says_how_cases_differ_most() -> None:
    first = pd.DataFrame(
        {
            "label": "one",
            "month": ["2010-01", "2011-01"],
            "partner": "BB/Town",
            "strength": [0.3, 0.4],
            "suspended": 0.0,
        }
    )
    other = first.assign(label="two", strength=[0.3, 0.25], suspended=[0.0, 0.5])
    told = lead(pd.concat([first, other]), "AA/City")
    assert told.endswith(
        "two against one, at most: strength -0.15 (BB/Town, 2011-01), "
        "suspended share +50\N{NO-BREAK SPACE}% (BB/Town, 2011-01)."
    )
    same = lead(pd.concat([first, first.assign(label="two")]), "AA/City")
    assert "two against one: no tie differs by 0.01 or more" in same
