"""All faults of all tables stand in one report, without what merely follows from another."""

import shutil
from pathlib import Path

import pytest

from builders.paths import SCENARIOS
from builders.worlds_on_disk import SMALL_WORLD, replace_in, write_small_world
from cityties.errors import TableError
from cityties.tables.declared_model import TABLES
from cityties.tables.faults import MOST_SHOWN, Fault, error_of
from cityties.tables.stray_files import stray_files
from cityties.tables.world_tables import read_tables

PRIORS = """\
setting,kind,first,second,known_by,rests_on,source,certainty,note
nations.AA.centralisation,uniform,0.4,1,,invented,INVENTED,high,
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_small_world(tmp_path)


def report(folder: Path) -> list[str]:
    with pytest.raises(TableError) as refusal:
        read_tables(folder)
    return [line.removeprefix(f"{folder}/") for line in str(refusal.value).splitlines()]


def test_faults_of_cells_rows_headers_and_other_tables_stand_together(small: Path) -> None:
    replace_in(small, "cities.csv", ",34.0,130.9", ",134.0,13x")
    replace_in(small, "dyads.csv", "-0.5,0.4,0.25", "-0.5,0.4,2.5")
    replace_in(small, "ties.csv", "Anport,Bayport", "Anport,Bayprot")
    replace_in(small, "shocks.csv", "positive,,2", "positive,0.3,2")
    replace_in(small, "observed/polls.csv", "share_friendly", "share_freindly")
    found = report(small)
    assert [line.partition(" ")[0] for line in found] == [
        "dyads.csv:2:",
        "cities.csv:4:",
        "cities.csv:4:",
        "shocks.csv:3:",
        "observed/polls.csv:1:",
    ]  # that Bayprot is no city of BB is not said while the dyad of this tie has a fault


def test_a_faulty_city_is_still_known_to_its_ties(small: Path) -> None:
    replace_in(small, "cities.csv", "250000", "many")
    assert [line[:13] for line in report(small)] == ["cities.csv:4:"]


def test_the_same_fault_in_many_lines_is_one_line_of_the_report(small: Path) -> None:
    path = small / "cities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",high,", ",sure,"), encoding="utf-8")
    (only,) = report(small)
    assert only.startswith("cities.csv:2: certainty 'sure' is not one of high, medium, low.")
    assert only.endswith("(Likewise in lines 3, 4, 5, 7.)")


def test_a_report_has_an_end() -> None:
    error = error_of(Fault(Path("ties.csv"), line, f"fault {line}") for line in range(2, 902))
    lines = str(error).splitlines()
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1] == "... and 800 more. Correct these first."
    assert len(error.places) == 900


def test_tables_that_may_be_empty_may_be_missing(tmp_path: Path) -> None:
    for table in TABLES:
        if not table.may_be_empty:
            path = tmp_path / table.file
            path.write_text("\n".join(SMALL_WORLD[table.file]) + "\n", encoding="utf-8")
    missing = read_tables(tmp_path)
    for table in TABLES:
        path = tmp_path / table.file
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_text(",".join(column.name for column in table.columns), encoding="utf-8")
    empty = read_tables(tmp_path)
    assert len(missing.ties) == len(missing.shocks) == 0
    assert missing.digest == empty.digest


@pytest.mark.parametrize(
    ("file", "meant"),
    [("disaster.csv", "disasters.csv"), ("Shock.csv", "shocks.csv"), ("observed/poll.csv", "observed/polls.csv")],
)
def test_a_misspelt_table_is_named_and_not_silently_left_out(small: Path, file: str, meant: str) -> None:
    (small / meant).unlink(missing_ok=True)
    (small / file).write_text("anything\n", encoding="utf-8")
    (only,) = [line for line in report(small) if line.startswith(file)]
    assert f"Did you mean '{meant}'?" in only


def test_a_table_that_the_world_needs_and_that_is_misspelt_is_named_once(small: Path) -> None:
    (small / "nations.csv").rename(small / "nation.csv")
    assert [line.partition(":")[0] for line in report(small)] == ["nation.csv"]


def test_files_beside_the_tables_are_found_and_hurt_nobody(small: Path) -> None:
    for name in ("ties_old.csv", "README.md", "left_out.csv", ".hidden"):
        (small / name).write_text("anything\n", encoding="utf-8")
    read_tables(small)
    assert [path.name for path in stray_files(small)] == ["ties_old.csv"]


def test_a_control_character_has_its_line(small: Path) -> None:
    replace_in(small, "ties.csv", "Anport,Bayport", "Anport,Bay\x1bport")
    assert any(line.startswith("ties.csv:2: a control character (U+001B)") for line in report(small))


def test_two_versions_of_a_table_that_were_not_brought_together_are_named(small: Path) -> None:
    replace_in(small, "ties.csv", "Anport,Bayport", "Anport,Bayport,\n<<<<<<< HEAD\nAnport,Bayport")
    assert report(small)[0].startswith("ties.csv:3: two versions of the file meet here; keep one of them")


def test_a_faulty_row_is_still_known_to_the_priors(small: Path) -> None:
    (small / "priors.csv").write_text(PRIORS, encoding="utf-8")
    replace_in(small, "nations.csv", "0.9,INVENTED,high", "0.9,INVENTED,sure")
    (only,) = report(small)
    assert "nations.csv:2: certainty 'sure'" in only


def test_a_disaster_that_ends_before_it_begins_is_a_fault(tmp_path: Path) -> None:
    world = shutil.copytree(SCENARIOS / "worlds" / "toy", tmp_path / "toy")
    replace_in(world, "disasters.csv", "2006-05", "2005-05")
    with pytest.raises(TableError, match=r"disasters\.csv:2: until 2005-05 is before date 2006-03"):
        read_tables(world)


def test_what_a_shock_lacks_is_named_alone(small: Path) -> None:
    rows = (small / "shocks.csv").read_text(encoding="utf-8")
    (small / "shocks.csv").write_text(rows.replace("political,0.9,", "political,,", 1), encoding="utf-8")
    with pytest.raises(TableError, match=r"is political and has no severity\. Fill it in\."):
        read_tables(small)
