"""The page of a comparison: what was set differently beside what came out differently; opens offline."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.comparison import Comparison, crisis_rows, outcome_rows
from cityties.analysis.effects import pairing_table
from cityties.experiment.store import write_text
from cityties.figures.comparison import comparison_pictures
from cityties.figures.comparison_cases import colours, crisis_title, few
from cityties.figures.drawing import Drawn, write_figure
from cityties.figures.style import look
from cityties.report.numbers import NONE, number
from cityties.report.pages import embedded, template

MOST_BESIDE, MOST_OPEN = 3, 4
MOST_TIMES = 1000


@dataclass(frozen=True)
class Words:
    """What the page says beside the numbers: its heading, what was asked, and lists such as failed units."""

    kind: str
    title: str
    facts: str = ""
    warnings: Sequence[str] = ()
    failures: Sequence[tuple[str, str, str]] = ()
    tables: Sequence[str] = field(default_factory=tuple)


def write_comparison(comparison: Comparison, folder: Path, page: str, words: Words) -> Path:
    """Write figures and page of a comparison into a folder; return the page."""
    with look():
        drawn = [write_figure(picture, folder / "figures") for picture in comparison_pictures(comparison)]
    path = folder / page
    write_text(path, render(comparison, drawn, words))
    return path


def render(comparison: Comparison, figures: Sequence[Drawn], words: Words) -> str:
    """Fill the template with a comparison's numbers and figures."""
    return (
        template("comparison.html").render(
            words=words,
            most_beside=MOST_BESIDE,
            cases=_cases(comparison),
            notes=[*words.warnings, *comparison.notes()],
            drawn=any(case.drawn for case in comparison.cases),
            settings=_settings(comparison),
            groups=_groups(comparison),
            changes=[_changes(comparison, n) for n in comparison.others()],
            pairing=_pairing(comparison),
            figures=[embedded(figure) for figure in figures],
        )
        + "\n"
    )


def _cases(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "colour": _hex(colour),
            "amount": _amount(case),
            "seed": case.seed,
            "version": f"{case.code.get('cityties', 'unknown')} (model {str(case.code.get('model', ''))[:8]})",
            "folder": case.folder.name,
        }
        for case, name, colour in zip(comparison.cases, comparison.names, colours(len(comparison.cases)), strict=True)
    ]


def _hex(colour: Any) -> str:
    return colour if isinstance(colour, str) else "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


def _amount(case: Any) -> str:
    n = case.observations.n
    draws = case.observations.by_draw().n if case.drawn else 0
    return f"{draws} draws, {n} replicates" if draws else f"{n} replicates"


def _settings(comparison: Comparison) -> list[tuple[str, list[tuple[int, str, bool]]]]:
    """Return the differing settings, as number of the case, value, and whether it differs from the case's baseline.

    Of many cases only the baseline's value and those that differ are listed.
    """
    rows = []
    for key, values in comparison.settings:
        marked = [(n, value, value != values[comparison.against[n]]) for n, value in enumerate(values)]
        rows.append((key, [one for one in marked if one[0] == 0 or one[2] or few(len(values))]))
    return rows


def _groups(comparison: Comparison) -> list[dict[str, Any]]:
    """Return one group of rows a crisis: B of every case and its change from the baseline."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for n in range(len(comparison.cases)):
        rows = crisis_rows(comparison, n)
        for record in rows.to_dict("records") if not rows.empty else ():
            row = {str(name): value for name, value in record.items()}
            if row["has_downturn"]:
                row["severity"] = comparison.cases[n].severity(str(row["crisis"]))
                found.setdefault(crisis_title(str(row["crisis"]), str(row["where"])), {})[n] = row
    shades, effects = colours(len(comparison.cases)), comparison.effects
    worst = max(found, key=lambda crisis: max(row["severity"] for row in found[crisis].values()), default="")
    return [
        {
            "crisis": crisis,
            "open": crisis == worst or (few(len(shades)) and len(found) <= MOST_OPEN),
            "rows": [
                _cell(comparison.names[n], _hex(shades[n]), rows.get(n), n in effects) for n in range(len(shades))
            ],
        }
        for crisis, rows in found.items()
    ]


def _cell(name: str, colour: str, row: dict[str, Any] | None, has_change: bool) -> dict[str, Any]:
    """Return B of one case in one crisis, and how it differs from its baseline; nothing where B is not to be read."""
    if row is None:
        return {"name": name, "colour": colour, "value": NONE, "change": "", "is_clear": False, "is_known": False}
    change = {end: row.get(f"{end}_change", math.nan) for end in ("difference", "low", "high")}
    message = estimate_of(change) if has_change else ""
    cell = {"name": name, "colour": colour, "value": estimate_of(row), "change": message}
    return cell | {"is_clear": _is_clear(change), "is_known": True}


def _pairing(comparison: Comparison) -> list[dict[str, Any]]:
    """Return how many times as many replicates the baseline would take without pairing, by crisis."""
    rows = pairing_table(comparison.baseline).to_dict("records")
    return [
        {"crisis": crisis_title(str(row["crisis"]), str(row["where"]))}
        | {name: _times(float(row.get(name, math.nan))) for name in ("gap", "depth", "buffer_36")}
        for row in rows
    ]


def _changes(comparison: Comparison, n: int) -> dict[str, Any]:
    rows = [_change(row) for row in outcome_rows(comparison, n).to_dict("records")]
    base = comparison.names[comparison.against[n]]
    return {"name": comparison.names[n], "base": base, "rows": rows}


def _change(row: Mapping[Any, Any]) -> dict[str, Any]:
    digits = 3 if row["crisis"] else 4
    return {
        "what": _what(row),
        "change": estimate_of(row, digits),
        "sign": number(row["sign_share"], 0, percent=True),
        "saved": _times(row["replicates_saved"]),
        "is_clear": _is_clear(row, digits),
    }


def _what(row: Mapping[Any, Any]) -> str:
    if not row["crisis"]:
        return f"mean relations, {row['where']}"
    crisis = crisis_title(str(row["crisis"]), str(row["where"]))
    return f"{crisis}: {'loss over 36 months' if row['measure'] == 'loss_36' else row['measure']}"


def _times(value: float) -> Markup | str:
    if math.isnan(value):
        return NONE
    if math.isinf(value):
        return "all: equal"
    return (
        f"over {MOST_TIMES}\N{MULTIPLICATION SIGN}"
        if value > MOST_TIMES
        else Markup("{}\N{MULTIPLICATION SIGN}").format(number(value, 1))
    )


def _is_clear(row: Any, digits: int = 2) -> bool:
    """Return whether an interval leaves out 0 as it is printed; what is printed as 0 is not worth bold letters."""
    low, high = (round(float(row[end]), digits) for end in ("low", "high"))
    return low > 0.0 or high < 0.0


def estimate_of(row: Any, digits: int = 2) -> Markup:
    """Print a difference with its interval; "equal" where not a single pair differs."""
    if row["difference"] == row["low"] == row["high"] == 0.0:
        return Markup('<span class="soft">equal</span>')
    ends = (
        ""
        if math.isnan(row["low"])
        else Markup(' <span class="interval">[{}, {}]</span>').format(
            number(row["low"], digits), number(row["high"], digits)
        )
    )
    return Markup("{}{}").format(number(row["difference"], digits), ends)


def effect_table(comparison: Comparison) -> pd.DataFrame:
    """Return every effect of every case with the names of the case and of its baseline."""
    tables = [
        table.assign(case=comparison.names[n], baseline=comparison.names[comparison.against[n]])
        for n, table in comparison.effects.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
