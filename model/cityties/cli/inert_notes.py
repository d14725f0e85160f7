"""Lines about mechanisms that are on and change nothing: what each lacks, and which key wakes it."""

import textwrap
from collections.abc import Iterator

from cityties.kernel.mechanisms import MECHANISMS
from cityties.scenario.models import Scenario
from cityties.scenario.reader import LoadedScenario
from cityties.setup.inertness import Inert, inert_mechanisms
from cityties.tables.world_tables import WorldTables

WIDTH = 80


def inert_lines(loaded: LoadedScenario, tables: WorldTables) -> Iterator[str]:
    """Yield a note on each inert mechanism that a file switches on, and one paragraph on those on by default."""
    found = inert_mechanisms(loaded.scenario, tables)
    switched = [one for one in found if f"mechanisms.{one.mechanism}" in loaded.origins]
    for one in switched:
        yield f"{loaded.origins[f'mechanisms.{one.mechanism}']}: mechanisms.{one.mechanism}: {sentence(one)}"
    rest = [one for one in found if one not in switched]
    if rest:
        words = ", ".join(f"{one.mechanism} ({' or '.join(one.wakes) or 'see explain'})" for one in rest)
        text = f"On by default, but without effect here (in brackets what wakes it): {words}."
        yield textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def sentence(one: Inert) -> str:
    """Return why a mechanism that is on does nothing, and what to set."""
    cure = f" Set {' or '.join(f'parameters.{name}' for name in one.wakes)}." if one.wakes else ""
    return f"is on and moves no outcome: {one.because}.{cure}"


def inert_line(scenario: Scenario, tables: WorldTables) -> str:
    """Return one line for a run: what its file switches on in vain with the cure, and the names of the others."""
    found = inert_mechanisms(scenario, tables)
    switched = [one for one in found if not MECHANISMS[one.mechanism].default]
    told = [f"mechanisms.{one.mechanism} {sentence(one)}" for one in switched]
    rest = ", ".join(one.mechanism for one in found if one not in switched)
    return " ".join([*told, f"On, but without effect here: {rest} (the page says why)." if rest else ""]).strip()
