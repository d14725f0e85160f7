"""The centre of a posterior: the draw that lies nearest to the mean of all, as settings of a scenario.

A mean of draws need not be anything that agrees with the record; a draw does.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from cityties.kernel.state import FloatArray
from cityties.scenario.sweeps import setting_path
from cityties.scenario.writer import scenario_text

TITLE: Final = "The draw nearest to the centre of the posterior"
QUESTION: Final = "What changes if parameters, severities and moods are those at the centre of what the record leaves?"


def nearest_to_centre(latent: FloatArray) -> int:
    """Return the draw (draws, keys; on the normal scale) nearest to the mean, each key in its standard deviations."""
    spread = np.maximum(latent.std(axis=0), 1e-9)
    apart = (latent - latent.mean(axis=0)) / spread
    return int((apart**2).sum(axis=1).argmin())


def centre_text(base: str, values: Mapping[str, float]) -> str:
    """Return a scenario file that extends ``base`` with the settings of a draw, by their names in sweeps."""
    plain: dict[str, Any] = {"extends": base, "title": TITLE, "question": QUESTION}
    for name, value in values.items():
        *above, last = setting_path(name)
        place = plain
        for section in above:
            place = place.setdefault(section, {})
        place[last] = value
    return scenario_text(plain)
