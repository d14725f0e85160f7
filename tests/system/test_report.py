"""A report holds what the tables hold, needs nothing but itself, and reads well when little was run."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builders.coarse_figures import coarse_figures
from builders.runs_on_disk import SMALL, computed
from cityties.analysis.names import dyad_names
from cityties.analysis.recorded import kind_of
from cityties.analysis.results import Results, sum_up
from cityties.experiment.results import RunResults
from cityties.figures import declared
from cityties.report import sections
from cityties.report.page import write_report
from cityties.report.sections import level_rows

TEXT_NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?![\w.])")
ELSEWHERE = {"0.02", "0.05", "0.10"}


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.alts: list[str] = []
        self.printed: list[tuple[float, str]] = []
        self.captions: list[str] = []
        self.headings: list[str] = []
        self.tags: set[str] = set()
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.addresses += [found[name] for name in ("src", "href", "data", "action", "poster") if name in found]
        if tag == "img":
            self.alts.append(found.get("alt", ""))
        if tag in {"data", "figcaption", "h2"}:
            self._open.append((tag, found.get("value", "")))
            {"figcaption": self.captions, "h2": self.headings}.get(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag, value in self._open:
            if tag == "data":
                self.printed.append((float(value), data))
            else:
                {"figcaption": self.captions, "h2": self.headings}[tag][-1] += data


@pytest.fixture(scope="module", autouse=True)
def coarse() -> Iterator[None]:
    with coarse_figures():
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, coarse: None) -> RunResults:
    run = computed(tmp_path_factory.mktemp("report"))
    write_report(run)
    return run


@pytest.fixture(scope="module")
def results(run: RunResults) -> Results:
    return sum_up(run)


@pytest.fixture(scope="module")
def page(run: RunResults) -> Page:
    return Page((run.path / "report.html").read_text(encoding="utf-8"))


def table_values(run: RunResults) -> set[float]:
    found: set[float] = set()
    for path in (run.path / "tables").glob("*.csv"):
        if path.name != "columns.csv":
            table = pd.read_csv(path)
            found |= set(table.select_dtypes("number").to_numpy(np.float64).ravel().tolist())
    return found


def test_the_page_asks_nothing_of_the_network(run: RunResults, page: Page) -> None:
    assert page.addresses
    outside = [address for address in page.addresses if not address.startswith(("#", "data:image/"))]
    assert all((run.path / address).is_file() for address in outside)
    assert not page.tags & {"link", "iframe", "object"}
    assert not any("script" in address for address in page.addresses)


def test_every_picture_is_described(page: Page) -> None:
    assert len(page.alts) >= 8
    assert all(len(alt) > 30 for alt in page.alts)


def test_every_number_is_that_of_a_table_rounded(run: RunResults, page: Page) -> None:
    known = table_values(run)
    assert len(page.printed) > 50
    for value, text in page.printed:
        assert value in known, f"{value} is in no table"
        digits = re.sub(r"[^\d.\-]", "", text.replace("\N{MINUS SIGN}", "-"))
        decimals = len(digits.partition(".")[2])
        shown = value * 100 if "%" in text else value
        assert float(digits) == pytest.approx(round(shown, decimals), abs=1e-12)


def test_numbers_in_captions_and_descriptions_are_those_of_tables(run: RunResults, page: Page) -> None:
    known = {f"{value:.{digits}f}" for value in table_values(run) for digits in (2, 3)} | ELSEWHERE
    relations = pd.read_csv(run.path / "tables" / "relations.csv").query("political_shocks")
    means = relations.pivot_table("relations", ["dyad", "month"], "tie_pathways")
    known.add(f"{(means[True] - means[False]).abs().max():.3f}")
    for text in page.captions + page.alts:
        assert set(TEXT_NUMBER.findall(text.replace("\N{MINUS SIGN}", "-"))) <= known, text


def test_of_many_pairs_of_nations_the_page_shows_those_whose_level_is_farthest_from_zero(
    run: RunResults, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = results.level
    assert [name for name, _ in level_rows(run, results)] == [dyad_names(run.tables)[dyad] for dyad in table["dyad"]]
    with monkeypatch.context() as patch:
        patch.setattr(sections, "MOST_PAIRS", 1)
        farthest = str(table.set_index("dyad")["level"].abs().idxmax())
        assert [name for name, _ in level_rows(run, results)] == [dyad_names(run.tables)[farthest]]
        text = write_report(run).read_text(encoding="utf-8")
    write_report(run)
    assert f"the other {len(table) - 1} are in <code>tables/level.csv</code>" in text


def test_every_column_of_a_table_is_in_the_dictionary(results: Results) -> None:
    ends, arms = re.compile(r"_(low|high|p05|p95)$"), re.compile(r"_(with|without)_ties$")
    for name, table in results.tables().items():
        described = set(results.columns.loc[results.columns["table"] == name, "column"])
        for column in table.columns if name != "columns" else ():
            plain = ends.sub("", column)
            general = re.sub(r"_(12|36|60)", "_MONTHS", arms.sub("", plain))
            assert described & {column, plain, general}, f"{name}.{column}"


def test_the_same_run_gives_the_same_page(run: RunResults) -> None:
    before = {path: path.read_bytes() for path in [run.path / "report.html", *(run.path / "figures").iterdir()]}
    write_report(run)
    assert {path: path.read_bytes() for path in before} == before


def test_gaps_add_up_to_the_loss(results: Results) -> None:
    shown = results.gaps[results.gaps["months_since"] < 36]
    sums = shown.groupby(["crisis", "dyad"], sort=False)[["gap_with_ties", "saved"]].sum()
    losses = results.crises.set_index(["crisis", "dyad"]).loc[sums.index]
    np.testing.assert_allclose(sums["gap_with_ties"], losses["loss_36_with_ties"], atol=1e-12)
    np.testing.assert_allclose(sums["saved"], losses["loss_saved_36"], atol=1e-12)


def test_signings_add_up_to_the_stock(results: Results) -> None:
    stock = results.stock
    last = stock[stock["year"] == stock["year"].max()].set_index("dyad")["ties"]
    np.testing.assert_allclose(stock.groupby("dyad")["signed"].sum().loc[last.index], last)


def test_a_record_is_compared_only_with_what_the_model_has() -> None:
    assert kind_of("exchange events cancelled or postponed") == "events"
    assert kind_of("Chugoku-region governments whose exchange was cut or reduced") == "governments"
    assert kind_of("of those, exchange restored by Feb 2008") == ""
    assert kind_of("Japanese arrivals from Korea 2018 -> 2019") == ""


ODD_RUNS = {
    "one replicate": ("replicates: 1", "A single replicate gives no interval"),
    "only with ties": ("arms: {tie_pathways: [true]}", "Only one arm was run"),
    "only without ties": ("arms: {tie_pathways: [false]}", "Only one arm was run"),
    "no disputes": ("arms: {political_shocks: [false]}", "No crisis falls into this run"),
    "no ties": ("ties: {history: none}", "exactly 0"),
    "no crises": ("end: 2009-12", "No crisis falls into this run"),
    "begins in 2012": ("start: 2012-06", 'severity <data value="0.9">'),
    "ends in the crisis": ("end: 2012-12", "losses are sums over 4 months only"),
    "begins and ends in one month": ("start: 2012-09\nend: 2012-09", "losses are sums over 1 month"),
}


@pytest.mark.parametrize("name", ODD_RUNS)
def test_a_run_of_little_still_has_a_page(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "rendered", lambda _: {"svg": b"<svg/>", "png": b"not drawn"})
    setting, expected = ODD_RUNS[name]
    replaced = {line.split(":")[0] for line in setting.split("\n")}
    kept = [line for line in SMALL.splitlines() if line.split(":")[0] not in replaced]
    run = computed(tmp_path, "\n".join([*kept, setting]) + "\n")
    text = write_report(run).read_text(encoding="utf-8")
    assert expected in text
    assert ">nan" not in text
    assert "NaN" not in text
