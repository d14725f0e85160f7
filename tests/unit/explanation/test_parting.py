"""Where two runs part: nowhere if they are one, and else in the month in which a plain search finds it."""

from typing import Any

import numpy as np
import pytest

from builders.worlds import conditions, scenario
from cityties.explanation.diary import Diary, keep_diary
from cityties.explanation.parting import VISIBLE, Kind, first_partings
from cityties.kernel.calendar import month_index
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Exchange
from cityties.setup.branching import empty_record
from cityties.setup.initialization import begin, prepare
from cityties.setup.periods import advance
from cityties.worlds.toy import toy_world

START = month_index("1990-01")


def diary(**settings: Any) -> Diary:
    setup = prepare(scenario(**{"start": "1990-01", "end": "2004-12"} | settings), toy_world())
    return keep_diary(setup, conditions(setup, 0, True))


@pytest.fixture(scope="module")
def plain() -> Diary:
    return diary()


@pytest.fixture(scope="module")
def unlobbied() -> Diary:
    return diary(parameters={"lobbying_restraint": 0.0, "over_compliance": 0.0})


def test_a_run_parts_nowhere_from_itself(plain: Diary) -> None:
    assert first_partings(plain, plain) == []


def test_a_diary_counts_the_official_events_that_the_record_counts(plain: Diary) -> None:
    setup = plain.setup
    record, state = empty_record(setup.world, setup.n_months), begin(setup, 0)
    advance(setup, plain.given, state, record, 0, setup.n_months)
    assert (plain.mode == Exchange.OFFICIAL).sum() > 0
    held = (plain.mode == Exchange.OFFICIAL).sum(axis=1)
    assert held.tolist() == record.dyads[:, :, DyadMeasure.OFFICIAL].sum(axis=1).tolist()
    assert plain.relations.tolist() == record.dyads[:, :, DyadMeasure.RELATIONS].tolist()


def test_every_kind_is_found_in_the_first_month_in_which_it_differs(plain: Diary, unlobbied: Diary) -> None:
    found = {one.kind: one for one in first_partings(plain, unlobbied)}
    for kind, name, least in (
        (Kind.POSITION, "position", VISIBLE),
        (Kind.RELATIONS, "relations", VISIBLE),
        (Kind.EXCHANGE, "mode", 0.0),
        (Kind.SUSPENSION, "suspended", 0.0),
        (Kind.DIRECTIVE, "directive", 0.0),
    ):
        one, other = (getattr(side, name).astype(float) for side in (plain, unlobbied))
        months = [month for month in range(len(one)) if np.abs(one[month] - other[month]).max() > least]
        assert (kind in found) == bool(months)
        if months:
            assert found[kind].month == START + months[0]
    assert Kind.POSITION in found
    assert Kind.SIGNING not in found
    assert sorted(one.month for one in found.values()) == [one.month for one in first_partings(plain, unlobbied)]


def test_a_tie_that_one_run_alone_has_is_a_signing_that_only_it_can_explain(plain: Diary) -> None:
    cities = plain.cities
    pairs = {frozenset((cities[a], cities[b])) for a, b in zip(plain.a, plain.b, strict=True)}
    one, other = next(
        (a, b) for a in cities for b in cities if a[:3] == "EM/" and b[:3] == "WM/" and frozenset((a, b)) not in pairs
    )
    added = diary(ties={"add": {f"{one} - {other}": {"signed": "1995-05"}}})
    (signing,) = [row for row in first_partings(plain, added) if row.kind is Kind.SIGNING]
    assert signing.month == month_index("1995-05")
    assert signing.values == ("no such tie", "signed")
    assert set(signing.ends or ()) == {one, other}
    assert signing.exists == (False, True)


def test_runs_that_begin_in_other_years_are_compared_where_both_have_months(plain: Diary) -> None:
    later = diary(start="1992-01", end="1993-12")
    assert all(month_index("1992-01") <= row.month <= month_index("1993-12") for row in first_partings(plain, later))
    assert first_partings(plain, diary(start="2006-01", end="2008-12")) == []
