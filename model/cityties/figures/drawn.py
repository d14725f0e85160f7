"""A figure that was drawn, as a page shows it; who knows no more of figures needs nothing that draws."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DrawnFigure:
    """A figure on disk: ``<name>.svg``, of a large one ``.png`` too; ``content``: the smaller, ``width`` in inches.

    ``labels`` is the language of what stands in it.
    """

    section: str
    name: str
    title: str
    caption: str
    alt: str
    kind: str
    content: bytes
    width: float
    labels: str
