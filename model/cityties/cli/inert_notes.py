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
from cityties.tables.language import tr, trn
from cityties.tables.world_tables import WorldTables, read_tables

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
        text = tr("  {counted}; `{command}` lists them.")
        yield text.format(counted=_counted(rest), command=f"{SHOWN_BY} {file}")


def run_notes(scenario: Scenario, tables: WorldTables, file: Path) -> Iterator[str]:
    """Yield the same for a run, whose file may be known no more."""
    for key, message in warnings(scenario):
        yield f"{key}: {message}"
    found = inert_mechanisms(scenario, tables)
    switched = [one for one in found if not MECHANISMS[one.mechanism].default]
    for one in switched:
        yield f"mechanisms.{one.mechanism}: {sentence(one)}"
    if rest := len(found) - len(switched):
        text = tr("{counted}; `{command}` lists them, as does the page.")
        yield text.format(counted=_counted(rest), command=f"{SHOWN_BY} {file}")


def _counted(number: int) -> str:
    return trn(
        "1 mechanism is on by default without effect here",
        "{n} mechanisms are on by default without effect here",
        number,
    ).format(n=number)


def list_inert(loaded: LoadedScenario) -> None:
    """Print every mechanism that is on and moves no outcome of a scenario, why, and what wakes it."""
    found = inert_mechanisms(loaded.scenario, read_tables(loaded.scenario.world_folder))
    text = trn(
        "{title}: {n} mechanism is on and moves no outcome.",
        "{title}: {n} mechanisms are on and move no outcome.",
        len(found),
    )
    echo(printable(text.format(title=tr(loaded.scenario.title), n=len(found))))
    wide = max((len(one.mechanism) for one in found), default=0) + 2
    for one in found:
        echo(printable(f"{one.mechanism:{wide}}{one.because}{tr('.')}{_to_set(one)}"), wide)


def warnings(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the keys, each with a warning, of severities beyond those of the record and of crises nobody looks at."""
    for kind in ("add", "change"):
        for name, shock in getattr(scenario.shocks, kind).items():
            if shock.severity is not None and shock.severity > RECORDED_SEVERITY:
                text = tr(
                    "warning: {severity:g} is beyond {most}, the gravest of a table; the rules were tuned below it."
                )
                yield f"shocks.{kind}.{name}.severity", text.format(severity=shock.severity, most=RECORDED_SEVERITY)
    for name, added in scenario.shocks.add.items():
        crisis = added.named_crisis(name)
        if crisis and scenario.crises.only != "all" and crisis not in scenario.crises.only:
            text = tr(
                "warning: happens, but is not studied: crises.only leaves it out. Set `{setting}`, or `only: all`."
            )
            yield f"shocks.add.{name}", text.format(setting=f"crises: {{only: [{crisis}]}}")


def sentence(one: Inert) -> str:
    """Return why a mechanism that is on does nothing, and what to set."""
    return tr("is on and moves no outcome: {why}.").format(why=one.because) + _to_set(one)


def _to_set(one: Inert) -> str:
    if not one.wakes:
        return ""
    return tr(" Set {keys}.").format(keys=tr(" or ").join(f"parameters.{name}" for name in one.wakes))
