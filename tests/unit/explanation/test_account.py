"""The account of a tie in words: what happened, each city's terms side by side, and what would have to change."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from cityties.explanation.account import End, Explanation, changes, plain_text, zero_terms
from cityties.explanation.outcome import heading, outcome
from cityties.explanation.terms import CUSTOM_RULES, Term, summed
from cityties.kernel.state import Exchange, Suspension

HABIT, MOOD, ZERO = (
    Term("habit", 1.0, "consent_base", ""),
    Term("mood", -2.0, "pressure", "-0.50"),
    Term("age", 0.0, "", ""),
)


def end(city: str, *terms: Term, draw: float = 0.5, attention: float | None = None) -> End:
    total = summed(terms)
    return End(city, "AA", terms, total, 1 / (1 + math.exp(-total)), draw, None, attention)


def account(**changed: object) -> Explanation:
    """Return an event between two cities that both consent to and hold officially, with some of it changed."""
    plain = Explanation(
        month=pd.Period("2012-09", "M"),
        dyad="AA-BB",
        ends=(end("Anport", HABIT, ZERO, MOOD, draw=0.1), end("Bayport", HABIT, ZERO, ZERO, draw=0.1)),
        strength=0.5,
        relations=0.1,
        severity=0.0,
        closed=False,
        plan=0.25,
        planned=True,
        refused_by=Suspension.NONE,
        mode=Exchange.OFFICIAL,
        suspended=Suspension.NONE,
        since=None,
        thaw=None,
        elsewhere=0.0,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_the_heading_names_both_cities_with_their_nations_and_the_month() -> None:
    assert heading(account()) == "Anport (AA) and Bayport (AA) in 2012-09"


NOT_PLANNED = {"planned": False, "mode": Exchange.NONE}
REFUSED = {"refused_by": Suspension.BY_BOTH, "mode": Exchange.PEOPLE}
WAS = {
    "held": ({}, "An event was planned (chance 0.250) and held officially: both cities consented."),
    "closed": (NOT_PLANNED | {"closed": True, "plan": 0.0}, "Borders were closed, so no event could be planned."),
    "closed, nothing on line": (
        NOT_PLANNED | {"closed": True},
        "Borders were closed, and no event was planned on line or by post (chance 0.250).",
    ),
    "closed, on line": ({"closed": True}, "Borders were closed: what was planned was on line or by post."),
    "not planned": (NOT_PLANNED, "No event was planned: the chance of one was 0.250 this month."),
    "refused": (
        REFUSED,
        "(chance 0.250); Anport and Bayport refused it, and people met nevertheless.",
    ),
    "nobody met": (REFUSED | {"mode": Exchange.NONE}, "and people did not meet either."),
    "elsewhere": ({"elsewhere": 0.5}, "The two met at the forum or in a network (exchange 0.5)."),
}


@pytest.mark.parametrize(("changed", "sentence"), WAS.values(), ids=WAS)
def test_what_happened_is_one_sentence(changed: dict[str, object], sentence: str) -> None:
    assert sentence in " ".join(outcome(account(**changed)))


def test_a_suspension_is_reported_with_its_side_and_first_month() -> None:
    suspended = account(**NOT_PLANNED, suspended=Suspension.BY_B, since=pd.Period("2012-08", "M"), thaw=0.125)
    assert "The tie was suspended by Bayport, in 2012-08." in list(outcome(suspended))
    assert "If one had been planned, Bayport would have refused it." in list(outcome(suspended))
    assert "The suspension would have to end; the chance of that was 0.125 this month." in list(changes(suspended))


def test_the_city_with_less_attention_is_named_where_no_event_was_planned() -> None:
    ends = (end("Anport", HABIT, attention=0.2), end("Bayport", HABIT, attention=0.9))
    assert "Anport has less attention to give." in " ".join(outcome(account(**NOT_PLANNED, ends=ends)))


def test_a_term_against_the_event_is_named_with_the_chance_without_it() -> None:
    without, with_it = 1 / (1 + math.exp(-1.0)), 1 / (1 + math.exp(1.0))
    sentence = (
        f"Without the mood of its public the chance that Anport consents would be {without:.2f}, not {with_it:.2f}."
    )
    assert sentence in list(changes(account()))


def test_a_refusal_that_the_term_turned_is_reported_as_such() -> None:
    refusing = end("Anport", HABIT, ZERO, MOOD, draw=0.6)
    sentences = list(changes(account(ends=(refusing, refusing))))
    assert sentences[0].endswith(", and with the same random numbers it would have consented.")


def test_a_city_without_a_term_against_the_event_is_reported_with_its_chance() -> None:
    assert "No term counted against it in Bayport; the chance that it consents was 0.73." in list(changes(account()))


def test_what_custom_rules_add_has_a_name_of_its_own() -> None:
    ruled = end("Anport", HABIT, Term(CUSTOM_RULES, -1.0, "", ""))
    assert next(changes(account(ends=(ruled, ruled)))).startswith("Without what custom rules add ")


def test_terms_that_are_zero_at_both_ends_are_left_out_of_the_table_and_named_below_it() -> None:
    assert zero_terms(account()) == "No part this month: age."
    assert "\nage " not in plain_text(account())


def test_an_explanation_prints_as_its_text() -> None:
    assert str(account()) == plain_text(account())


def test_the_table_fits_a_terminal_and_ends_with_the_sum_of_the_terms() -> None:
    lines = plain_text(account()).splitlines()
    (row,) = [line for line in lines if line.startswith("propensity ")]
    assert row.split()[1:3] == ["-1.00", "+1.00"]
    assert max(map(len, lines)) <= 120
