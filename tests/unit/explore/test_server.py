"""Only a page of the server itself is answered; what it gets is checked, and nothing in it is taken for markup."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from builders.asgi import request
from cityties.explore.answers import Answers
from cityties.explore.server import application
from cityties.explore.source import read_source
from cityties.scenario.places import scenario_file
from cityties.scenario.reader import override

PORT = 8710
MARKUP = "<script>alert(1)</script> & <b>ties</b>"


def answers_of(**changes: Any) -> Answers:
    source = read_source(scenario_file("toy"))
    return Answers(replace(source, scenario=override(source.scenario, **changes)))


@pytest.fixture(scope="module")
def app() -> Iterator[ASGIApp]:
    answers = answers_of(title=MARKUP)
    yield application(answers, PORT)
    answers.close()


def test_the_page_is_served_to_its_own_browser(app: ASGIApp) -> None:
    for host in (f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}"):
        found = request(app, "/", headers={"Host": host, "Origin": f"http://{host}"})
        assert (found.status, found.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "", f"127.0.0.1:{PORT}.evil"]
)
@pytest.mark.parametrize("path", ["/", "/api/world", "/static/app.js"])
def test_another_host_is_refused(app: ASGIApp, host: str, path: str) -> None:
    assert request(app, path, headers={"Host": host}).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", f"https://127.0.0.1:{PORT}"])
def test_another_origin_is_refused(app: ASGIApp, origin: str) -> None:
    assert request(app, "/api/save", {"write": True, "name": "x"}, headers={"Origin": origin}).status == 403
    assert request(app, "/", headers={"Origin": origin}).status == 403


def test_a_page_of_another_site_is_refused_where_the_browser_says_so(app: ASGIApp) -> None:
    assert request(app, "/api/world", headers={"Sec-Fetch-Site": "cross-site"}).status == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_taken_because_forms_need_no_leave(app: ASGIApp, kind: str) -> None:
    assert request(app, "/api/look", {}, headers={"Content-Type": kind}).status == 415


@pytest.mark.parametrize("path", ["/", "/api/world", "/static/app.js", "/static/page.css", "/nothing"])
def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(app: ASGIApp, path: str) -> None:
    policy = request(app, path).headers["content-security-policy"]
    rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert rules["frame-ancestors"] == "'none'"


def test_a_title_with_markup_is_text(app: ASGIApp) -> None:
    page = request(app, "/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;ties&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert "<b>ties" not in page


def test_the_page_holds_neither_scripts_nor_styles_nor_addresses(app: ASGIApp) -> None:
    page = request(app, "/").text
    assert "style=" not in page
    assert " on" not in {word[:3] for word in page.split("<") if "=" in word and word.startswith(" on")}
    assert "http://" not in page
    assert "https://" not in page
    for script in page.split("<script")[1:]:
        assert script.split(">", 1)[1].startswith("</script>")


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/", "/api/nothing", "/etc/passwd"]
)
def test_nothing_but_the_files_of_the_page_is_given(app: ASGIApp, path: str) -> None:
    assert request(app, path).status == 404


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ([], "object"),
        ({"settings": []}, "settings"),
        ({"settings": {"over_compliance": [1]}}, "over_compliance"),
        ({"settings": {"over_compliance": None}}, "over_compliance"),
        ({"settings": {"over_complianse": 1}}, "over_compliance"),
        ({"settings": {"over_compliance": 1e9}}, "over_compliance"),
        ({"settings": {"over_compliance": "much"}}, "over_compliance"),
        ({"settings": {"title": "x"}}, "title"),
        ({"settings": {"world": "/etc"}}, "world"),
        ({"settings": {"rules": "x.py"}}, "rules"),
        ({"settings": {"nations.XX.autonomy": 0.5}}, "XX"),
        ({"settings": {"shocks.nothing.severity": 0.5}}, "nothing"),
        ({"replicates": 0}, "replicates"),
        ({"replicates": True}, "replicates"),
        ({"replicates": 10**9}, "replicates"),
        ({"crisis": "none of these"}, "crisis"),
        ({"dyad": "none of these"}, "pair of nations"),
        ({"crisis": ["x"]}, "crisis"),
        ({"month": "2012-13"}, "month"),
        ({"month": 5}, "month"),
        ({"cities": "Kobe"}, "cities"),
        ({"pinned": 3}, "settings"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_clear_line(app: ASGIApp, sent: Any, fault: str) -> None:
    found = request(app, "/api/look", sent)
    assert found.status == 400
    assert fault in found.content["fault"]
    assert "Traceback" not in found.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000], ids=["empty", "open", "bytes", "deep"])
def test_what_is_no_json_is_refused(app: ASGIApp, body: bytes) -> None:
    assert request(app, "/api/look", body=body).status == 400


def test_too_much_is_refused(app: ASGIApp) -> None:
    assert request(app, "/api/look", body=b" " * 300_000).status == 400


def test_a_page_gets_what_it_needs_of_the_scenario(app: ASGIApp) -> None:
    world = request(app, "/api/world").content
    assert world["title"] == MARKUP
    assert world["front"] in {one["name"] for one in world["crises"]}
    assert set(world["texts"]) >= {"soften", "worsen", "neither"}


def test_every_text_that_the_page_asks_for_is_in_the_table(app: ASGIApp) -> None:
    import re

    texts = request(app, "/api/world").content["texts"]
    folder = Path(__file__).parents[3] / "model/cityties/explore/static"
    asked = {
        name for file in folder.glob("*.js") for name in re.findall(r'\bt\("(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= set(texts)


@pytest.mark.parametrize(
    ("path", "headers", "asked", "tag"),
    [
        ("/", {}, "", "en"),
        ("/", {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "", "zh-CN"),
        ("/", {"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"}, "", "en"),
        ("/", {"Accept-Language": "fr, zh;q=0, de;q=x, en;q=0.1"}, "", "en"),
        ("/", {"Accept-Language": "fr"}, "", "en"),
        ("/", {"Accept-Language": "en"}, "zh", "zh-CN"),
        ("/?lang=zh-CN", {"Accept-Language": "en"}, "en", "zh-CN"),
        ("/?lang=en", {"Accept-Language": "zh"}, "zh", "en"),
        ("/?lang=xx", {"Accept-Language": "zh"}, "", "zh-CN"),
    ],
)
def test_the_page_is_in_the_language_asked_for_else_in_that_of_the_browser(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[str, str], asked: str, tag: str
) -> None:
    monkeypatch.setenv("CITYTIES_LANG", asked)
    page = request(app, path, headers=headers).text
    assert f'<html lang="{tag}">' in page
    other = {"en": "zh-CN", "zh-CN": "en"}[tag]
    assert f'href="?lang={other}" lang="{other}"' in page


def test_two_tabs_read_two_languages_of_one_server(app: ASGIApp) -> None:
    english, chinese = (request(app, f"/api/world?lang={code}").content for code in ("en", "zh-CN"))
    assert (english["texts"]["settings"], chinese["texts"]["settings"]) == ("Settings", "设置")
    assert english["texts"].keys() == chinese["texts"].keys()
    assert english["places"] == chinese["places"]
    same = ("key", "value", "low", "high", "from", "to", "step", "kind", "group")
    for one, other in zip(english["controls"], chinese["controls"], strict=True):
        assert [one.get(name) for name in same] == [other.get(name) for name in same]


def test_faults_are_in_the_language_of_the_page(app: ASGIApp) -> None:
    assert request(app, "/api/look?lang=zh", body=b"{").content == {"fault": "发送的内容不是 JSON。"}
    assert request(app, "/api/look", body=b"{").content == {"fault": "what was sent is no JSON."}
