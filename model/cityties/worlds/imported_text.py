"""What an import reports, on the screen and in the README of its world: nothing is left out or changed in silence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from cityties.tables.stray_files import LEFT_OUT
from cityties.worlds.gathering import Found
from cityties.worlds.pair_lists import ListedCity, PairList, allowed

type Counted = tuple[str, int, str]


def summary(found: Found, pair_list: PairList, tied: Sequence[int]) -> list[str]:
    """Return lines of what was left out, renamed, chosen or left empty, with their numbers."""
    cities = [found.cities[number] for number in tied]
    counted = [*_left_out(found, pair_list), *_renamed(found, cities), *_cells(found, cities)]
    lines = [f"{what:9} {number:6,}  {of}" for what, number, of in counted if number]
    if found.left_out or pair_list.faults:
        lines.append(f"{LEFT_OUT} in the world's folder has the rows that were left out.")
    return lines


def _left_out(found: Found, pair_list: PairList) -> Iterator[Counted]:
    faulty = Counter({row.line: row.kind for row in pair_list.faults}.values())
    named = ", ".join(f"{number:,} {kind}" for kind, number in faulty.most_common())
    yield "left out", sum(faulty.values()), f"rows with a fault ({named})"
    kinds = Counter(row.kind for row in found.left_out)
    yield "left out", kinds["within"], "pairs within a nation"
    yield "left out", kinds["doubled"], "pairs that stand twice"
    yield "left out", pair_list.n_other_nations, "rows of other nations"


def _renamed(found: Found, cities: Sequence[ListedCity]) -> Iterator[Counted]:
    kept = {city.name for city in cities}
    marks = [(city.listed_as, city.name) for city in cities if allowed(city.listed_as) != city.listed_as]
    yield "renamed", len(marks), f"names with '/' or ';'{_example(marks)}"
    namesakes = [pair for pair in found.renamed if pair[1] in kept]
    yield "renamed", len(namesakes), f"namesakes{_example(namesakes)}"


def _cells(found: Found, cities: Sequence[ListedCity]) -> Iterator[Counted]:
    notes = Counter(note.split(" ", 1)[0] for city in cities for note in city.notes)
    yield "chosen", notes["of"], "places: of several of one name the largest or nearest, see the city's note"
    ties = found.ties.values()
    yield (
        "empty",
        sum(bool(tie.note) and not tie.signed for tie in ties),
        "dates, which cannot be read, see the tie's note",
    )
    yield "in doubt", sum(bool(tie.note and tie.signed) for tie in ties), "dates, see the tie's note"
    yield "empty", notes["population"], "populations, which cannot be read, see the city's note"


def _example(pairs: Sequence[tuple[str, str]]) -> str:
    return f" ('{pairs[0][0]}' is now '{pairs[0][1]}')" if pairs else ""


def imported_readme(path: Path, said: Sequence[str]) -> str:
    """Return a README on what came from the list and what has still to be filled in."""
    kept = "\n".join(f"    {line}" for line in said)
    return (
        f"# A world out of {path.name}\n\n"
        + (f"{kept}\n\n" if kept else "")
        + "Cities, places and ties are those of the list. Centralisation, autonomy, nationalism, moods and relations "
        "have no figure and stand in the middle of their range; recognition is September 1956 or the oldest tie. Fill "
        "in what you know, with its source, and add disputes to `shocks.csv`: without any there is no crisis to study."
        "\n"
    )
