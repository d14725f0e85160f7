"""A figure that was drawn, as a page shows it; who knows no more of figures needs nothing that draws."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DrawnFigure:
    """A figure on disk: ``<name>.svg``, of a large one ``.png`` too; ``content``: the smaller, ``width`` in inches."""

    section: str
    name: str
    title: str
    caption: str
    alt: str
    kind: str
    content: bytes
    width: float
