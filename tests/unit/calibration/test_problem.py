"""What a calibration makes of a scenario."""

from pathlib import Path

from builders.paths import HISTORICAL
from builders.worlds_on_disk import write_small_world
from cityties.calibration.problem import open_problem
from cityties.scenario.reader import read_scenario
from cityties.tables.world_tables import read_tables

HEAD = "statistic,dyad,of,period,recorded,tolerance,use,source,certainty,note\n"


def signing_begins(file: Path) -> str:
    scenario = read_scenario(file)
    tables = read_tables(scenario.world_folder)
    _, signed = open_problem(scenario, tables, file.parent).ensemble.parts
    return str(signed.scenario.resolved()["ties"]["endogenous_from"])


def test_in_a_world_that_begins_later_cities_sign_from_its_beginning(tmp_path: Path) -> None:
    write_small_world(tmp_path / "small")
    (tmp_path / "small" / "targets.csv").write_text(HEAD + "signings,AA-BB,,2000-2004,1,1,fit,INVENTED,low,\n")
    file = tmp_path / "mine.yaml"
    file.write_text("title: A small world\nworld: small\nstart: 1995-01\nend: 2024-12\nreplicates: 4\n")
    assert signing_begins(file) == "1995-01"


def test_where_the_record_reaches_back_the_default_stays() -> None:
    assert signing_begins(HISTORICAL) == "1979-01"
