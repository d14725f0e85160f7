"""Titles and names that look like markup are text on every page: shown as they are written, and never run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from builders.batches_on_disk import call
from builders.browser import Tab, browser_program, chromium
from builders.coarse_figures import coarse_figures
from builders.live_page import SHARP, served
from builders.paths import SCENARIOS

PROGRAM = browser_program()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here; .ci/run installs one")
MARKUP = "<script>window.hit=1</script><b>bold</b><img src=x onerror=window.hit=1>"
TITLE, QUESTION, CRISIS = f"Title {MARKUP}", f"Question {MARKUP}", f"Crisis {MARKUP}"
CITY, NATION = "Gate<img src=x onerror=window.hit=1>", "<script>window.hit=1</script>Land"
INTRUDERS = "document.querySelectorAll('b, script, img[src=x]').length"
HIT = "document.body.innerHTML.includes('window.hit') && typeof window.hit"


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the toy scenario with markup for its title, question, first crisis, a city and a nation."""
    folder = tmp_path_factory.mktemp("markup")
    world = folder / "worlds" / "toy"
    shutil.copytree(SCENARIOS / "worlds" / "toy", world)
    for file in world.glob("*.csv"):
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        table = table.replace({"Westgate": CITY, "WM/Westgate": f"WM/{CITY}", "Westmark": NATION})
        if file.name == "shocks.csv":
            table.loc[table["type"] == "political", "title"] = CRISIS
        table.to_csv(file, index=False)
    file = folder / "markup.yaml"
    lines = (SCENARIOS / "toy.yaml").read_text(encoding="utf-8").splitlines()
    kept = "\n".join(line for line in lines if not line.startswith(("title:", "question:", "  H1 ", "  two ")))
    file.write_text(f"{kept}\ntitle: '{TITLE}'\nquestion: '{QUESTION}'\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium(str(PROGRAM)) as new:
        yield new()


def test_the_live_page_shows_markup_as_text(scenario: Path, tab: Tab) -> None:
    with served(scenario.parent, scenario.name) as address:
        tab.look(1366, 900)
        tab.open(address)
        tab.wait(f"{SHARP} && document.body.dataset.mapped")
        before = tab.run(INTRUDERS)
        assert tab.run("document.querySelector('h1').textContent") == TITLE
        assert tab.run("document.title").startswith(TITLE)
        assert CRISIS in tab.run(
            "document.querySelector('#crisis').textContent + document.querySelector('#jump').textContent"
        )
        tab.focus("#city")
        tab.type(CITY)
        tab.press("Enter")
        tab.wait("document.querySelector('#city-ties button')")
        assert CITY in tab.run("document.querySelector('#city-heading').textContent")
        tab.run("document.querySelector('#city-ties button').click()")
        tab.wait("document.querySelectorAll('#why-ends rect').length > 3")
        assert CITY in tab.run("document.querySelector('#why-part').textContent")
        tab.click("#save")
        tab.wait("document.querySelector('#save-text').textContent.includes('window.hit')")
        assert tab.run(INTRUDERS) == before
        assert tab.run(HIT) == "undefined"


def test_static_pages_show_markup_as_text(scenario: Path, tab: Tab, tmp_path: Path) -> None:
    with coarse_figures():
        runs = [
            Path(call("run", scenario, "--replicates", 3, "--out", tmp_path, "--quiet", *more).splitlines()[-1])
            for more in ((), ("--set", "over_compliance=0"))
        ]
        compared = Path(call("compare", *runs, "--out", tmp_path / "compared").splitlines()[-1])
        city = Path(call("city", CITY, "--run", runs[0]).splitlines()[-1])
    for page, shown in ((runs[0] / "report.html", (TITLE, QUESTION, CRISIS)), (compared, (TITLE,)), (city, (CITY,))):
        tab.open(page.as_uri())
        tab.wait("document.readyState === 'complete'")
        for text in shown:
            assert text in tab.run("document.body.textContent"), (page, text)
        assert tab.run("document.querySelectorAll('img[src=x]').length") == 0
        assert (
            tab.run("[...document.querySelectorAll('b, script')].filter(e => /hit|^bold$/.test(e.textContent)).length")
            == 0
        )
        assert tab.run(HIT) == "undefined"
