"""Notes on a valid scenario: mechanisms that are on and move nothing, and severities beyond the record."""

import textwrap
from collections.abc import Iterator

from cityties.kernel.mechanisms import MECHANISMS
from cityties.scenario.models import Scenario
from cityties.scenario.reader import LoadedScenario
from cityties.scenario.world_changes import RECORDED_SEVERITY
from cityties.setup.inertness import Inert, inert_mechanisms
from cityties.tables.world_tables import WorldTables

WIDTH = 80
BEYOND = f"beyond {RECORDED_SEVERITY}, the gravest of a table; the rules were tuned below it"


def inert_lines(loaded: LoadedScenario, tables: WorldTables) -> Iterator[str]:
    """Yield a note on each inert mechanism that a file switches on, and one paragraph on those on by default."""
    for key, message in severe_shocks(loaded.scenario):
        yield f"{loaded.origins.get(key, key)}: {key}: {message}"
    found = inert_mechanisms(loaded.scenario, tables)
    switched = [one for one in found if f"mechanisms.{one.mechanism}" in loaded.origins]
    for one in switched:
        yield f"{loaded.origins[f'mechanisms.{one.mechanism}']}: mechanisms.{one.mechanism}: {sentence(one)}"
    rest = [one for one in found if one not in switched]
    if rest:
        words = ", ".join(f"{one.mechanism} ({' or '.join(one.wakes) or 'see explain'})" for one in rest)
        text = f"On by default, but without effect here (in brackets what wakes it): {words}."
        yield textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def severe_shocks(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the keys of severities beyond those of the record, with a warning."""
    for kind in ("add", "change"):
        for name, shock in getattr(scenario.shocks, kind).items():
            if shock.severity is not None and shock.severity > RECORDED_SEVERITY:
                yield f"shocks.{kind}.{name}.severity", f"warning: {shock.severity:g} is {BEYOND}."


def sentence(one: Inert) -> str:
    """Return why a mechanism that is on does nothing, and what to set."""
    cure = f" Set {' or '.join(f'parameters.{name}' for name in one.wakes)}." if one.wakes else ""
    return f"is on and moves no outcome: {one.because}.{cure}"


def inert_line(scenario: Scenario, tables: WorldTables) -> str:
    """Return one line for a run: what its file switches on in vain with the cure, and the names of the others."""
    found = inert_mechanisms(scenario, tables)
    switched = [one for one in found if not MECHANISMS[one.mechanism].default]
    notes = [f"{key} {message}" for key, message in severe_shocks(scenario)]
    notes += [f"mechanisms.{one.mechanism} {sentence(one)}" for one in switched]
    rest = ", ".join(one.mechanism for one in found if one not in switched)
    return " ".join([*notes, f"On, but without effect here: {rest} (the page says why)." if rest else ""]).strip()
