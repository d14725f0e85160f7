"""The page of a comparison: what was set differently beside what came out differently; opens offline."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison, crisis_rows, listed, outcome_rows
from cityties.analysis.effects import pairing_table
from cityties.analysis.matrix import matrices
from cityties.analysis.setting_values import shown_setting
from cityties.experiment.columns import column_table
from cityties.figures.case_names import colours
from cityties.figures.processes import Drawing
from cityties.report.finding import finding
from cityties.report.matrix_rows import matrix_views
from cityties.report.numbers import difference, is_clear, missing, percent, times
from cityties.report.page_tables import TABLES_OF_PAGES
from cityties.report.parting_views import parting_view
from cityties.report.skeleton import Frame, origin, version_of, write_page
from cityties.report.sweep_sections import range_texts, swept_rows
from cityties.report.table_section import TableSection
from cityties.tables.language import tr

if TYPE_CHECKING:  # to compute cases again takes the compiler, which a page does not
    from cityties.analysis.partings import Parted

MOST_BESIDE, MOST_LISTED = 3, 3
EFFECT_DIGITS, RELATIONS_DIGITS = 3, 4


@dataclass(frozen=True)
class Words:
    """What the page holds beside the numbers: its heading, what was asked, and lists such as failed units.

    ``effects`` names the table that holds every effect; ``sections`` are tables that only this kind of page has;
    ``partings`` are where cases first part from their baselines.
    """

    kind: str
    title: str
    facts: str = ""
    warnings: Sequence[str] = ()
    failures: Sequence[tuple[str, str, str]] = ()
    tables: Sequence[str] = field(default_factory=tuple)
    effects: str = "effects"
    sections: Sequence[TableSection] = ()
    partings: "Sequence[Parted]" = ()


def write_comparison(comparison: Comparison, folder: Path, page: str, words: Words, figures: Drawing) -> Path:
    """Write the page of a comparison into a folder, with figures that were asked for before; return the page."""
    cases, found = _cases(comparison), matrices(comparison)
    return write_page(
        folder / page,
        "comparison.html",
        _frame(comparison, words, folder),
        figures(),
        failures=words.failures,
        most_beside=MOST_BESIDE,
        cases=cases,
        answer=finding(comparison, found[0] if found else None),
        notes=[*words.warnings, *comparison.notes()],
        amounts=tr("{amounts} of each case").format(
            amounts=listed(list(dict.fromkeys(map(_amount, comparison.cases))))
        ),
        matrices=matrix_views(comparison, found),
        effects_table=words.effects,
        extra=words.sections,
        swept=swept_rows(comparison),
        settings=_settings(comparison),
        grouped=_grouped(comparison),
        worlds=_worlds(comparison),
        partings=[parting_view(comparison, one) for one in words.partings],
        groups=_groups(comparison),
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
        for term, what in origin(
            names, tr("{amounts} of each case").format(amounts=amounts), seeds, worlds, {"code": base.code}
        )
    ]
    folders = " ".join(dict.fromkeys(str(case.folder.name) for case in comparison.cases))
    own = all(case.folder == folder for case in comparison.cases)
    kind = tr("batch") if own else tr("comparison")
    cited = tr("{version}, {kind} \u201c{title}\u201d ({name}), seed {seeds}, {amounts} of each case.").format(
        version=base.version, kind=kind, title=words.title, name=folder.name, seeds=seeds, amounts=amounts
    )
    again = f"cityties reproduce {folder.name}" if own else f"cityties compare {folders}"
    columns = Markup(tr("; <code>columns.csv</code> gives the meaning of every column")) if words.tables else ""
    return Frame(
        kind=words.kind,
        title=words.title,
        heading=tr("What differs, and by how much"),
        citation=tr("{cited} Repeat: {again}").format(cited=cited, again=again),
        facts=words.facts,
        origin=rows,
        repeat=Markup(tr("<code>{}</code>.")).format(again),
        kept=Markup(tr("Tables are in <code>tables/</code>, as CSV and as Parquet{}.")).format(columns),
        tables={name: tr(TABLES_OF_PAGES[name]) for name in words.tables},
        drawn=tr(" and other draws of parameters") if any(case.drawn for case in comparison.cases) else "",
    )


def _cases(comparison: Comparison) -> list[dict[str, Any]]:
    shades = colours(len(comparison.cases))
    return [
        {
            "name": name,
            "label": case.label if case.label != name else "",
            "colour": _hex(colour),
            "amount": _amount(case),
            "seed": case.seed,
            "world": _world(case),
            "version": case.version,
            "folder": case.folder.name,
        }
        for case, name, colour in zip(comparison.cases, comparison.shown_names, shades, strict=True)
    ]


def _world(case: Case) -> str:
    """Return what tells the world of a case from others: the name of its folder, and the digest of its tables."""
    name, digest = case.world_name, case.world_digest
    return name if name == digest else f"{name} ({digest})"


def _hex(colour: Any) -> str:
    return colour if isinstance(colour, str) else "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


def _amount(case: Case) -> str:
    n = case.observations.n
    draws = case.observations.by_draw().n if case.drawn else 0
    return tr(", ").join([counts.draws(draws), counts.replicates(n)] if draws else [counts.replicates(n)])


def _settings(comparison: Comparison) -> list[tuple[str, list[tuple[int, str, bool]]]]:
    """Return the differing settings, as number of the case, value, and whether it differs from the case's baseline."""
    return [
        (key, [(n, shown_setting(value), value != values[comparison.against[n]]) for n, value in enumerate(values)])
        for key, values in comparison.settings
    ]


def _grouped(comparison: Comparison) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the differing settings of many cases: the value of the first case, and the others with who has them."""
    rows, swept = [], range_texts(comparison)
    for key, values in comparison.settings:
        if key in swept:
            rows.append((key, shown_setting(values[0]), [(swept[key], tr("over the sweep"))]))
            continue
        having: dict[str, list[str]] = {}
        for name, value in zip(comparison.shown_names, values, strict=True):
            if value != values[0]:
                having.setdefault(value, []).append(name)
        others = [(shown_setting(value), listed(names, MOST_LISTED)) for value, names in having.items()]
        rows.append((key, shown_setting(values[0]), others))
    return rows


def _worlds(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what differs in each world that is not its baseline's, once a world."""
    found: dict[str, dict[str, Any]] = {}
    for n, tables in comparison.worlds.items():
        world = found.setdefault(_world(comparison.cases[n]), {"tables": tables, "of": []})
        world["of"].append(comparison.shown_names[n])
    return [{"name": name, "tables": one["tables"], "cases": listed(one["of"])} for name, one in found.items()]


def _groups(comparison: Comparison) -> list[dict[str, Any]]:
    """Return one group of rows a crisis: B of every case and its change from the baseline."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for n in range(len(comparison.cases)):
        rows = crisis_rows(comparison, n)
        for record in rows.to_dict("records") if not rows.empty else ():
            row = {str(name): value for name, value in record.items()}
            if row["has_downturn"]:
                row["severity"] = comparison.cases[n].severity(str(row["crisis"]))
                found.setdefault(comparison.crisis_name(str(row["crisis"]), str(row["where"])), {})[n] = row
    shades, effects, names = colours(len(comparison.cases)), comparison.effects, comparison.shown_names
    gravest = max(found, key=lambda crisis: max(row["severity"] for row in found[crisis].values()), default="")
    return [
        {
            "crisis": crisis,
            "open": crisis == gravest,
            "rows": [_cell(names[n], _hex(shades[n]), rows.get(n), n in effects) for n in range(len(shades))],
        }
        for crisis, rows in found.items()
    ]


def _cell(name: str, colour: str, row: dict[str, Any] | None, has_change: bool) -> dict[str, Any]:
    """Return B of one case in one crisis, and how it differs from its baseline; nothing where B is not to be read."""
    cell: dict[str, Any] = {"name": name, "colour": colour}
    if row is None:
        return cell | {"value": missing(), "change": "", "is_clear": False, "is_known": False}
    change = {end: row.get(f"{end}_change", math.nan) for end in ("difference", "low", "high")}
    shown = {
        "value": difference(row, EFFECT_DIGITS),
        "change": difference(change, EFFECT_DIGITS) if has_change else "",
    }
    return cell | shown | {"is_clear": has_change and is_clear(change, EFFECT_DIGITS), "is_known": True}


def _pairing(comparison: Comparison) -> list[dict[str, Any]]:
    """Return how many times as many replicates the baseline would take without pairing, by crisis."""
    rows = pairing_table(comparison.baseline).to_dict("records")
    return [
        {"crisis": comparison.crisis_name(str(row["crisis"]), str(row["where"]))}
        | {name: times(float(row.get(name, math.nan))) for name in ("gap", "depth", "buffer_36")}
        for row in rows
    ]


def _changes(comparison: Comparison, n: int, cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    rows = [_change(comparison, row) for row in outcome_rows(comparison, n).to_dict("records")]
    return {"name": cases[n]["name"], "base": cases[comparison.against[n]]["name"], "rows": rows}


def _change(comparison: Comparison, row: Mapping[Any, Any]) -> dict[str, Any]:
    digits = EFFECT_DIGITS if row["crisis"] else RELATIONS_DIGITS
    return {
        "what": _what(comparison, row),
        "change": difference(row, digits),
        "sign": percent(row["sign_share"]),
        "saved": times(row["replicates_saved"]),
        "is_clear": is_clear(row, digits),
    }


def _what(comparison: Comparison, row: Mapping[Any, Any]) -> str:
    place = comparison.crisis_name(str(row["crisis"]), str(row["where"]))
    if not row["crisis"]:
        return tr("mean relations, {place}").format(place=place)
    return f"{place}{tr(': ')}{tr('loss over 36 months') if row['measure'] == 'loss_36' else tr(row['measure'])}"


def comparison_tables(comparison: Comparison, partings: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables of a comparison by name; in all of them a case has the name that it has on the page."""
    tables = {"cases": _case_table(comparison), "effects": effect_table(comparison), "buffers": _buffers(comparison)}
    if partings is not None and len(partings):
        tables["partings"] = partings
    names = {name: list(table.columns) for name, table in tables.items()}
    return tables | {"columns": column_table(names, with_measures=True)}


def _case_table(comparison: Comparison) -> pd.DataFrame:
    rows = [
        {"case": name, "baseline": comparison.names[base] if n != base else None, "label": case.label}
        | {"folder": case.folder.name, "variant": case.variant, "world": _world(case), "seed": case.seed}
        for n, (name, base, case) in enumerate(zip(comparison.names, comparison.against, comparison.cases, strict=True))
    ]
    return pd.DataFrame(rows)


def _buffers(comparison: Comparison) -> pd.DataFrame:
    named = zip(comparison.names, comparison.buffers, strict=True)
    return pd.concat([table.assign(case=name) for name, table in named], ignore_index=True)


def effect_table(comparison: Comparison) -> pd.DataFrame:
    """Return every effect of every case with the names of the case and of its baseline."""
    tables = [
        table.assign(case=comparison.names[n], baseline=comparison.names[comparison.against[n]])
        for n, table in comparison.effects.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
