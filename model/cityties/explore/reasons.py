"""Why a city decided as it did in one month of the first history: the terms that ``why-city`` prints."""

from typing import Any

from cityties.experiment.design import Design
from cityties.explanation.account import Explanation, changes
from cityties.explanation.outcome import heading, outcome
from cityties.explanation.replay import city_row, explain, replay, tie_row
from cityties.explore.plain_numbers import plain
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.tables.language import tr


def reasons(design: Design, cities: tuple[str, str], step: int) -> dict[str, Any]:
    """Return what the two cities decided in a month and what moved them.

    Raises:
        CityTiesError: there is no such city, month or tie.
    """
    setup = design.setup
    address = RandomAddress(setup.scenario.seed, 0, tie_pathways=True)
    decisions = replay(setup, Conditions(setup.world, design.events[True], setup.rules, address), step)
    one, other = (city_row(setup, name) for name in cities)
    return _told(explain(decisions, tie_row(decisions, one, other)))


def _told(message: Explanation) -> dict[str, Any]:
    return {
        "heading": heading(message),
        "outcome": list(outcome(message)),
        "changes": list(changes(message)),
        "ends": [
            {
                "city": end.name,
                "chance": plain(end.chance, 2),
                "propensity": plain(end.propensity, 2),
                "terms": [
                    {"name": tr(term.name), "value": plain(term.value, 2), "why": f"{term.rule} {term.met}".strip()}
                    for term in end.propensities
                ],
            }
            for end in message.ends
        ],
    }
