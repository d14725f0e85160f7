"""Unit and meaning of every column of tables about single cities and ties."""

from collections.abc import Mapping

CITY_COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "city_ties": {
        "label": ("text", "name of the variant"),
        "month": ("YYYY-MM", "month at which ties were written down: asked for (`record.ties_at`) or in a crisis"),
        "partner": ("name", "city at the other end of the tie, as NATION/City"),
        "n": ("number", "replicates, over all draws"),
        "existing": ("share", "replicates in which the tie exists then"),
        "strength": ("0 to 1", "mean strength of the tie where it exists"),
        "strength_p05": ("0 to 1", "strength that one replicate in twenty lies below"),
        "strength_p95": ("0 to 1", "strength that one replicate in twenty lies above"),
        "suspended": ("share", "replicates in which it is suspended, of those in which it exists"),
        "dormant": ("share", "replicates in which it is dormant, of those in which it exists"),
    },
    "partings": {
        "month": ("YYYY-MM", "first month in which case and baseline differ in this, in replicate 0"),
        "parts_in": (
            "name",
            "what differs: signing, order, suspension, ending, exchange, position, relations",
        ),
        "who": ("text", "tie, or side of a pair of nations, that differs"),
        "in_baseline": ("text", "what it is in the baseline"),
        "in_case": ("text", "what it is in the case"),
        "n_others": ("number", "other ties or sides that differ in the same month"),
        "city_a": ("name", "city of a tie to look at, as NATION/City"),
        "city_b": ("name", "city at its other end"),
        "commands": ("text", "commands that explain the tie's month in the baseline and in the case, a line each"),
    },
}
