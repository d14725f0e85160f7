"""Unit and meaning of every column of the tables of scored forecasts."""

from collections.abc import Mapping

_PLACE: Mapping[str, tuple[str, str]] = {
    "quantity": ("name", "what was forecast"),
    "country": ("code", "country it was forecast for; empty: all"),
    "partner": ("code", "country on the other side of the ties; empty: all"),
    "source": ("name", "who or what made the forecast"),
}
_INSIDE = {
    f"inside_{share}": ("share", f"share of what came within the middle {share} % of the forecasts, weighted")
    for share in (50, 90)
}

FORECAST_COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "forecasts": {
        **_PLACE,
        **{f"q{level:02d}": ("of the quantity", f"quantile of {level} %") for level in (5, 25, 50, 75, 95)},
        "value": ("of the quantity", "what came"),
        "weight": ("ratio", "how much the outcome counts in means"),
        "crps": ("of the quantity", "continuous ranked probability score; lower is better"),
        "inside_50": ("yes or no", "whether what came lies in the middle half of the forecast"),
        "inside_90": ("yes or no", "whether what came lies in the middle nine tenths of the forecast"),
    },
    "scores": {
        **_PLACE,
        **_INSIDE,
        **{
            f"{name}_{end}": ("share", f"{word} end of its 95 % interval")
            for name in _INSIDE
            for end, word in (("low", "lower"), ("high", "upper"))
        },
        "n": ("number", "outcomes that every source forecast"),
        "crps": ("of the quantity", "weighted mean of the continuous ranked probability score; lower is better"),
        "rank_correlation": ("-1 to 1", "rank correlation (Spearman) of medians with what came, over countries"),
        "crps_ratio": ("ratio", "the score over the lowest of its quantity and partner"),
        "is_best": ("yes or no", "whether it is the lowest"),
    },
}
