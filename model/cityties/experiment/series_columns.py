"""Unit and meaning of every column of the tables that hold recorded series against the model and its rivals."""

from collections.abc import Mapping

SERIES_COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "series_fit": {
        "series": ("code", "recorded series (observed/series.csv of the world)"),
        "fitted_until": ("YYYY-MM", "last month that the parameters of the forecasts know"),
        "scheme": ("text", "from which months forecasts begin; at each of them the record until then is known"),
        "n": ("number", "origins; from each, up to 36 months ahead are judged, in a window all that follows"),
        "crps_model": ("of the link", "mean CRPS of two clocks shared by the pairs; lower is better"),
        "crps_exponential": ("of the link", "the same of one clock shared by the pairs"),
        "crps_ar1": ("of the link", "the same of a first-order autoregression with the same shocks"),
        "crps_last": ("of the link", "the same of the last value, with the spread of a random walk"),
    },
    "observed": {
        "series": ("code", "recorded series (observed/series.csv of the world)"),
        "observes": ("name", "what it observes: relations, a public, or people"),
        "recorded": ("of the series", "value as the source has it"),
        "shown": ("as model", "the value laid over the model: by its mean, and but for polls by its spread too"),
        "model": ("as observed_model", "the model's number for the same month, or its mean over the same quarter"),
    },
    "observed_model": {
        "observes": ("name", "relations, a public, or people"),
        "model": ("R, log odds or log", "relations; log odds of a friendly answer; change of log exchange over a year"),
    },
    "series_distance": {
        "series": ("code", "recorded series (observed/series.csv of the world)"),
        "observes": ("name", "what it observes: relations, a public, or people"),
        "n": ("number", "values of the record within the run"),
        "distance": ("R, log odds or log", "root mean square of recorded (as shown) less model"),
        "flat": ("R, log odds or log", "the same of a flat line in place of the model"),
        "closer": ("yes or no", "whether the model is closer than the flat line"),
    },
    "clocks": {
        "clock": ("name", "what heals: the event part or the level of a public, or of relations"),
        "series": ("code", "recorded series that it was fitted to"),
        "parameter": ("name", "parameter of the model that it answers to; empty: none"),
        "half_life": ("months", "half-life of greatest likelihood"),
        "low": ("months", "lower end of its 95 % interval (profile likelihood); empty: below what was searched"),
        "high": ("months", "upper end; empty: beyond what was searched (200 years for a level)"),
        "prior_low": ("months", "half-life that 2.5 % of the parameter's prior lie below"),
        "prior_high": ("months", "half-life that 2.5 % of it lie above"),
        "learned": ("yes or no", "whether the record leaves under 0.95 of the prior's standard deviation (log)"),
    },
}
