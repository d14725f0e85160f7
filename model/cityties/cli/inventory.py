"""What lies in a folder of results: runs, batches, claims, comparisons, and folders of theirs that cannot be read."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cityties.calibration.study import StudyFolder
from cityties.experiment.batch_folder import BATCH, BatchFolder
from cityties.experiment.stored import stored_json
from cityties.experiment.units import new_units

COMPARISON, COMPARISON_PAGE, COMPARISON_NAME = "compare.json", "compare.html", "compare-"
PAGES = ("report.html", "claims.html", "calibration.html", "holdout.html", "score.html", COMPARISON_PAGE)
FOR_PEOPLE = ("name", "title", "question")
ENSEMBLE = "ensemble.json"


@dataclass(frozen=True)
class StoredResult:
    """One folder of results; ``problem`` is what to do about one that cannot be read."""

    path: Path
    kind: str
    written: datetime
    size: int
    title: str = ""
    cases: int = 0
    done: int = 0
    wanted: int = 0
    failed: int = 0
    problem: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of a run: every setting by its full key."""

    def as_json(self) -> dict[str, object]:
        """Return what ``cityties list --json`` prints; its keys are documented in runs/README.md."""
        return {
            "name": self.path.name,
            "path": str(self.path),
            "kind": self.kind,
            "title": self.title,
            "cases": self.cases,
            "replicates": self.done,
            "wanted": self.wanted,
            "failed_units": self.failed,
            "bytes": self.size,
            "written": self.written.isoformat(timespec="seconds"),
            "problem": self.problem,
        }


def is_comparison(folder: Path) -> bool:
    """Return whether ``cityties compare`` wrote a folder; earlier versions left no mark but name and page."""
    named = folder.name.startswith(COMPARISON_NAME) and (folder / COMPARISON_PAGE).is_file()
    return (folder / COMPARISON).is_file() or named


def is_study(folder: Path) -> bool:
    """Return whether a folder holds a study that is neither run nor batch, such as one of sensitivity."""
    return bool(StudyFolder(folder).content)


def inventory(runs: Path) -> list[StoredResult]:
    """Return all folders of results, newest first; others are passed over."""
    found = [one for one in map(look_at, _folders(runs)) if one is not None]
    return sorted(found, key=lambda one: (-one.written.timestamp(), one.path.name))


def _folders(runs: Path) -> list[Path]:
    try:
        return [path for path in runs.iterdir() if path.is_dir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def look_at(path: Path) -> StoredResult | None:
    """Return what lies in one folder, or None if it is no folder of results."""
    folder = BatchFolder(path)
    if not folder.exists:
        return _other(path, folder.old_version)
    if not folder.readable:
        return _damaged(path)
    try:
        return _readable(folder)
    except (OSError, KeyError, TypeError, ValueError, AttributeError, IndexError):
        return _damaged(path)  # it is JSON, and not what CityTies writes


def _other(path: Path, old_version: str | None) -> StoredResult | None:
    """Return what lies in a folder that is neither run nor batch of this version."""
    if old_version is not None:
        return _found(path, "old", problem=f"run of {old_version}, which this version cannot read")
    if is_study(path):
        content = StudyFolder(path).content
        return _found(path, content["kind"], title=content.get("title", ""))
    if StudyFolder(path).damaged:
        return _damaged(path)
    if (path / ENSEMBLE).is_file():
        return _found(path, "ensemble", title="draws that studies share; without it they simulate them again")
    return _found(path, "comparison", title=_compared(path)) if is_comparison(path) else None


def _damaged(path: Path) -> StoredResult:
    return _found(path, "damaged", problem="cannot be read: delete the folder and give the command again")


def _readable(folder: BatchFolder) -> StoredResult:
    kind = "run" if folder.detail else "claims" if (folder.path / "claims.html").is_file() else "batch"
    titles = dict.fromkeys(str(one["settings"].get("title", one["label"])) for one in folder.content["variants"])
    return _found(
        folder.path,
        kind,
        title=_listed(list(titles)),
        cases=len(folder.labels),
        done=sum(unit.replicates for unit in folder.units_done()),
        wanted=sum(unit.replicates for unit in new_units(None, folder.generations[-1])),
        failed=len(folder.failures()),
        settings=dict(_flat(folder.content["variants"][0]["settings"])) if kind == "run" else {},
    )


def _flat(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        elif f"{above}{key}" not in FOR_PEOPLE:
            yield f"{above}{key}", value


def _found(path: Path, kind: str, **more: object) -> StoredResult:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return StoredResult(path, kind, written, _size(path), **more)  # type: ignore[arg-type]


def _compared(path: Path) -> str:
    try:
        return _listed(stored_json(path / COMPARISON, {"compared": [str]})["compared"])
    except (OSError, ValueError):
        return ""


def _listed(names: Sequence[str]) -> str:
    more = len(names) - 2
    return " | ".join(names[:2]) + (f" | {more} more" if more > 0 else "")


def _size(path: Path | str) -> int:
    total = 0
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                total += _size(entry.path)
            else:
                total += entry.stat(follow_symlinks=False).st_size
    return total


def page_of(folder: Path) -> Path | None:
    """Return the page of a folder of results, if it has one."""
    return next((folder / page for page in PAGES if (folder / page).is_file()), None)


def is_result(folder: Path) -> bool:
    """Return whether a folder holds a run, a batch, a study, draws of one or a comparison, of whatever version."""
    if (folder / BATCH).is_file() or BatchFolder(folder).old_version is not None:
        return True
    known = is_study(folder) or StudyFolder(folder).damaged or is_comparison(folder)
    return known or (folder / ENSEMBLE).is_file()
