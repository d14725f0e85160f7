"""The page of a trial: first one screen with claim, verdict, how sure and what would change it; then the evidence."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.names import dyad_names
from cityties.claims.declared import Claim
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.results import TrialResults
from cityties.claims.session import Session
from cityties.claims.table import main_rows, rest_rows
from cityties.claims.worlds import PRIOR, REST
from cityties.experiment.store import write_text
from cityties.figures.claims import claim_pictures
from cityties.figures.drawing import Drawn, write_figure
from cityties.figures.style import look
from cityties.kernel.calendar import month_label
from cityties.report.claims_words import (
    answer,
    count,
    how_sure,
    percent,
    power_words,
    provocation_words,
    severity_words,
    what_would_change,
)
from cityties.report.numbers import MINUS, number
from cityties.report.pages import embedded, template

PAGE = "claims.html"
LEAD = "H1"
NAMES = {REST: "rest as shipped", PRIOR: "full prior"}
MAIN_SCREEN = ("H1", "H1c", "H2", "H3", "H7", "R1", "R4", "R10")


def write_page(session: Session, results: TrialResults) -> Path:
    """Draw the figures and write the page; return it."""
    history = session.batch.variants[0].scenario
    names = dyad_names(session.batch.worlds[history.world_folder])
    crises = {name: _crisis_name(name, names) for name in results.crises["crisis"].unique()}
    worlds = {name: _world_name(session, name) for name in session.trial.content.worlds}
    with look():
        drawn = [write_figure(one, session.folder / "figures") for one in claim_pictures(results, crises, worlds)]
    path = session.folder / PAGE
    write_text(path, render(session, results, drawn, crises))
    return path


def _crisis_name(name: str, dyads: dict[str, str]) -> str:
    code, month = name.split(" ", 1)
    return f"{dyads.get(code, code)} {month}"


def _world_name(session: Session, name: str) -> str:
    null = session.trial.content.worlds[name].null
    plain = name.replace("_", " ")
    return f"{plain} ({null})" if null else plain


def render(session: Session, results: TrialResults, figures: Sequence[Drawn], crises: dict[str, str]) -> str:
    """Fill the template with numbers, words and figures."""
    content = session.trial.content
    mains, rests = main_rows(results.verdicts), rest_rows(results.verdicts)
    rows = [
        _row(name, claim, content.rule.certainty, mains, rests) | _more(name, claim, results)
        for name, claim in content.claims.items()
    ]
    first = session.batch.variants[0].scenario
    return (
        template("claims.html").render(
            title=content.title,
            rule=content.rule,
            certainty=percent(content.rule.certainty),
            draws=session.size.draws,
            replicates=session.size.replicates,
            seed=first.seed,
            span=f"{month_label(first.start)} to {month_label(first.end)}",
            answer=answer(mains, rests, LEAD) if LEAD in mains.index else "",
            lead=[row for row in rows if row["name"] in MAIN_SCREEN],
            claims=rows,
            crises=_crises(results.crises, crises),
            no_downturn=count(results.crises["no_downturn"].max()),
            severity=severity_words(results.severity_falls),
            provocation=provocation_words(results.provocation),
            provocations=_provocations(results.provocation),
            power=power_words(results.power),
            powers=_powers(results.power),
            anecdotes=_anecdotes(results.anecdotes),
            picture={figure.name: embedded(figure) for figure in figures},
            tables=[f"{name}.{'parquet' if name == 'values' else 'csv'}" for name in vars(results)],
        )
        + "\n"
    )


def _row(
    name: str,
    claim: Claim,
    certainty: float,
    mains: pd.DataFrame,
    rests: pd.DataFrame,
) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": name,
        "statement": claim.statement,
        "articles": ", ".join(claim.articles),
        "rows": ", ".join(claim.rows),
        "not_tested": claim.not_tested,
    }
    if claim.not_tested:
        return plain | {"verdict": "not tested"}
    main, rest = dict(mains.loc[name]), dict(rests.loc[name])
    return plain | {
        "verdict": main["verdict"],
        "label": main["label"],
        "bar": _bar(main),
        "shares": _shares(main),
        "rest": _shares(rest),
        "rest_bar": _bar(rest),
        "sure": how_sure(main, certainty),
        "change": what_would_change(claim, main, rest),
        "estimand": ESTIMANDS[claim.estimand].meaning.replace(" - ", f" {MINUS} "),
        "test": _test(claim),
        "zero": number(claim.zero, len(f"{claim.zero:g}".partition(".")[2])),
        "expected": claim.expected,
        "refuted_if": claim.refuted_if,
        "median": number(main["median"], 3),
        "draws": count(main["draws"]),
        "undefined": count(main["undefined"]) if main["undefined"] else "",
    }


def _more(name: str, claim: Claim, results: TrialResults) -> dict[str, Any]:
    return {} if claim.not_tested else {"widths": _widths(results.verdicts, name)}


def _test(claim: Claim) -> str:
    against = f", against {claim.against.replace('_', ' ')}" if claim.against else ""
    return f"{claim.world.replace('_', ' ')}{against}"


def _widths(verdicts: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    rows = verdicts[verdicts["claim"] == name]
    return [
        {
            "sample": NAMES[row["sample"]],
            "eps": f"{row['eps']:g}",
            "shares": _shares(row),
            "label": row["label"],
            "verdict": row["verdict"],
        }
        for row in rows.to_dict("records")
    ]


def _shares(row: Any) -> list[Markup]:
    return [number(row[key], 0, percent=True) for key in ("p_supported", "p_null", "p_harm")]


def _bar(row: Any) -> list[tuple[str, str]]:
    """Return width and kind of the three parts of a bar."""
    parts = zip(("for", "none", "against"), ("p_supported", "p_null", "p_harm"), strict=True)
    return [(kind, f"{100 * float(row[key]):.1f}") for kind, key in parts if not pd.isna(row[key]) and row[key] > 0]


def _crises(table: pd.DataFrame, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return one row a crisis, with its numbers on the full prior and with the rest as shipped."""
    rows: dict[str, dict[str, Any]] = {}
    for row in table.to_dict("records"):
        plain = {
            "crisis": names[row["crisis"]].replace("-", "\N{NON-BREAKING HYPHEN}"),
            "severity": number(row["severity"], 1),
        }
        rows.setdefault(str(row["crisis"]), plain)[row["sample"]] = {
            "shares": [number(row[key], 0, percent=True) for key in ("buffer", "null", "harm")],
            **{key: number(row[key], 3) for key in map(str, row) if key.startswith("median") or key == "saved"},
        }
    return list(rows.values())


def _provocations(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "sample": NAMES[row["sample"]],
            "on": row["provocation"],
            "shares": [number(row[key], 0, percent=True) for key in ("buffer", "null", "harm")],
            "median": number(row["median"], 3),
            "mean": number(row["mean"], 3),
            "level": number(row["level"], 4),
        }
        for row in table.to_dict("records")
    ]


def _powers(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"true": number(row["true_b"], 1), "n": count(row["histories"]), "right": number(row["right"], 0, percent=True)}
        for row in table.to_dict("records")
    ]


def _anecdotes(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "told": row["anecdote"],
            "buffer": number(row["given_buffer"], 0, percent=True),
            "none": number(row["given_none"], 0, percent=True),
            "ratio": number(row["ratio"], 2),
            "interval": Markup('<span class="interval">[{}, {}]</span>').format(
                number(row["low"]), number(row["high"])
            ),
            "correlation": number(row["rank_correlation"], 2),
            "elsewhere": row["elsewhere"],
            "n": Markup("{} and {}").format(count(row["n_buffer"]), count(row["n_none"])),
        }
        for row in table.to_dict("records")
    ]
