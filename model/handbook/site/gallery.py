"""The gallery: every shipped scenario of a single run with its question, its answer, its file and its picture.

    uv run python model/handbook/site/gallery.py [--replicates 20]    # a quarter of an hour

It runs the scenarios and writes ``gallery.md`` and ``gallery/`` into the handbook.
"""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

import cityties
from cityties.errors import CityTiesError
from cityties.report.views import RunView
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario

HANDBOOK = Path(__file__).resolve().parents[1]
ROOT = HANDBOOK.parents[1]
SCENARIOS = ROOT / "scenarios"
PAGE, PICTURES = HANDBOOK / "gallery.md", HANDBOOK / "gallery"
PICTURE = "buffer-index"
DOTS, COLOURS = 90, 32
LARGE = ("europe_russia", "global_synthetic")
"""Scenarios of large worlds, of which a fifth of the replicates is run."""
HEAD = """# Gallery

Every scenario of a single run that comes with CityTies: what it asks, and what a short run of it answers. Points are B,
the share of a dispute's damage that ties take away (above 0 they soften, below 0 they worsen); lines are Monte Carlo
intervals over {n} paired replicates ({few} for {large}) and not over parameters. **No answer here is a verdict on the
claim**: parameters are as set by hand, and other values give other signs ([limits](limits.md)). Made by
`uv run python model/handbook/site/gallery.py`.
"""


def main(replicates: int) -> None:
    """Run all, and write the page."""
    PICTURES.mkdir(exist_ok=True)
    parts = [HEAD.format(n=replicates, few=replicates // 5, large=" and ".join(f"`{name}`" for name in LARGE))]
    for file in sorted([*SCENARIOS.glob("*.yaml"), *SCENARIOS.glob("severity/*.yaml")]):
        text = file.read_text(encoding="utf-8")
        if not any(line.startswith(("world:", "extends:")) for line in text.splitlines()):
            continue  # claims, observables
        name = file.relative_to(SCENARIOS).with_suffix("").as_posix()
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        run = cityties.run(file, replicates=replicates // 5 if name in LARGE else replicates)
        parts.append(_part(name, read_scenario(file), run))
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _part(name: str, scenario: Scenario, run: RunView) -> str:
    picture = _picture(name, run)
    shown = f"\n![{scenario.title}: B of each crisis](gallery/{picture})\n" if picture else ""
    question = f"*{scenario.question}*\n\n" if scenario.question else ""
    first = run.answer.split(". ")[0].rstrip(".")
    return f"## {scenario.title}\n\n{question}{first}. (`{name}`)\n{shown}"


def _picture(name: str, run: RunView) -> str:
    """Write the picture of a run, and return the name of its file; none where no crisis is compared."""
    try:
        figure = run.plot(PICTURE)
    except CityTiesError:
        return ""
    target, drawn = PICTURES / f"{name.replace('/', '-')}.png", BytesIO()
    figure.savefig(drawn, dpi=DOTS)
    Image.open(drawn).quantize(COLOURS).save(target, optimize=True)  # a quarter of the size
    return target.name


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=20)
    main(parser.parse_args().replicates)
