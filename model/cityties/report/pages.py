"""What all pages share: templates that know no undefined name, and figures carried inside the page."""

import base64
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from cityties.figures.drawing import Drawn
from cityties.report.numbers import MINUS

REM_PER_INCH = 6
NEGATIVE = re.compile(r"(?<![\w.])-(?=\d)")
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}


def template(name: str) -> Template:
    """Return a template of this folder; a name that it is not given is an error, and text is escaped."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)


def embedded(figure: Drawn) -> dict[str, str]:
    """Return a figure as its template needs it: with its bytes in the address, so that the page opens offline."""
    return {
        "name": figure.name,
        "title": figure.title,
        "caption": _printed(figure.caption),
        "alt": _printed(figure.alt),
        "source": f"data:{MEDIA[figure.kind]};base64,{base64.b64encode(figure.content).decode('ascii')}",
        "width": f"{figure.width * REM_PER_INCH:.1f}rem",
    }


def _printed(words: str) -> str:
    """Return words with a true minus, and with percent signs that stay with their numbers."""
    return NEGATIVE.sub(MINUS, words).replace(" %", "\N{NO-BREAK SPACE}%")
