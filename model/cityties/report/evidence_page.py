"""One page for a referee: what was assumed, learned and predicted, what these data cannot tell, and what to collect.

It is made of the tables of other folders alone (calibrate, holdout, settle, discover), computes nothing, and names the
command of each part that is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from cityties.analysis.names import names_by_code
from cityties.calibration.holdout import MODEL, SOURCES, TO_2011
from cityties.calibration.losses import POOLED
from cityties.calibration.study import StudyFolder
from cityties.experiment.stored import reading, stored_csv
from cityties.report.calibration_page import CALIBRATION_PAGE, HOLDOUT_PAGE
from cityties.report.calibration_text import centre_sentence, coverage_sentence, holdout_sentences, mirror_sentence
from cityties.report.discover_page import regret_sentence, sentences
from cityties.report.evidence_text import (
    assumed_words,
    collect_rows,
    informed_words,
    silent_words,
    stops_of,
    unmet_words,
)
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.scenario.models import Scenario
from cityties.tables.language import tr
from cityties.tables.world_tables import WorldTables

type Tables = Mapping[str, pd.DataFrame]
type Names = Mapping[str, str]

KIND, PAGE = "evidence", "report.html"
PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "calibration": (CALIBRATION_PAGE, ("targets", "informed", "buffers")),
    "holdout": (HOLDOUT_PAGE, ("holdout",)),
    "settle": ("report.html", ("smallest",)),
    "discover": ("report.html", ("boxes", "regret")),
}
"""Folders that the page is made of by kind: the page of each, and the tables that are needed."""
ALSO: Final = ("coverage", "centre")
"""Tables that are taken where they are."""
COMMANDS: Final = {"calibration": "calibrate", "holdout": "holdout", "settle": "settle", "discover": "discover"}


@dataclass(frozen=True)
class Part:
    """One folder that the page is made of: where it lies, and its tables by name."""

    folder: Path
    tables: Mapping[str, pd.DataFrame]

    @property
    def missing(self) -> bool:
        """Whether there is none."""
        return not self.tables


NOTHING: Final = Part(Path(), {})


def find_part(kind: str, scenario: str, runs: Path) -> Part:
    """Return the newest whole folder of a kind and scenario, or one without tables."""
    found = [path for path in runs.glob(f"{kind}-*") if path.is_dir() and _is_of(path, kind, scenario)]
    _, names = PARTS[kind]
    for path in sorted(found, key=lambda path: (path.stat().st_mtime, path.name), reverse=True):
        files = {name: path / "tables" / f"{name}.csv" for name in names}
        if all(file.is_file() for file in files.values() if file.stem != "regret"):
            also = {name: path / "tables" / f"{name}.csv" for name in ALSO}
            read = {name: file for name, file in {**files, **also}.items() if file.is_file()}
            return Part(path, {name: stored_csv(file) for name, file in read.items()})
    return NOTHING


def _is_of(path: Path, kind: str, scenario: str) -> bool:
    if kind == "settle":
        return bool(StudyFolder(path).content.get("asked", {}).get("scenario", scenario) == scenario)
    return path.name.rpartition("-")[0] == f"{kind}-{scenario}"


def write_evidence(
    scenario: Scenario, world: WorldTables, parts: Mapping[str, Part], folder: StudyFolder, command: str
) -> Path:
    """Write the page; return it.

    Raises:
        DamagedPartError: a table that it is made of is not as it was written.
    """
    tables = {kind: part.tables for kind, part in parts.items()}
    names = names_by_code(world)
    content: dict[str, Any] = {
        "links": {kind: _link(kind, part, scenario) for kind, part in parts.items()},
        "answer": "",
        "pooled": [],
        "assumed": "",
        "learned": [],
        "predicted": [],
        "sources": [],
        "stops": [],
        "unknown": [],
        "conditions": [],
        "collect": [],
    }
    for kind, summed_up in SECTIONS.items():
        if tables[kind]:
            with reading(parts[kind].folder / "tables"):
                for key, value in summed_up(tables[kind], names).items():
                    content[key] = [*content[key], *value] if isinstance(value, list) else value
    return write_page(
        folder.path / PAGE, "evidence.html", _frame(scenario, world, folder, parts, command), [], **content
    )


def _calibrated(tables: Tables, names: Names) -> dict[str, Any]:
    learned = [informed_words(tables["informed"])]
    if "coverage" in tables:
        learned.append(coverage_sentence(tables["coverage"]))
    if "centre" in tables:
        learned.append(centre_sentence(tables["centre"], names))
    buffers = tables["buffers"]
    return {
        "answer": mirror_sentence(buffers),
        "pooled": buffers[buffers["crisis"] == POOLED].to_dict("records"),
        "assumed": assumed_words(tables["informed"], tables["targets"]),
        "learned": learned,
        "unknown": [unmet_words(tables["targets"], names)],
    }


def _predicted(table: pd.DataFrame) -> dict[str, Any]:
    later = table[table["fit"] == TO_2011]
    stops = {source: stops_of(later[later["source"] == source]) for source in SOURCES}
    names = list(stops[MODEL])
    rows = []
    for source in SOURCES:
        mine = later[later["source"] == source]
        best, inside = int(mine["best"].sum()), float(mine["inside_90"].mean())
        scores = [stops[source].get(name, float("nan")) for name in names]
        rows.append({"source": source, "best": best, "facts": len(mine), "inside": inside, "stops": scores})
    return {"predicted": holdout_sentences(table), "sources": rows, "stops": names}


def _collected(tables: Tables, _names: Names) -> dict[str, Any]:
    rows = collect_rows(tables["smallest"])
    return {"collect": rows, "unknown": list(silent_words(rows))}


def _conditions(tables: Tables, _names: Names) -> dict[str, Any]:
    regret = [regret_sentence(tables["regret"])] if "regret" in tables else []
    return {"conditions": [*sentences(tables["boxes"])[:2], *regret]}


SECTIONS: Final[Mapping[str, Callable[[Tables, Names], dict[str, Any]]]] = {
    "calibration": _calibrated,
    "holdout": lambda tables, _names: _predicted(tables["holdout"]),
    "settle": _collected,
    "discover": _conditions,
}
"""What each part says on the page, by kind."""


def _link(kind: str, part: Part, scenario: Scenario) -> Markup:
    if part.missing:
        name = "" if kind == "settle" else f" {scenario.name}"
        return Markup(tr("Not computed: <code>cityties {}{}</code>.")).format(COMMANDS[kind], name)
    page, _ = PARTS[kind]
    return Markup('<a href="../{}/{}">{}</a>').format(part.folder.name, page, tr("All of it"))


def _frame(
    scenario: Scenario, world: WorldTables, folder: StudyFolder, parts: Mapping[str, Part], command: str
) -> Frame:
    used = ", ".join(part.folder.name for part in parts.values() if not part.missing)
    return Frame(
        kind=tr("CityTies: evidence on one page"),
        title=tr("What the record tells of the claim: {title}").format(title=tr(scenario.title)),
        heading=tr("In one sentence"),
        question=scenario.question,
        origin=origin(
            Markup("<code>{}</code>").format(scenario.name),
            tr("tables of {used}").format(used=used) if used else tr("nothing yet"),
            scenario.seed,
            Markup(tr("{}, digest <code>{}</code>")).format(world.folder.name, world.digest[:SHORT_HASH]),
            folder.made,
        ),
        repeat=Markup(tr("<code>{}</code>, after the commands of its parts.")).format(command),
        kept=tr("The tables are those of the folders named; this page holds none of its own."),
        intervals=tr(
            "Intervals are 95 % intervals over draws: they show what other draws would change, not how well the "
            "model fits the world."
        ),
    )
