"""A case reads the copy of its world that lies in its folder, and says which file of it is damaged."""

from pathlib import Path
from typing import Any

import pytest

from builders.worlds_on_disk import write_small_world
from cityties.analysis.cases import Case
from cityties.experiment.stored import DamagedPartError

NO_CHANGES: dict[str, Any] = {"shocks": {"change": {}}}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    write_small_world(tmp_path / "world")
    return Case(label="one", folder=tmp_path, settings={"world": "world", **NO_CHANGES}, code={})


def test_names_and_severities_are_those_of_the_copy(case: Case) -> None:
    assert set(case.nation_names) == {"AA", "BB", "CC"}
    assert case.dyad_names["AA-BB"] == f"{case.nation_names['AA']}\N{EN DASH}{case.nation_names['BB']}"
    assert case.severity("AA-BB 2012-09") == 0.9
    assert case.severity("none") == 0.0


@pytest.mark.parametrize("content", [bytes(400), b"[[[[", b"a,b\n1,2\n"], ids=["noughts", "nested", "foreign"])
@pytest.mark.parametrize("file", ["nations.csv", "dyads.csv", "shocks.csv"])
def test_a_damaged_table_is_named(case: Case, file: str, content: bytes) -> None:
    (case.world_folder / file).write_bytes(content)
    with pytest.raises(DamagedPartError, match=file):
        looked_at(case, file)


def test_a_severity_that_is_no_number_is_a_damaged_table(case: Case) -> None:
    shocks = case.world_folder / "shocks.csv"
    shocks.write_text(shocks.read_text("utf-8").replace(",0.9,", ",0.x,"), "utf-8")
    with pytest.raises(DamagedPartError, match=r"shocks\.csv"):
        case.severity("AA-BB 2012-09")


def test_a_table_that_leads_to_itself_is_named_and_shocks_may_be_absent(case: Case) -> None:
    for file in ("nations.csv", "shocks.csv"):
        (case.world_folder / file).unlink()
    assert case.severity("AA-BB 2012-09") == 0.0
    (case.world_folder / "nations.csv").symlink_to("nations.csv")
    with pytest.raises(DamagedPartError, match=r"nations\.csv"):
        looked_at(case, "nations.csv")


def looked_at(case: Case, file: str) -> object:
    """Look at what stands in a table."""
    if file == "shocks.csv":
        return case.severity("AA-BB 2012-09")
    return case.dyad_names if file == "dyads.csv" else case.nation_names
