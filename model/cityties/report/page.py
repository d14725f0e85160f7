"""The report: one page for a finished run that opens offline and asks nothing of anybody."""

from pathlib import Path
from typing import Any

from cityties.analysis.buffering import THRESHOLDS
from cityties.analysis.names import NamedCrisis, dyad_names, named_crises
from cityties.analysis.results import TABLES, Results, sum_up, write_tables
from cityties.experiment.results import RunResults
from cityties.experiment.store import write_text
from cityties.figures.drawing import Drawn, draw
from cityties.kernel.calendar import month_label
from cityties.report.pages import embedded, template
from cityties.report.sections import crisis_table, glance_rows, heading, level_rows, recorded_rows, rows_of, section
from cityties.report.settings import differences
from cityties.report.text import answer, common_answer, exchange_answer

LONG_RUN = ("relations", "stock", "map", "moods", "forum")
RAW_TABLES = ("histories", "crisis_months", "sums", "attendance", "ties", "outcomes")


def write_report(run: RunResults) -> Path:
    """Write the summary tables, the figures and the page of a computed run; return the page."""
    results = sum_up(run)
    write_tables(run, results)
    figures = draw(run, results, run.path / "figures")
    page = run.path / "report.html"
    write_text(page, render(run, results, figures))
    return page


def render(run: RunResults, results: Results, figures: list[Drawn]) -> str:
    """Fill the template with a run's numbers, words and figures."""
    front, _ = named_crises(run, results.crises)
    shown = {figure.name: embedded(figure) for figure in figures}
    level = level_rows(run, results)
    return (
        template("template.html").render(
            scenario=run.scenario,
            start=month_label(run.scenario.start),
            end=month_label(run.scenario.end),
            answer=_answer(run, results, front),
            n_arms=_n_arms(results),
            thresholds=THRESHOLDS,
            glance=glance_rows(run, results, front),
            sections=[section(run, results, crisis) for crisis in front],
            crises=crisis_table(run, results),
            level=level,
            level_left_out=len(results.level) - len(level),
            recorded=recorded_rows(run, results),
            picture=shown,
            long_run=[shown[name] for name in LONG_RUN if name in shown],
            settings=differences(run.scenario),
            manifest=run.manifest,
            tables=TABLES,
            raw_tables=RAW_TABLES,
        )
        + "\n"
    )


def _n_arms(results: Results) -> int:
    return sum(f"depth_{arm}" in results.crises for arm in ("with_ties", "without_ties"))


def _answer(run: RunResults, results: Results, front: list[NamedCrisis]) -> list[Any]:
    names, rows = dyad_names(run.tables), rows_of(results.crises)
    shown = [(crisis, rows[row]) for crisis in front for row in crisis.rows]
    picked, named = [row for _, row in shown], [heading(crisis, names[row["dyad"]]) for crisis, row in shown]
    said = [answer(picked, named, len(rows), _n_arms(results)), exchange_answer(picked, named)]
    said += [common_answer([rows[row] for row in c.rows], heading(c, "")) for c in front if c.is_common]
    return [sentence for sentence in said if sentence]
