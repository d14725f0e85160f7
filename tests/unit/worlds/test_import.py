"""Imports of long lists: all faults at once, the rest on request, and nothing changed or left out in silence."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cityties.cli.main import app
from cityties.errors import TableError
from cityties.tables.world_tables import WorldTables, read_tables
from cityties.worlds.imported import Imported, write_imported_world
from cityties.worlds.list_cells import degrees, people, point, signing_date

HEAD = "city_a,nation_a,latitude_a,longitude_a,population_a,city_b,nation_b,latitude_b,longitude_b,signed\n"
ORDINARY = "Alphaville,Ruritania,10,20,,Betatown,Freedonia,30,40,1990\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path()


def imported(text: str, name: str = "pairs.csv", places: str = "", **options: object) -> tuple[Imported, WorldTables]:
    """Import a list with everything that can go wrong allowed for, and read the world."""
    Path(name).write_text(text, encoding="utf-8")
    if places:
        Path("towns.csv").write_text(places, encoding="utf-8")
    given = {"mapped": [], "nations": "", "out": Path("world"), "places": Path("towns.csv") if places else None}
    made = write_imported_world(Path(name), **(given | options))  # type: ignore[arg-type]
    return made, read_tables(Path("world"))


@pytest.mark.parametrize(
    ("cell", "date", "note"),
    [
        ("", "", ""),
        ("1990", "1990", ""),
        ("1990-05", "1990-05", ""),
        ("1990/05", "1990-05", ""),
        ("1990-05-12", "1990-05", ""),
        ("1990-05-12T00:00:00Z", "1990-05", ""),
        ("+1990-01-01T00:00:00Z", "1990", ""),
        ("1990-01-01", "1990-01", ""),
        ("12.05.1990", "1990-05", ""),
        ("05/1990", "1990-05", ""),
        ("25/5/1990", "1990-05", ""),
        ("5/25/1990", "1990-05", ""),
        ("5/6/1990", "1990", "date in the list: '5/6/1990'"),
        ("12 May 1990", "1990-05", ""),
        ("May 12th, 1990", "1990-05", ""),
        ("12. März 1990", "1990-03", ""),
        ("Dezember 1990", "1990-12", ""),
        ("c. 1990", "1990", "about; date in the list: 'c. 1990'"),
        ("circa 1990", "1990", "about; date in the list: 'circa 1990'"),
        ("1990?", "1990", "about; date in the list: '1990?'"),
        ("1873-06", "", "date in the list: '1873-06'"),
        ("1990-13", "", "date in the list: '1990-13'"),
        (
            "http://www.wikidata.org/.well-known/genid/d5e",
            "",
            "date in the list: 'http://www.wikidata.org/.well-known/genid/d5e'",
        ),
        ("unknown", "", "date in the list: 'unknown'"),
        ("²⁰1990", "", "date in the list: '²⁰1990'"),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(cell: str, date: str, note: str) -> None:
    assert signing_date(cell) == (date, note)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1500000", 1.5e6),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1 234 567", 1234567),
        ("1'234'567", 1234567),
        ("900.000", 900000),
        ("1500000.0", 1.5e6),
        ("1.5e6", 1.5e6),
        ("1²", None),
        ("0", None),
        ("-5", None),
        ("1,23", None),
        ("1,234.567", None),
        ("many", None),
        ("nan", None),
        ("1e99", 1e99),
    ],
)
def test_people_are_read_with_separators_or_not_at_all(cell: str, number: float | None) -> None:
    assert people(cell) == number


def test_degrees_and_points_are_read_in_their_usual_forms() -> None:
    assert [degrees(cell, 90) for cell in ("34.7", "34,7", "34.7°N", "34.7 S", "-1")] == [34.7, 34.7, 34.7, -34.7, -1]
    assert [degrees(cell, 90) for cell in ("", "91", "3²", "nan", "inf", "north")] == [None] * 6
    assert point("Point(135.2 34.7)") == point("34.7, 135.2") == ("34.7", "135.2")
    assert point("somewhere") is None


def test_all_faults_of_a_list_stand_in_one_table(folder: Path) -> None:
    broken = [
        "Alphaville,Ruritania,10,20,,,Freedonia,30,40,1990\n",
        "Alphaville,Ruritania,100,200,,Betatown,Freedonia,30,,1990\n",
        "Alphaville,Ruritania,10\n",
    ]
    with pytest.raises(TableError) as refusal:
        imported(HEAD + ORDINARY + "".join(broken))
    message = str(refusal.value)
    assert message.startswith("pairs.csv: 3 of 4 rows cannot be used, so no world was written.")
    rows = [line.split(maxsplit=2) for line in message.splitlines() if line[:7].strip().isdigit()]
    assert [(row[0], row[1]) for row in rows[:4]] == [
        ("3", "name"),
        ("4", "coordinates"),
        ("4", "coordinates"),
        ("5", "fields"),
    ]
    assert ("2", "coordinates") in [(row[0], row[1]) for row in rows[4:]]
    assert "--skip" in message
    assert not Path("world").exists()


@pytest.mark.parametrize(
    ("head", "cells"),
    [("latitude_b,longitude_b", "139.7,35.7"), ("point_b,", "Point(35.7 139.7),"), ("point_b,", '"139.7, 35.7",')],
)
def test_degrees_that_fit_the_other_way_round_are_named_so(folder: Path, head: str, cells: str) -> None:
    list_of_pairs = f"city_a,nation_a,latitude_a,longitude_a,city_b,nation_b,{head}\nAlpha,R,30,20,Beta,F,{cells}\n"
    with pytest.raises(TableError, match=r"latitude_b '139\.7' is beyond 90") as told:
        imported(list_of_pairs)
    assert "other way round: exchange latitude_b and longitude_b." in str(told.value)
    assert "1  exchanged    Exchange the cells" in str(told.value)


def test_with_skip_the_rest_is_imported_and_what_is_left_out_is_listed(folder: Path) -> None:
    rows = [
        ORDINARY,
        "Gamma,Ruritania,x,20,,Betatown,Freedonia,30,40,1990\n",
        "Alphaville,Ruritania,10,20,,Delta,Ruritania,11,21,1990\n",
        "Betatown,Freedonia,30,40,,Alphaville,Ruritania,10,20,\n",
    ]
    made, tables = imported(HEAD + "".join(rows), skip=True)
    assert made.size == (2, 1, 2)
    assert len(tables.ties) == 1
    with Path("world/left_out.csv").open(encoding="utf-8", newline="") as lines:
        left = list(csv.DictReader(lines))
    assert [(row["line"], row["kind"]) for row in left] == [("3", "coordinates"), ("4", "within"), ("5", "doubled")]
    assert left[0]["list: city_a"] == "Gamma"
    assert [line.split()[:3] for line in made.summary[:3]] == [["left", "out", "1"]] * 3


def test_counts_of_what_is_left_out_stand_on_the_screen(folder: Path) -> None:
    Path("pairs.csv").write_text(HEAD + ORDINARY + ORDINARY, encoding="utf-8")
    answer = CliRunner().invoke(app, ["world", "import", "pairs.csv", "--out", "world"])
    assert answer.exit_code == 0
    assert "2 cities of 2 nations, 1 tie" in answer.stderr
    assert "1  pairs that stand twice" in answer.stderr
    assert answer.stdout == "world\n"


def test_names_that_cannot_be_are_changed_by_rule_and_said_so(folder: Path) -> None:
    made, tables = imported(HEAD + "Bozen / Bolzano,Ruri/tania,10,20,,Neu;stadt/Fluss,Freedonia,30,40,\n")
    assert tables.cities["city"].tolist() == ["Neu,stadt-Fluss", "Bozen-Bolzano"]
    assert "in the list: 'Neu;stadt/Fluss'" in tables.cities["note"][0]
    assert any("renamed" in line and "2  names with '/' or ';'" in line for line in made.summary)


def test_two_places_of_a_name_get_a_number_or_their_id(folder: Path) -> None:
    far = ORDINARY.replace("10,20", "44,70")
    made, tables = imported(HEAD + ORDINARY + far)
    assert sorted(tables.cities["city"]) == ["Alphaville", "Alphaville (2)", "Betatown"]
    assert any("1  namesakes ('Alphaville' is now 'Alphaville (2)')" in line for line in made.summary)


def test_a_city_is_who_its_id_says(folder: Path) -> None:
    rows = [
        {"item": "http://www.wikidata.org/entity/Q1", "itemLabel": "Alphaville", "twinLabel": "Betatown", "twin": "Q5"},
        {"item": "Q1", "itemLabel": "Alfaville", "twinLabel": "Gamma", "twin": "Q6", "coord": "Point(25 13)"},
        {"item": "Q2", "itemLabel": "Alphaville", "twinLabel": "Betatown", "twin": "Q5"},
    ]
    rest = {
        "countryLabel": "Ruritania",
        "coord": "Point(20 10)",
        "twinCountryLabel": "Freedonia",
        "twinCoord": "Point(40 30)",
    }
    _, tables = imported(json.dumps([rest | row for row in rows]), "query.json")
    ties = tables.ties[["city_a", "city_b"]].to_numpy().tolist()
    assert ties == [["Betatown", "Alphaville"], ["Betatown", "Alphaville (Q2)"], ["Gamma", "Alphaville"]]


def test_dates_and_people_that_nobody_can_read_are_empty_with_a_note(folder: Path) -> None:
    made, tables = imported(HEAD + ORDINARY.replace(",,Beta", ",some,Beta").replace("1990", "in spring"))
    assert tables.ties["signed_resolution"].tolist() == ["unknown"]
    assert tables.ties["note"].tolist() == ["date in the list: 'in spring'"]
    assert "population in the list: 'some'" in "".join(tables.cities["note"])
    assert sum("empty" in line for line in made.summary) == 2


def test_null_is_an_empty_cell_and_no_city_is_called_none(folder: Path) -> None:
    row = dict(zip(HEAD.strip().split(","), ORDINARY.strip().split(","), strict=True))
    _, tables = imported(json.dumps([row | {"population_a": None, "signed": None}]), "good.json")
    assert "population unknown" in tables.cities["note"][1]
    with pytest.raises(TableError, match="city_a is empty"):
        imported(json.dumps([row | {"city_a": None}]), "bad.json", out=Path("other"))


def test_what_looks_equal_is_one_city(folder: Path) -> None:
    other = ORDINARY.replace("Alphaville", "Alpha\u200bville").replace("Betatown", "São Ficto")
    made, _ = imported(HEAD + ORDINARY.replace("Betatown", "Sa\u0303o Ficto") + other)
    assert made.size == (2, 1, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1}, 3]', "no object with the names of columns|no column for city_a"),
        ('[{"city_a": [1]}]', "no column"),
        ('{"bindings": [' + "[" * 20000, "cannot be read as JSON"),
        ('{"head": {"vars": [1, }, "results": {"bindings": [{"a": {"b": 1}}]}}', "no column for city_a"),
        ("[", "has no end"),
    ],
)
def test_json_with_a_broken_structure_is_one_clear_fault(folder: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        imported(text, "bad.json")


def test_half_characters_are_a_fault_of_their_row(folder: Path) -> None:
    row = dict(zip(HEAD.strip().split(","), ORDINARY.strip().split(","), strict=True))
    text = json.dumps([row, row | {"city_a": "Gam\ud800ma"}])
    made, _ = imported(text, "query.json", skip=True)
    assert made.size == (2, 1, 2)
    assert any("1 text" in line for line in made.summary)


def test_a_column_that_stands_twice_and_a_folder_are_refused(folder: Path) -> None:
    with pytest.raises(TableError, match="column 'city_a' stands twice"):
        imported(HEAD.replace("nation_a", "city_a") + ORDINARY)
    Path("list").mkdir()
    with pytest.raises(TableError, match="is no file"):
        write_imported_world(Path("list"), [], "", Path("world"))


def test_dyads_of_nations_with_hyphens_do_not_collide(folder: Path) -> None:
    rows = "One,A-B,10,20,,Two,C,30,40,\nThree,A,10,20,,Four,B-C,30,40,\n"
    _, tables = imported(HEAD + rows)
    assert sorted(tables.dyads["dyad"]) == ["A-B-C", "A-B-C (2)"]


TWINS = "city_a,nation_a,city_b,nation_b\nSpringfield,Ruritania,Betatown,Freedonia\n"
TOWNS = "name,country,lat,lng,population,admin_name\nBetatown,Freedonia,30,40,,North\n"


def test_of_two_places_of_a_name_the_largest_is_taken_and_said_so(folder: Path) -> None:
    small, large = "Springfield,Ruritania,44,70,1200,West\n", 'Springfield,Ruritania,10,20,"900,000",East\n'
    made, tables = imported(TWINS, places=TOWNS + large + small)
    springfield = tables.cities.set_index("city").to_dict("index")["Springfield"]
    assert [springfield[name] for name in ("latitude", "population", "province")] == [10, 900000, "East"]
    assert "of 2 places of this name (lines 3, 4 of towns.csv) the largest" in springfield["note"]
    assert any(line.startswith("chosen") for line in made.summary)


TWO_WITHOUT_PEOPLE = "Springfield,Ruritania,44,170,,\nSpringfield,Ruritania,10,20,,\n"


def test_of_two_places_without_people_the_nearest_to_the_partners_nation_is_taken(folder: Path) -> None:
    made, tables = imported(TWINS, places=TOWNS + TWO_WITHOUT_PEOPLE)
    springfield = tables.cities.set_index("city").to_dict("index")["Springfield"]
    assert [springfield[name] for name in ("latitude", "longitude")] == [10, 20]
    assert (
        "of 2 places of this name (lines 3, 4 of towns.csv) the nearest to the middle of Freedonia"
        in (springfield["note"])
    )
    assert any(line.startswith("chosen") for line in made.summary)


def test_the_nearest_place_is_found_across_the_date_line_and_by_each_partner(folder: Path) -> None:
    east = "Gammaport,Sylvania,40,-179,,\n"
    pairs = TWINS + "Gammaport,Sylvania,Springfield,Ruritania\n"
    _, tables = imported(pairs, places=TOWNS + TWO_WITHOUT_PEOPLE + east)
    found = tables.cities.set_index("city")["longitude"].to_dict()
    assert found == {"Springfield": 20, "Springfield (2)": 170, "Betatown": 40, "Gammaport": -179}


def test_of_two_places_without_people_none_is_guessed_where_the_partner_has_its_own_coordinates(folder: Path) -> None:
    pairs = "city_a,nation_a,city_b,nation_b,latitude_b,longitude_b\nSpringfield,Ruritania,Zeta,Nowhere,1,2\n"
    with pytest.raises(TableError, match=r"stands in lines 3, 4 of towns\.csv, far apart and without people"):
        imported(pairs, places=TOWNS + TWO_WITHOUT_PEOPLE)


def test_all_columns_that_are_missing_are_named_at_once(folder: Path) -> None:
    with pytest.raises(
        TableError, match=r"1: no column for nation_a, city_b, nation_b, latitude_b, longitude_b; name each"
    ):
        imported("city,lat,lon,anything\nAlpha,1,2,3\n")
    with pytest.raises(TableError, match=r"towns\.csv:1: no column for nation, latitude, longitude; name each"):
        imported(TWINS, places="city\nBetatown\n")


def test_no_line_of_a_file_that_is_no_list_is_shown(folder: Path) -> None:
    with pytest.raises(TableError, match="its first line holds no names of columns") as refused:
        imported("secret:x:0:0\nmore\n")
    assert "secret" not in str(refused.value)


def test_a_page_in_the_place_of_a_list_is_named_as_one(folder: Path) -> None:
    with pytest.raises(
        TableError, match=r"1: is a page or XML, and no list of rows\. Download the list as CSV or JSON"
    ):
        imported("<!DOCTYPE html>\n<html><body>Please log in</body></html>\n")


def test_a_list_of_one_nation_says_where_to_look(folder: Path) -> None:
    head = "city_a,nation_a,lat_a,lon_a,city_b,nation_b,lat_b,lon_b\n"
    with pytest.raises(TableError, match=r"of 1 row none joins cities of two nations.*columns of nations"):
        imported(f"{head}A,X,12,35,B,X,40,10\n")


def test_a_column_that_is_mapped_to_nothing_is_refused_with_an_example(folder: Path) -> None:
    with pytest.raises(TableError, match="--map city_a: takes WHAT=COLUMN, such as --map city_a=itemLabel"):
        imported("city_a,nation_a,city_b,nation_b\nA,X,B,Y\n", mapped=["city_a"])


def test_a_list_as_wikidata_gives_it_needs_one_round(folder: Path) -> None:
    head = "originLabel\tplace1\tlat1\tlong1\tpeople1\ttwinLabel\tlat2\tlong2\tpeople2\tplace2\tdist\teu\n"
    rows = [
        "Alpha/Fluss\tRuritania\t53.106944444444\t9.3969444444444\t\tBeta\t51.0833\t3.45\t\tFreedonia\t464\tEU",
        "Same\tRuritania\t52.52\t8.2\t16693\tSame\t51.25\t3.28\t10907\tFreedonia\t366\tEU",
        "Twice\tRuritania\t50.4\t7.4\t29441\tPort\t51.2772\t4.4178\t22874\tFreedonia\t227\tEU",
        "Twice\tRuritania\t50.4\t7.4\t29441\tPort\t51.2167\t4.4167\t22874\tFreedonia\t227\tEU",
        "Essen, Lower\tRuritania\t52.7\t7.9\t\tPort\t44.1\t4.4\t\tFreedonia\t900\tEU",
        "Home\tRuritania\t52.7\t7.9\t\tOther\t52.1\t8\t\tRuritania\t70\tEU",
        "Nowhere\tRuritania\tgenid1\t7.9\t\tPort\t44.1\t4.4\t\tFreedonia\t\tEU",
        "Empty\tRuritania\t\t\t\tPort\t44.1\t4.4\t\t\t\tEU",
    ]
    mapped = [
        "city_a=originLabel", "nation_a=place1", "latitude_a=lat1", "longitude_a=long1", "population_a=people1",
        "city_b=twinLabel", "nation_b=place2", "latitude_b=lat2", "longitude_b=long2", "population_b=people2",
    ]  # fmt: skip
    made, tables = imported(head + "\n".join(rows) + "\n", "pairs.tsv", mapped=mapped, skip=True)
    assert made.size == (8, 4, 2)
    assert {"Alpha-Fluss", "Same", "Port", "Port (2)"} <= set(tables.cities["city"])
    left_out = Path("world/left_out.csv").read_text(encoding="utf-8")
    assert [line.split(",")[:2] for line in left_out.splitlines()[1:]] == [
        ["5", "doubled"], ["7", "within"], ["8", "coordinates"], ["9", "coordinates"], ["9", "name"]
    ]  # fmt: skip


def test_columns_of_places_can_be_mapped(folder: Path) -> None:
    places = (TOWNS + "Springfield,Ruritania,44,70,5,\n").replace("name,country", "label,iso")
    made, _ = imported(TWINS, places=places, mapped=["city=label", "nation=iso"])
    assert made.size == (2, 1, 2)
    with pytest.raises(TableError, match=r"towns\.csv:1: no column for city, nation; name each with --map city=NAME"):
        imported(TWINS, places=places, out=Path("other"))
    with pytest.raises(TableError, match="give it with --places"):
        imported(TWINS, mapped=["city=label"], out=Path("other"))
    with pytest.raises(TableError, match=r"there is no 'citty_a'\. Did you mean 'city_a'"):
        imported(TWINS, mapped=["citty_a=label"], out=Path("other"))
