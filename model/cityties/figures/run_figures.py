"""The figures of the report: which there are, in which section each stands, and which table each needs."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cityties.analysis.names import nation_names
from cityties.analysis.results import CrisisResults, Results
from cityties.analysis.shared_events import SharedEvent, events_of, exchange_together
from cityties.analysis.trajectories import ALL_DYADS
from cityties.experiment.results import RunResults
from cityties.figures.buffering import draw_buffering
from cityties.figures.declared import DeclaredFigure, in_sections
from cityties.figures.exchange import draw_exchange
from cityties.figures.forum import draw_forum
from cityties.figures.gaps import LEAST_HEIGHT, draw_gap, gap_limits
from cityties.figures.gaps_panel import draw_gaps
from cityties.figures.gaps_shared import draw_shared_gaps
from cityties.figures.moods import draw_moods
from cityties.figures.patterns import draw_patterns
from cityties.figures.record import draw_publics_record, draw_relations_record
from cityties.figures.relations import draw_relations
from cityties.figures.run_source import RunSource
from cityties.figures.stock import draw_stock
from cityties.figures.style import Picture
from cityties.figures.suspension import draw_suspension
from cityties.figures.ties_map import draw_map
from cityties.setup.place_names import called
from cityties.tables.language import msg, tr

REPLAYED = msg("The signings are replayed from the world's tables, so the stock is an input here, not a result.")
FORMED = msg("Cities sign ties by the rule of the model, so the stock is a result here.")


def _buffer_indices(view: RunSource[CrisisResults]) -> Iterator[Picture]:
    crises = view.results.crises
    if "buffer_36" not in crises:
        return
    readable = crises["has_downturn"].astype(bool)
    if crises.loc[readable, "buffer_36"].notna().any():
        rows = view.dot_rows(np.flatnonzero(readable).tolist(), dict(enumerate(view.labels)))
        yield draw_buffering(crises[readable], rows)


def _gaps_in_front(view: RunSource[CrisisResults]) -> Iterator[Picture]:
    gaps = view.results.gaps
    limits = gap_limits(gaps)
    for crisis in view.crises[0]:
        name, title = f"gap-{crisis.slug}", tr("Damage to relations: {label}").format(label=crisis.label)
        if len(crisis.rows) == 1:
            yield draw_gap(name, title, view.rows_of(gaps, crisis.rows[0]), limits)
            continue
        of_row = {str(view.results.crises.loc[row, "dyad"]): row for row in crisis.rows}
        panels = {name: view.rows_of(gaps, of_row[dyad]) for dyad, name in view.pairs.items() if dyad in of_row}
        highest = (float(p[["gap_with_ties", "gap_without_ties"]].max().max()) for p in panels.values())
        yield view.of_pairs(draw_gaps(name, title, panels, max(LEAST_HEIGHT, *highest)))


def _other_gaps(view: RunSource[CrisisResults]) -> Iterator[Picture]:
    gaps = view.results.gaps
    shared = {row for event in view.events for row in event.rows}
    rows = [row for crisis in view.crises[1] for row in crisis.rows if row not in shared]
    panels = {view.labels[row]: view.rows_of(gaps, row) for row in rows}
    if panels:
        yield draw_gaps("gaps-others", tr("Damage to relations in the other crises"), panels, gap_limits(gaps)[0])
    if view.events:
        of_rows = {event.label: [view.rows_of(gaps, row) for row in event.rows] for event in view.events}
        yield draw_shared_gaps({label: pd.concat(found) for label, found in of_rows.items()})


def _exchange(view: RunSource[CrisisResults]) -> Iterator[Picture]:
    exchange, panels = view.results.exchange, {}
    if exchange["official_without"].sum() > 0:
        for crisis in events_of(sorted([*view.crises[0], *view.crises[1]], key=lambda one: one.month)):
            if isinstance(crisis, SharedEvent):
                named = exchange["crisis"].isin([one.crisis.name for one in crisis.crises])
                panels[crisis.label] = exchange_together(exchange[named & (exchange["dyad"] != ALL_DYADS)])
                continue
            rows = exchange[exchange["crisis"] == crisis.crisis.name]
            together = rows[rows["dyad"] == ALL_DYADS]
            panels[crisis.label] = rows if together.empty else together
        yield draw_exchange(panels)


def _suspension(view: RunSource[CrisisResults]) -> Iterator[Picture]:
    crises = view.results.crises
    if view.results.exchange["official_without"].sum() > 0:
        once = (crises["severity"] > 0) | ~crises.duplicated("crisis")
        common = {one.crisis.name: one.label for group in view.crises for one in group if one.is_common}
        shown = np.flatnonzero(once).tolist()
        named = zip(shown, crises.loc[once, "crisis"], strict=True)
        labels = {row: common.get(crisis, view.labels[row]) for row, crisis in named}
        yield draw_suspension(crises[once], view.dot_rows(shown, labels), view.results.recorded)


def _patterns(view: RunSource[Results]) -> Iterator[Picture]:
    if view.results.patterns["recorded"].notna().any():
        yield draw_patterns(view.results.patterns, view.names)


def _record(view: RunSource[Results]) -> Iterator[Picture]:
    paths, placed = view.results.observed_model, view.results.observed
    placed = placed[placed["dyad"].isin(list(view.pairs))]
    titles = dict(zip(view.run.tables.series["series"], view.run.tables.series["title"], strict=True))
    relations, publics = (placed[placed["observes"] == what] for what in ("relations", "public"))
    if len(relations):
        ours = paths[paths["observes"] == "relations"]
        yield view.of_pairs(draw_relations_record(ours, relations, view.pairs, titles))
    if len(publics):
        ours = paths[paths["observes"] == "public"]
        yield view.of_pairs(draw_publics_record(ours, publics, nation_names(view.run.tables), titles))


def _relations(view: RunSource[Results]) -> Iterator[Picture]:
    dyads, relations, start = view.run.tables.dyads, view.results.relations, view.run.scenario.start
    codes = list(dyads["dyad"])
    crises = [(ALL_DYADS if one.dyad < 0 else codes[one.dyad], one.month + start) for one in view.run.crises]
    recognised = dict(zip(dyads["dyad"], dyads["recognised"], strict=True))
    shown = relations[relations["dyad"].isin(list(view.pairs))]
    yield view.of_pairs(draw_relations(shown, view.pairs, crises, recognised, view.known_until))


def _stock(view: RunSource[Results]) -> Iterator[Picture]:
    stock = view.results.stock[view.results.stock["dyad"].isin(list(view.pairs))]
    if stock["ties"].max() > 0:
        note = FORMED if view.run.scenario.ties.history == "endogenous" else REPLAYED
        tables = view.run.tables
        yield view.of_pairs(draw_stock(stock, tables.stocks, tables.signings, view.pairs, tr(note), view.known_until))


def _map(view: RunSource[Results]) -> Iterator[Picture]:
    tables = view.run.tables
    names = tables.cities["nation"] + "/" + tables.cities["city"]
    named = tables.cities.assign(name=names, city=[called(tables.folder, name) for name in names])
    yield draw_map(view.results.tie_means, view.results.mapped, named)


def _moods(view: RunSource[Results]) -> Iterator[Picture]:
    dyads, scenario, moods = view.run.tables.dyads, view.run.scenario, view.results.moods
    chief = dyads[dyads["dyad"].isin(list(view.pairs))]
    shown = {frozenset(pair) for pair in zip(chief["nation_a"], chief["nation_b"], strict=True)}
    moods = moods[[frozenset(pair) in shown for pair in zip(moods["of"], moods["about"], strict=True)]]
    if not moods.empty:
        polls = view.run.tables.polls
        polls = polls[polls["date"].between(scenario.start, scenario.end)]
        yield view.of_pairs(draw_moods(moods, polls, nation_names(view.run.tables), view.known_until))


def _forum(view: RunSource[Results]) -> Iterator[Picture]:
    if view.results.forum["cities"].sum() > 0:
        yield draw_forum(view.results.forum, view.run.tables.attendance, nation_names(view.run.tables))


CRISIS_FIGURES = (
    DeclaredFigure("glance", _buffer_indices, "crises"),
    DeclaredFigure("crisis", _gaps_in_front, "crises"),
    DeclaredFigure("all", _other_gaps, "crises"),
    DeclaredFigure("exchange", _exchange, "crises"),
    DeclaredFigure("exchange", _suspension, "crises"),
)
"""The figures that need no other tables than :class:`cityties.analysis.results.CrisisResults`."""
OTHER_FIGURES = (
    DeclaredFigure("patterns", _patterns, "patterns"),
    DeclaredFigure("record", _record, "observed"),
    DeclaredFigure("long", _relations, "relations"),
    DeclaredFigure("long", _stock, "stock"),
    DeclaredFigure("long", _map, "mapped"),
    DeclaredFigure("long", _moods, "moods"),
    DeclaredFigure("long", _forum, "forum"),
)
"""The figures that need more."""
RUN_FIGURES = (*CRISIS_FIGURES, *OTHER_FIGURES)
"""The figures of the report in the order in which they stand.

A new one needs a line in one of the two, and nothing elsewhere.
"""


def pictures(run: RunResults, results: Results) -> Iterator[Picture]:
    """Yield every picture of a run that there are numbers for; call it within :func:`cityties.figures.style.look`."""
    return (picture for _, picture in in_sections(RUN_FIGURES, RunSource(run, results), results.tables()))
