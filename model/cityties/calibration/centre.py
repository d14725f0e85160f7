"""The centre of a posterior, as settings of a scenario: the median of every setting, rounded.

It represents the posterior better than one of its draws. Of a hundred settings most are hardly informed, so that even
the draw nearest to the centre lies as far out in most of them as the prior does, and the sign of a weight that nothing
informs is chance. In the centre such a weight is near 0, where a symmetric prior has its middle.
Table ``centre`` of a calibration holds both against the record.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from cityties.kernel.state import FloatArray
from cityties.scenario.sweeps import setting_path
from cityties.scenario.writer import scenario_text

TITLE: Final = "The recorded history at the centre of the posterior"
QUESTION: Final = (
    "H1 after a calibration: do ties soften crises if every parameter, severity and mood has the median of what the "
    "record leaves?"
)
DIGITS: Final = 3


def centre_of(values: FloatArray) -> FloatArray:
    """Return the median of every key over draws (draws, keys), rounded to three digits."""
    return np.array([float(f"{middle:.{DIGITS}g}") for middle in np.median(values, axis=0).tolist()])


def nearest_to_centre(latent: FloatArray) -> int:
    """Return the draw (draws, keys; on the normal scale) nearest to the mean, each key in its standard deviations."""
    spread = np.maximum(latent.std(axis=0), 1e-9)
    apart = (latent - latent.mean(axis=0)) / spread
    return int((apart**2).sum(axis=1).argmin())


def centre_text(base: str, values: Mapping[str, float], origin: Sequence[str] = ()) -> str:
    """Return a scenario file that extends ``base`` with settings by their names in sweeps; ``origin`` stands first."""
    plain: dict[str, Any] = {"extends": base, "title": TITLE, "question": QUESTION}
    for name, value in values.items():
        *above, last = setting_path(name)
        place = plain
        for section in above:
            place = place.setdefault(section, {})
        place[last] = value
    return "".join(f"# {line}\n" for line in origin) + scenario_text(plain)
