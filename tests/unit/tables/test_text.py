"""Text that looks equal is equal after reading, in tables, scenarios and lists."""

import unicodedata
from pathlib import Path

import pytest

from builders.worlds_on_disk import replace_in, write_small_world
from cityties.tables.text import clean, half_character, without_control
from cityties.tables.world_tables import read_tables

COMPOSED = "São Ficto"
ALIKE = [
    unicodedata.normalize("NFD", COMPOSED),
    "S\u00e3o\u00a0Ficto",
    "S\u00e3o \u200bFicto",
    "\u202aS\u00e3o Ficto\u202c",
    "S\u00e3o Fic\u00adto",
    "\ufeffS\u00e3o\u3000Ficto",
]


@pytest.mark.parametrize("text", ALIKE, ids=ascii)
def test_what_looks_equal_becomes_equal(text: str) -> None:
    assert text != COMPOSED
    assert clean(text) == COMPOSED


def test_line_breaks_and_other_alphabets_stay() -> None:
    text = "Łódź\r\n架空市\n\tМинск\u2028"
    assert clean(text) == text


def test_control_characters_and_halves_are_found() -> None:
    assert without_control("a\x1b[31mb\tc\n") == "a [31mb\tc\n"
    assert half_character("\ud83c")
    assert not half_character("\U0001f3d9")


def test_a_city_written_in_two_ways_is_one_city(tmp_path: Path) -> None:
    folder = write_small_world(tmp_path)
    replace_in(folder, "cities.csv", "Anport,AA,A", f"{COMPOSED},AA,A")
    replace_in(folder, "ties.csv", "Anport,Bayport", f"{ALIKE[0]},Bayport")
    replace_in(folder, "ties.csv", "Anport,", f"{ALIKE[2]},")
    replace_in(folder, "network_members.csv", "Anport", ALIKE[3])
    replace_in(folder, "aid_2020.csv", "Anport", ALIKE[4])
    assert read_tables(folder).ties["city_a"].tolist() == [COMPOSED, "Acapital", COMPOSED]
