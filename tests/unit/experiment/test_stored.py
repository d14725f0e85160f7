"""What the program stored is believed only as far as it is whole and of the shape that its reader declares."""

import json
import os
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from campaign.damage import DAMAGES, TEXT_ONLY
from cityties.errors import CityTiesError
from cityties.experiment import journal
from cityties.experiment.batch_folder import BATCH, BatchFolder
from cityties.experiment.journal import JOURNAL, Entry
from cityties.experiment.store import write_json, write_parquet
from cityties.experiment.stored import (
    AMOUNT,
    WITHIN,
    DamagedError,
    DamagedPartError,
    discard,
    parsed,
    stored_bytes,
    stored_json,
    stored_table,
)

VARIANT: dict[str, Any] = {
    "label": "a",
    "file": "a.yaml",
    "scenario": "a",
    "arm": "as_written",
    "point": {},
    "drawn": [],
    "space": [],
    "until": None,
    "settings": {"name": "a", "seed": 1, "world": "world/0123", "shocks": {"change": {}}},
    "inputs": {},
}
CONTENT = {
    "name": "a",
    "variants": [VARIANT],
    "generations": [{"replicates": [4], "samples": [0]}],
    "history": [{"code": {"cityties": "0.1.0", "model": "abc"}}],
}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b'{"n": NaN}', "NaN"),
        (b'{"n": -Infinity}', "Infinity"),
        (b'{"n": 1e999}', "too large"),
        (b'{"n": 1, "n": 2}', "twice"),
        (b"[" * 200_000, "nested too deeply|cut off"),
        ('{"n": 1}'.encode("utf-16"), "UTF-8"),
        (b'{"n": 1', "cut off"),
        (b"", "cut off"),
        (b"null", "no object"),
        (b'{"n": true}', "n is not a whole number"),
        (b'{"n": 1.5}', "n is not a whole number"),
        (b'{"n": ' + b"9" * 5000 + b"}", "."),
        (b'{"m": 1}', "n is missing"),
    ],
)
def test_json_that_nobody_wrote_is_refused_with_the_fault(text: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parsed(text, {"n": AMOUNT})


def test_a_misfit_is_named_by_its_place() -> None:
    with pytest.raises(ValueError, match=r"^a\[1\]\.b is of another kind$"):
        parsed(b'{"a": [{"b": "x"}, {"b": 3}]}', {"a": [{"b": str}]})


@pytest.mark.parametrize(
    "path",
    ["/etc", "../x", "a/../../b", "", "a//b", "\\\\host\\share", "C:/x", "C:x", "a\\..\\..\\b", "world\\0123", 3],
)
def test_a_path_that_leads_out_of_the_folder_is_none(path: str) -> None:
    with pytest.raises(ValueError, match="inside the folder"):
        parsed(json.dumps({"p": path}).encode(), {"p": WITHIN})


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a link to itself"])
def test_only_plain_files_are_opened(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "stored.json"
    path.write_text("{}")
    DAMAGES[kind](path, path)
    with pytest.raises(ValueError, match=r"is no plain file|is a link to itself"):
        stored_bytes(path)


def test_a_file_larger_than_the_limit_is_refused_with_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(ValueError, match=r"has 1,000,000,000,000 bytes; at most 1,000,000,000 are read"):
        stored_bytes(path)


@pytest.mark.parametrize("kind", list(DAMAGES))
def test_a_damaged_batch_json_is_one_clear_line_or_as_it_was(tmp_path: Path, kind: str) -> None:
    write_json(tmp_path / BATCH, CONTENT)
    DAMAGES[kind](tmp_path / BATCH, tmp_path / BATCH)
    said, content = "one line", None
    try:
        content = BatchFolder(tmp_path).content
    except CityTiesError as error:
        said = str(error)
    assert content == json.loads((tmp_path / BATCH).read_bytes()) if content else len(said.splitlines()) == 1


@pytest.mark.parametrize("lines", [[4, 4], [], None])
def test_amounts_that_do_not_go_with_the_variants_are_damage(tmp_path: Path, lines: list[int] | None) -> None:
    write_json(tmp_path / BATCH, CONTENT | {"generations": [{"replicates": lines, "samples": [0]}]})
    with pytest.raises(CityTiesError, match="Delete the folder"):
        BatchFolder(tmp_path).content  # noqa: B018


@pytest.mark.parametrize("kind", list(DAMAGES))
def test_a_damaged_journal_costs_lines_and_never_an_error(tmp_path: Path, kind: str) -> None:
    for number in range(3):
        journal.append(tmp_path, Entry(f"g0-0000{number}", {f"v0-d0-r{25 * number}-{25 * number + 25}": "abc"}))
    DAMAGES[kind](tmp_path / JOURNAL, tmp_path / JOURNAL)
    found = journal.read(tmp_path)
    assert set(found) <= {f"g0-0000{number}" for number in range(3)}
    if kind != "a folder":
        journal.append(tmp_path, Entry("g0-00009", {}))
        assert "g0-00009" in journal.read(tmp_path)


@pytest.mark.parametrize("chunk", ["../../../etc/passwd", "g0-1", "", 3])
def test_a_line_that_names_no_chunk_is_passed_over(tmp_path: Path, chunk: object) -> None:
    (tmp_path / JOURNAL).write_text(json.dumps({"chunk": chunk, "done": {}}) + "\n")
    assert journal.read(tmp_path) == {}


def test_a_line_is_never_written_through_a_link(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine\n")
    (tmp_path / JOURNAL).symlink_to(mine)
    journal.append(tmp_path, Entry("g0-00000", {}))
    assert mine.read_text() == "mine\n"


@pytest.mark.parametrize("kind", [kind for kind in DAMAGES if kind not in TEXT_ONLY | {"swapped", "gone"}])
def test_a_damaged_table_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "part.parquet"
    write_parquet(path, pa.table({"variant": [0] * 999, "draw": list(range(999))}))
    DAMAGES[kind](path, path)
    with pytest.raises(DamagedPartError, match=r"part\.parquet"):
        stored_table(path, ("variant",))


def test_no_single_byte_of_a_table_can_change_unnoticed(tmp_path: Path) -> None:
    path, address = tmp_path / "part.parquet", random.Random(5)
    values = [address.random() for _ in range(999)]
    write_parquet(path, pa.table({"variant": values}))
    whole = path.read_bytes()
    for place in address.sample(range(len(whole)), 300):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            read = stored_table(path, ("variant",))
        except DamagedPartError:
            continue
        assert read["variant"].to_pylist() == values


def test_a_table_of_other_results_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    write_parquet(path, pa.table({"variant": [0]}).replace_schema_metadata({"cityties": "this"}))
    assert stored_table(path, made_of="this").schema.metadata is None
    with pytest.raises(DamagedPartError, match="belongs to other results"):
        stored_table(path, made_of="that")


def test_a_file_that_may_not_be_read_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    write_parquet(path, pa.table({"variant": [0]}))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    with pytest.raises(OSError, match="ermission"):
        stored_table(path)


def test_a_folder_in_the_place_of_a_part_is_left_to_the_user(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="Move it away"):
        discard(tmp_path)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"a": [1, 2.5, "\N{LATIN SMALL LETTER A WITH DIAERESIS}"]})
    assert stored_json(tmp_path / "a.json", {"a": list})["a"] == [1, 2.5, "\N{LATIN SMALL LETTER A WITH DIAERESIS}"]
