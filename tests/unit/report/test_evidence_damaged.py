"""The page of evidence reads tables of other folders: one that is damaged is named, and no page is made of it."""

from pathlib import Path

import pytest

from builders.batches_on_disk import call

TABLES = {"targets": "use,within_2sd,statistic", "informed": "parameter,informed,sd_ratio", "buffers": "crisis,buffer"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "use,within_2sd,statistic\n",
        "other,columns\n1,2\n",
        "use,within_2sd,statistic\nx,y,z\n",
        'use,within_2sd\n"torn',
        "[bold]something else[/]\x1b[2J\n",
        "use,within_2sd,statistic\nfit,[,\x00\n",
    ],
)
@pytest.mark.parametrize("name", list(TABLES))
def test_a_damaged_table_is_named(tmp_path: Path, name: str, text: str) -> None:
    folder = tmp_path / "calibration-toy-01234567"
    (folder / "tables").mkdir(parents=True)
    for table, columns in TABLES.items():
        (folder / "tables" / f"{table}.csv").write_text(text if table == name else f"{columns}\n", encoding="utf-8")
    said = call("evidence", "toy", "--out", tmp_path, code=2)
    assert f"{folder / 'tables'}" in said
    assert "is damaged" in said
    assert said.rstrip().endswith("Delete it, and give the command that computed it again.")
    assert len(said.splitlines()) == 1
    assert not list(tmp_path.glob("evidence-*/report.html"))
