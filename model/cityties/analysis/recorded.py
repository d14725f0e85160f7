"""What was recorded of exchange stopped by crises, beside what the model gives for the same quantity.

Two kinds of record can be held against the model: a share of *events* stopped, and a share of *governments* of the
incident's place that lost exchange. The wording of the record's ``measure`` tells which it is; all others (people who
travelled, governments restored, single ties) have no counterpart here and are left out.
"""

import numpy as np
import pandas as pd

from cityties.analysis.intervals import mean_band
from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.experiment.results import RunResults

NO_SAMPLE = "not a sample"
COLUMNS = ["crisis", "dyad", "kind", "recorded", "is_sample", "model", "model_low", "model_high", "n_governments"]
TEXTS = ["measure", "source", "note"]


def kind_of(measure: str) -> str:
    """Return ``events`` or ``governments``, or '' for a record that the model has no counterpart of."""
    words = measure.lower()
    if "of those" in words:
        return ""
    return "events" if "events" in words else "governments" if "governments" in words else ""


def recorded_table(run: RunResults, crises: pd.DataFrame) -> pd.DataFrame:
    """Return one row a recorded share of a crisis in this run, with the model's share and its 95 % interval."""
    rows = []
    for record in run.tables.disruptions.to_dict("records"):
        kind = kind_of(record["measure"])
        found = crises[(crises["crisis"] == record["crisis"]) & (crises["dyad"] == record["dyad"])]
        if not kind or found.empty or np.isnan(record["share"]):
            continue
        if kind == "events":
            model = [float(found.iloc[0][f"suspension{end}"]) for end in ("", "_low", "_high")] + [float("nan")]
        else:
            model = governments_hit(run, str(record["crisis"]))
        named = dict(zip(COLUMNS[5:], model, strict=True))
        sampled = NO_SAMPLE not in record["note"]
        row = {"crisis": record["crisis"], "dyad": record["dyad"], "kind": kind, "recorded": record["share"]}
        rows.append(row | {"is_sample": sampled} | named | {text: record[text] for text in TEXTS})
    return pd.DataFrame(rows, columns=[*COLUMNS, *TEXTS])


def governments_hit(run: RunResults, crisis: str) -> list[float]:
    """Return the share of the place's governments with a suspended tie in the crisis's fourth month, and its interval.

    Counted are governments of the provinces where the crisis's shocks have their place that hold a tie of its dyad;
    the last number is their mean count. All are ``nan`` where no place is given or no tie was written down.
    """
    shocks = run.tables.shocks[(run.tables.shocks["crisis"] == crisis) & (run.tables.shocks["place"] != "")]
    provinces = {name for place in shocks["place"] for name in place.split(";")}
    nothing = [float("nan")] * 4
    if not provinces:
        return nothing
    month = next(c.month for c in run.crises if c.name == crisis) + run.scenario.start + SUSPENSION_MONTHS - 1
    noted = run.ties_at([month])
    if noted.empty:
        return nothing
    ties = noted[noted["dyad"] == shocks.iloc[0]["dyad"]]
    cities = run.tables.cities[run.tables.cities["province"].isin(provinces)]
    names = set(cities["nation"] + "/" + cities["city"])
    ends = [ties[ties[end].isin(names)].rename(columns={end: "city"}) for end in ("city_a", "city_b")]
    here = pd.concat([end[["replicate", "city", "suspended_by"]].astype({"city": str}) for end in ends])
    if here.empty:
        return nothing
    hit = here.assign(hit=here["suspended_by"].notna()).groupby(["replicate", "city"])["hit"].max()
    by_replicate = hit.groupby(level="replicate")
    share, low, high = mean_band(by_replicate.mean().to_numpy(np.float64))
    return [float(share), float(low), float(high), float(by_replicate.size().mean())]
