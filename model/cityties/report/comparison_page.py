"""The page of a comparison: what was set differently beside what came out differently; opens offline."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison, crisis_rows, outcome_rows
from cityties.analysis.effects import pairing_table
from cityties.figures.case_names import colours, crisis_title, few, short_names
from cityties.figures.comparison import COMPARISON_FIGURES
from cityties.figures.declared import draw_all
from cityties.report.numbers import NONE, difference, is_clear, number, percent, times
from cityties.report.skeleton import Frame, origin, version_of, write_page

MOST_BESIDE, MOST_OPEN = 3, 4
EFFECT_DIGITS, RELATIONS_DIGITS = 3, 4


@dataclass(frozen=True)
class Words:
    """What the page holds beside the numbers: its heading, what was asked, and lists such as failed units."""

    kind: str
    title: str
    facts: str = ""
    warnings: Sequence[str] = ()
    failures: Sequence[tuple[str, str, str]] = ()
    tables: Sequence[str] = field(default_factory=tuple)


def write_comparison(comparison: Comparison, folder: Path, page: str, words: Words) -> Path:
    """Write figures and page of a comparison into a folder; return the page."""
    cases, groups = _cases(comparison), _groups(comparison)
    return write_page(
        folder / page,
        "comparison.html",
        _frame(comparison, words, folder),
        draw_all(COMPARISON_FIGURES, comparison, {}, folder / "figures"),
        failures=words.failures,
        most_beside=MOST_BESIDE,
        cases=cases,
        answer=_answer(groups),
        notes=[*words.warnings, *comparison.notes()],
        settings=_settings(comparison),
        groups=groups,
        changes=[_changes(comparison, n, cases) for n in comparison.others()],
        pairing=_pairing(comparison),
    )


def _frame(comparison: Comparison, words: Words, folder: Path) -> Frame:
    base = comparison.baseline
    names = ", ".join(dict.fromkeys(str(case.settings.get("name", case.label)) for case in comparison.cases))
    seeds = ", ".join(dict.fromkeys(str(case.seed) for case in comparison.cases))
    worlds = ", ".join(dict.fromkeys(_world(case) for case in comparison.cases))
    versions = Markup("; ").join(dict.fromkeys(version_of(case.code) for case in comparison.cases))
    amounts = ", ".join(dict.fromkeys(_amount(case) for case in comparison.cases))
    rows = [
        (term, versions if term == "CityTies" else what)
        for term, what in origin(names, f"{amounts} of each case", seeds, worlds, {"code": base.code})
    ]
    folders = " ".join(dict.fromkeys(str(case.folder.name) for case in comparison.cases))
    own = all(case.folder == folder for case in comparison.cases)
    again = f"cityties reproduce {folder.name}" if own else f"cityties compare {folders}"
    columns = Markup("; <code>columns.csv</code> gives the meaning of every column") if words.tables else ""
    return Frame(
        kind=words.kind,
        title=words.title,
        heading="What differs, and by how much",
        facts=words.facts,
        origin=rows,
        repeat=Markup("<code>{}</code>.").format(again),
        kept=Markup("Tables are in <code>tables/</code>, as CSV and as Parquet{}: {}.").format(
            columns, ", ".join(words.tables)
        ),
        drawn=" and other draws of parameters" if any(case.drawn for case in comparison.cases) else "",
    )


def _answer(groups: Sequence[Mapping[str, Any]]) -> list[Markup]:
    """Return how far B of the gravest crisis differs between cases, and how many changes are clear."""
    if not groups:
        return [Markup("There is no crisis with and without the effects of ties to compare.")]
    group = next((one for one in groups if one["is_gravest"]), groups[0])
    known = sorted((row for row in group["rows"] if row["is_known"]), key=lambda row: float(row["size"]))
    ends = (Markup("{} ({})").format(number(row["size"], EFFECT_DIGITS), row["name"]) for row in (known[0], known[-1]))
    text = "In the gravest crisis, {}, the buffer index B runs from {} to {}."
    sentences = [Markup(text).format(group["crisis"], *ends)]
    changed = [row for one in groups for row in one["rows"] if row["is_known"] and row["change"]]
    if changed:
        clear = sum(row["is_clear"] for row in changed)
        sentences.append(
            Markup("Of {} differences in B from the baseline, over all crises, {} have an interval without 0.").format(
                len(changed), clear
            )
        )
    return sentences


def _cases(comparison: Comparison) -> list[dict[str, Any]]:
    shades = colours(len(comparison.cases))
    return [
        {
            "name": name,
            "full": full if full.replace("_", " ") != name else "",
            "colour": _hex(colour),
            "amount": _amount(case),
            "seed": case.seed,
            "world": _world(case),
            "version": f"{case.code.get('cityties', 'unknown')} (model {str(case.code.get('model', ''))[:8]})",
            "folder": case.folder.name,
        }
        for case, full, name, colour in zip(
            comparison.cases, comparison.names, short_names(comparison.names), shades, strict=True
        )
    ]


def _world(case: Case) -> str:
    """Return what tells the world of a case from others: the name of its folder, and the digest of its tables."""
    place = Path(str(case.settings.get("world", "")))
    return place.name if len(place.parts) > 1 else str(case.folder.name)


def _hex(colour: Any) -> str:
    return colour if isinstance(colour, str) else "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


def _amount(case: Case) -> str:
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
    shades, effects, names = colours(len(comparison.cases)), comparison.effects, short_names(comparison.names)
    gravest = max(found, key=lambda crisis: max(row["severity"] for row in found[crisis].values()), default="")
    return [
        {
            "crisis": crisis,
            "is_gravest": crisis == gravest,
            "open": crisis == gravest or (few(len(shades)) and len(found) <= MOST_OPEN),
            "rows": [_cell(names[n], _hex(shades[n]), rows.get(n), n in effects) for n in range(len(shades))],
        }
        for crisis, rows in found.items()
    ]


def _cell(name: str, colour: str, row: dict[str, Any] | None, has_change: bool) -> dict[str, Any]:
    """Return B of one case in one crisis, and how it differs from its baseline; nothing where B is not to be read."""
    cell: dict[str, Any] = {"name": name, "colour": colour}
    if row is None:
        return cell | {"value": NONE, "change": "", "is_clear": False, "is_known": False}
    change = {end: row.get(f"{end}_change", math.nan) for end in ("difference", "low", "high")}
    shown = {"value": difference(row), "size": row["difference"], "change": difference(change) if has_change else ""}
    return cell | shown | {"is_clear": is_clear(change), "is_known": True}


def _pairing(comparison: Comparison) -> list[dict[str, Any]]:
    """Return how many times as many replicates the baseline would take without pairing, by crisis."""
    rows = pairing_table(comparison.baseline).to_dict("records")
    return [
        {"crisis": crisis_title(str(row["crisis"]), str(row["where"]))}
        | {name: times(float(row.get(name, math.nan))) for name in ("gap", "depth", "buffer_36")}
        for row in rows
    ]


def _changes(comparison: Comparison, n: int, cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    rows = [_change(row) for row in outcome_rows(comparison, n).to_dict("records")]
    return {"name": cases[n]["name"], "base": cases[comparison.against[n]]["name"], "rows": rows}


def _change(row: Mapping[Any, Any]) -> dict[str, Any]:
    digits = EFFECT_DIGITS if row["crisis"] else RELATIONS_DIGITS
    return {
        "what": _what(row),
        "change": difference(row, digits),
        "sign": percent(row["sign_share"]),
        "saved": times(row["replicates_saved"]),
        "is_clear": is_clear(row, digits),
    }


def _what(row: Mapping[Any, Any]) -> str:
    if not row["crisis"]:
        return f"mean relations, {row['where']}"
    crisis = crisis_title(str(row["crisis"]), str(row["where"]))
    return f"{crisis}: {'loss over 36 months' if row['measure'] == 'loss_36' else row['measure']}"


def effect_table(comparison: Comparison) -> pd.DataFrame:
    """Return every effect of every case with the names of the case and of its baseline."""
    tables = [
        table.assign(case=comparison.names[n], baseline=comparison.names[comparison.against[n]])
        for n, table in comparison.effects.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
