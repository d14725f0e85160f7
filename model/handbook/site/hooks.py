"""What the build adds to the handbook: the generated reference, documents of the repository, figures of the toy run.

MkDocs calls the functions ``on_*``. Links of a page into the repository lead to the copy of the document in the site;
links to what the site does not hold, such as code, become plain text.
"""

import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from cityties.cli.commands_page import PLACE, commands_page
from cityties.report.reference_pages import reference_pages

HANDBOOK = Path(__file__).resolve().parents[1]
ROOT = HANDBOOK.parents[1]
REPOSITORY = "repository"
"""Folder of the site that holds documents of the repository, laid out as there."""
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "model/README.md",
    "model/TRACE.md",
    "runs/README.md",
    "scenarios/README.md",
    "scenarios/rules/README.md",
    "scenarios/worlds/README.md",
    "scenarios/worlds/east-asia/README.md",
    "scenarios/worlds/europe-russia/README.md",
    "scenarios/worlds/global-synthetic/README.md",
    "scenarios/worlds/toy/README.md",
    "tests/README.md",
    "tests/benchmarks/results.md",
)
PICTURES = ("runs/reference/historical/buffer-index.png", "tests/benchmarks/growth.png")
FIGURES = {"buffer-index.svg": ("run", "toy"), "sweep-buffer_36.svg": ("batch", "hawkish")}
"""Figures of the tutorial that pages show, under ``figures/``, with the command and the scenario that make them."""
LINK = re.compile(r"(?<!\\)(!?)\[([^\]]*)\]\(([^)\s]+)\)")
TITLED = re.compile(r'^```yaml title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
KEYS = re.compile(r"<!-- keys: generated -->.*<!-- keys: end -->", re.DOTALL)
"""The table of keys in the manual of scenario files, which is a page of the reference in the site."""
FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: Any) -> Files:
    """Add what is made and what lies elsewhere in the repository."""
    made = {**reference_pages(), PLACE: commands_page()}
    for place, text in made.items():
        files.append(File.generated(config, place, content=text))
    for name in (*DOCUMENTS, *PICTURES):
        files.append(File.generated(config, f"{REPOSITORY}/{name}", abs_src_path=str(ROOT / name)))
    for name, content in tutorial_figures().items():
        files.append(File.generated(config, f"figures/{name}", content=content))
    return files


def tutorial_figures() -> dict[str, bytes]:
    """Run what the tutorial runs, in a temporary folder, and return the figures that it shows."""
    with tempfile.TemporaryDirectory() as folder:
        scenarios = Path(folder, "scenarios")
        shutil.copytree(ROOT / "scenarios" / "worlds" / "toy", scenarios / "worlds" / "toy")
        shutil.copy(ROOT / "scenarios" / "toy.yaml", scenarios)
        for name, text in TITLED.findall((HANDBOOK / "tutorial.md").read_text(encoding="utf-8")):
            Path(folder, name).write_text(text, encoding="utf-8")
        environment = os.environ | {"CITYTIES_LANG": "en", "CITYTIES_RUNS": str(Path(folder, "runs"))}
        for made_by in FIGURES.values():
            command = [sys.executable, "-m", "cityties", *made_by, "--quiet"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
        runs = Path(folder, "runs")
        return {name: next(runs.glob(f"{of}-*/figures/{name}")).read_bytes() for name, (_, of) in FIGURES.items()}


def on_page_markdown(markdown: str, page: Any, files: Files, **_: Any) -> str:
    """Turn links into the repository into links within the site, outside of blocks of code."""
    here = page.file.src_uri
    parts = FENCE.split(KEYS.sub("They are [listed in the reference](../model/handbook/reference/keys.md).", markdown))
    return "".join(part if place % 2 else LINK.sub(_within(here, files), part) for place, part in enumerate(parts))


def in_repository(place: str) -> str:
    """Return the path in the repository of a file of the site."""
    inside = place.removeprefix(f"{REPOSITORY}/")
    return inside if inside != place else f"model/handbook/{place}"


def in_site(path: str) -> str:
    """Return the place in the site of a file of the repository."""
    inside = path.removeprefix("model/handbook/")
    return inside if inside != path else f"{REPOSITORY}/{path}"


def _within(here: str, files: Files) -> Any:
    folder = posixpath.dirname(in_repository(here))

    def replaced(found: re.Match[str]) -> str:
        """Return a link as it leads within the site, or its text alone where the site does not hold its target."""
        mark, text, target = found.groups()
        if "://" in target or target.startswith(("#", "mailto:")):
            return found.group()
        path, _, section = target.partition("#")
        place = in_site(posixpath.normpath(posixpath.join(folder, path)))
        if files.get_file_from_path(place) is None:
            return text
        relative = posixpath.relpath(place, posixpath.dirname(here) or ".")
        return f"{mark}[{text}]({relative}{'#' + section if section else ''})"

    return replaced
