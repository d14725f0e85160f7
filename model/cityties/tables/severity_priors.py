"""Priors of the severities of shocks: lognormal about what an external scale says, where the world has read one."""

from pathlib import Path

from cityties.kernel.priors import LogNormal
from cityties.tables.declared_model import BY_NAME
from cityties.tables.faults import Fault
from cityties.tables.reader import read_table
from cityties.tables.world_tables import read_bytes


def severity_priors(folder: Path) -> dict[str, LogNormal]:
    """Return the prior of each shock of a world that has one; of a table with faults none, for a run reports them."""
    table = BY_NAME["shocks"]
    data = read_bytes(folder / table.file, table)
    rows, faults = (None, []) if isinstance(data, Fault) else read_table(folder / table.file, table, data)
    if rows is None or faults:
        return {}
    return {
        row["shock"]: LogNormal(row["severity_read"], row["severity_sd_log"])
        for _, row in rows.records()
        if row["severity_read"] == row["severity_read"] and row["severity_sd_log"] == row["severity_sd_log"]
    }
