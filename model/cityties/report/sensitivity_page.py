"""The page of a study of sensitivity: what each outcome turns on, how sure that is, and what constants do."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from cityties.analysis.names import dyad_names
from cityties.calibration.outcomes import MADE, meaning_of
from cityties.calibration.sensitivity.factors import CHANCE, HELD, REST
from cityties.calibration.sensitivity.study import TRAJECTORIES, Sensitivity
from cityties.calibration.sensitivity.tables import TABLE_MEANINGS, SensitivityTables
from cityties.figures.declared import draw_all
from cityties.figures.sensitivity import SENSITIVITY_FIGURES, SensitivitySource, outcome_title, strongest_rows
from cityties.kernel.calendar import month_label
from cityties.report.numbers import MINUS
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.tables.language import tr, trn

PAGE = "report.html"
LEADING, LISTED, CONSTANTS_SHOWN = 3, 8, 12


def write_sensitivity(study: Sensitivity, tables: SensitivityTables) -> Path:
    """Draw the figure and write the page; return it."""
    crisis = crisis_name(study)
    source = SensitivitySource(tables, crisis)
    figures = draw_all(SENSITIVITY_FIGURES, source, vars(tables), study.folder.path / "figures")
    rest = [str(name) for name, group in zip(study.names, study.grouped.groups, strict=True) if group == REST]
    constants = tables.constants.to_dict("records")
    return write_page(
        study.folder.path / PAGE,
        "sensitivity.html",
        _frame(study, crisis),
        figures,
        crisis=crisis,
        outcomes=[_outcome(study, tables, name) for name in study.asked.outcomes],
        samples=study.asked.samples,
        alone=[name for name in study.grouped.units if name not in (REST, CHANCE)],
        rest=rest,
        rest_name=REST,
        screened=len(study.names),
        trajectories=TRAJECTORIES,
        held=HELD,
        constants=constants[:CONSTANTS_SHOWN],
        unmoved=sum(row["label_changed"] == 0.0 for row in constants),
        tried=len(constants),
        draws=study.asked.constants,
    )


def crisis_name(study: Sensitivity) -> str:
    """Return the crisis with its nations written out."""
    crisis, tables = study.single.crisis, study.single.tables
    dyad = str(tables.dyads["dyad"].iloc[crisis.dyad])
    return f"{dyad_names(tables)[dyad]} {month_label(study.single.scenario.start + crisis.month)}"


def _outcome(study: Sensitivity, tables: SensitivityTables, name: str) -> dict[str, Any]:
    rows = strongest_rows(tables.indices, name, LISTED).to_dict("records")
    spread = {str(key): value for key, value in tables.outcomes.set_index("outcome").loc[name].items()}
    meaning = tr(meaning_of(name)).replace(" - ", f" {MINUS} ")
    meaning = meaning[0].upper() + meaning[1:]
    chance = next((row for row in rows if row["factor"] == CHANCE), None)
    # an interval that reaches 0 says nothing, however large its middle
    leading = [row for row in rows if row["factor"] != REST and row["low"] > 0.0][:LEADING]
    of = "" if name in MADE else tr(", with ties")
    words = {"name": name, "title": _title(name), "meaning": meaning + of}
    return words | {"rows": rows, "leading": leading, "chance": chance, **spread}


def _title(name: str) -> str:
    """Return what other pages call an outcome; of one that only studies make, its own words."""
    title = outcome_title(name)
    return title[:1].upper() + title[1:]


def _frame(study: Sensitivity, crisis: str) -> Frame:
    scenario, tables = study.single.scenario, study.single.tables
    asked = study.asked
    amount = trn(
        "{samples:,} base sample of {rows_per_sample} rows, both arms each",
        "{samples:,} base samples of {rows_per_sample} rows, both arms each",
        asked.samples,
    ).format(samples=asked.samples, rows_per_sample=study.grouped.rows_per_sample)
    words = " ".join(f"--outcome {name}" for name in asked.outcomes)
    command = f"cityties sensitivity {scenario.name} {words} --samples {asked.samples} --factors {asked.alone}"
    return Frame(
        kind=tr("CityTies: sensitivity"),
        title=tr("What does the crisis {crisis} turn on?").format(crisis=crisis),
        heading=tr("What each outcome turns on"),
        question=scenario.question,
        facts=tr("{title} · {start} to {end} · {amount}").format(
            title=tr(scenario.title),
            start=month_label(scenario.start),
            end=month_label(scenario.end),
            amount=amount,
        ),
        origin=origin(
            Markup(tr("<code>{}</code>, over the priors of all free parameters")).format(scenario.name),
            amount,
            scenario.seed,
            Markup(tr("{}, digest <code>{}</code>")).format(tables.folder.name, tables.digest[:SHORT_HASH]),
            study.folder.made,
        ),
        repeat=Markup('<code>{} --crisis "{}" --constants {}</code>.').format(
            command, study.single.crisis.name, asked.constants
        ),
        kept=tr("Every number is in tables/; columns.csv gives the meaning of every column."),
        tables={name: tr(meaning) for name, meaning in TABLE_MEANINGS.items()},
        drawn=tr(" and other samples of the priors"),
    )
