"""Cities are called as in the language that is spoken; the shipped world has a name for each, and one for no other."""

import csv
from pathlib import Path

import pytest

from builders.paths import EAST_ASIA
from builders.worlds_on_disk import write_small_world
from cityties.errors import TableError
from cityties.setup.place_names import called, called_with_nation, names_of_world
from cityties.tables.language import spoken

HEAD = "kind,nation,name,name_zh,name_own,source,certainty,note"


def rows_of(name: str) -> list[dict[str, str]]:
    with (EAST_ASIA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_city_of_the_shipped_world_has_a_name_and_no_two_of_a_nation_share_one() -> None:
    names = names_of_world(EAST_ASIA)
    assert set(names) == {f"{row['nation']}/{row['city']}" for row in rows_of("cities.csv")}
    for script in ("chinese", "own"):
        assert len({(city[:2], getattr(one, script)) for city, one in names.items()}) == len(names)


def test_every_province_and_network_of_the_shipped_world_has_a_name() -> None:
    named = {(row["kind"], row["nation"], row["name"]) for row in rows_of("names.csv")}
    assert {("province", row["nation"], row["province"]) for row in rows_of("cities.csv")} <= named
    assert {("network", "", row["network"]) for row in rows_of("networks.csv")} <= named


def test_chinese_names_have_no_letter_of_another_script() -> None:
    for city, one in names_of_world(EAST_ASIA).items():
        assert all("\u4e00" <= letter <= "\u9fff" or letter in "（）" for letter in one.chinese), city
        assert {"KR": "\uac00" <= one.own[0] <= "\ud7a3"}.get(city[:2], True), city


def test_a_city_is_called_as_in_the_language_that_is_spoken() -> None:
    assert called(EAST_ASIA, "JP/Shimonoseki") == "Shimonoseki"
    with spoken("zh"):
        assert called(EAST_ASIA, "JP/Shimonoseki") == "下关"
        assert called_with_nation(EAST_ASIA, "KR/Seoul") == "KR/首尔"


def test_a_world_without_names_keeps_those_of_its_tables(tmp_path: Path) -> None:
    write_small_world(tmp_path)
    with spoken("zh"):
        assert called(tmp_path, "CN/Qingdao") == "Qingdao"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("city,CN,Atlantis,亚特兰蒂斯,,S,low,", "cities.csv has no city 'CN/Atlantis'"),
        ("town,CN,Qingdao,青岛,,S,low,", "'town'"),
        ("city,XX,Qingdao,青岛,,S,low,", "'XX'"),
        ("city,CN,Qingdao,,,S,low,", "name_zh"),
    ],
)
def test_a_wrong_name_is_reported_with_its_line(tmp_path: Path, row: str, fault: str) -> None:
    write_small_world(tmp_path)
    (tmp_path / "names.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    with pytest.raises(TableError, match=fault) as error:
        names_of_world(tmp_path)
    assert ", line 2" in str(error.value) or ":2" in str(error.value)
