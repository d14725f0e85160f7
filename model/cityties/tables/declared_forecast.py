"""Forecasts: what is asked, what is assumed, what is forecast and what came; files that no run of the model reads."""

from dataclasses import replace

from cityties.tables.columns import LARGEST, Table, TableColumn, beside_the_model, choice, month, number, optional, text
from cityties.tables.language import msg

QUANTILES = ("q05", "q25", "q50", "q75", "q95")
PLACE = ("quantity", "country", "partner")
"""What a forecast and an outcome are about: a quantity, in a country, about its ties with a partner."""


def _place() -> tuple[TableColumn, ...]:
    return (
        text("quantity", "what is forecast"),
        optional("country", "country it is forecast for; empty: all"),
        optional("partner", "country on the other side of the ties; empty: all"),
    )


FORECAST = Table(
    "forecast",
    "forecast.csv",
    "forecasts, as quantiles",
    beside_the_model(
        *_place(),
        text("source", "who or what made the forecast"),
        *(number(name, f"quantile of {name[1:]} %", "of the quantity", (-LARGEST, LARGEST)) for name in QUANTILES),
    ),
    key=(*PLACE, "source"),
    may_be_empty=False,
    has_provenance=False,
)

OUTCOMES = Table(
    "outcomes",
    "outcomes.csv",
    "what came",
    beside_the_model(
        *_place(),
        number("value", "what came", "of the quantity", (-LARGEST, LARGEST)),
        replace(
            number("weight", "how much it counts in means; empty = 1", "ratio", (0.0, LARGEST), required=False),
            may_be_absent=True,
        ),
    ),
    key=PLACE,
    may_be_empty=False,
    has_provenance=False,
)

LISTED_RATIO, KEPT_BETWEEN = "listed ratio", "kept between"
SUSPENDED_TOWNS, ENDED_TOWNS = "suspended towns", "ended towns"
BETWEEN_COUNTRIES, SIZE, PARTNERS = "between countries", "size effect", "partners effect"
SAME_FATE, DAYS_TO_ACT = "same fate", "days to act"
MEASURES = (
    LISTED_RATIO,
    SUSPENDED_TOWNS,
    ENDED_TOWNS,
    KEPT_BETWEEN,
    BETWEEN_COUNTRIES,
    SIZE,
    PARTNERS,
    SAME_FATE,
    DAYS_TO_ACT,
)
"""What can be measured of a history of ties (:mod:`cityties.calibration.forecasting.quantities`)."""
MEANINGS = {
    LISTED_RATIO: msg("share of ties still on a list, over the same share of the country's ties with other states"),
    SUSPENDED_TOWNS: msg("share of towns with such ties whose tie furthest from being kept is suspended"),
    ENDED_TOWNS: msg("share of towns with such ties of which one has ended"),
    KEPT_BETWEEN: msg("share of ties on a list in the first month that are on one in the last"),
    BETWEEN_COUNTRIES: msg("share of the variance of being on a list that lies between countries"),
    SIZE: msg("change of the log odds of being on a list by ten times as many people, within countries"),
    PARTNERS: msg("change of the log odds of being on a list by twice as many partners abroad, within countries"),
    SAME_FATE: msg("share of towns with several such ties of which all, or none, are on a list"),
    DAYS_TO_ACT: msg("median number of days until a town suspends or ends a tie, if it does"),
}
"""What each measure is, in words."""
EACH = "each"
"""In a row of quantities: one forecast for every country that has such ties."""

QUESTIONS = Table(
    "quantities",
    "quantities.csv",
    "what is forecast",
    beside_the_model(
        text("quantity", "name of what is forecast"),
        choice("measure", "how it is measured", *MEASURES),
        optional("country", "country it is forecast for; each: a forecast for each; empty: all together"),
        text("partner", "countries on the other side of the ties, joined by ';', one forecast for each"),
        month("since", "first month of what is asked about: ties are those that existed before"),
        text("until", "month at the end of which it is measured, or a number of days after the start, as '8 days'"),
    ),
    key=("quantity", "country", "partner"),
    may_be_empty=False,
    has_provenance=False,
)

LISTED_KEPT, SUSPENDED_LEAVES = "listed_kept", "suspended_leaves"
ACTS, ENDS, RETURNS, OPINION_SHIFT = "acts", "ends", "returns", "opinion_shift"
ASSUMED = {
    LISTED_KEPT: "share of kept ties that are still on a list 48 months later",
    SUSPENDED_LEAVES: "share of suspended ties that leave the lists",
    ACTS: "baselines: share of ties in a dispute that are suspended or ended in its first four months",
    ENDS: "baselines: share of these that are ended",
    RETURNS: "baselines: chance a month that a suspended tie is taken up again",
    OPINION_SHIFT: "baseline of opinion: shift of the log odds of acting from those of an unfriendly answer",
}
ASSUMPTIONS = Table(
    "assumptions",
    "assumptions.csv",
    "what a forecast assumes beside the model, each with a prior",
    beside_the_model(
        choice("assumption", "; ".join(f"{name}: {meaning}" for name, meaning in ASSUMED.items()), *ASSUMED),
        choice("kind", "uniform (low, high)", "uniform"),
        number("first", "lower end", "alike", (-LARGEST, LARGEST)),
        number("second", "upper end", "alike", (-LARGEST, LARGEST)),
        text("rests_on", "what it rests on, known before the outcome"),
    ),
    key=("assumption",),
    may_be_empty=False,
)
