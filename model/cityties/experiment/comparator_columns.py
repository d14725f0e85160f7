"""Unit and meaning of the columns of the table that holds B against both worlds without the effects of ties."""

from collections.abc import Mapping

COMPARATOR_COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "comparators": {
        "buffer": ("share", "B against the world without the effects of ties, in which cities are heard"),
        "buffer_unheard": ("share", "B against the world without the effects of ties in which no city is heard"),
        "buffer_unheard_low": ("share", "lower end of its 95 % interval"),
        "buffer_unheard_high": ("share", "upper end of its 95 % interval"),
        "difference": ("share", "buffer_unheard less buffer"),
        "low": ("share", "lower end of the 95 % interval of the difference"),
        "high": ("share", "upper end of it"),
    },
}
