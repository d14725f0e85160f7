"""The reference: results from which every figure in a text is quoted, computed again and compared, or moved.

    uv run python tests/reference                  # compute again and compare: the first number that differs
    uv run python tests/reference --write          # take over what was computed, and move the figures of all pages
    uv run python tests/reference --only claims    # one result; can be repeated
    uv run python tests/reference --pages          # compute nothing: hold the pages against what is kept

Results go to the project's ``runs/``, where a command that was interrupted goes on; all of them take about an hour on
two free cores, and claims half of that. Ends with code 1 if anything differs.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from builders.paths import ROOT
from reference.differences import differences
from reference.pages import faults, move
from reference.picture import OF, draw
from reference.results import NAMES, RESULTS, Result, keep


def computed(results: Sequence[Result], write: bool) -> Iterator[str]:
    """Compute results and compare them with those that are kept, or keep them; yield what differs."""
    for number, result in enumerate(results, 1):
        print(
            f"{number} of {len(results)}, {result.spoken}: about {result.minutes:g} minutes on two free cores",
            flush=True,
        )
        folder = result.compute(ROOT / "runs")
        found = list(differences(result, folder))
        if write:
            keep(result, folder)
            if result.name == OF:
                draw(folder, result.kept)
        print("\n".join(found) or "  the same, to the last digit", flush=True)
        yield from found


def main() -> None:
    """Do what is asked for, and end with what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep what was computed, and move the figures of pages")
    parser.add_argument("--only", choices=NAMES, action="append", help="this result alone; can be repeated")
    parser.add_argument("--pages", action="store_true", help="compute nothing")
    asked = parser.parse_args()
    chosen = [] if asked.pages else [one for one in RESULTS if one.name in (asked.only or NAMES)]
    found = list(computed(chosen, asked.write))
    wrong = list(faults())
    print("\n".join(wrong) or "Pages quote what is kept.")
    if asked.write:
        for line in move():
            print(line)
        print("A number that moved belongs into CHANGELOG.md under Results, with size and reason.")
        raise SystemExit(1 if list(faults()) else 0)
    raise SystemExit(1 if found or wrong else 0)


if __name__ == "__main__":
    main()
