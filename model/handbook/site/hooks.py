"""What the build adds to the handbook: the generated reference, and documents of the repository with their formulas.

MkDocs calls the functions ``on_*``. Links of a page into the repository lead to the copy of the document in the site;
links to what the site does not hold, such as code, become plain text.
"""

import posixpath
import re
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from cityties.cli.commands_page import PLACE, commands_page
from cityties.report.reference_pages import reference_pages
from formulas import put_back, taken_out

HANDBOOK = Path(__file__).resolve().parents[1]
ROOT = HANDBOOK.parents[1]
REPOSITORY = "repository"
"""Folder of the site that holds documents of the repository, laid out as there."""
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "model/ODD.md",
    "model/README.md",
    "model/TRACE.md",
    "runs/README.md",
    "runs/reference/README.md",
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
WITH_FORMULAS = (f"{REPOSITORY}/model/ODD.md",)
LINK = re.compile(r"(?<!\\)(!?)\[([^\]]*)\]\(([^)\s]+)\)")
GENERATED = re.compile(r"<!-- (?P<name>\w+): generated -->.*<!-- (?P=name): end -->", re.DOTALL)
PAGE_OF = {"keys": "keys.md", "statistics": "targets.md"}
"""Tables that manuals hold and that are a page of the reference in the site."""
FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: Any) -> Files:
    """Add what is made and what lies elsewhere in the repository."""
    made = {**reference_pages(), PLACE: commands_page()}
    for place, text in made.items():
        files.append(File.generated(config, place, content=text))
    for name in (*DOCUMENTS, *PICTURES):
        files.append(File.generated(config, f"{REPOSITORY}/{name}", abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Any, files: Files, **_: Any) -> str:
    """Turn links into the repository into links within the site, outside of blocks of code, and take formulas out."""
    here = page.file.src_uri
    text, page.meta["formulas"] = taken_out(markdown) if here in WITH_FORMULAS else (markdown, [])
    parts = FENCE.split(GENERATED.sub(partial(_listed, in_repository(here)), text))
    return "".join(part if place % 2 else LINK.sub(_within(here, files), part) for place, part in enumerate(parts))


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put the formulas of a page in their places."""
    return put_back(html, page.meta["formulas"])


def _listed(page: str, found: re.Match[str]) -> str:
    """Return a link to the page of the reference in the place of a generated table, as one writes it in ``page``."""
    if found["name"] not in PAGE_OF:
        return found.group()
    place = f"model/handbook/reference/{PAGE_OF[found['name']]}"
    return f"They are [listed in the reference]({posixpath.relpath(place, posixpath.dirname(page))})."


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
