"""The figures of the tutorial, made by the commands and scenarios that it shows.

    uv run python model/handbook/site/figures.py [--check]

It writes them into the handbook; with ``--check`` it ends with code 1 where one differs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HANDBOOK = Path(__file__).resolve().parents[1]
SCENARIOS = HANDBOOK.parents[1] / "scenarios"
FIGURES = {"buffer-index.svg": ("run", "toy"), "sweep-buffer_36.svg": ("batch", "hawkish")}
"""Figures under ``figures/``, with the command and the scenario that make them."""
TITLED = re.compile(r'^```yaml title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def tutorial_figures() -> dict[str, bytes]:
    """Run what the tutorial runs, in a temporary folder, and return the figures that it shows."""
    with tempfile.TemporaryDirectory() as folder:
        scenarios = Path(folder, "scenarios")
        shutil.copytree(SCENARIOS / "worlds" / "toy", scenarios / "worlds" / "toy")
        shutil.copy(SCENARIOS / "toy.yaml", scenarios)
        for name, text in TITLED.findall((HANDBOOK / "tutorial.md").read_text(encoding="utf-8")):
            Path(folder, name).write_text(text, encoding="utf-8")
        environment = os.environ | {"CITYTIES_LANG": "en", "CITYTIES_RUNS": str(Path(folder, "runs"))}
        for made_by in FIGURES.values():
            command = [sys.executable, "-m", "cityties", *made_by, "--quiet"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
        runs = Path(folder, "runs")
        return {name: next(runs.glob(f"{of}-*/figures/{name}")).read_bytes() for name, (_, of) in FIGURES.items()}


def main(check: bool) -> None:
    """Write the figures, or name those that differ."""
    wrong = []
    for name, content in tutorial_figures().items():
        file = HANDBOOK / "figures" / name
        if not file.exists() or file.read_bytes() != content:
            wrong.append(name)
        if not check:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
    if check and wrong:
        raise SystemExit(f"other than the commands of the tutorial make them: {', '.join(wrong)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    main(parser.parse_args().check)
