"""The ties of one city at the months at which ties were written down, case by case."""

from collections.abc import Sequence

import pandas as pd

from cityties.analysis.case_names import case_names
from cityties.analysis.cases import Case
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.batch_folder import BatchFolder
from cityties.setup.place_names import names_of_world

WRITTEN_DOWN = ("ties", "crisis_ties")
READ = ("draw", "replicate", "month", "dyad", "city_a", "city_b", "strength", "dormant", "suspended_by")


def city_named(cases: Sequence[Case], name: str) -> str:
    """Return the full name, as NATION/City, of a city called ``Qingdao`` or ``CN/Qingdao`` in the world of the cases.

    Raises:
        CityTiesError: no city, or cities of several nations, have this name.
    """
    tables = [case.world_table("cities.csv") for case in cases]
    known = list(dict.fromkeys(f"{n}/{c}" for one in tables for n, c in zip(one["nation"], one["city"], strict=True)))
    found = [full for full in known if name in (full, full.split("/", 1)[1])]
    spelt = {full: names for case in cases for full, names in names_of_world(case.world_folder).items()}
    found = found or [full for full in known if full in spelt and name in spelt[full]]
    if len(found) > 1:
        raise CityTiesError(f"{len(found)} cities are called '{name}': write {' or '.join(found)}.")
    if not found:
        near = known if "/" in name else [full.split("/", 1)[1] for full in known]
        hint = did_you_mean(name, near) or " cities.csv of the world lists them all."
        raise CityTiesError(f"the world has no city '{name}'.{hint}")
    return found[0]


def city_ties(cases: Sequence[Case], city: str) -> pd.DataFrame:
    """Return one row a case, partner and month of the ties of ``city`` (NATION/City), with the columns of `city_ties`.

    Ties are written down with ties and with shocks, so other arms have no rows.
    """
    found = [_of_case(case, name, city) for case, name in zip(cases, case_names(cases), strict=True)]
    rows = [one for one in found if not one.empty]
    return pd.concat(rows, ignore_index=True) if rows else found[0]


def _of_case(case: Case, name: str, city: str) -> pd.DataFrame:
    folder = BatchFolder(case.folder)
    n = sum(unit.replicates for unit in folder.units_done() if unit.variant == case.variant)
    at = [[("variant", "==", case.variant), (side, "==", city)] for side in ("city_a", "city_b")]
    tables = [folder.read_table(name, READ, at) for name in WRITTEN_DOWN if name in folder.tables]
    rows = pd.concat([table.to_pandas().astype({"month": str}) for table in tables if len(table)] or [_NONE])
    rows = rows.drop_duplicates(["draw", "replicate", "month", "city_a", "city_b"])
    partner = rows["city_b"].astype(str).where(rows["city_a"].astype(str) == city, rows["city_a"].astype(str))
    suspended = rows["suspended_by"].notna() & (rows["suspended_by"].astype(str) != "")
    groups = rows.assign(partner=partner, suspended=suspended).groupby(["partner", "month"], sort=True)
    strength = groups["strength"]
    summed = pd.DataFrame(
        {
            "n": n,
            "existing": groups.size() / max(n, 1),
            "strength": strength.mean(),
            "strength_p05": strength.quantile(0.05),
            "strength_p95": strength.quantile(0.95),
            "suspended": groups["suspended"].mean(),
            "dormant": groups["dormant"].mean(),
        }
    ).reset_index()
    summed.insert(0, "label", name)
    return summed[["label", "month", "partner", *summed.columns[3:]]]


_NONE = pd.DataFrame({name: pd.Series(dtype=object) for name in READ}).astype({"strength": float, "dormant": bool})
