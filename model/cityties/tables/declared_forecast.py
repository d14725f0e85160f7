"""Forecasts and what came: two files that stand beside the tables of a world and that no run reads."""

from dataclasses import replace

from cityties.tables.columns import LARGEST, Table, TableColumn, beside_the_model, number, optional, text

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
