"""Rows for what a made world has no figure of: values in the middle, marked as such, that take no side."""

from collections.abc import Iterable, Iterator, Mapping

from cityties.worlds.writing import TableRow

MIDDLE = "no figure: a neutral value in the middle of its range"
NEUTRAL_SHARE = 0.5
RECOGNISED = "1956-09"
"""The White House conference of September 1956, from which the movement of sister cities dates itself."""


def nation_rows(codes: Iterable[str], source: str) -> Iterator[TableRow]:
    """Return nations that bind their cities half."""
    for code in codes:
        yield {
            "nation": code,
            "name": code,
            "centralisation": NEUTRAL_SHARE,
            "source": source,
            "certainty": "low",
            "note": MIDDLE,
        }


def dyad_code(one: str, other: str) -> str:
    """Return the code of a pair of nations."""
    return f"{one}-{other}"


def dyad_rows(codes: Mapping[tuple[str, str], str], source: str, recognised: Mapping[str, str]) -> Iterator[TableRow]:
    """Return pairs of nations, recognised in the month given or in 1956, whose relations lean neither way."""
    for (one, other), code in codes.items():
        month = recognised.get(code, RECOGNISED)
        yield {
            "dyad": code,
            "nation_a": one,
            "nation_b": other,
            "recognised": month,
            "relations_before": 0,
            "relations_at_recognition": 0,
            "baseline_relations": 0,
            "formation_factor": 1,
            "formation_trend_per_year": 0,
            "formation_trend_from": month[:4],
            "source": source,
            "certainty": "low",
            "note": MIDDLE,
        }


def anchor_rows(counts: Mapping[str, int], first: Mapping[str, int], last: int, source: str) -> Iterator[TableRow]:
    """Return the stock of ties of each dyad at both ends of an even growth, by which undated ties are dated."""
    for code, n_ties in sorted(counts.items()):
        for year, count in ((first.get(code, int(RECOGNISED[:4])), 0), (last, n_ties)):
            yield {"dyad": code, "year": year, "count": count, "source": source, "certainty": "low"}


def public_rows(codes: Mapping[tuple[str, str], str], source: str) -> Iterator[TableRow]:
    """Return publics without a leaning, two for each pair of nations."""
    for (one, other), code in codes.items():
        for of, about in ((one, other), (other, one)):
            yield {
                "dyad": code,
                "of": of,
                "about": about,
                "mood_baseline": 0,
                "mood_floor": -1,
                "reversion": "fast",
                "source": source,
                "certainty": "low",
                "note": MIDDLE,
            }
