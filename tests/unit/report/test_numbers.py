"""Numbers are printed rounded, with a true minus, and keep behind them the value that the table holds."""

import math

from markupsafe import Markup

from cityties.report.numbers import bounds, difference, estimate, held, is_clear, missing, number, times


def test_a_number_keeps_all_its_digits_behind_what_is_printed() -> None:
    assert number(-0.01234, 3) == '<data value="-0.01234">\N{MINUS SIGN}0.012</data>'
    assert ">0.000<" in number(-0.0001, 3)
    assert "data" not in number(float("nan"))


def test_a_signed_number_shows_its_plus_and_zero_has_none() -> None:
    assert ">+0.12<" in number(0.123, signed=True)
    assert ">0.00<" in number(0.001, signed=True)


def test_percent_stays_with_its_number() -> None:
    assert number(0.256, 0, percent=True).endswith(">26\N{NO-BREAK SPACE}%</data>")


def test_an_interval_that_a_single_replicate_does_not_give_is_left_out() -> None:
    assert bounds(math.nan, math.nan) == ""
    assert estimate({"b": 0.5}, "b").striptags() == "0.50"
    assert estimate({"b": 0.5, "b_low": 0.25, "b_high": 0.75}, "b").striptags() == "0.50 [0.25, 0.75]"


def test_a_difference_that_no_pair_shows_is_a_plain_zero_and_not_a_rounded_one() -> None:
    assert difference({"difference": 0.0, "low": 0.0, "high": 0.0}).striptags() == "0"
    assert difference({"difference": 0.001, "low": 0.0, "high": 0.002}).striptags() == "0.00 [0.00, 0.00]"


def test_what_is_printed_as_zero_is_not_printed_bold() -> None:
    assert not is_clear({"low": 0.004, "high": 0.2})
    assert is_clear({"low": 0.006, "high": 0.2})
    assert is_clear({"low": -0.2, "high": -0.006})


def test_what_pairing_saves_is_bounded_in_print() -> None:
    assert times(3.14159).endswith("3.1</data>\N{MULTIPLICATION SIGN}")
    assert times(1e6) == "over 1000\N{MULTIPLICATION SIGN}"
    assert times(math.inf) == "all pairs equal"
    assert times(math.nan) == missing()


def test_a_month_is_held_together_and_text_is_escaped_and_markup_left() -> None:
    assert held("A<B 2012-09, till 2013-01") == Markup(
        'A&lt;B <span class="held">2012-09</span>, till <span class="held">2013-01</span>'
    )
    assert held("run-2012-091 and 2012-09-11") == "run-2012-091 and 2012-09-11"
    assert held(Markup('<a href="#x-2012-09">x</a>')) == '<a href="#x-2012-09">x</a>'
