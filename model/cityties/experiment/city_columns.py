"""Unit and meaning of every column of the table of one city's ties."""

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
}
