"""Figures that pages quote: of the benchmarks, whose results are kept beside them."""

from collections.abc import Mapping

import pandas as pd

from builders.paths import ROOT

RESULTS = ROOT / "tests" / "benchmarks" / "results.csv"


def history() -> Mapping[str, object]:
    """Return the milliseconds that a history of East Asia takes with all mechanisms on."""
    rows = pd.read_csv(RESULTS).query("topic == 'full model' and version == 'months'")
    return {"milliseconds": rows["value"].iloc[0]}
