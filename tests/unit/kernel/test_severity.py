"""The worst incident of a month is that of any dyad, whatever the order."""

import numpy as np
import pytest

from builders.plain_worlds import plain_world, quiet
from cityties.kernel.compiling import entry
from cityties.kernel.severity import worst_severity
from cityties.kernel.state import DyadState
from cityties.setup.initialization import begin, prepare


@entry
def _worst(dyads: DyadState) -> float:
    return worst_severity(dyads)


@pytest.mark.parametrize(("severity", "worst"), [([0.0, 0.0], 0.0), ([0.2, 0.7], 0.7), ([0.7, 0.2], 0.7), ([], 0.0)])
def test_the_worst_severity_of_any_dyad_is_found(severity: list[float], worst: float) -> None:
    dyads = begin(prepare(quiet(1), plain_world()), 0).dyads
    assert _worst(dyads._replace(severity=np.array(severity))) == worst
