"""The answers to what a page asks, as plain values for JSON."""

import threading
from pathlib import Path
from typing import Any

from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.names import dyad_names, nation_names
from cityties.errors import CityTiesError
from cityties.explanation.replay import city_row
from cityties.explore.asked import Asked
from cityties.explore.controls import controls, controls_of_city
from cityties.explore.engine import Engine
from cityties.explore.map_views import city_over_time, places, ties_of_month
from cityties.explore.reasons import reasons
from cityties.explore.recorded_relations import recorded_points
from cityties.explore.saving import MOST_NAME, MOST_TITLE, folder_of_scenarios, save, settings_text
from cityties.explore.source import Source
from cityties.explore.texts import page_texts
from cityties.explore.views import shown
from cityties.kernel.calendar import month_label
from cityties.setup.event_columns import list_crises
from cityties.tables.language import tr

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
        return tr(self.source.scenario.title)

    def world(self) -> dict[str, Any]:
        """Return what does not change while a page is open: the scenario, its settings, crises and nations."""
        scenario, tables = self.source.scenario, self.source.tables
        crises = [one for one in list_crises(tables, scenario) if one.dyad >= 0]
        codes = list(tables.dyads["dyad"])
        return {
            "title": self.title,
            "question": tr(scenario.question),
            "file": self.source.file.as_posix(),
            "name": scenario.name,
            "start": month_label(scenario.start),
            "months": scenario.end - scenario.start + 1,
            "threshold": THRESHOLD,
            "replicates": _steps(scenario.replicates),
            "nations": nation_names(tables),
            "dyads": dyad_names(tables),
            "crises": [
                {
                    "name": one.name,
                    "dyad": codes[one.dyad],
                    "step": one.month,
                    "title": tr(one.title),
                    "severity": one.severity,
                }
                for one in crises
            ],
            "front": _gravest(crises),
            "places": places(tables),
            "common": [
                {"step": one.month, "title": tr(one.title)} for one in list_crises(tables, scenario) if one.dyad < 0
            ],
            "controls": controls(self.source),
            "texts": page_texts(),
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

    def ties(self, asked: Asked, _: dict[str, Any], stop: threading.Event) -> dict[str, Any]:
        """Return the ties of the first history in a month."""
        (history,) = self.engine.histories(asked.settings, 1, stop)
        computed = self.engine.computed(asked.settings, FEW, asked.crisis, asked.dyad, False, stop)
        return ties_of_month(history, computed, self._step(asked))

    def city(self, asked: Asked, _: dict[str, Any], stop: threading.Event) -> dict[str, Any]:
        """Return the ties of a city in a month and over time, and the settings of the city."""
        if not asked.cities:
            raise CityTiesError("cities: name one.")
        row = city_row(self.engine.design(asked.settings).setup, asked.cities[0])
        histories = self.engine.histories(asked.settings, FEW, stop)
        found = city_over_time(histories, row, self._step(asked))
        return found | {"city": row, "controls": controls_of_city(self.source, asked.cities[0])}

    def why(self, asked: Asked, _: dict[str, Any], __: threading.Event) -> dict[str, Any]:
        """Return why two cities met, or did not, in a month of the first history."""
        if len(asked.cities) != 2:
            raise CityTiesError("cities: name two.")
        one, other = asked.cities
        return reasons(self.engine.design(asked.settings), (one, other), self._step(asked))

    def _step(self, asked: Asked) -> int:
        """Return the month that is looked at, counted from the first of the run."""
        scenario = self.source.scenario
        return min(max(asked.month, scenario.start), scenario.end) - scenario.start

    def save(self, asked: Asked, sent: dict[str, Any], _: threading.Event) -> dict[str, Any]:
        """Return the settings as a scenario file, and write it where a name is given."""
        title = str(sent.get("title") or self.source.scenario.title)[:MOST_TITLE]
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


def _steps(replicates: int) -> list[int]:
    """Return how many replicates a page sums up: a few, then more, at last as many as a run of the scenario has."""
    most = max(MANY, min(replicates, MOST))
    return [*(n for n in (FEW, MANY, 2 * MANY, 4 * MANY) if n < most), most]


def _gravest(crises: list[Any]) -> str:
    if not crises:
        return ""
    return str(max(crises, key=lambda one: one.severity).name)
