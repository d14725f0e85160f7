"""Every number on the page of claims is found in a table of its own folder, or stands in the file of claims."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from builders.paths import SCENARIOS
from cityties.claims.attribution import PLAYERS
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.power import ENOUGH
from cityties.claims.reading import read_claims
from cityties.cli.main import app
from cityties.report import skeleton

pytestmark = pytest.mark.slow
CLAIMS = SCENARIOS / "claims.yaml"
TEMPLATES = Path(skeleton.__file__).parent
DRAWS = 10
ORIGIN = re.compile(r'<dl class="origin">.*?</dl>', re.DOTALL)
"""Versions and digests, which are no results."""
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
TABLE_OF = {"severity": "severity", "surfaces": "surfaces", "shapley": "shapley", "rivals": "rivals", "paths": "crises"}
"""The table from which the words under a figure are taken."""


class Page(HTMLParser):
    """The numbers that carry their value, what else is read on a page, and the words under each of its figures."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: list[tuple[float, str]] = []
        self.words: list[str] = []
        self.captions: dict[str, str] = {}
        self._open: list[str] = []
        self._figure = ""
        self._value = 0.0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("data", "style", "script", "figcaption"):
            self._open.append(tag)
        if tag == "figure":
            self._figure = found["id"].removeprefix("figure-claims-")
        if tag == "img":
            self.captions[self._figure] = found["alt"]
        if tag == "data":
            self._value = float(found["value"])

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        place = self._open[-1] if self._open else ""
        if place == "data":
            self.values.append((self._value, data))
        elif place == "figcaption":
            self.captions[self._figure] += f" {data}"
        elif place not in ("style", "script"):
            self.words.append(data)


def numbers(text: str) -> set[float]:
    return {float(one.replace(",", "")) for one in NUMBER.findall(text)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    arguments = ["claims", str(CLAIMS), "--draws", str(DRAWS), "--quiet", "--out", str(tmp_path_factory.mktemp("runs"))]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "needs --full" in result.output
    assert "inconclusive" not in result.output
    assert "likelihood ratio" in result.output
    return Path(result.output.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return Page(ORIGIN.sub("", (folder / "claims.html").read_text(encoding="utf-8")))


def values_of(path: Path) -> Iterator[float]:
    for column in pd.read_csv(path).select_dtypes("number").to_dict("series").values():
        yield from (float(value) for value in column.dropna())


def thresholds() -> set[float]:
    """Return the numbers that the file of claims lays down."""
    content = read_claims(CLAIMS).content
    widths = {width for claim in content.claims.values() for width in content.widths(claim)}
    zeros = {claim.zero for claim in content.claims.values()}
    return widths | zeros | {content.rule.certainty, *(content.maps.earlier or ()), *content.maps.compared, ENOUGH}


def test_every_number_that_carries_its_value_is_found_in_a_table_or_is_a_threshold(folder: Path, page: Page) -> None:
    known = thresholds().union(*(values_of(path) for path in (folder / "tables").glob("*.csv")))
    known |= set(map(float, range(10)))  # shares of fewer than ten are printed as the counts they are
    unknown = {value for value, _ in page.values if not any(abs(value - one) < 1e-12 for one in known)}
    assert unknown == set()
    assert len(page.values) > 500


def test_every_number_is_printed_as_it_is(page: Page) -> None:
    for value, printed in page.values:
        shown = float(printed.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}%", ""))
        digits = len(printed.partition(".")[2])
        scale = 100.0 if "%" in printed else 1.0
        assert abs(shown - scale * value) <= 0.5 * 10.0**-digits + 1e-9, printed


def test_no_other_number_is_read_but_those_of_the_file_and_of_the_fixed_words(folder: Path, page: Page) -> None:
    fixed = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("claims.html", "page.html"))
    fixed += f" {read_claims(CLAIMS).content.draws.full} "
    fixed += CLAIMS.read_text(encoding="utf-8") + " ".join(one.meaning for one in ESTIMANDS.values())
    fixed += (SCENARIOS / "historical.yaml").read_text(encoding="utf-8")
    words = " ".join(page.words).replace(folder.name, "")  # a digest in the citation may hold digits alone
    strange = numbers(words) - numbers(fixed) - {float(DRAWS)}
    assert strange == set()


@pytest.mark.parametrize("figure", TABLE_OF)
def test_every_number_under_a_figure_is_a_rounded_number_of_its_table(folder: Path, page: Page, figure: str) -> None:
    found = list(values_of(folder / "tables" / f"{TABLE_OF[figure]}.csv"))
    rounded = {round(abs(scale * value), digits) for value in found for digits in range(4) for scale in (1.0, 100.0)}
    counted = {
        float(len(pd.read_csv(folder / "tables" / f"{TABLE_OF[figure]}.csv")[name].unique())) for name in names(figure)
    }
    players = len(next(iter(PLAYERS.values())))
    fixed = thresholds() | {0.05, 0.0, float(players), 2.0**players}
    words = re.sub(r"\bN\d\b|\b\d{4}-\d\d\b", "", page.captions[figure])
    strange = numbers(words) - rounded - counted - fixed
    assert strange == set()


def names(figure: str) -> list[str]:
    """Return the columns of a figure's table whose different entries its words count."""
    return {"paths": ["crisis"], "rivals": ["world"], "surfaces": ["surface"]}.get(figure, [])


def test_a_quick_table_names_no_verdict_and_every_column_is_explained(folder: Path) -> None:
    page = (folder / "claims.html").read_text(encoding="utf-8")
    assert page.count("needs --full") > 5
    assert not re.search(r'class="verdict">(supported|refuted|inconclusive)', page)
    columns = pd.read_csv(folder / "tables" / "columns.csv", keep_default_na=False)  # one column is called null
    for path in (folder / "tables").glob("*.csv"):
        if path.stem != "columns":
            assert set(pd.read_csv(path, nrows=0)) == set(columns.loc[columns["table"] == path.stem, "column"])


def test_claims_on_history_stand_before_and_after_the_record(folder: Path) -> None:
    verdicts = pd.read_csv(folder / "tables" / "verdicts.csv", keep_default_na=False, na_values=[""])
    after = verdicts[verdicts["sample"] == "posterior"]
    assert {"H1", "H1c"} <= set(after["claim"])
    assert not after["decides"].any()
    assert set(after["claim"]) <= {name for name, one in read_claims(CLAIMS).tested.items() if one.world == "history"}
    assert (after["p_supported_low"] <= after["p_supported"]).all()
    assert "agree with the record" in (folder / "claims.html").read_text(encoding="utf-8")


def test_the_page_asks_nothing_of_the_network(folder: Path) -> None:
    text = (folder / "claims.html").read_text(encoding="utf-8")
    assert "http" not in re.sub(r"http://www\.w3\.org\S*", "", text)
