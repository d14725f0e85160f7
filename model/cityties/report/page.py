"""The report: one page for a finished run that opens offline and asks nothing of anybody."""

from pathlib import Path

from markupsafe import Markup

from cityties.analysis.buffering import THRESHOLDS
from cityties.analysis.comparators import moved_by_silence
from cityties.analysis.names import NamedCrisis, dyad_names, is_recorded, known_until, named_crises
from cityties.analysis.results import TABLES, Results, Summary, write_tables
from cityties.experiment.results import RunResults
from cityties.figures.drawn import DrawnFigure
from cityties.figures.processes import Painters
from cityties.figures.run_source import ON_ALL_ELSE, ON_CRISES, drawing
from cityties.kernel.calendar import month_label
from cityties.report.comparator_section import comparator_cells, comparator_section, most_moved, unheard_sentence
from cityties.report.record_text import record_section
from cityties.report.sections import (
    crisis_table,
    glance_rows,
    heading,
    healing_sentences,
    level_rows,
    recorded_rows,
    rows_of,
    section,
)
from cityties.report.settings import differences
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.report.table_section import TableSection
from cityties.report.text import answer, common_answer, exchange_answer
from cityties.setup.inertness import inert_mechanisms
from cityties.tables.language import tr, trn

RAW_TABLES = ("histories", "crisis_months", "sums", "attendance", "ties", "outcomes")


def write_report(run: RunResults, painters: Painters | None = None) -> Path:
    """Write the summary tables, the figures and the page of a computed run; return the page.

    ``painters`` draw the figures of crises while all else is summed up, and the others while the tables are written;
    without any, they are drawn here.
    """
    summary, folder, drawn_by = Summary(run), run.path / "figures", painters or Painters()
    first = drawing(ON_CRISES, run, summary.of_crises, folder, drawn_by)
    results = summary.all()
    others = drawing(ON_ALL_ELSE, run, results, folder, drawn_by)
    write_tables(run, results)
    return _write(run, results, [*first(), *others()])


def _write(run: RunResults, results: Results, figures: list[DrawnFigure]) -> Path:
    front, crises = named_crises(run, results.crises)[0], _by_month(run, results)
    level, table = level_rows(run, results), crisis_table(run, results, crises)
    return write_page(
        run.path / "report.html",
        "run.html",
        _frame(run),
        figures,
        scenario=run.scenario,
        answer=answer_of(run, results),
        n_arms=_n_arms(results),
        thresholds=THRESHOLDS,
        glance=glance_rows(run, results, crises, front),
        sections=[section(run, results, crisis) for crisis in front],
        crises=table,
        rows_left_out=len(results.crises) - len(table),
        comparators=_comparators(run, results, crises),
        level=level,
        level_left_out=len(results.level) - len(level),
        recorded=recorded_rows(run, results),
        is_recorded=is_recorded(run.tables),
        record=record_section(run, results, dyad_names(run.tables)),
        settings=differences(run.scenario),
        inert=inert_mechanisms(run.scenario, run.tables),
    )


def _by_month(run: RunResults, results: Results) -> list[NamedCrisis]:
    front, others = named_crises(run, results.crises)
    return sorted([*front, *others], key=lambda one: one.month)


def _comparators(run: RunResults, results: Results, crises: list[NamedCrisis]) -> TableSection | None:
    """Return B against the second comparator where that moves it; None where no downturn was compared."""
    moved, of = moved_by_silence(results.comparators)
    if not of:
        return None
    names = dyad_names(run.tables)
    named = {crisis.crisis.name: crisis for crisis in crises}
    rows = [
        (heading(named[str(row["crisis"])], names[str(row["where"])]), *comparator_cells(row))
        for row in rows_of(most_moved(moved))
    ]
    return comparator_section((tr("Crisis"),), rows, len(moved), of)


def _frame(run: RunResults) -> Frame:
    """Return what stands around the sections: title, span, and where the numbers come from."""
    scenario, made = run.scenario, run.manifest
    code = made.get("code", {})
    version = tr("CityTies {version} (model {model})").format(
        version=code.get("cityties", "unknown"), model=str(code.get("model", ""))[:8]
    )
    amount = trn("{n} replicate of each arm", "{n} replicates of each arm", scenario.replicates).format(
        n=scenario.replicates
    )
    world = Markup(tr("{}, copied to <code>world/</code>, digest <code>{}</code>")).format(
        made.get("world", {}).get("folder", run.tables.folder.name), run.tables.digest[:SHORT_HASH]
    )
    source = Markup(tr("{}, in <code>scenario.yaml</code> with every default filled in")).format(scenario.name)
    span = tr("{start} to {end}").format(start=month_label(scenario.start), end=month_label(scenario.end))
    return Frame(
        kind=tr("CityTies report"),
        title=scenario.title,
        heading=tr("What the shocks did to relations, with city ties and without"),
        question=scenario.question,
        facts=tr("{span} · {amount} · seed {seed}").format(span=span, amount=amount, seed=scenario.seed),
        origin=origin(source, amount, scenario.seed, world, made),
        repeat=Markup(tr("In the folder of this page: <code>cityties run scenario.yaml</code>.")),
        kept=Markup(
            tr(
                "Every number on this page is in <code>tables/</code>, as CSV and as Parquet; the monthly values of "
                "every replicate are in <code>parts/</code> ({})."
            )
        ).format(Markup(", ").join(Markup("<code>{}</code>").format(name) for name in RAW_TABLES)),
        tables={name: tr(meaning) for name, meaning in TABLES.items()},
        citation=tr(
            "{version}, run \u201c{title}\u201d ({name}), seed {seed}, {amount}. Repeat: cityties run "
            "{name}/scenario.yaml"
        ).format(version=version, title=tr(scenario.title), name=run.path.name, seed=scenario.seed, amount=amount),
    )


def _n_arms(results: Results) -> int:
    return sum(f"depth_{arm}" in results.crises for arm in ("with_ties", "without_ties"))


def answer_of(run: RunResults, results: Results) -> list[Markup]:
    """Return the sentences on top: on all crises that the figure draws, and on healing where a run looks ahead."""
    crises = _by_month(run, results)
    names, rows = dyad_names(run.tables), rows_of(results.crises)
    shown = [(crisis, rows[row]) for crisis in crises for row in crisis.rows]
    picked, named = [row for _, row in shown], [heading(crisis, names[row["dyad"]]) for crisis, row in shown]
    sentences = healing_sentences(run, results, crises) if known_until(run) is not None else []
    sentences += [
        answer(picked, named, len(rows), _n_arms(results)),
        unheard_sentence(rows_of(moved_by_silence(results.comparators)[0])),
        exchange_answer(picked, named),
    ]
    sentences += [common_answer([rows[row] for row in c.rows], heading(c, "")) for c in crises if c.is_common]
    return [sentence for sentence in sentences if sentence]
