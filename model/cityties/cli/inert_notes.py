"""Notes on a valid scenario: switches on in vain, crises added and not studied, severities beyond the record.

Mechanisms that are inert by default are counted in one line: ``cityties explain --inert`` lists them.
"""

from collections.abc import Iterator
from pathlib import Path

from cityties.cli.screen import echo, printable
from cityties.kernel.mechanisms import MECHANISMS
from cityties.scenario.models import Scenario
from cityties.scenario.reader import LoadedScenario
from cityties.scenario.world_changes import RECORDED_SEVERITY
from cityties.setup.inertness import Inert, inert_mechanisms
from cityties.tables.world_tables import WorldTables, read_tables

BEYOND = f"beyond {RECORDED_SEVERITY}, the gravest of a table; the rules were tuned below it"
SHOWN_BY = "cityties explain --inert --scenario"


def inert_lines(loaded: LoadedScenario, tables: WorldTables, file: Path) -> Iterator[str]:
    """Yield what a reader of a checked file should know, with the line that set it; one line on what is inert."""
    for key, message in warnings(loaded.scenario):
        yield f"{loaded.origins.get(key, key)}: {key}: {message}"
    found = inert_mechanisms(loaded.scenario, tables)
    switched = [one for one in found if f"mechanisms.{one.mechanism}" in loaded.origins]
    for one in switched:
        yield f"{loaded.origins[f'mechanisms.{one.mechanism}']}: mechanisms.{one.mechanism}: {sentence(one)}"
    if rest := len(found) - len(switched):
        yield f"  {_counted(rest)}; `{SHOWN_BY} {file}` lists them."


def run_notes(scenario: Scenario, tables: WorldTables, file: Path) -> Iterator[str]:
    """Yield the same for a run, whose file may be known no more."""
    for key, message in warnings(scenario):
        yield f"{key}: {message}"
    found = inert_mechanisms(scenario, tables)
    switched = [one for one in found if not MECHANISMS[one.mechanism].default]
    for one in switched:
        yield f"mechanisms.{one.mechanism}: {sentence(one)}"
    if rest := len(found) - len(switched):
        yield f"{_counted(rest)}; `{SHOWN_BY} {file}` lists them, as does the page."


def _counted(number: int) -> str:
    which = "1 mechanism is" if number == 1 else f"{number} mechanisms are"
    return f"{which} on by default without effect here"


def list_inert(loaded: LoadedScenario) -> None:
    """Print every mechanism that is on and moves no outcome of a scenario, why, and what wakes it."""
    found = inert_mechanisms(loaded.scenario, read_tables(loaded.scenario.world_folder))
    echo(printable(f"{loaded.scenario.title}: {len(found)} mechanisms are on and move no outcome."))
    wide = max((len(one.mechanism) for one in found), default=0) + 2
    for one in found:
        cure = f" Set {' or '.join(f'parameters.{name}' for name in one.wakes)}." if one.wakes else ""
        echo(printable(f"{one.mechanism:{wide}}{one.because}.{cure}"), wide)


def warnings(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the keys, each with a warning, of severities beyond those of the record and of crises nobody looks at."""
    for kind in ("add", "change"):
        for name, shock in getattr(scenario.shocks, kind).items():
            if shock.severity is not None and shock.severity > RECORDED_SEVERITY:
                yield f"shocks.{kind}.{name}.severity", f"warning: {shock.severity:g} is {BEYOND}."
    for name, added in scenario.shocks.add.items():
        crisis = added.named_crisis(name)
        if crisis and scenario.crises.only != "all" and crisis not in scenario.crises.only:
            yield (
                f"shocks.add.{name}",
                f"warning: happens, but is not studied: crises.only leaves it out. {_cure(crisis)}",
            )


def _cure(crisis: str) -> str:
    return f"Set `crises: {{only: [{crisis}]}}`, or `only: all`."


def sentence(one: Inert) -> str:
    """Return why a mechanism that is on does nothing, and what to set."""
    cure = f" Set {' or '.join(f'parameters.{name}' for name in one.wakes)}." if one.wakes else ""
    return f"is on and moves no outcome: {one.because}.{cure}"
