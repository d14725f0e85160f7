"""The page of one city: its ties at every month that was written down, over cases."""

from collections.abc import Hashable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from cityties.analysis.cases import Case
from cityties.analysis.counts import in_percent
from cityties.experiment.columns import column_table
from cityties.experiment.store import write_table
from cityties.figures.city import FIGURES
from cityties.figures.declared import draw_all
from cityties.report.skeleton import Frame, origin, write_page
from cityties.setup.place_names import called_with_nation
from cityties.tables.language import gap, tr, trn

TABLE, PAGE, FOLDER = "city_ties", "city.html", "cities"
MOST_NAMED, LEAST_SHOWN = 4, 0.01


def write_city(cases: Sequence[Case], city: str, table: pd.DataFrame) -> Path:
    """Write table, figures and page of a city (NATION/City) into the folder of the first case; return the page."""
    folder = cases[0].folder / FOLDER / city.replace("/", "-")
    tables = {TABLE: table, "columns": column_table({TABLE: list(table.columns)})}
    for name, one in tables.items():
        write_table(folder / "tables" / name, one)
    figures = draw_all(FIGURES, named(cases, table), {TABLE: table}, folder / "figures")
    shown = named(cases, table)
    return write_page(
        folder / PAGE,
        "city.html",
        _frame(cases, city),
        figures,
        lead=lead(shown, called_with_nation(cases[0].world_folder, city)),
        several=table["label"].nunique() > 1,
        rows=shown.to_dict("records"),
    )


def named(cases: Sequence[Case], table: pd.DataFrame) -> pd.DataFrame:
    """Return a table `city_ties` with its partners as they are called in the language that is spoken."""
    world = cases[0].world_folder
    return table.assign(partner=[called_with_nation(world, one) for one in table["partner"]])


def lead(table: pd.DataFrame, city: str) -> str:
    """Return how many ties there are, how strong at the end, when most were suspended, and how cases differ most."""
    cases = list(table.groupby("label", sort=False))
    n = table["partner"].nunique()
    ties = trn("1 tie", "{n} ties", n).format(n=n)
    if len(cases) == 1:
        return tr("{city} holds {ties}; {of_case}.").format(city=city, ties=ties, of_case=_of_case(table))
    told = [f"{label}: {_of_case(rows)}" for label, rows in cases[:MOST_NAMED]]
    more = tr(" {n} more cases stand below.").format(n=len(cases) - MOST_NAMED) if len(cases) > MOST_NAMED else ""
    apart = "".join(f"{gap()}{_apart(cases[0], case)}" for case in cases[1:MOST_NAMED])
    names = tr(". ").join(told)
    return tr("{city} holds {ties}. {names}.{more}{apart}").format(
        city=city, ties=ties, names=names, more=more, apart=apart
    )


def _apart(first: tuple[Hashable, pd.DataFrame], other: tuple[Hashable, pd.DataFrame]) -> str:
    """Return the greatest differences of a case from the first one, tie by tie and month by month."""
    (name, of_first), (label, of_other) = first, other
    both = of_first.merge(of_other, on=["partner", "month"], suffixes=("", "_other"))
    found = []
    for column, what in (("strength", tr("strength")), ("suspended", tr("suspended share"))):
        change = (both[f"{column}_other"] - both[column]).fillna(0.0).to_numpy(float)
        most = int(np.abs(change).argmax()) if len(change) else 0
        if len(change) and abs(change[most]) >= LEAST_SHOWN:
            by = f"{change[most]:+.2f}" if column == "strength" else in_percent(change[most], signed=True)
            found.append(f"{what} {by} ({both['partner'].iloc[most]}, {both['month'].iloc[most]})")
    if found:
        text = tr("{label} against {name}, at most: {found}.")
        return text.format(label=label, name=name, found=tr(", ").join(found))
    text = tr(
        "{label} against {name}: no tie differs by {least:g} or more in strength or suspended share at a month that "
        "was written down."
    )
    return text.format(label=label, name=name, least=LEAST_SHOWN)


def _of_case(rows: pd.DataFrame) -> str:
    last = rows[rows["month"] == rows["month"].max()]
    by_month = rows.groupby("month")["suspended"].mean()
    text = tr("mean strength in {month} {mean:.2f}").format(month=last["month"].iloc[0], mean=last["strength"].mean())
    if by_month.max() == 0:
        return tr("{text}, none suspended at a month that was written down").format(text=text)
    return tr("{text}, most suspended in {month} ({share} of ties and replicates)").format(
        text=text, month=by_month.idxmax(), share=in_percent(by_month.max())
    )


def _frame(cases: Sequence[Case], city: str) -> Frame:
    first = cases[0]
    names = tr(", ").join(dict.fromkeys(tr(case.title) for case in cases))
    world = Markup(tr("{}, digest <code>{}</code>")).format(first.world_name, first.world_digest)
    folders = " ".join(dict.fromkeys(case.folder.name for case in cases))
    return Frame(
        kind=tr("CityTies city"),
        title=called_with_nation(first.world_folder, city),
        heading=tr("Its ties over time"),
        facts=names,
        origin=origin(names, "", first.seed, world, {"code": first.code}),
        repeat=Markup(tr("<code>cityties city {} --run {}</code>.")).format(city, folders.replace(" ", " --run ")),
        kept=tr("The numbers of this page are in tables/, as CSV and as Parquet."),
        tables={TABLE: tr("one row a case, partner and month"), "columns": tr("what every column means")},
    )
