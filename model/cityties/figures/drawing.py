"""Draw all figures that a run has the numbers for, and write them into its folder."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from cityties.analysis.names import NamedCrisis, dyad_names, named_crises, nation_names, row_labels
from cityties.analysis.results import Results
from cityties.analysis.trajectories import ALL_DYADS
from cityties.experiment.results import RunResults
from cityties.experiment.store import write_whole
from cityties.figures.buffering import draw_buffering
from cityties.figures.exchange import draw_exchange
from cityties.figures.forum import draw_forum
from cityties.figures.gaps import LEAST_HEIGHT, draw_gap, gap_limits
from cityties.figures.gaps_panel import draw_gaps
from cityties.figures.moods import draw_moods
from cityties.figures.patterns import draw_patterns
from cityties.figures.relations import draw_relations
from cityties.figures.stock import draw_stock
from cityties.figures.style import Picture, look, rendered
from cityties.figures.suspension import draw_suspension
from cityties.figures.ties_map import draw_map

REPLAYED = "The signings are replayed from the record, so the stock is an input here, not a result."
MOST_PAIRS = 5
"""More pairs of nations than fit the width of a page are not drawn."""
FORMED = "Cities sign ties by the rule of the model, so the stock is a result here."


@dataclass(frozen=True)
class Drawn:
    """A figure on disk, as ``<name>.svg`` and ``.png``; ``content`` is the smaller of the two, ``width`` in inches."""

    name: str
    title: str
    caption: str
    alt: str
    kind: str
    content: bytes
    width: float


def draw(run: RunResults, results: Results, folder: Path) -> list[Drawn]:
    """Draw every figure of a run into a folder, as SVG and as PNG of 150 dots an inch."""
    with look():
        return [write_figure(picture, folder) for picture in pictures(run, results)]


def write_figure(picture: Picture, folder: Path) -> Drawn:
    """Write a figure as SVG and PNG; call it within :func:`cityties.figures.style.look`."""
    files = rendered(picture.figure)
    for kind, content in files.items():
        write_whole(folder / f"{picture.name}.{kind}", partial(_fill, content))
    kind = min(files, key=lambda kind: len(files[kind]))
    return Drawn(
        picture.name, picture.title, picture.caption, picture.alt, kind, files[kind], picture.figure.get_figwidth()
    )


def _fill(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def pictures(run: RunResults, results: Results) -> Iterator[Picture]:
    """Yield the figures that there are numbers for."""
    if not results.crises.empty:
        yield from _of_crises(run, results)
    names = dyad_names(run.tables)
    yield from _of_pairs(run, results, names)
    if not results.mapped.empty:
        cities = run.tables.cities
        named = cities.assign(name=cities["nation"] + "/" + cities["city"])
        yield draw_map(results.tie_means, results.mapped, named)
    if results.forum["cities"].sum() > 0:
        yield draw_forum(results.forum, run.tables.attendance, nation_names(run.tables))
    if results.patterns["recorded"].notna().any():
        yield draw_patterns(results.patterns, names)


def _of_pairs(run: RunResults, results: Results, names: dict[str, str]) -> Iterator[Picture]:
    """Yield the figures that have panels for each pair of nations, of a world with many for the chief ones."""
    chief = chief_pairs(run, results, names)
    left_out = f" Of {len(names)} pairs of nations the {len(chief)} with quarrels or with most ties are drawn."
    for picture in _panels(run, results, chief):
        yield picture if len(chief) == len(names) else replace(picture, caption=picture.caption + left_out)


def chief_pairs(run: RunResults, results: Results, names: dict[str, str]) -> dict[str, str]:
    """Return the names of the pairs worth a panel: with quarrels, then with most ties, in the order of the table."""
    codes, stock = list(names), results.stock
    last = stock[stock["year"] == stock["year"].max()].sort_values("ties", ascending=False, kind="stable")
    ranked = [*(codes[crisis.dyad] for crisis in run.crises if crisis.dyad >= 0), *last["dyad"]]
    chosen = set(list(dict.fromkeys(ranked))[:MOST_PAIRS])
    return {code: name for code, name in names.items() if code in chosen}


def _panels(run: RunResults, results: Results, names: dict[str, str]) -> Iterator[Picture]:
    yield _relations(run, results, names)
    stock = results.stock[results.stock["dyad"].isin(list(names))]
    if stock["ties"].max() > 0:
        note = FORMED if run.scenario.ties.history == "endogenous" else REPLAYED
        yield draw_stock(stock, run.tables.stocks, run.tables.signings, names, note)
    dyads = run.tables.dyads[run.tables.dyads["dyad"].isin(list(names))]
    shown = {frozenset(pair) for pair in zip(dyads["nation_a"], dyads["nation_b"], strict=True)}
    sides = [frozenset(pair) in shown for pair in zip(results.moods["of"], results.moods["about"], strict=True)]
    moods = results.moods[sides]
    if not moods.empty:
        start, end = run.scenario.start, run.scenario.end
        polls = run.tables.polls[run.tables.polls["date"].between(start, end)]
        yield draw_moods(moods, polls, nation_names(run.tables))


def _of_crises(run: RunResults, results: Results) -> Iterator[Picture]:
    front, others = named_crises(run, results.crises)
    labels = row_labels(run, results.crises)
    disputes = results.crises["severity"] > 0
    if "buffer_36" in results.crises and results.crises.loc[_readable(results.crises), "buffer_36"].notna().any():
        readable = _readable(results.crises)
        yield draw_buffering(results.crises[readable], [labels[i] for i in np.flatnonzero(readable)])
    limits = gap_limits(results.gaps)
    for crisis in front:
        yield _front(run, results, crisis, limits)
    panels = {labels[row]: _rows(results.gaps, results.crises, row) for crisis in others for row in crisis.rows}
    if panels:
        yield draw_gaps("gaps-others", "Damage to relations in the other crises", panels, limits[0])
    if results.exchange["official_without"].sum() > 0:
        yield draw_exchange(_exchange_panels(front + others, results))
        once = disputes | ~results.crises.duplicated("crisis")
        shown = results.crises[once]
        common = {c.crisis.name: c.label for c in front + others if c.is_common}
        names = [common.get(c, labels[i]) for i, c in zip(np.flatnonzero(once), shown["crisis"], strict=True)]
        yield draw_suspension(shown, names, results.recorded)


def _readable(crises: pd.DataFrame) -> pd.Series:
    """Return which rows have a buffer index that may be read: those with a downturn to buffer."""
    return crises["has_downturn"].astype(bool) if "has_downturn" in crises else crises["severity"] < 0


def _front(run: RunResults, results: Results, crisis: NamedCrisis, limits: tuple[float, float]) -> Picture:
    name, title = f"gap-{crisis.slug}", f"Damage to relations: {crisis.label}"
    if len(crisis.rows) == 1:
        return draw_gap(name, title, _rows(results.gaps, results.crises, crisis.rows[0]), limits)
    names = dyad_names(run.tables)
    panels = {
        names[str(results.crises.loc[row, "dyad"])]: _rows(results.gaps, results.crises, row) for row in crisis.rows
    }
    height = max(LEAST_HEIGHT, *(float(p[["gap_with_ties", "gap_without_ties"]].max().max()) for p in panels.values()))
    return draw_gaps(name, title, panels, height)


def _rows(table: pd.DataFrame, crises: pd.DataFrame, row: int) -> pd.DataFrame:
    return table[(table["crisis"] == crises.loc[row, "crisis"]) & (table["dyad"] == crises.loc[row, "dyad"])]


def _exchange_panels(crises: list[NamedCrisis], results: Results) -> dict[str, pd.DataFrame]:
    panels = {}
    for crisis in sorted(crises, key=lambda c: c.month):
        rows = results.exchange[results.exchange["crisis"] == crisis.crisis.name]
        together = rows[rows["dyad"] == ALL_DYADS]
        panels[crisis.label] = rows if together.empty else together
    return panels


def _relations(run: RunResults, results: Results, names: dict[str, str]) -> Picture:
    codes = list(run.tables.dyads["dyad"])
    crises = [(ALL_DYADS if c.dyad < 0 else codes[c.dyad], c.month + run.scenario.start) for c in run.crises]
    recognised = dict(zip(run.tables.dyads["dyad"], run.tables.dyads["recognised"], strict=True))
    return draw_relations(results.relations[results.relations["dyad"].isin(list(names))], names, crises, recognised)
