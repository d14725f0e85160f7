"""Names for nations and cities that do not exist: readable, and the same ones every time."""

import re

_NATION_STEMS = re.findall(
    r"\w+", "Ar Bel Cor Dal Es Fen Gal Hes Ith Jor Kar Lor Mer Nor Ost Pal Quin Ros Sal Tar Ul Ver Wes Yor Zel"
)
_NATION_ENDINGS = ("land", "mark", "avia", "onia")
_CITY_STEMS = re.findall(
    r"\w+",
    "Ald Bram Cold Dun Elm Fair Glen Hart Iver Kest Lang Mill North Oak Penn Quay Red Stan Thorn Under Vale West Yar "
    "Zinn",
)
_CITY_ENDINGS = ("gate", "ford", "haven", "mere", "stead", "wick", "port", "field", "dale", "combe")


def nation_names(number: int) -> dict[str, str]:
    """Return so many names of nations by their codes of two letters, or of N and a number where letters run out."""
    named = {
        stem[:2].upper(): stem + _NATION_ENDINGS[place % len(_NATION_ENDINGS)]
        for place, stem in enumerate(_NATION_STEMS[:number])
    }
    return named | {f"N{place}": f"Nation {place}" for place in range(len(named) + 1, number + 1)}


def city_names(number: int) -> list[str]:
    """Return so many names of cities, no two alike."""
    found: list[str] = []
    while len(found) < number:
        block = len(found) // len(_CITY_STEMS)
        mark = "" if block < len(_CITY_ENDINGS) else f" {block // len(_CITY_ENDINGS) + 1}"
        found += [
            stem + _CITY_ENDINGS[(place + block) % len(_CITY_ENDINGS)] + mark for place, stem in enumerate(_CITY_STEMS)
        ]
    return found[:number]
