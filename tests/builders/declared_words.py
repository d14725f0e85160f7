"""Words that readers see and that no function says: what is declared once, and the titles of shipped data."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from ruamel.yaml import YAML

from builders.paths import SCENARIOS
from cityties.calibration.discovery import levers
from cityties.calibration.discovery.tables import TABLE_MEANINGS as OF_DISCOVERY
from cityties.calibration.discovery.tables import WORDS
from cityties.calibration.forecasting.sources import SOURCES as OF_FORECASTS
from cityties.calibration.holdout import SOURCES as OF_HOLDOUTS
from cityties.calibration.losses import POOLED
from cityties.calibration.outcomes import NAMES as OUTCOMES_OF_STUDIES
from cityties.calibration.outcomes import meaning_of
from cityties.calibration.sensitivity import factors
from cityties.calibration.sensitivity.tables import TABLE_MEANINGS as OF_SENSITIVITY
from cityties.calibration.settling.declared import GROUPS, MEASURES
from cityties.calibration.settling.study import TABLE_MEANINGS as OF_SETTLING
from cityties.calibration.single_settings import NEAREST
from cityties.calibration.statistics import KINDS
from cityties.claims.columns import TABLE_MEANINGS as OF_CLAIMS
from cityties.claims.declared import Expected
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.power import NEITHER, NOT_SOFTEN
from cityties.claims.summary import ALONE, WITH, WITHOUT
from cityties.claims.verdicts import HARM, NULL, OPEN, QUICK, SUPPORTED
from cityties.claims.worlds import SAMPLE_NAMES
from cityties.experiment.outcomes import OUTCOMES
from cityties.explore.texts import TEXTS
from cityties.kernel.mechanisms import MECHANISMS, Need
from cityties.kernel.parameters import DECLARED
from cityties.scenario.keys import ANY_NAME, all_keys
from cityties.scenario.recorded import NOT_RECORDED
from cityties.tables.declared_forecast import ASSUMED

CELLS = {
    "nations": ("name",),
    "shocks": ("title",),
    "series": ("title",),
    "disruptions": ("measure", "note"),
    "polls": ("poll",),
    "stocks": ("body",),
    "signings": ("body",),
    "assumptions": ("rests_on",),
}
"""Columns of world tables whose cells a page shows."""


def declared_words() -> Iterator[tuple[str, str]]:
    """Yield every such text with where it stands."""
    named: dict[str, Iterable[str]] = {
        "kernel/parameters.py": (one.meaning for one in DECLARED.values()),
        "kernel/mechanisms.py": (*(one.meaning for one in MECHANISMS.values()), *(need.value for need in Need)),
        "scenario/keys.py": (*(key.meaning for key in all_keys().values()), *_of_keys()),
        "scenario/recorded.py": (NOT_RECORDED,),
        "experiment/outcomes.py": _of_outcomes(),
        "claims": (*OF_CLAIMS.values(), *SAMPLE_NAMES.values(), *SAMPLE_NAMES, SUPPORTED, HARM, NULL, OPEN, QUICK),
        "claims/estimands.py": (one.meaning for one in ESTIMANDS.values()),
        "claims/power.py": (NOT_SOFTEN, NEITHER),
        "calibration/discovery": (*OF_DISCOVERY.values(), *WORDS.values(), *levers.LEVERS, "everywhere"),
        "calibration/sensitivity": (*OF_SENSITIVITY.values(), factors.CHANCE, factors.REST),
        "calibration/settling": (*OF_SETTLING.values(), *MEASURES.values(), *GROUPS),
        "calibration/statistics.py": (name.replace("_", " ") for name in KINDS),
        "calibration/losses.py": (POOLED,),
        "claims/declared.py": (*get_args(Expected.__value__), WITH, WITHOUT, ALONE),
        "calibration/holdout.py": (*OF_HOLDOUTS, NEAREST, "severities", "severities and parameters", "nothing"),
        "calibration/forecasting": OF_FORECASTS,
        "calibration/outcomes.py": map(meaning_of, OUTCOMES_OF_STUDIES),
        "explore/texts.py": TEXTS.values(),
        "tables/declared_forecast.py": ASSUMED.values(),
    }
    for place, texts in named.items():
        yield from ((text, place) for text in texts if text)
    yield from _of_scenarios()
    yield from _of_worlds()


def _of_keys() -> Iterator[str]:
    """Yield the words of settings that pages and figures name, with their units and choices."""
    for key in all_keys().values():
        if key.role.can_be_swept:
            yield from (part.replace("_", " ") for part in key.path if part != ANY_NAME)
            yield from (str(choice).replace("_", " ") for choice in key.choices)
            yield key.unit or ""


def _of_outcomes() -> Iterator[str]:
    for name, one in OUTCOMES.items():
        yield from (name.replace("_", " ").replace("half life", "half-life"), one.unit, one.meaning)


def _of_scenarios() -> Iterator[tuple[str, str]]:
    for path in sorted(SCENARIOS.rglob("*.yaml")):
        if "runs" not in path.parts:
            content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
            place = path.relative_to(SCENARIOS.parent).as_posix()
            yield from ((text, place) for text in _texts(content) if text)


def _texts(content: dict[str, Any]) -> Iterator[str]:
    """Yield what a page shows of a scenario, of the claims or of the observables."""
    yield from (content.get(key, "") for key in ("title", "question"))
    yield from (one.get("title", "") for one in (content.get("shocks", {}).get("add") or {}).values())
    yield from (name.replace("_", " ") for name in content.get("arms", {}).get("named") or ())
    page = content.get("page", {})
    yield from (page.get("question", ""), *page.get("answers", {}).values())
    for pair in page.get("limits", {}).items():
        yield from pair
    for one in content.get("claims", {}).values():
        yield from (one.get(key, "") for key in ("statement", "refuted_if", "turns_on", "not_tested"))
    for name, one in content.get("observables", {}).items():
        yield from (name.replace("_", " "), one.get("meaning", ""))
    for name in content.get("worlds", {}) if "claims" in content else ():
        yield name.replace("_", " ")
    for one in content.get("maps", {}).get("surfaces", {}).values():
        yield from (one["x"]["label"], one["y"]["label"])


def _of_worlds() -> Iterator[tuple[str, str]]:
    for path in sorted((SCENARIOS / "worlds").rglob("*.csv")):
        columns = CELLS.get(path.stem, ())
        if columns and "global-synthetic" not in path.parts:
            yield from ((text, _shown(path)) for text in _cells(path, columns))
        if path.stem == "quantities":
            yield from ((text, _shown(path)) for text in _quantities(path))


def _quantities(path: Path) -> Iterator[str]:
    """Yield what a world forecasts, with a place for years and days."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from {re.sub(r"\d+", "#", row["quantity"]).replace("_", " "): None for row in csv.DictReader(file)}


def _cells(path: Path, columns: tuple[str, ...]) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row[column] for column in columns if row.get(column))
            if path.stem == "shocks" and row["type"] == "common":
                yield row["crisis"]


def _shown(path: Path) -> str:
    return path.relative_to(SCENARIOS.parent).as_posix()
