"""Lists as people have them: twin towns without coordinates, spreadsheets with semicolons, downloads of Wikidata."""

from pathlib import Path

import pytest

from cityties.errors import TableError
from cityties.tables.world_tables import read_tables
from cityties.worlds.imported import write_imported_world

TWINS = "city1;country1;city2;country2\nKobe;Japan;Riga;Latvia\nKobe;Japan;Tianjin;China\n"
PLACES = (
    "city,nation,latitude,longitude,population\nKobe,Japan,34.7,135.2,1500000\nRiga,Latvia,56.9,24.1,\n"
    "Tianjin,China,39.1,117.2,13000000\n"
)
DOWNLOAD = """\
[{"itemLabel":"Kobe","countryLabel":"Japan","coord":"Point(135.2 34.7)",
  "twinLabel":"Riga","twinCountryLabel":"Latvia","twinCoord":"Point(24.1 56.9)"},
 {"itemLabel":"Kobe","countryLabel":"Japan","coord":"Point(135.2 34.7)",
  "twinLabel":"Tianjin","twinCountryLabel":"China","twinCoord":"Point(117.2 39.1)","start":"1973-06-24T00:00:00Z"}]
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_twin_towns_without_coordinates_take_them_from_a_list_of_places(tmp_path: Path) -> None:
    twins, places = written(tmp_path, "twins.csv", TWINS), written(tmp_path, "places.csv", PLACES)
    assert write_imported_world(twins, [], "", tmp_path / "world", places).size == (3, 2, 3)
    cities = read_tables(tmp_path / "world").cities.set_index("city")
    assert cities.loc["Riga", "latitude"] == 56.9
    assert cities.loc["Kobe", "population"] == 1_500_000


def test_a_twin_town_without_a_place_is_named_with_its_line(tmp_path: Path) -> None:
    twins = written(tmp_path, "twins.csv", TWINS)
    places = written(tmp_path, "places.csv", PLACES.replace("Tianjin", "Tientsin"))
    with pytest.raises(TableError, match=r"  3  place  +'Tianjin' of 'China' .* Did you mean 'Tientsin'"):
        write_imported_world(twins, [], "", tmp_path / "world", places)
    assert not (tmp_path / "world").exists()


def test_a_place_written_in_capitals_is_answered_with_its_name(tmp_path: Path) -> None:
    twins = written(tmp_path, "twins.csv", TWINS.replace("Riga", "RIGA"))
    places = written(tmp_path, "places.csv", PLACES)
    with pytest.raises(TableError, match=r"'RIGA' of 'Latvia' does not stand in places\.csv\. Did you mean 'Riga'\?"):
        write_imported_world(twins, [], "", tmp_path / "world", places)


def test_columns_called_town_are_known(tmp_path: Path) -> None:
    head = TWINS.partition("\n")[0]
    twins = written(tmp_path, "twins.csv", TWINS.replace(head, "Town A;Country A;Town B;Country B"))
    places = written(tmp_path, "places.csv", PLACES)
    assert write_imported_world(twins, [], "", tmp_path / "world", places).size == (3, 2, 3)


def test_a_list_of_places_without_coordinates_is_refused(tmp_path: Path) -> None:
    twins = written(tmp_path, "twins.csv", TWINS)
    places = written(tmp_path, "places.csv", PLACES.replace("56.9", ""))
    with pytest.raises(TableError, match=r"'Riga' of 'Latvia' stands in places\.csv:3, where latitude is empty"):
        write_imported_world(twins, [], "", tmp_path / "world", places)


def test_without_places_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        TableError,
        match=r"twins\.csv:1: no column for latitude_a, longitude_a, latitude_b, longitude_b; .* --places FILE",
    ):
        write_imported_world(written(tmp_path, "twins.csv", TWINS), [], "", tmp_path / "world")


def test_a_plain_download_of_wikidata_is_read_though_rows_lack_what_is_unknown(tmp_path: Path) -> None:
    download = written(tmp_path, "query.json", DOWNLOAD)
    assert write_imported_world(download, [], "", tmp_path / "world").size == (3, 2, 3)
    assert sorted(read_tables(tmp_path / "world").ties["signed_resolution"]) == ["month", "unknown"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DOWNLOAD[:300], r"query\.json:3: this row cannot be read"),
        (DOWNLOAD.replace("}]", "}"), r"query\.json:5: the list has no end"),
        ("Kobe", r"query\.json:1: this is no query result"),
    ],
)
def test_a_broken_download_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        write_imported_world(written(tmp_path, "query.json", text), [], "", tmp_path / "world")
