"""Made worlds: synthetic ones have the published statistics, imported ones what is listed, faults have a line."""

from pathlib import Path

import numpy as np
import pytest

from builders.paths import SCENARIOS
from cityties.errors import CityTiesError, TableError
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress, months
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import begin, prepare
from cityties.tables.world_tables import WorldTables, read_tables
from cityties.worlds.imported import write_imported_world
from cityties.worlds.network import synthetic_network
from cityties.worlds.network_targets import WORLD
from cityties.worlds.synthetic import statistics, write_synthetic_world

TOLERANCE = 0.03
"""How far assortativity and transitivity may lie from the published ones; degrees have none."""

PAIRS = """\
city_a,nation_a,latitude_a,longitude_a,city_b,nation_b,latitude_b,longitude_b,signed
Kobe,JP,34.7,135.2,Tianjin,CN,39.1,117.2,1973-06
Tianjin,CN,39.1,117.2,Kobe,JP,34.7,135.2,
Kobe,JP,34.7,135.2,Riga,LV,56.9,24.1,1974
Osaka,JP,34.7,135.5,Kobe,JP,34.7,135.2,
"""
WIKIDATA = """\
item,itemLabel,countryLabel,coord,twinLabel,twinCountryLabel,twinCoord,start
Q1,Kobe,Japan,Point(135.2 34.7),Tianjin,China,Point(117.2 39.1),1973-06-24T00:00:00Z
Q1,Kobe,Japan,Point(135.2 34.7),Riga,Latvia,Point(24.1 56.9),1974-01-01T00:00:00Z
"""
SPARQL = """\
{"head": {"vars": ["itemLabel", "countryLabel", "coord", "twinLabel", "twinCountryLabel", "twinCoord"]},
 "results": {"bindings": [
  {"itemLabel": {"type": "literal", "value": "Kobe"}, "countryLabel": {"type": "literal", "value": "Japan"},
   "coord": {"type": "literal", "value": "Point(135.2 34.7)"}, "twinLabel": {"type": "literal", "value": "Riga"},
   "twinCountryLabel": {"type": "literal", "value": "Latvia"},
   "twinCoord": {"type": "literal", "value": "Point(24.1 56.9)"}},
  {"itemLabel": {"type": "literal", "value": "Kobe"}, "countryLabel": {"type": "literal", "value": "Japan"},
   "coord": {"type": "literal", "value": "SECOND"}, "twinLabel": {"type": "literal", "value": "Tianjin"},
   "twinCountryLabel": {"type": "literal", "value": "China"},
   "twinCoord": {"type": "literal", "value": "Point(117.2 39.1)"}}
 ]}}
"""


def check_statistics(n_cities: int, n_ties: int, n_nations: int) -> None:
    reached = statistics(synthetic_network(n_cities, n_ties, n_nations, seed=5))
    assert reached["mean degree"] == pytest.approx(2.0 * n_ties / n_cities)
    assert reached["share with one tie"] == pytest.approx(WORLD.share_single, abs=0.002)
    assert reached["assortativity"] == pytest.approx(WORLD.assortativity, abs=TOLERANCE)
    assert reached["transitivity"] == pytest.approx(WORLD.transitivity, abs=TOLERANCE)
    assert reached["highest degree"] <= WORLD.highest_degree


def run_months(tables: WorldTables, start: str, end: str) -> Record:
    scenario = Scenario.model_validate({"title": "Any", "world": "any", "start": start, "end": end, "seed": 1})
    setup = prepare(scenario, tables)
    record = Record(
        np.zeros((setup.n_months, len(tables.dyads), len(DyadMeasure))),
        np.zeros((setup.n_months, len(tables.nations), len(NationMeasure))),
    )
    given = Conditions(setup.world, build_events(tables, scenario), setup.rules, RandomAddress(1, 0, True))
    months(given, begin(setup, 0), record, 0, setup.n_months)
    return record


@pytest.mark.parametrize("n_nations", [6, 12])
def test_a_small_synthetic_world_has_the_statistics_of_the_worlds_twin_towns(n_nations: int) -> None:
    check_statistics(2000, 2930, n_nations)


@pytest.mark.slow
def test_a_synthetic_world_of_full_size_has_them_too() -> None:
    check_statistics(WORLD.cities, WORLD.ties, 20)


def test_no_synthetic_city_is_tied_to_its_own_nation_or_twice() -> None:
    network = synthetic_network(400, 586, 3, seed=2)
    assert (network.nation[network.a] < network.nation[network.b]).all()
    assert len(set(zip(network.a.tolist(), network.b.tolist(), strict=True))) == len(network.a) == 586


def test_the_same_seed_makes_the_same_world(tmp_path: Path) -> None:
    digests = []
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write_synthetic_world(tmp_path / name, 200, 290, 4, seed)
        digests.append(read_tables(tmp_path / name).digest)
    assert digests[0] == digests[1] != digests[2]


def test_a_synthetic_world_can_be_run(tmp_path: Path) -> None:
    write_synthetic_world(tmp_path / "world", 300, 440, 5, 1)
    record = run_months(read_tables(tmp_path / "world"), "2005-01", "2012-12")
    assert 350 < record.dyads[-1, :, DyadMeasure.TIES].sum() <= 440
    assert record.dyads[60, 0, DyadMeasure.RELATIONS] < 0.0


@pytest.mark.parametrize(("cities", "ties", "nations"), [(100, 40, 3), (100, 2000, 3), (100, 150, 1)])
def test_a_world_that_cannot_be_is_refused(tmp_path: Path, cities: int, ties: int, nations: int) -> None:
    with pytest.raises(CityTiesError):
        write_synthetic_world(tmp_path / "world", cities, ties, nations, 1)
    assert not (tmp_path / "world").exists()


def test_a_world_is_never_overwritten(tmp_path: Path) -> None:
    with pytest.raises(CityTiesError, match="exists already"):
        write_synthetic_world(tmp_path, 100, 146, 3, 1)


def test_the_shipped_synthetic_world_is_read_and_small() -> None:
    scenario = read_scenario(SCENARIOS / "global_synthetic.yaml")
    tables = read_tables(scenario.world_folder)
    assert (len(tables.cities), len(tables.ties)) == (2000, 2930)
    assert sum(path.stat().st_size for path in scenario.world_folder.rglob("*")) < 3_000_000


def test_a_list_of_pairs_becomes_a_world(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    assert write_imported_world(tmp_path / "pairs.csv", [], "", tmp_path / "world").size == (3, 2, 3)
    tables = read_tables(tmp_path / "world")
    assert tables.ties[["dyad", "city_a", "city_b"]].to_numpy().tolist() == [
        ["CN-JP", "Tianjin", "Kobe"],
        ["JP-LV", "Kobe", "Riga"],
    ]
    assert tables.ties["signed_resolution"].tolist() == ["month", "year"]
    assert run_months(tables, "1970-01", "1979-12").dyads[-1, :, DyadMeasure.TIES].tolist() == [1.0, 1.0]


def test_a_query_result_of_wikidata_is_read_by_its_usual_names(tmp_path: Path) -> None:
    (tmp_path / "query.csv").write_text(WIKIDATA, encoding="utf-8")
    assert write_imported_world(tmp_path / "query.csv", [], "", tmp_path / "world").size == (3, 2, 3)
    assert sorted(read_tables(tmp_path / "world").ties["signed_resolution"]) == ["month", "year"]


def test_a_query_result_in_json_is_read_and_its_faults_have_lines(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(SPARQL.replace("SECOND", "Point(135.2 34.7)"), encoding="utf-8")
    assert write_imported_world(good, [], "", tmp_path / "world").size == (3, 2, 3)
    bad.write_text(SPARQL.replace("SECOND", "somewhere"), encoding="utf-8")
    with pytest.raises(TableError, match=r"  7  coordinates  point_a 'somewhere'"):
        write_imported_world(bad, [], "", tmp_path / "other")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("56.9,24.1", "156.9,224.1", r"  4  coordinates  latitude_b '156\.9' is not between"),
        ("city_b,", "abode_b,", r"pairs\.csv:1: no column for city_b; name it with --map city_b=NAME"),
        ("Riga,LV", "Riga,", r"  4  name  +nation_b is empty"),
        (",1974", "", r"  4  fields  +8 fields where the header has 9"),
    ],
)
def test_every_fault_of_a_list_has_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=message):
        write_imported_world(tmp_path / "pairs.csv", [], "", tmp_path / "world")


def test_columns_can_be_mapped_and_nations_chosen(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS.replace("city_b", "there"), encoding="utf-8")
    made = write_imported_world(tmp_path / "pairs.csv", ["city_b=there"], "CN,JP", tmp_path / "world")
    assert made.size == (2, 1, 2)
    with pytest.raises(TableError, match="there is no column 'nowhere'"):
        write_imported_world(tmp_path / "pairs.csv", ["city_b=nowhere"], "", tmp_path / "other")


def test_a_hundred_nations_are_affordable(tmp_path: Path) -> None:
    write_synthetic_world(tmp_path / "world", 3000, 4395, 100, 1)
    record = run_months(read_tables(tmp_path / "world"), "2009-01", "2010-12")
    assert record.dyads.shape[1] == 4950
    assert record.dyads[-1, :, DyadMeasure.TIES].sum() > 3000
