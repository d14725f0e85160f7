"""Targets by names that people read: kind, public, pair and period in words of the language that is spoken.

``names`` are those of nations and of pairs of nations by their codes (:func:`cityties.analysis.names.names_by_code`).
"""

import re
from collections.abc import Mapping

from cityties.analysis.names import crisis_words
from cityties.tables.language import in_words, msg, tr

_TWICE = re.compile(r"(\S+-\S+) (?=\1 )")
_PUBLIC = re.compile(r"(\w+) of (\S+)")
_WORD = re.compile(r"\S+")
_PERIODS = (
    (re.compile(r"months (?P<first>\d+)-(?P<last>\d+)"), msg("months {first} to {last}")),
    (re.compile(r"(?P<part>\S+) in (?P<whole>\S+)"), msg("{part} in {whole}")),
    (re.compile(r"after (?P<n>\d+) months"), msg("after {n} months")),
    (re.compile(r"(?P<later>\S+) from (?P<earlier>\S+)"), msg("{later} from {earlier}")),
)


def target_words(name: object, names: Mapping[str, str]) -> str:
    """Return the name of a target, such as `stopped CN-JP CN-JP 2012-09`, without codes or a pair said twice."""
    kind, _, rest = _TWICE.sub("", str(name)).partition(" ")
    rest = _PUBLIC.sub(lambda found: public_words(found[0], names), rest)
    rest = _WORD.sub(lambda found: names.get(found[0], found[0]), rest)
    for pattern, message in _PERIODS:
        rest = pattern.sub(lambda found, said=message: tr(said).format(**found.groupdict()), rest)  # type: ignore[misc]
    return f"{in_words(kind)} {rest}".strip()


def public_words(name: str, names: Mapping[str, str]) -> str:
    """Return a public in words: ``CN of CN-JP`` is that of China about Japan."""
    of, _, dyad = name.partition(" of ")
    about = [nation for nation in dyad.split("-") if nation != of]
    if len(about) != 1:
        return name
    return tr("{of} about {about}").format(of=names.get(of, of), about=names.get(about[0], about[0]))


def fit_words(name: str, names: Mapping[str, str]) -> str:
    """Return what a fit left out, such as ``without CN-JP 2012-09``, with its pair of nations by name."""
    if not name.startswith("without "):
        return tr(name)
    return tr("without {crisis}").format(crisis=crisis_words(name.removeprefix("without "), names))
