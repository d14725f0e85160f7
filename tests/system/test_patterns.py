"""The stylised facts: what the table of patterns counts, checked against the run by other means."""

import numpy as np
import pandas as pd
import pytest

from builders.runs_on_disk import SMALL, computed
from cityties.analysis.crises import crisis_paths
from cityties.analysis.patterns import FROZEN_MONTHS, largest_fall, patterns_table, turning_year
from cityties.analysis.results import sum_up
from cityties.experiment.results import RunResults
from cityties.figures.patterns import draw_patterns
from cityties.figures.style import look

MONTHS = 12


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    return computed(tmp_path_factory.mktemp("patterns"), SMALL + "record: {ties_at: [2024-12]}\n")


def with_signings(run: RunResults, rows: list[tuple[str, int, float]]) -> RunResults:
    """Return the run with other recorded signings of AA and BB: body, year, number."""
    table = pd.DataFrame([{"dyad": "AA-BB", "body": b, "year": y, "signings": n} for b, y, n in rows])
    tables = type(run.tables)(**vars(run.tables) | {"signings": table})
    return RunResults(run.path, run.scenario, tables)


def of(table: pd.DataFrame, pattern: str) -> pd.DataFrame:
    return table[table["pattern"] == pattern].reset_index(drop=True)


def patterns(run: RunResults) -> pd.DataFrame:
    return patterns_table(run, crisis_paths(run.crisis_months))


def test_a_stock_falls_by_the_share_of_its_peak_that_it_lies_below() -> None:
    assert largest_fall(np.array([0.0, 2.0, 10.0, 7.0, 9.0, 20.0, 15.0])) == pytest.approx(0.3)
    assert largest_fall(np.array([1.0, 1.0, 4.0])) == 0.0
    assert largest_fall(np.array([])) == 0.0


def test_signings_are_counted_in_the_years_around_the_gravest_dispute_by_each_body(run: RunResults) -> None:
    record = [("COUNT", year, float(year - 2004)) for year in range(2005, 2017)] + [("OTHER", 2010, 9.0)]
    known = with_signings(run, record)
    assert turning_year(known) == 2012
    signed = of(patterns(known), "signings")
    assert signed["period"].tolist() == ["2005-2012", "2013-2016"]
    assert signed["recorded"].tolist() == [np.mean(range(1, 9)), np.mean(range(9, 13))]
    stock = sum_up(run).stock
    own = stock[stock["dyad"] == "AA-BB"].set_index("year")["signed"]
    assert signed["model"].tolist() == pytest.approx([own.loc[2005:2012].mean(), own.loc[2013:2016].mean()])
    assert signed["is_input"].all()


def test_without_recorded_signings_there_is_no_year_to_turn_on(run: RunResults) -> None:
    silent = with_signings(run, [])
    silent.tables.signings["dyad"] = pd.Series(dtype=str)
    assert turning_year(silent) is None
    assert of(patterns(silent), "signings").empty


def test_events_stopped_are_those_of_the_crisis_table(run: RunResults) -> None:
    results = sum_up(run)
    stopped = of(results.patterns, "stopped")
    crises = results.crises.set_index(["crisis", "dyad"])
    assert len(stopped) > 0
    for row in stopped.to_dict("records"):
        assert row["model"] == pytest.approx(crises.loc[(row["period"], row["dyad"]), "suspension"])
        assert row["model_p05"] <= row["model_p95"]


def test_who_stopped_them_is_as_in_the_crisis_table(run: RunResults) -> None:
    asked = run.tables.disruptions.assign(measure="of those stopped events, at the wish of side a (at least)")
    tables = type(run.tables)(**vars(run.tables) | {"disruptions": asked})
    found = of(patterns(RunResults(run.path, run.scenario, tables)), "stopped by side a")
    crises = sum_up(run).crises.set_index(["crisis", "dyad"])
    assert found["model"].tolist() == pytest.approx([crises.loc[("AA-BB 2012-09", "AA-BB"), "stopped_by_first_nation"]])
    assert found["recorded"].tolist() == [0.4]


def test_frozen_ties_are_those_suspended_for_more_than_ten_years_at_the_end(run: RunResults) -> None:
    ties = run.ties.copy()
    last = int(ties["month"].max())
    ties["suspended_since"] = last - FROZEN_MONTHS
    ties.loc[ties["replicate"] == 0, "suspended_since"] -= 1
    changed = RunResults(run.path, run.scenario, run.tables)
    changed.__dict__["ties"] = ties
    frozen = of(patterns(changed), "frozen").set_index("dyad")
    for dyad, row in frozen.iterrows():
        theirs = (ties["replicate"] == 0) & (ties["dyad"] == dyad) & (ties["month"] == last)
        assert row["model"] == pytest.approx(theirs.sum() / run.replicates)


def test_a_year_without_a_meeting_counts_no_city(run: RunResults) -> None:
    forum = of(patterns(run), "forum")
    held = set((run.attendance["month"] // MONTHS).astype(str))
    assert set(forum.loc[forum["model"] > 0, "period"]) <= held
    assert set(forum.loc[~forum["period"].isin(held), "model"]) <= {0.0}


def test_the_figure_says_what_is_put_in_and_what_is_found(run: RunResults) -> None:
    with look():
        drawn = draw_patterns(patterns(run), {"AA-BB": "Aland–Beland", "AA-CC": "Aland–Celand"})
        empty = draw_patterns(patterns(run).iloc[:0], {})
    assert "put in" in drawn.caption
    assert "no tie is ever dissolved" not in drawn.caption  # councils may end ties in this run
    assert not of(patterns(run), "fall")["is_input"].any()
    assert "signings" not in empty.caption
    assert len(drawn.figure.axes) == 5
    assert sum("nothing to compare" in text.get_text() for axes in empty.figure.axes for text in axes.texts) == 5
