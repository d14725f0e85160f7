"""Sums over what every shipped scenario computes: records, states and outcomes, to the last byte.

``python tests/oracle/sums_of_scenarios.py`` compares this code with the sums beside this file and names what differs;
``--write`` takes the sums anew, which belongs into a commit that states under *Results* in CHANGELOG.md what moved.
Names of columns are those of the version that took the sums first; RENAMED maps what has another name now.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from cityties.experiment.design import plan_for_batch
from cityties.experiment.outcomes import UNHEARD_OUTCOMES
from cityties.experiment.reduction import outcome_keys, reduce
from cityties.experiment.replicate import simulate
from cityties.experiment.variants import expand
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.kernel.state import State
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events, political_shocks
from cityties.setup.initialization import begin, prepare
from cityties.tables.world_tables import read_tables

ROOT = Path(__file__).parents[2]
SUMS = Path(__file__).with_suffix(".json")
NO_SCENARIOS = ("claims.yaml", "observables.yaml")
VARIANTS, REPLICATE = 3, 3
STATE = {
    "dyads": "present relations relations_before disputes directive gate_shut severity felt provocations exchange "
    "strength density awake shield aid_share signings n_ties first_tie last_tie economy",
    "publics": "mood mood_memory anger position escalation",
    "cities": "partners newest pull_total attended exchange at_network activity lift practices",
    "ties": "a b dyad id place signed affinity thaw obedience_a obedience_b bonus_a bonus_b strength suspended "
    "suspended_since mode exchange received_a received_b older_a older_b partners_a partners_b pull_a pull_b "
    "next_in_dyad",
}
"""Columns that are carried from month to month, by the group they belong to, in a fixed order."""
RENAMED: dict[str, str] = {}
"""Where a column has another name than in STATE: ``group.column`` to ``group.column``."""


def scenario_files() -> list[Path]:
    """Return the scenario files that come with the model, in the order of their paths."""
    found = (ROOT / "scenarios").rglob("*.yaml")
    return sorted(path for path in found if "worlds" not in path.parts and path.name not in NO_SCENARIOS)


def scenarios_of(path: Path) -> Iterator[tuple[str, Scenario]]:
    """Yield a few variants of a scenario file with their labels, and the first draw of those that are drawn."""
    for variant in expand(read_scenario(path), path.name)[:VARIANTS]:
        yield variant.label, variant.scenario
        if variant.samples:
            yield f"{variant.label}, draw 1", variant.drawn_scenario(1)


def columns(state: State) -> Iterator[bytes]:
    """Yield the bytes of every column that is carried on, ties as far as they exist."""
    n = number_of_ties(state)
    for group, names in STATE.items():
        for name in names.split():
            there, column = RENAMED.get(f"{group}.{name}", f"{group}.{name}").split(".")
            values = getattr(getattr(state, there), column)
            yield np.ascontiguousarray(values[:n] if group == "ties" else values).tobytes()


def number_of_ties(state: State) -> int:
    """Return how many ties exist."""
    return int(state.ties.n[0])


def digest(*parts: bytes) -> str:
    """Return a short hash over parts in their order."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()[:24]


def sums(scenario: Scenario) -> dict[str, str]:
    """Return the sums of one scenario: record and state of both arms of ties with and without shocks, and outcomes."""
    tables = read_tables(scenario.world_folder)
    setup = prepare(scenario, tables)
    found = {}
    for ties in (True, False):
        for shocked in (True, False):
            without = frozenset() if shocked else political_shocks(tables, scenario)
            events = build_events(tables, scenario, without)
            record = Record(
                np.zeros((setup.n_months, len(tables.dyads), len(DyadMeasure))),
                np.zeros((setup.n_months, len(tables.nations), len(NationMeasure))),
            )
            state = begin(setup, REPLICATE)
            given = Conditions(setup.world, events, setup.rules, RandomAddress(scenario.seed, REPLICATE, ties))
            setup.months(given, state, record, 0, setup.n_months)
            arm = f"ties {'on' if ties else 'off'}, shocks {'on' if shocked else 'off'}"
            found[f"record, {arm}"] = digest(record.dyads.tobytes(), record.nations.tobytes())
            found[f"state, {arm}"] = digest(*columns(state))
    design = plan_for_batch(setup)
    values = reduce(design, simulate(design, REPLICATE)).outcomes
    named = sorted(zip(outcome_keys(design), values.tolist(), strict=True))
    for name, is_unheard in (("outcomes", False), ("outcomes, cities unheard", True)):
        own = [[*key, float(value).hex()] for key, value in named if (key.measure in UNHEARD_OUTCOMES) == is_unheard]
        found[name] = digest(json.dumps(own).encode())
    return found


def all_sums() -> dict[str, dict[str, str]]:
    """Return the sums of every shipped scenario, by file and variant."""
    return {
        f"{path.relative_to(ROOT / 'scenarios').as_posix()}: {label}": sums(scenario)
        for path in scenario_files()
        for label, scenario in scenarios_of(path)
    }


def differences(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> list[str]:
    """Return in lines what is not as it was; scenarios that were added since are no difference."""
    lines = [f"{name}: is gone" for name in before if name not in now]
    for name, expected in before.items():
        if name in now:
            lines += [f"{name}: {part} differs" for part in expected if now[name].get(part) != expected[part]]
    return lines


def main() -> int:
    """Write or compare the sums; return the exit code."""
    now = all_sums()
    if "--write" in sys.argv:
        SUMS.write_text(json.dumps(now, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{len(now)} scenarios written to {SUMS.name}")
        return 0
    lines = differences(json.loads(SUMS.read_text(encoding="utf-8")), now)
    print("\n".join(lines) or f"{len(now)} scenarios: records, states and outcomes are equal to the byte")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
