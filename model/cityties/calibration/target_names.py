"""Targets by names that people read: kind, public, pair and period in words of the language that is spoken."""

import re
from collections.abc import Mapping

from cityties.tables.language import in_words, language, msg, tr

_TWICE = re.compile(r"(\S+-\S+) (?=\1 )")
_PUBLIC = re.compile(r"(\w+) of (\S+)")
_PERIODS = (
    (re.compile(r"months (?P<first>\d+)-(?P<last>\d+)"), msg("months {first} to {last}")),
    (re.compile(r"(?P<part>\S+) in (?P<whole>\S+)"), msg("{part} in {whole}")),
    (re.compile(r"after (?P<n>\d+) months"), msg("after {n} months")),
    (re.compile(r"(?P<later>\S+) from (?P<earlier>\S+)"), msg("{later} from {earlier}")),
)


def target_words(name: object) -> str:
    """Return the name of a target, such as `stopped CN-JP CN-JP 2012-09`, without underscores or a pair said twice."""
    once = _TWICE.sub("", str(name))
    if language() == "en":
        return once.replace("_", " ")
    kind, _, rest = once.partition(" ")
    rest = _PUBLIC.sub(lambda found: public_words(found[0]), rest)
    for pattern, message in _PERIODS:
        rest = pattern.sub(lambda found, said=message: tr(said).format(**found.groupdict()), rest)  # type: ignore[misc]
    return f"{in_words(kind)} {rest}".strip()


def public_words(name: str) -> str:
    """Return a public in words: ``CN of CN-JP`` is that of CN about JP."""
    of, _, dyad = name.partition(" of ")
    about = [nation for nation in dyad.split("-") if nation != of]
    return tr("{of} about {about}").format(of=of, about=about[0]) if len(about) == 1 else name


def fit_words(name: str, pairs: Mapping[str, str]) -> str:
    """Return what a fit left out, such as ``without CN-JP 2012-09``, with pairs of nations by their names."""
    dyad, between, month = name.removeprefix("without ").partition(" ")
    if not name.startswith("without "):
        return tr(name)
    return tr("without {crisis}").format(crisis=f"{pairs.get(dyad, dyad)}{between}{month}")
