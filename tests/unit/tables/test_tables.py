"""A world's tables are read as written, and a wrong table is refused by file, line and fault."""

import math
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from builders.counted_calls import counted_calls
from builders.paths import SCENARIOS
from builders.worlds_on_disk import SMALL_WORLD, replace_in, write_small_world
from cityties.errors import TableError
from cityties.kernel.calendar import month_index
from cityties.kernel.priors import LogNormal, Uniform
from cityties.tables.declared_model import BY_NAME, TABLES
from cityties.tables.world_priors import WorldPrior, world_priors
from cityties.tables.world_tables import WorldTables, read_tables

EAST_ASIA = SCENARIOS / "worlds" / "east-asia"


@pytest.fixture(scope="module")
def east_asia() -> WorldTables:
    return read_tables(EAST_ASIA)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_small_world(tmp_path)


def frames(world: WorldTables) -> Iterator[tuple[str, pd.DataFrame]]:
    for item in fields(world):
        if item.name in BY_NAME:
            yield item.name, getattr(world, item.name)


def test_the_shipped_world_has_the_places_ties_and_crises_it_claims(east_asia: WorldTables) -> None:
    assert len(east_asia.cities) == 708
    assert east_asia.cities["nation"].value_counts().to_dict() == {"JP": 310, "CN": 257, "KR": 141}
    assert east_asia.ties["dyad"].value_counts().to_dict() == {"CN-JP": 258, "CN-KR": 191, "JP-KR": 118}
    assert len(set(east_asia.shocks["crisis"]) - {""}) == 11
    assert east_asia.shocks["type"].value_counts().to_dict() == {"positive": 61, "political": 26, "common": 1}


def test_every_row_of_the_shipped_world_has_a_source_and_a_certainty(east_asia: WorldTables) -> None:
    for name, frame in frames(east_asia):
        assert (frame["code" if name == "sources" else "source"] != "").all(), name
        assert frame["certainty"].isin(["high", "medium", "low"]).all(), name


def test_every_source_of_the_shipped_world_is_cited_or_an_article(east_asia: WorldTables) -> None:
    cited: set[str] = set()
    for name, frame in frames(east_asia):
        for column in {"source", "date_source"} & set(frame.columns) if name != "sources" else ():
            cited.update(code for cell in frame[column] for code in cell.split(" + "))
    names = pd.read_csv(east_asia.folder / "names.csv", keep_default_na=False)
    cited.update(code for cell in names["source"] for code in cell.split(" + "))
    kinds = dict(zip(east_asia.sources["code"], east_asia.sources["kind"], strict=True))
    assert {code for code, kind in kinds.items() if code not in cited and kind != "article"} == set()


def test_the_worst_quarrel_is_september_2012(east_asia: WorldTables) -> None:
    worst = east_asia.shocks.sort_values("severity").dropna(subset="severity").to_dict("records")[-1]
    assert worst["shock"] == "CN-JP-2012-09"
    assert worst["date"] == month_index("2012-09")
    assert (worst["severity"], worst["factor_a"], worst["factor_b"]) == (0.9, 1.2, 0.8)


def test_the_pandemic_is_common_to_all_and_has_an_end(east_asia: WorldTables) -> None:
    (pandemic,) = east_asia.shocks[east_asia.shocks["type"] == "common"].to_dict("records")
    assert (pandemic["dyad"], pandemic["crisis"]) == ("all", "pandemic 2020")
    assert (pandemic["date"], pandemic["until"]) == (month_index("2020-02"), month_index("2022-12"))


def test_a_meeting_of_three_counts_half_in_each_of_the_three_dyads(east_asia: WorldTables) -> None:
    summit = east_asia.shocks[east_asia.shocks["title"] == "First trilateral summit, Dazaifu"]
    assert sorted(summit["dyad"]) == ["CN-JP", "CN-KR", "JP-KR"]
    assert (summit["level"] == 1).all()


def test_the_forum_was_held_every_year_but_one(east_asia: WorldTables) -> None:
    years = east_asia.forum["date"] // 12
    assert sorted(years) == list(range(1999, 2026))
    assert years[~east_asia.forum["held"]].tolist() == [2020]


def test_reading_the_shipped_world_is_little_work() -> None:
    with counted_calls() as calls:
        read_tables(EAST_ASIA)
    assert calls.made < 1_000_000


def test_dates_become_months_and_bare_years_say_so(small: Path) -> None:
    ties = read_tables(small).ties
    assert ties["signed"].tolist() == [month_index("1979-10"), month_index("1992-01"), -1]
    assert ties["signed_resolution"].tolist() == ["month", "year", "unknown"]


def test_yes_and_no_become_true_and_false(small: Path) -> None:
    assert read_tables(small).cities["capital"].tolist() == [False, True, False, False, False]


def test_an_empty_number_is_not_a_number(small: Path) -> None:
    ties_abroad = read_tables(small).cities["ties_abroad"].tolist()
    assert ties_abroad[0] == 3
    assert math.isnan(ties_abroad[1])


def test_lines_count_line_breaks_inside_quotes(small: Path) -> None:
    assert read_tables(small).cities["line"].tolist() == [2, 3, 4, 5, 7]


def test_a_table_of_which_only_the_header_is_left_keeps_its_column_types(small: Path) -> None:
    (small / "ties.csv").write_text(SMALL_WORLD["ties.csv"][0] + "\n", encoding="utf-8")
    ties = read_tables(small).ties
    assert len(ties) == 0
    assert ties["signed"].dtype == "int64"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(small: Path) -> None:
    path = small / "ties.csv"
    before = read_tables(small).ties
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    pd.testing.assert_frame_equal(read_tables(small).ties, before)


def test_the_order_of_columns_is_free(small: Path) -> None:
    lines = [",".join(reversed(line.split(","))) for line in SMALL_WORLD["nations.csv"]]
    before = read_tables(small).nations
    (small / "nations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pd.testing.assert_frame_equal(read_tables(small).nations, before)


def test_the_digest_tells_worlds_apart_and_copies_alike(small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    digest = read_tables(small).digest
    copy = write_small_world(tmp_path_factory.mktemp("copy"))
    assert read_tables(copy).digest == digest
    replace_in(copy, "nations.csv", "Aland,0.9", "Aland,0.8")
    assert read_tables(copy).digest != digest


def test_the_manual_of_the_shipped_world_explains_every_column() -> None:
    manual = (EAST_ASIA / "README.md").read_text(encoding="utf-8")
    missing = [
        f"{table.file}: {column.name}"
        for table in TABLES
        for column in table.columns
        if f"| `{column.name}` |" not in manual.partition(f"### {table.file}")[2].partition("### ")[0]
        and column.name not in ("source", "certainty", "note")
    ]
    assert missing == []


def test_every_declared_table_has_a_frame_and_a_file() -> None:
    assert {table.name for table in TABLES} == {f.name for f in fields(WorldTables)} - {"folder", "digest"}
    needed = {table.file for table in TABLES if not table.may_be_empty}
    assert needed < set(SMALL_WORLD) <= {table.file for table in TABLES}


# table, text to replace, what to put there, line that is named, words of the message
BROKEN: list[tuple[str, str, str, int, list[str]]] = [
    ("cities.csv", "latitude,longitude", "latitude", 1, ["column 'longitude' is missing"]),
    ("cities.csv", "longitude,pop", "longitud,pop", 1, ["unknown column 'longitud'", "'longitude'"]),
    ("cities.csv", "cluster,latitude", "latitude,latitude", 1, ["'latitude' stands twice"]),
    ("nations.csv", "nation,name,centralisation,source,certainty,note", "nation;name", 1, ["separated by ';'"]),
    ("cities.csv", ",35.9,128.6", ",35.9", 7, ["15 fields", "16"]),
    ("cities.csv", ",34.0,130.9", ",34.0,13x", 4, ["longitude '13x' is not a number"]),
    ("cities.csv", ",34.0,130.9", ",134.0,130.9", 4, ["latitude '134.0'", "between -90 and 90"]),
    ("cities.csv", ",34.0,130.9", ",130.9,34.0", 4, ["latitude '130.9'", "exchange latitude and longitude."]),
    ("cities.csv", ",34.0,", ",,", 4, ["'latitude' is empty"]),
    ("cities.csv", "250000", '"250,000"', 4, ["population '250,000' is not a number"]),
    ("cities.csv", "1,0.8,0.4", "1,1.8,0.4", 4, ["autonomy '1.8'", "between 0 and 1"]),
    ("cities.csv", "1,0.8,0.4", "1.5,0.8,0.4", 4, ["ties_abroad '1.5' is not a whole number"]),
    ("cities.csv", "other,3,", "other,1" + "0" * 30 + ",", 2, ["ties_abroad", "between 0 and 1e+12"]),
    ("cities.csv", "0.5,yes", "0.5,true", 3, ["capital 'true'", "yes"]),
    ("cities.csv", "Corner,CC", "Corner,CD", 7, ["nation 'CD' is no nation", "Known: AA, BB, CC"]),
    ("cities.csv", "Acapital,AA", "Anport,AA", 3, ["'Anport'", "already in line 2"]),
    ("cities.csv", "INVENTED + ATLAS", "INVENTED + ATLS", 2, ["source 'ATLS'", "'ATLAS'"]),
    ("cities.csv", "yes,INVENTED", "yes,", 3, ["'source' is empty"]),
    ("cities.csv", "ATLAS,high", "ATLAS,sure", 2, ["certainty 'sure'", "high, medium, low"]),
    ("cities.csv", '"Cove, Upper"', '"Cove, Upper', 5, ["double quotes"]),
    ("sources.csv", "ATLAS,no source", "INVENTED,no source", 3, ["code 'INVENTED'", "already in line 2"]),
    ("dyads.csv", "AA-CC,AA,CC", "AA-CC,AA,AA", 3, ["joins AA with itself"]),
    ("dyads.csv", "1972-09", "1972-9", 2, ["recognised '1972-9' is not a month", "YYYY-MM"]),
    ("dyads.csv", "1972-09", "2972-09", 2, ["recognised '2972-09'", "between 1900 and 2100"]),
    ("dyads.csv", "-0.5,0.4,0.25", "-0.5,0.4,2.5", 2, ["baseline_relations '2.5'", "between -1 and 1"]),
    ("publics.csv", "AA-CC,CC,AA,0.2,-0.9,fast,INVENTED,high,\n", "", 0, ["no row for the public of CC about AA"]),
    ("publics.csv", "AA-BB,BB,AA", "AA-CC,BB,AA", 3, ["AA-BB", "'AA-CC'"]),
    ("publics.csv", "0.6,-0.72,slow", "0.6,-0.72,slowly", 3, ["reversion 'slowly'", "slow, fast"]),
    ("publics.csv", "0.6,-0.72", "0.6,0.72", 3, ["mood_floor 0.72 is not below"]),
    ("ties.csv", "Anport,Bayport", "Anport,Bayprot", 2, ["'Bayprot' is not a city of BB", "'Bayport'"]),
    ("ties.csv", "Anport,Bayport", "Bayport,Anport", 2, ["'Bayport' is not a city of AA", "order of the two sides"]),
    ("ties.csv", "Anport,Bayport", "Anport,Acapital", 2, ["both cities of AA"]),
    ("ties.csv", "AA-BB,Anport", "AA-BC,Anport", 2, ["dyad 'AA-BC'", "'AA-CC'"]),
    ("ties.csv", "1979-10", "1972-08", 2, ["signed 1972-08, before", "1972-09"]),
    ("ties.csv", "Corner,1992", "Corner,1991", 3, ["signed 1991-01, before", "1992-08"]),
    ("ties.csv", "Corner,1992", "Corner,92", 3, ["signed '92' is not a date", "YYYY-MM or YYYY"]),
    ("ties.csv", 'AA-CC,Anport,"Cove, Upper",', "AA-CC,Acapital,Corner,", 4, ["already in line 3"]),
    ("shocks.csv", "AA-CC-2015-06", "AA-BB-2012-09", 3, ["shock 'AA-BB-2012-09' stands already in line 2"]),
    ("shocks.csv", "0.9,,1.2", "9,,1.2", 2, ["severity '9'", "between 0 and 1.5"]),
    ("shocks.csv", "0.9,,1.2", ",,1.2", 2, ["is political and has no severity"]),
    ("shocks.csv", "1.2,0.8", "1.2,", 2, ["is political and has no factor_b"]),
    ("shocks.csv", "positive,,2", "positive,0.3,2", 3, ["is positive and has a severity", "Leave it empty"]),
    ("shocks.csv", "2022-12", "", 4, ["is common and has no until"]),
    ("shocks.csv", "2022-12", "2019-12", 4, ["ends in 2019-12, before it begins in 2020-02"]),
    ("shocks.csv", "pandemic,all", "pandemic,AA-BB", 4, ["Write 'all'"]),
    ("shocks.csv", "AA-CC-2015-06,AA-CC", "AA-CC-2015-06,all", 3, ["one row for each dyad"]),
    ("shocks.csv", ",Bprovince,", ",Bprovence,", 2, ["place 'Bprovence'", "'Bprovince'"]),
    ("shocks.csv", ",pandemic 2020,", ",AA-BB 2012-09,", 4, ["shares the crisis"]),
    ("forum.csv", "round table,2", "round table,1", 4, ["edition 1", "already in line 2"]),
    ("forum.csv", "round table,2", "round table,", 4, ["needs a number"]),
    ("forum.csv", "A village,BB,yes", "A village,BX,yes", 4, ["host_nation 'BX'", "Known: AA, BB, CC"]),
    ("network_members.csv", "RING,Bayport,BB", "RING,Bayport,AA", 3, ["'Bayport' is not a city of AA", "of BB"]),
    ("network_members.csv", "RING,Bayport", "RNG,Bayport", 3, ["network 'RNG'", "'RING'"]),
    ("aid_2020.csv", "Anport;Acapital", "Anport;Acapitol", 2, ["'Acapitol'", "'Acapital'"]),
    ("observed/polls.csv", "0.18", "18", 2, ["share_friendly '18'", "between 0 and 1"]),
    ("observed/disruptions.csv", "AA-BB 2012-09,", "AA-BB 2012-08,", 2, ["crisis 'AA-BB 2012-08'", "'AA-BB 2012-09'"]),
]


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{row[0]}: {row[4][0]}" for row in BROKEN])
def test_a_wrong_cell_is_refused_by_file_line_and_fault(
    small: Path, broken: tuple[str, str, str, int, list[str]]
) -> None:
    file, old, new, line, words = broken
    replace_in(small, file, old, new)
    assert_refused(small, f"{small / file}:{line}: " if line else f"{small / file}: ", words)


@pytest.mark.parametrize(
    ("nation", "cities", "words"),
    [
        ("", "AA/Anprot", ["'Anprot' is not a city of AA", "'Anport'"]),
        ("", "Anport", ["does not say whose city", "NATION/City"]),
        ("BB", "AA/Anport", ["'AA/Anport' is no city of BB"]),
    ],
)
def test_an_incentive_step_for_a_city_that_is_not_there_is_refused(
    small: Path, nation: str, cities: str, words: list[str]
) -> None:
    header = "step,date,dyad,nation,cities,size,title,source,certainty,note\n"
    file = small / "incentives.csv"
    file.write_text(f"{header}deal,2015-06,all,{nation},{cities},1,A deal,INVENTED,high,\n", encoding="utf-8")
    assert_refused(small, f"{file}:2: ", words)


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (None, ": ", ["the table is missing"]),
        (b"", ": ", ["the table is empty", "nation,name"]),
        (b"nation,name,centralisation,source,certainty,note\n", ": ", ["no rows"]),
        (b"PK\x03\x04\x00\x00", ": ", ["binary file"]),
        ("nation,name\nAA,Åland".encode("latin-1"), ":2: ", ["not UTF-8"]),
    ],
    ids=["missing", "empty", "only a header", "binary", "another encoding"],
)
def test_a_file_that_is_no_table_is_refused(small: Path, content: bytes | None, place: str, words: list[str]) -> None:
    path = small / "nations.csv"
    path.unlink() if content is None else path.write_bytes(content)
    assert_refused(small, f"{path}{place}", words)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert_refused(tmp_path / "atlantis", f"{tmp_path / 'atlantis'}: ", ["no such folder"])


def test_a_folder_in_the_place_of_a_table_is_refused(small: Path) -> None:
    (small / "ties.csv").unlink()
    (small / "ties.csv").mkdir()
    assert_refused(small, f"{small / 'ties.csv'}: ", ["cannot be read"])


def assert_refused(folder: Path, start: str, words: list[str]) -> None:
    with pytest.raises(TableError) as refusal:
        read_tables(folder)
    first, *others = str(refusal.value).splitlines()
    assert first.startswith(start), first
    for word in words:
        assert word in first
    assert len(others) <= 2  # rows of other tables that name what is gone


READ = "severity_read,severity_sd_log,source"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("0.4,,INVENTED", "has severity_read alone. Fill in severity_read and severity_sd_log, or neither."),
        ("9,0.5,INVENTED", "severity_read '9' is not between 0.001 and 1.5"),
    ],
)
def test_a_severity_that_was_read_is_in_bounds_and_has_its_spread(small: Path, cells: str, words: str) -> None:
    _read_severity(small, cells)
    with pytest.raises(TableError) as refused:
        read_tables(small)
    assert words in str(refused.value)


def test_the_prior_of_a_severity_stands_about_what_was_read(small: Path) -> None:
    declared = [WorldPrior("nations.AA.centralisation", Uniform(0.5, 1.0), 2005)]
    assert world_priors(small) == declared
    _read_severity(small, "0.4,0.5,INVENTED")
    read_tables(small)
    assert world_priors(small) == [WorldPrior("shocks.AA-BB-2012-09.severity", LogNormal(0.4, 0.5)), *declared]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nation.AA.centralisation,uniform,0,1", "Did you mean 'nations'?"),
        ("nations.AB.centralisation,uniform,0,1", "'AB' is not in nations.csv."),
        ("publics.AA about BB.mood_base,uniform,0,1", "Did you mean 'mood_baseline'?"),
        ("publics.BB about CC.mood_baseline,uniform,0,1", "'BB about CC' is not in publics.csv"),
        ("dyads.AA-BB.formation_factor,log-uniform,0,1", "the ends of a log-uniform prior are above 0"),
        ("dyads.AA-BB.formation_factor,uniform,1,1", "first 1 is not below second 1"),
        ("shocks.*.severity,log-normal,0.3,0", "the median and the spread of a log-normal prior are above 0"),
        ("shocks.*.severity,normal,0.3,1", "log-normal"),
    ],
)
def test_a_prior_of_nothing_or_without_width_is_a_fault(small: Path, row: str, words: str) -> None:
    with (small / "priors.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row},,a guess,INVENTED,low,\n")
    with pytest.raises(TableError) as refused:
        read_tables(small)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{small / 'priors.csv'}:3: ")
    assert words in line


def _read_severity(world: Path, cells: str) -> None:
    lines = (world / "shocks.csv").read_text(encoding="utf-8").splitlines()
    lines[0] = lines[0].replace(",source,", f",{READ},")
    lines[1:] = [line.replace(",INVENTED,", ",,,INVENTED,") for line in lines[1:]]
    head, _, tail = lines[1].rpartition(",,,INVENTED,")
    lines[1] = f"{head},{cells},{tail}"
    (world / "shocks.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
