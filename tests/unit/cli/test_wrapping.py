"""Lines are broken between words, and in Chinese between characters; random texts are compared with the standard."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from cityties.cli.wrapping import CLOSING, cells, wrapped

WORDS = st.lists(st.text("abc-/[]", min_size=1, max_size=12), max_size=30).map(" ".join)
CHINESE = st.lists(st.sampled_from(["城", "友好，", "（关系）", "市。", " a1 "]), max_size=60).map("".join)


@given(WORDS, st.integers(20, 60), st.sampled_from(["", "  "]))
def test_words_are_wrapped_as_the_standard_library_does(text: str, room: int, later: str) -> None:
    known = textwrap.wrap(text, room, subsequent_indent=later, break_long_words=False, break_on_hyphens=False)
    assert wrapped(text, room, "", later) == known


@given(CHINESE)
def test_chinese_fits_and_loses_nothing(text: str) -> None:
    lines = wrapped(text, 20, "", "  ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= 20 for line in lines)


def test_no_mark_of_punctuation_begins_a_line() -> None:
    text = "友城关系缓和危机，" * 12
    for room in range(20, 40):
        lines = wrapped(text, room)
        assert all(cells(line) <= room for line in lines)
        assert not any(line[0] in CLOSING for line in lines)
