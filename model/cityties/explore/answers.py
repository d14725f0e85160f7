"""The answers to what a page asks, as plain values for JSON."""

import threading
from pathlib import Path
from typing import Any

from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.names import dyad_names, nation_names
from cityties.explore.asked import Asked
from cityties.explore.controls import controls
from cityties.explore.engine import Engine
from cityties.explore.recorded_relations import recorded_points
from cityties.explore.saving import MOST_NAME, MOST_TITLE, folder_of_scenarios, save, settings_text
from cityties.explore.source import Source
from cityties.explore.texts import TEXTS
from cityties.explore.views import shown
from cityties.kernel.calendar import month_label
from cityties.setup.event_columns import list_crises

FEW, MANY, MOST = 4, 16, 100
"""Replicates of the first answer, of the second, and the most that a page goes on to by itself."""


class Answers:
    """All that a page can ask of one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.engine = Engine(source)

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return self.source.scenario.title

    def world(self) -> dict[str, Any]:
        """Return what does not change while a page is open: the scenario, its settings, crises and nations."""
        scenario, tables = self.source.scenario, self.source.tables
        crises = [one for one in list_crises(tables, scenario) if one.dyad >= 0]
        codes = list(tables.dyads["dyad"])
        return {
            "title": scenario.title,
            "question": scenario.question,
            "file": self.source.file.as_posix(),
            "name": scenario.name,
            "start": month_label(scenario.start),
            "months": scenario.end - scenario.start + 1,
            "threshold": THRESHOLD,
            "replicates": sorted({FEW, MANY, 32, 64, max(MANY, min(scenario.replicates, MOST))}),
            "nations": nation_names(tables),
            "dyads": dyad_names(tables),
            "crises": [
                {
                    "name": one.name,
                    "dyad": codes[one.dyad],
                    "step": one.month,
                    "title": one.title,
                    "severity": one.severity,
                }
                for one in crises
            ],
            "front": _gravest(crises),
            "controls": controls(self.source),
            "texts": TEXTS,
        }

    def look(self, asked: Asked, _: dict[str, Any], stop: threading.Event) -> dict[str, Any]:
        """Return what the charts show."""
        where = asked.crisis, asked.dyad, asked.every
        now = self.engine.computed(asked.settings, asked.replicates, *where, stop)
        pinned = None
        if asked.pinned is not None:
            pinned = self.engine.computed(asked.pinned, asked.replicates, *where, stop)
        return shown(now, pinned, asked.crisis, asked.dyad)

    def record(self, asked: Asked, _: dict[str, Any], stop: threading.Event) -> list[dict[str, Any]]:
        """Return the record's values of relations, laid over the scenario as its file has it."""
        return recorded_points(self.engine.computed({}, MANY, asked.crisis, asked.dyad, False, stop))

    def save(self, asked: Asked, sent: dict[str, Any], _: threading.Event) -> dict[str, Any]:
        """Return the settings as a scenario file, and write it where a name is given."""
        title = str(sent.get("title") or self.title)[:MOST_TITLE]
        name = str(sent.get("name") or "")[: MOST_NAME + 1]
        self.engine.scenario(asked.settings)  # refuses what a run would refuse
        beside = folder_of_scenarios()
        text = settings_text(self.source, asked.settings, title, beside)
        if not sent.get("write"):
            return {"text": text, "file": (beside / f"{name or 'mine'}.yaml").as_posix(), "written": False}
        file: Path = save(self.source, asked.settings, name, title)
        return {"text": text, "file": file.as_posix(), "written": True}

    def close(self) -> None:
        """Stop computing."""
        self.engine.close()


def _gravest(crises: list[Any]) -> str:
    if not crises:
        return ""
    return str(max(crises, key=lambda one: one.severity).name)
