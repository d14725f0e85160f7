"""A world to begin with: complete for any number of nations, explained, and never written over another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from builders.worlds_on_disk import replace_in
from cityties.cli.main import app
from cityties.errors import CityTiesError
from cityties.kernel.calendar import month_index
from cityties.scenario.reader import load_scenario
from cityties.scenario.world_names import crisis_months
from cityties.tables.declared_model import BY_NAME
from cityties.tables.world_tables import read_tables
from cityties.worlds.invented_names import city_names, nation_names
from cityties.worlds.new_world_text import BEGUN
from cityties.worlds.synthetic import write_synthetic_world
from cityties.worlds.writing import write_world


def cityties(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("n_nations", [2, 3, 7, 8, 23, 40])
def test_a_new_world_is_whole_for_any_number_of_nations(project: Path, n_nations: int) -> None:
    assert cityties("world", "new", "mine", "--nations", str(n_nations)).exit_code == 0
    loaded = load_scenario(Path("scenarios/mine.yaml"))
    tables = read_tables(loaded.scenario.world_folder)
    assert (len(tables.nations), len(tables.cities)) == (n_nations, 3 * n_nations)
    assert tables.cities.groupby("nation")["capital"].sum().tolist() == [1] * n_nations
    tied = set(tables.ties["city_a"]) | set(tables.ties["city_b"])
    assert tied == set(tables.cities["city"])
    assert list(crisis_months(loaded.scenario, loaded.world_names).values()) == [month_index("2005-09")]


def test_up_to_seven_nations_all_have_relations_and_of_more_each_with_six(project: Path) -> None:
    for name, n_nations, n_dyads in (("few", 7, 21), ("many", 23, 69)):
        cityties("world", "new", name, "--nations", str(n_nations))
        assert len(read_tables(Path("scenarios/worlds", name)).dyads) == n_dyads


def test_cities_that_do_not_come_out_even_all_have_a_tie(project: Path) -> None:
    assert cityties("world", "new", "mine", "--nations", "3", "--cities", "7").exit_code == 0
    tables = read_tables(Path("scenarios/worlds/mine"))
    assert tables.cities["nation"].value_counts().tolist() == [3, 2, 2]


def test_a_new_world_holds_only_tables_with_rows_and_explains_every_column(project: Path) -> None:
    cityties("world", "new", "mine")
    folder = Path("scenarios/worlds/mine")
    assert {path.name for path in folder.iterdir()} == {BY_NAME[name].file for name in BEGUN} | {"README.md"}
    manual = (folder / "README.md").read_text(encoding="utf-8")
    for name in BEGUN:
        assert all(f"`{column.name}`" in manual for column in BY_NAME[name].columns)
    assert all(table.file in manual for table in BY_NAME.values())


def test_the_first_edit_of_a_newcomer_is_answered_with_all_faults(project: Path) -> None:
    cityties("world", "new", "mine")
    folder = Path("scenarios/worlds/mine")
    replace_in(folder, "nations.csv", "AR,", "ARV,")
    replace_in(folder, "shocks.csv", ",0.8,", ",8,")
    answer = cityties("check", "scenarios/mine.yaml")
    assert answer.exit_code == 2
    assert f"{folder / 'cities.csv'}:2: nation 'AR' is no nation of nations.csv." in answer.stderr
    assert f"{folder / 'shocks.csv'}:3: severity '8' is not between" in answer.stderr


def test_nothing_is_written_over(project: Path) -> None:
    assert cityties("world", "new", "mine").exit_code == 0
    before = Path("scenarios/mine.yaml").read_bytes()
    answer = cityties("world", "new", "mine", "--nations", "5")
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert "exists already" in answer.stderr
    assert Path("scenarios/mine.yaml").read_bytes() == before
    Path("scenarios/mine.yaml").unlink()
    assert "exists already" in cityties("world", "new", "mine").stderr
    assert not Path("scenarios/mine.yaml").exists()


FEWER_CITIES_THAN_NATIONS = ("mine", "--nations", "4", "--cities", "3")


@pytest.mark.parametrize(
    "words", [("a/b",), ("..",), ("mine.yaml",), ("mine", "--nations", "1"), FEWER_CITIES_THAN_NATIONS]
)
def test_what_cannot_be_is_refused_and_leaves_nothing(project: Path, words: tuple[str, ...]) -> None:
    assert cityties("world", "new", *words).exit_code == 2
    assert not list(project.iterdir())


def test_no_two_invented_names_are_alike() -> None:
    assert len(set(city_names(5000))) == 5000
    names = nation_names(200)
    assert len(names) == len(set(names.values())) == 200
    assert all(code.isalnum() and code.isupper() for code in names)


def test_of_two_commands_that_write_one_folder_the_second_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "world"

    def slow() -> Iterator[dict[str, str]]:
        write_synthetic_world(folder, 100, 146, 3, 1)
        yield {"code": "LATE"}

    with pytest.raises(CityTiesError, match="exists already"):
        write_world(folder, {"sources": slow()}, "")
    assert [path.name for path in tmp_path.iterdir()] == ["world"]
    assert len(read_tables(folder).cities) == 100


BEYOND = [(option, value) for option in ("--cities", "--ties", "--nations") for value in ("-1", "99999999999")]


@pytest.mark.parametrize(("option", "value"), [*BEYOND, ("--seed", "-1")])
def test_a_synthetic_world_beyond_all_bounds_is_refused_at_once(project: Path, option: str, value: str) -> None:
    assert cityties("world", "synth", option, value, "--out", "world").exit_code == 2
    assert not list(project.iterdir())
