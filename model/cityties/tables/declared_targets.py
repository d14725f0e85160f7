"""The targets of a calibration: a file beside the tables of a world that no run reads (``targets.csv``)."""

from cityties.tables.columns import LARGEST, Table, beside_the_model, choice, number, optional, text

FIT_EARLY, FIT, TEST = "fit to 2011", "fit", "test"
USES = (FIT_EARLY, FIT, TEST)
"""What a target is used for: to fit, even where nothing later than 2011 may be known; to fit; only to be predicted."""
SMALLEST = 1e-9

TARGETS = Table(
    "targets",
    "targets.csv",
    "what the record says of the statistics that a calibration compares",
    beside_the_model(
        text("statistic", "name of a statistic (model/README.md lists them)"),
        optional("dyad", "the pair of states; empty for a statistic of the whole world", "dyad"),
        optional("of", "state whose public is asked, for polls", "nation"),
        text("period", "a year, years YYYY-YYYY, a month YYYY-MM, months YYYY-MM..YYYY-MM, or a crisis"),
        number("recorded", "what the record says", "of the statistic", (-LARGEST, LARGEST)),
        number(
            "tolerance",
            "error of the record and of the model together, as a standard deviation",
            "alike",
            (SMALLEST, LARGEST),
        ),
        choice("use", "what it is used for", *USES),
    ),
    key=("statistic", "dyad", "of", "period"),
)
