"""The page of claims: first one screen with claim, verdict, how sure and what would change it; then the evidence."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.names import crisis_words, dyad_names
from cityties.claims.columns import COLUMNS, TABLE_MEANINGS
from cityties.claims.declared import Claim
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.session import Session
from cityties.claims.summary import ClaimTables
from cityties.claims.table import main_rows, mirrors, posterior_rows, rest_rows
from cityties.claims.verdicts import OPEN, QUICK
from cityties.claims.worlds import SAMPLE_NAMES
from cityties.figures.claims import CLAIM_FIGURES, ClaimsSource
from cityties.figures.declared import draw_all
from cityties.kernel.calendar import month_label
from cityties.report.claims_text import (
    claims_answer,
    how_sure,
    posterior_sentence,
    power_words,
    provocation_words,
    severity_words,
    what_would_change,
)
from cityties.report.folder_view import CLAIMS_PAGE
from cityties.report.numbers import MINUS, count, number, share_of
from cityties.report.skeleton import SHORT_HASH, Frame, origin, write_page
from cityties.tables.language import tr

UNDECIDED, UNTESTED = 1, 2
"""Ranks of claims on the page: the decided ones, of rank 0, stand first."""


def write_claims(session: Session, tables: ClaimTables) -> Path:
    """Draw the figures and write the page; return it."""
    content = session.claim_set.content
    history = session.batch.variants[0].scenario
    dyads = dyad_names(session.batch.worlds[history.world_folder])
    crises = {str(name): crisis_words(str(name), dyads) for name in tables.crises["crisis"].unique()}
    worlds = {name: _world_name(session, name) for name in content.worlds}
    view = ClaimsSource(tables, content.maps, crisis_words(content.map_crisis, dyads), crises, worlds)
    figures = draw_all(CLAIM_FIGURES, view, vars(tables), session.folder / "figures")
    rows, quick = _rows(session, tables), session.is_quick
    mains, rests = main_rows(tables.verdicts), rest_rows(tables.verdicts)
    after = posterior_rows(tables.verdicts)
    return write_page(
        session.folder / CLAIMS_PAGE,
        "claims.html",
        _frame(session, tables),
        figures,
        rule=content.rule,
        certainty=content.rule.certainty,
        claims_answer=claims_answer(content, mains, rests, quick) if content.lead in mains.index else "",
        after_the_record=posterior_sentence(content.lead, mains, after),
        sample=session.claim_set.posterior.path.name if session.claim_set.posterior else "",
        quick=QUICK if quick else "",
        decided=[row for row in rows if row["rank"] == 0],
        full=content.draws.full,
        lead=[row for row in rows if row["name"] in (content.page.first_screen or content.claims)],
        claims=rows,
        limits=list(content.page.limits.items()),
        counted=tr(", ").join(crises.get(name, name) for name in content.crises),
        crises=_crises(tables.crises, crises),
        no_downturn=tables.crises["no_downturn"].max(),
        severity=severity_words(tables.severity_falls, content.maps),
        provocation=provocation_words(tables.provocation),
        provocations=tables.provocation.to_dict("records"),
        power=power_words(tables.power),
        powers=tables.power.to_dict("records"),
        anecdotes=_anecdotes(tables.anecdotes, dyads),
        samples=SAMPLE_NAMES,
    )


def _anecdotes(table: pd.DataFrame, dyads: dict[str, str]) -> list[dict[str, Any]]:
    """Return the anecdotes in words, with the name of the pair of nations that one is about."""
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    for row in rows:
        what, _, pair = str(row["anecdote"]).partition(", ")
        row["anecdote"] = tr(", ").join([tr(what), *([dyads.get(pair, pair)] if pair else [])])
    return rows


def _rows(session: Session, tables: ClaimTables) -> list[dict[str, Any]]:
    """Return one row a claim, the decided ones first."""
    content, verdicts = session.claim_set.content, tables.verdicts
    mains, rests, after = main_rows(verdicts), rest_rows(verdicts), posterior_rows(verdicts)
    rows = [
        _row(name, claim, content.rule.certainty, mains, rests, session.is_quick)
        | _posterior(name, mains, after)
        | {"widths": verdicts[verdicts["claim"] == name].to_dict("records")}
        for name, claim in content.claims.items()
    ]
    return sorted(rows, key=lambda row: int(row["rank"]))


def _frame(session: Session, tables: ClaimTables) -> Frame:
    """Return what stands around the sections: title, span, and where the numbers come from."""
    first, size = session.batch.variants[0].scenario, session.size
    world = session.batch.worlds[first.world_folder]
    amount = tr("{draws} of parameters for every world, each with {replicates}").format(
        draws=counts.draws(size.draws), replicates=counts.replicates(size.replicates)
    )
    history = session.batch.folder.content["history"] if session.batch.folder.exists else []
    digest = Markup(tr("{}, digest <code>{}</code>")).format(world.folder.name, world.digest[:SHORT_HASH])
    file = session.claim_set.file.name
    return Frame(
        kind=tr("CityTies: claims and their tests"),
        title=session.claim_set.content.title,
        heading=tr("Claim, verdict, how sure, what would change it"),
        facts=tr("{start} to {end} · {amount} · seed {seed}").format(
            start=month_label(first.start), end=month_label(first.end), amount=amount, seed=first.seed
        ),
        origin=origin(
            Markup(tr("{} worlds of <code>{}</code>; settings of each in <code>batch.json</code>")).format(
                len(session.worlds), file
            ),
            amount,
            first.seed,
            digest,
            history[-1] if history else {},
        ),
        repeat=Markup(tr("<code>cityties claims {} --draws {}</code>.")).format(file, size.draws),
        kept=Markup(
            tr("Every number is in <code>tables/</code>; <code>columns.csv</code> gives the meaning of every column.")
        ),
        tables={name: tr(TABLE_MEANINGS[name]) for name in (*vars(tables), COLUMNS)},
        citation=_citation(session, amount),
        drawn=tr(" and other draws of parameters"),
    )


def _citation(session: Session, amount: str) -> str:
    text = tr(
        "CityTies, claims \u201c{title}\u201d ({name}), seed {seed}, {amount}. Repeat: cityties claims {file} --draws "
        "{draws}"
    )
    title, file = session.claim_set.content.title, session.claim_set.file.name
    seed = session.batch.variants[0].scenario.seed
    return text.format(
        title=tr(title), name=session.folder.name, seed=seed, amount=amount, file=file, draws=session.size.draws
    )


def _world_name(session: Session, name: str) -> str:
    null = session.claim_set.content.worlds[name].null
    plain = tr(name.replace("_", " "))
    return f"{plain} ({null})" if null else plain


def _row(
    name: str,
    claim: Claim,
    certainty: float,
    mains: pd.DataFrame,
    rests: pd.DataFrame,
    quick: bool,
) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": name,
        "statement": claim.statement,
        "articles": ", ".join(claim.articles),
        "rows": ", ".join(claim.rows),
        "not_tested": claim.not_tested,
    }
    if claim.not_tested:
        return plain | {"verdict": tr("not tested"), "rank": UNTESTED}
    main, rest = dict(mains.loc[name]), dict(rests.loc[name])
    return plain | {
        "verdict": QUICK if quick else main["verdict"],
        "rank": UNDECIDED if quick or main["verdict"] == OPEN else 0,
        "bar": _bar(main),
        "shares": _shares(main),
        "rest": _shares(rest),
        "rest_bar": _bar(rest),
        "sure": how_sure(main, certainty, quick),
        "change": what_would_change(claim, main, rest),
        "estimand": tr(ESTIMANDS[claim.estimand].meaning).replace(" - ", f" {MINUS} "),
        "test": _test(claim),
        "zero": number(claim.zero, len(f"{claim.zero:g}".partition(".")[2])),
        "expected": claim.expected,
        "refuted_if": claim.refuted_if,
        "median": number(main["median"], 3),
        "draws": counts.draws(int(main["draws"])),
        "undefined": count(main["undefined"]) if main["undefined"] else "",
    }


def _posterior(name: str, mains: pd.DataFrame, after: pd.DataFrame) -> dict[str, Any]:
    """Return the shares of draws that agree with the record, and whether they mirror the prior; none if not taken."""
    if name not in after.index:
        return {"after": [], "mirrors": False}
    row = dict(after.loc[name])
    return {"after": _shares(row), "mirrors": mirrors(dict(mains.loc[name]), row)}


def _test(claim: Claim) -> str:
    against = tr(", against {value}").format(value=tr(claim.against.replace("_", " "))) if claim.against else ""
    years = tr(", years {first} to {last}").format(first=claim.years[0], last=claim.years[1]) if claim.years else ""
    return f"{tr(claim.world.replace('_', ' '))}{against}{years}"


def _shares(row: Any) -> list[Markup]:
    return [share_of(row[key], row["draws"]) for key in ("p_supported", "p_null", "p_harm")]


def _bar(row: Any) -> list[tuple[str, str]]:
    """Return width and kind of the three parts of a bar."""
    parts = zip(("for", "none", "against"), ("p_supported", "p_null", "p_harm"), strict=True)
    return [(kind, f"{100 * float(row[key]):.1f}") for kind, key in parts if not pd.isna(row[key]) and row[key] > 0]


def _crises(table: pd.DataFrame, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row a crisis, with the row of each sample under the sample's name."""
    rows: dict[str, dict[str, Any]] = {}
    for row in table.to_dict("records"):
        name = names[row["crisis"]].replace("-", "\N{NON-BREAKING HYPHEN}")
        rows.setdefault(row["crisis"], {"crisis": name, "severity": row["severity"]})[row["sample"]] = row
    return list(rows.values())
