"""The picture of the front page: B of all crises, as ``cityties figures`` draws it."""

from pathlib import Path

import cityties
from reference.results import PICTURE

OF, FIGURE = "historical", PICTURE.removesuffix(".png")
DOTS = 150


def draw(folder: Path, target: Path) -> Path:
    """Draw B of the run in a folder and put the picture into another; return its file."""
    target.mkdir(parents=True, exist_ok=True)
    cityties.load(folder).plot(FIGURE).savefig(target / PICTURE, dpi=DOTS)
    return target / PICTURE
