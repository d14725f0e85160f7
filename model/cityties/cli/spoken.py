"""The option ``--lang``, which may stand anywhere on the command line, and the variable that does the same."""

import os
from collections.abc import Sequence

from cityties.errors import CityTiesError
from cityties.tables.language import LANGUAGES, VARIABLE, checked, use

OPTION = "--lang"


def language_taken_out(words: Sequence[str]) -> list[str]:
    """Return the words of a command line without ``--lang``, and speak the language that it names.

    Without the option the variable ``CITYTIES_LANG`` says which, and without either it is English.

    Raises:
        CityTiesError: there is no such language, or none is named.
    """
    left: list[str] = []
    asked = ""
    rest = iter(words)
    for word in rest:
        if word == "--":
            left += [word, *rest]
        elif word == OPTION or word.startswith(f"{OPTION}="):
            asked = word.partition("=")[2] if "=" in word else next(rest, "")
            if not asked:
                raise CityTiesError(f"{OPTION}: name a language behind it: {', '.join(LANGUAGES)}.")
        else:
            left.append(word)
    if asked:
        use(checked(asked, f"{OPTION} "))
    elif given := os.environ.get(VARIABLE):
        use(checked(given, f"{VARIABLE}="))
    return left
