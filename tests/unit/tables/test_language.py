"""Languages: which there are, who chooses, and that the catalogue holds every message with its places."""

import re

import pytest

import catalogue
from cityties.errors import CityTiesError
from cityties.tables import language as words
from cityties.tables.language import CATALOGUES, LANGUAGES, checked, listing, set_solid, spoken, tr, trn, understood


@pytest.mark.parametrize(
    ("tag", "code"), [("zh", "zh"), ("zh-CN", "zh"), ("zh_Hans", "zh"), ("en_GB.UTF-8", "en"), ("fr", None), ("", None)]
)
def test_a_tag_asks_for_a_language(tag: str, code: str | None) -> None:
    assert understood(tag) == code


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(CityTiesError, match=r"--lang fr: no such language\. There are en \(English\), zh"):
        checked("fr", "--lang ")


def test_english_is_what_stands_in_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(words.VARIABLE, raising=False)
    assert words.language() == "en"
    assert tr("{n} ties end") == "{n} ties end"
    assert [trn("{n} tie", "{n} ties", n) for n in (1, 2)] == ["{n} tie", "{n} ties"]
    assert listing(["a", "b", "c"]) == "a, b and c"


def test_a_block_speaks_its_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(words.VARIABLE, "en")
    with spoken("zh"):
        assert words.language() == "zh"
    assert words.language() == "en"


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {*CATALOGUES, "en"} == set(LANGUAGES)


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    stored = catalogue.file_of(language, "mo").read_bytes()
    assert stored == catalogue.compiled(catalogue.read(language)), "run python tests/catalogue.py"


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_message_that_readers_see_has_a_translation(language: str) -> None:
    renewed = catalogue.renewed(catalogue.read(language), language)
    lacking = [message.id for message in catalogue.missing(renewed)]
    assert not lacking, "run python tests/catalogue.py and translate what it names in cityties.po"


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_translation_is_a_guess_or_of_other_places(language: str) -> None:
    for message in catalogue.read(language):
        if message.id:
            one, many = (message.id, message.id) if isinstance(message.id, str) else (message.id[0], message.id[-1])
            translated = message.string if isinstance(message.string, str) else "".join(message.string or ())
            assert not message.fuzzy, message.id
            assert places_of(translated) <= places_of(many), message.id
            if translated:
                assert places_of(one) - {"n", "%(n)"} <= places_of(translated), message.id


def places_of(text: str) -> set[str]:
    """Return the named places of a message; unnamed ones by their number."""
    in_braces = re.findall(r"\{(\w*)(?::[^{}]*)?\}", text)
    counted = [str(place) for place in range(in_braces.count(""))]
    return {one for one in in_braces if one} | set(counted) | set(re.findall(r"%\(\w+\)", text))


def test_no_space_stands_behind_a_mark_that_has_the_width_of_a_letter() -> None:
    assert set_solid("一句。 二句； <code>key</code>。 三句： 4。") == "一句。二句；<code>key</code>。三句：4。"
    left = '往往更窄。 <span class="files">SVG</span>\n（月） 38, A. B'
    assert set_solid(left) == left
