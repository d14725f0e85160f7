"""Formulas of a document as MathML, which browsers show by themselves, without a script or a network.

Markdown would read marks of its own into them, so that marks stand in their place until the page is HTML.
"""

import re

from latex2mathml.converter import convert

CODE = re.compile(r"(^```.*?^```$|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+(?:\n[^$\n]+)?)\$", re.DOTALL)
MARK = "FORMULA{}X"
PLACED = re.compile(r"FORMULA(\d+)X")


def taken_out(markdown: str) -> tuple[str, list[str]]:
    """Return a page with marks in the place of its formulas, and the formulas as MathML; code is left alone."""
    formulas: list[str] = []

    def mark(found: re.Match[str]) -> str:
        """Keep a formula, and return its mark."""
        formulas.append(_mathml(found))
        return MARK.format(len(formulas) - 1)

    parts = CODE.split(markdown)
    text = "".join(part if place % 2 else FORMULA.sub(mark, part) for place, part in enumerate(parts))
    return text, formulas


def put_back(html: str, formulas: list[str]) -> str:
    """Return a page in HTML with its formulas in the place of their marks."""
    return PLACED.sub(lambda found: formulas[int(found[1])], html)


def _mathml(found: re.Match[str]) -> str:
    if not found["block"]:
        return convert(found["inline"], display="inline")
    latex = found["block"].replace("{aligned}", "{align*}")  # of which the converter knows only the second
    return f'<span class="formula">{convert(latex, display="block")}</span>'
