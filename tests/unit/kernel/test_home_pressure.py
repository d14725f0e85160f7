"""A city's home: the mean of its publics over all dyads, and the strictest directive, in full against the host only."""

import numpy as np
import pytest

from builders.plain_worlds import KNOWN, city, quiet
from builders.worlds import world
from cityties.kernel.compiling import entry
from cityties.kernel.home_pressure import home_pressure
from cityties.kernel.state import FloatArray, State, World
from cityties.setup.initialization import begin, prepare

AA, BB, CC, DD = range(4)
NO_HOST = -1


@entry
def _pressure(world: World, state: State, nation: int, host: int, elsewhere: float, out: FloatArray) -> None:
    out[0], out[1] = home_pressure(world, state, nation, host, elsewhere)


@pytest.fixture(scope="module")
def begun() -> tuple[World, State]:
    """Return a world in which AA is under a directive against CC only, and DD has relations with nobody."""
    dyads = [KNOWN, KNOWN | {"nation_b": "CC"}, KNOWN | {"nation_a": "BB", "nation_b": "CC"}]
    nations = [{"nation": code} for code in ("AA", "BB", "CC", "DD")]
    setup = prepare(quiet(1), world(nations, dyads, [city("Anport", "AA"), city("Bayport", "BB")]))
    state = begin(setup, 0)
    state.publics.anger[1, 0] = 0.6
    state.dyads.directive[1, 0] = 1
    return setup.world, state


def pressure(begun: tuple[World, State], nation: int, host: int) -> tuple[float, float]:
    out = np.empty(2)
    _pressure(*begun, nation, host, 0.5, out)
    return float(out[0]), float(out[1])


def test_mood_less_anger_is_averaged_over_the_dyads_of_a_nation(begun: tuple[World, State]) -> None:
    assert pressure(begun, AA, NO_HOST)[0] == pytest.approx((0.2 + 0.2 - 0.6) / 2)
    assert pressure(begun, CC, NO_HOST)[0] == pytest.approx(0.2)  # the anger is AA's, not CC's


@pytest.mark.parametrize(("host", "weight"), [(CC, 1.0), (BB, 0.5), (NO_HOST, 0.5)])
def test_a_directive_counts_in_full_against_the_host_only(begun: tuple[World, State], host: int, weight: float) -> None:
    assert pressure(begun, AA, host)[1] == weight


def test_a_nation_without_relations_presses_nobody(begun: tuple[World, State]) -> None:
    assert pressure(begun, DD, NO_HOST) == (0.0, 0.0)
