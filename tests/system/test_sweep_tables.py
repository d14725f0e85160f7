"""The tables of a sweep: one name for each case everywhere, numbers that stay numbers, empty cells that are null."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from builders.batches_on_disk import run, write, write_folder
from cityties.experiment.columns import declared

SWEEP = """\
replicates: 2
arms: {named: {no_aid: {mechanisms: {aid: false}}}}
design:
  sweep:
    grid:
      shocks.change.AA-BB-2012-09.severity: [0.3, 0.9]
      parameters.outreach: [0, 1.5]
      lobbying: [true, false]
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the Parquet files of a batch over keys that stand in no alphabetical order, by name of the table."""
    folder = write_folder(tmp_path_factory.mktemp("swept"))
    batch = run(folder, write(folder, "swept", SWEEP), drawn=True)
    return {path.stem: path for path in (batch.path / "tables").glob("*.parquet")}


def test_every_two_tables_of_a_batch_can_be_merged_by_label(tables: dict[str, Path]) -> None:
    labels = {name: set(frame["label"]) for name, frame in read(tables).items() if "label" in frame and len(frame)}
    assert len(labels) >= 9
    assert len(labels["variants"]) == 16
    baseline = labels["variants"] - labels["contrasts"]
    assert len(baseline) == 1  # nothing is subtracted from it
    for one, other in combinations(labels, 2):
        assert labels[one] | baseline == labels[other] | baseline, (one, other)
    assert set(read(tables)["contrasts"]["against"]) < labels["variants"]


def test_swept_numbers_are_numbers_and_switches_are_switches_in_both_files(tables: dict[str, Path]) -> None:
    parquet = read(tables)["variants"]
    csv = pd.read_csv(tables["variants"].with_suffix(".csv"))
    swept = ["shocks.AA-BB-2012-09.severity", "outreach", "lobbying"]
    for frame in (parquet, csv):
        assert [frame[key].dtype.kind for key in swept] == ["f", "f", "b"]
        assert sorted(set(frame[swept[0]])) == [0.3, 0.9]


def test_no_table_holds_an_empty_text_or_a_number_as_text(tables: dict[str, Path]) -> None:
    for name, path in tables.items():
        table: Any = pq.read_table(path).to_pandas()
        for column in table.select_dtypes(include=["object", "string", "category"]):
            words = table[column].dropna().astype(str)
            assert not (words == "").any(), (name, column)
            known = declared(name, column)
            assert known is None or known.is_text or not len(words), (name, column)


def read(tables: dict[str, Path]) -> dict[str, pd.DataFrame]:
    return {name: pd.read_parquet(path) for name, path in tables.items()}


def test_a_batch_with_draws_ranks_parameters_for_any_outcome_and_gives_shares_with_intervals(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    batch = run(folder, write(folder, "drawn", "replicates: 1\ndesign: {draws: 16}\n"), drawn=True)
    found = pd.read_parquet(batch.path / "tables" / "ranking.parquet")
    drawn = pd.read_parquet(batch.path / "tables" / "draws.parquet")
    outcomes = batch.read_table("outcomes").to_pandas()
    row = found[found["measure"] == "loss_36"].iloc[0]
    mine = outcomes[
        outcomes["tie_pathways"] & outcomes["political_shocks"] & (outcomes["measure"] == "loss_36")
        & (outcomes["crisis"] == row["crisis"]) & (outcomes["where"] == row["where"])
    ].set_index("draw")["value"]  # fmt: skip
    values = drawn[drawn["parameter"] == row["parameter"]].set_index("draw")["value"]
    assert values.corr(mine, method="spearman") == pytest.approx(row["correlation"])
    assert row["correlation_low"] < row["correlation"] < row["correlation_high"]
    assert {"loss_36", "relations", "depth"} <= set(found["measure"])
    shares = pd.read_parquet(batch.path / "tables" / "verdicts.parquet")
    for name in ("buffers", "does_nothing", "harms"):
        assert (shares[f"{name}_low"] <= shares[name]).all()
        assert (shares[name] <= shares[f"{name}_high"]).all()
    page = (batch.path / "report.html").read_text(encoding="utf-8")
    assert "What the draws of parameters say" in page
    assert "Which parameters matter most" in page
    assert found["n"].dtype.kind == "i"
