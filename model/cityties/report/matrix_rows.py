"""The matrix of a comparison as the page shows it: one row a case, one column a crisis or pair of nations."""

from collections.abc import Sequence
from math import isnan
from typing import Any

from cityties.analysis.comparison import Comparison
from cityties.analysis.matrix import CLEAR, Effect, Mark, Matrix
from cityties.analysis.setting_values import shown_setting
from cityties.report.numbers import MINUS
from cityties.tables.language import tr

MOST_CELLS = 4000
"""More effects than a browser lays out at once; measures beyond it are left to the table."""
MOST_SETTINGS = 3
SHADES = 4
ARROWS = {Mark.UP: "\N{BLACK UP-POINTING TRIANGLE}", Mark.DOWN: "\N{BLACK DOWN-POINTING TRIANGLE}"}
SIGNS = {Mark.NOTHING: "\N{MIDDLE DOT}", Mark.OPEN: "?", Mark.UNKNOWN: "\N{EN DASH}"}


def matrix_views(comparison: Comparison, found: Sequence[Matrix]) -> list[dict[str, Any]]:
    """Return the matrices ready for the template, the first whatever its size, more as there is room."""
    shown: list[Matrix] = []
    room = MOST_CELLS
    for matrix in found:
        room -= matrix.cells
        if not shown or room >= 0:
            shown.append(matrix)
    return [_view(comparison, matrix) for matrix in shown]


def _view(comparison: Comparison, matrix: Matrix) -> dict[str, Any]:
    measure = matrix.measure
    names = [comparison.crisis_name(*place) for place in matrix.places]
    clear = [one for row in matrix.effects for one in row if one.mark(measure) in CLEAR]
    most = max((abs(one.value) for one in clear), default=1.0)
    rows = [_row(comparison, matrix, n, names, most) for n in range(len(comparison.cases))]
    return {
        "name": measure.name,
        "title": f"{tr(measure.title)} ({tr(measure.unit)})" if measure.unit else tr(measure.title),
        "worth": measure.worth,
        "columns": names,
        "rows": _ordered(comparison, matrix, rows),
    }


def _ordered(comparison: Comparison, matrix: Matrix, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows by the size of their largest clear effect, the baseline last; those of a sweep stay in order."""
    if any(comparison.against) or any(case.point for case in comparison.cases):
        return rows
    sizes = [max((abs(e.value) for e in row if e.mark(matrix.measure) in CLEAR), default=0.0) for row in matrix.effects]
    order = sorted(comparison.others(), key=lambda n: -sizes[n])
    return [rows[n] for n in order] + [row for n, row in enumerate(rows) if n not in order]


def _row(comparison: Comparison, matrix: Matrix, n: int, names: Sequence[str], most: float) -> dict[str, Any]:
    effects, measure = matrix.effects[n], matrix.measure
    is_base = n not in comparison.others()
    row: dict[str, Any] = {"n": n, "name": comparison.shown_names[n], "is_base": is_base, "small": "", "against": ""}
    if is_base:
        values = zip(matrix.values[n], names, strict=True)
        cells = [
            {"text": _signed(value, measure.digits), "value": _raw(value), "label": name, "kind": "", "bounds": ""}
            for value, name in values
        ]
        return row | {"cells": cells}
    base = comparison.against[n]
    row["against"] = comparison.shown_names[base] if base else ""
    row["small"] = _what_differs(comparison, n)
    shown = effects or [Effect()] * len(names)
    return row | {"cells": [_cell(matrix, one, name, most) for one, name in zip(shown, names, strict=True)]}


def _cell(matrix: Matrix, effect: Effect, name: str, most: float) -> dict[str, str]:
    measure = matrix.measure
    mark = effect.mark(measure)
    cell = {"label": name, "value": _raw(effect.value), "text": SIGNS.get(mark, ""), "kind": mark.value, "bounds": ""}
    if mark is not Mark.UNKNOWN:
        low, high = (_signed(end, measure.digits) for end in (effect.low, effect.high))
        cell["bounds"] = f"{_signed(effect.value, measure.digits)} [{low}, {high}]"
    if mark in SIGNS:
        return cell
    good = effect.value * measure.better > 0
    shade = max(1, round(SHADES * min(abs(effect.value) / most, 1.0)))
    cell["text"] = f"{ARROWS.get(mark, '')}{_signed(effect.value, measure.digits)}"
    cell["kind"] = f"{mark.value} {'good' if good else 'bad'} s{shade}"
    return cell


def _what_differs(comparison: Comparison, n: int) -> str:
    """Return the settings in which a case differs from its baseline, where its name does not say so already."""
    base, case = comparison.cases[comparison.against[n]], comparison.cases[n]
    if base.title == case.title:
        return ""
    changed = [
        f"{key} = {shown_setting(values[n])}"
        for key, values in comparison.settings
        if values[n] != values[comparison.against[n]]
    ]
    more = tr(" and {n} more").format(n=len(changed) - MOST_SETTINGS) if len(changed) > MOST_SETTINGS else ""
    return f"{tr(', ').join(changed[:MOST_SETTINGS])}{more}"


def _signed(value: float, digits: int) -> str:
    if isnan(value):
        return SIGNS[Mark.UNKNOWN]
    rounded = round(value, digits) + 0.0
    return f"{rounded:+.{digits}f}".replace("-", MINUS) if rounded else f"{0:.{digits}f}"


def _raw(value: float) -> str:
    return f"{value:.6g}" if not isnan(value) else ""
