"""The live page in a real browser with the network blocked: used by mouse and keys, saved, and run as saved."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders.browser import Tab, browser_program, chromium
from builders.in_chinese import known_words, nothing_english
from builders.live_page import SHARP, served
from builders.paths import SCENARIOS

PROGRAM = browser_program()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here; .ci/run installs one")
B = "document.querySelector('#b').textContent"
FIRST_SLIDER = "#first input[type=range]"
MOST = "+document.body.dataset.replicates === 20"
"""All that the toy scenario has."""
Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home, "toy") as one:
        yield one


@pytest.fixture(scope="module")
def new_tab() -> Iterator[Callable[[], Tab]]:
    with chromium(str(PROGRAM)) as new:
        yield new


@pytest.fixture
def opened(new_tab: Callable[[], Tab], address: str) -> Iterator[Open]:
    """Open the page in a tab, and see at the end that nothing went wrong in it and nothing was asked of the network."""
    tabs: list[Tab] = []

    def open_tab(width: int = 1366, height: int = 900, dark: bool = False, url: str = address) -> Tab:
        tab = new_tab()
        tab.look(width, height, dark)
        tab.open(url)
        tab.wait(f"{SHARP} && document.body.dataset.mapped")
        tabs.append(tab)
        return tab

    yield open_tab
    for tab in tabs:
        tab.run("1")
        assert tab.console == []
        assert [url for url in tab.requests if not url.startswith((address, "data:", "blob:"))] == []


def interval(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+\.\d+", text.replace("−", "-"))]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_fits_and_shows_b_with_its_interval(opened: Open, width: int, dark: bool) -> None:
    tab = opened(width, 844, dark)
    value, low, high = interval(tab.run(B))
    assert low <= value <= high
    assert tab.run("document.documentElement.scrollWidth") <= width
    paper = tab.run("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", paper)[:3])) < 200) == dark
    assert tab.run("document.querySelectorAll('#damage-chart .plot .line').length") == 2


@pytest.mark.parametrize("width", [1366, 390])
def test_in_chinese_nothing_that_is_shown_is_english(opened: Open, address: str, width: int) -> None:
    tab = opened(width, 844, url=f"{address}?lang=zh")
    tab.focus(FIRST_SLIDER)
    tab.press("End")
    tab.run("for (const one of document.querySelectorAll('details')) one.open = true")
    tab.run("document.querySelector('#city').value = 'Westgate'")
    tab.run("document.querySelector('#city').dispatchEvent(new Event('change'))")
    tab.wait("document.querySelector('#city-ties button')")
    tab.run("document.querySelector('#city-ties button').click()")
    tab.wait("document.querySelectorAll('#why-ends rect').length > 3")
    tab.wait("document.querySelector('#changed li button')")
    tab.run("for (const code of document.querySelectorAll('code, .language, h1')) code.remove()")
    shown = tab.run("[...document.querySelectorAll('body *')].flatMap(one => [...one.childNodes])"
                    ".filter(one => one.nodeType === 3 && !one.parentElement.closest('script, pre'))"
                    ".map(one => one.textContent.trim()).filter(Boolean)")  # fmt: skip
    assert len(shown) > 150
    nothing_english(shown, {*known_words(), "PNG", "history"})
    assert tab.run("document.documentElement.scrollWidth") <= width


def test_all_that_can_be_used_is_reached_by_the_tab_key(opened: Open) -> None:
    tab = opened()
    reached = []
    for _ in range(400):
        tab.press("Tab")
        reached.append(tab.run("(e => e.id || e.className || e.tagName)(document.activeElement)"))
        if reached[-1] == "dyad":
            break
    wanted = {
        "pin",
        "copy-link",
        "save",
        "search",
        "crisis",
        "month",
        "previous",
        "play",
        "next",
        "jump",
        "city",
        "dyad",
    }
    assert wanted <= set(reached)
    assert sum(one == "plot" for one in reached) >= 2
    sliders = tab.run("[...document.querySelectorAll('#first input[type=range]')].map(e => e.id)")
    assert set(sliders) <= set(reached)


AXE = os.environ.get("CITYTIES_AXE", "")
"""The file ``axe.min.js`` of axe-core, which is not part of CityTies."""


@pytest.mark.skipif(not AXE, reason="CITYTIES_AXE names no file of axe-core")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_no_fault(opened: Open, address: str, width: int, dark: bool, language: str) -> None:
    tab = opened(width, 844, dark, url=f"{address}?lang={language}")
    tab.run(Path(AXE).read_text(encoding="utf-8") + "; true")
    found = tab.run("axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))")
    assert found == []


def test_a_slider_moved_by_keys_changes_b_and_can_be_undone(opened: Open) -> None:
    tab = opened()
    before = tab.run(B)
    tab.focus(FIRST_SLIDER)
    tab.press("End")
    tab.wait(f"{B} !== {json.dumps(before)} && {SHARP}")
    assert tab.run("document.querySelectorAll('#first .is-changed').length") == 1
    assert tab.run("document.querySelectorAll('#changed li button').length") == 1
    assert "over_compliance" in tab.run("decodeURIComponent(location.hash)")
    tab.click("#undo")
    tab.wait("document.querySelectorAll('.is-changed').length === 0 && location.hash.indexOf('settings') < 0")


def test_what_is_pinned_stays_beside_what_is_moved(opened: Open) -> None:
    tab = opened()
    tab.click("#pin")
    tab.wait("!document.querySelector('#pinned-b').hidden")
    tab.focus(FIRST_SLIDER)
    tab.press("End")
    tab.wait("document.querySelectorAll('#damage-chart .plot .line.pinned').length === 1 && location.hash.length > 9")
    tab.wait("!document.querySelector('#apart-chart').hidden && document.querySelector('#apart-chart .plot .band')")


def test_time_is_stepped_and_jumped_through(opened: Open) -> None:
    tab = opened()
    month = "document.querySelector('#month-shown').textContent"
    at = tab.run(month)
    tab.click("#next")
    tab.wait(f"{month} !== {json.dumps(at)} && document.body.dataset.mapped === {month}")
    tab.click("#previous")
    tab.wait(f"{month} === {json.dumps(at)}")
    tab.run("document.querySelector('#jump').selectedIndex = 1")
    tab.run("document.querySelector('#jump').dispatchEvent(new Event('change'))")
    wanted = tab.run("document.querySelector('#jump').options[1].textContent")
    tab.wait(f"document.body.dataset.mapped === {json.dumps(wanted[:7])}")
    tab.click("#play")
    tab.wait(f"{month} > {json.dumps(wanted[:7])}")
    tab.click("#play")
    assert "[" in tab.run("document.querySelector('#map-said').textContent")


def test_a_city_found_on_the_map_says_why(opened: Open) -> None:
    tab = opened()
    tab.run("document.querySelector('#map').scrollIntoView({block: 'center'})")
    end = "document.querySelector('#map .tie').getPointAtLength(0)"
    on_screen = f"{end}.matrixTransform(document.querySelector('#map').getScreenCTM())"
    x, y = tab.run(f"(p => [p.x, p.y])({on_screen})")
    for kind in ("mousePressed", "mouseReleased"):
        tab.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    tab.wait("!document.querySelector('#city-part').hidden && document.querySelector('#city-ties button')")
    tab.focus("#city-ties button")
    tab.press("Enter")
    tab.wait("!document.querySelector('#why-part').hidden && document.querySelectorAll('#why-ends rect').length > 3")
    assert tab.run("document.querySelector('#why-outcome').textContent.length") > 10
    assert tab.run("document.querySelectorAll('#strength-chart .plot .line').length") >= 1


def test_a_city_is_found_by_its_name(opened: Open, address: str) -> None:
    tab = opened()
    name = tab.run("fetch('api/world').then(r => r.json()).then(w => w.places.names[0].split('/')[1])")
    tab.focus("#city")
    tab.type(name)
    tab.press("Enter")
    tab.wait(f"document.querySelector('#city-heading').textContent.includes({json.dumps(name)})")


def test_a_city_is_found_by_its_name_in_the_language_of_the_page(new_tab: Callable[[], Tab], tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "worlds" / "toy", tmp_path / "worlds" / "toy")
    shutil.copy(SCENARIOS / "toy.yaml", tmp_path)
    names = "kind,nation,name,name_zh,name_own,source,certainty,note\ncity,WM,Westgate,西门,,INVENTED,low,\n"
    (tmp_path / "worlds" / "toy" / "names.csv").write_text(names, encoding="utf-8")
    with served(tmp_path, "toy.yaml") as address:
        tab = new_tab()
        tab.look(1366, 900)
        tab.open(f"{address}?lang=zh")
        tab.wait(f"{SHARP} && document.body.dataset.mapped")
        tab.focus("#city")
        tab.type("西门")
        tab.press("Enter")
        tab.wait("document.querySelector('#city-heading').textContent.includes('西门')")


def test_two_tabs_have_states_of_their_own_and_a_link_restores_one(opened: Open) -> None:
    one, other = opened(), opened()
    before = other.run(B)
    one.focus(FIRST_SLIDER)
    one.press("End")
    one.wait(f"{B} !== {json.dumps(before)} && {SHARP} && location.hash.length > 2")
    assert other.run("location.hash.length < 2 || location.hash.indexOf('over_compliance') < 0")
    assert other.run("document.querySelectorAll('.is-changed').length") == 0
    link = one.run("location.href")
    one.wait(MOST)
    again = opened(url=link)
    again.wait(MOST)
    assert again.run(B) == one.run(B) != before
    assert again.run("document.querySelectorAll('#first .is-changed').length") == 1


def test_a_saved_scenario_runs_to_the_same_b(opened: Open, home: Path) -> None:
    tab = opened()
    tab.focus(FIRST_SLIDER)
    tab.press("End")
    tab.wait("location.hash.includes('over_compliance')")
    tab.wait(MOST)
    tab.click("#save")
    tab.wait("document.querySelector('#save-text').textContent.includes('over_compliance')")
    tab.focus("#save-name")
    tab.type("moved")
    tab.click("#save-do")
    tab.wait("document.querySelector('#save-said').textContent.includes('moved.yaml')")
    shown = {
        row: interval(text)
        for row, text in tab.run(
            "[...document.querySelectorAll('#crises tr')].map(r => [r.cells[0].textContent, r.cells[2].textContent])"
        )
        if "[" in text
    }
    call = [sys.executable, "-m", "cityties", "run", "moved", "--quiet"]
    done = subprocess.run(call, cwd=home, capture_output=True, text=True, check=True, env=os.environ)
    import pandas as pd

    table = pd.read_csv(home / done.stdout.strip() / "tables" / "crises.csv")
    found = table[table["has_downturn"].fillna(False).astype(bool)]
    assert len(found) == len(shown) > 0
    for row in found.to_dict("records"):
        month = str(row["crisis"])[-7:]
        (mine,) = (numbers for name, numbers in shown.items() if name.endswith(month))
        assert mine == pytest.approx([row["buffer_36"], row["buffer_36_low"], row["buffer_36_high"]], abs=6e-4)


def test_a_taken_port_is_answered_in_one_line(address: str, home: Path) -> None:
    port = address.rstrip("/").rsplit(":", 1)[1]
    call = [sys.executable, "-m", "cityties", "explore", "toy", "--port", port, "--no-browser"]
    done = subprocess.run(call, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith(f"port {port}: address already in use")
    assert "Traceback" not in done.stderr
