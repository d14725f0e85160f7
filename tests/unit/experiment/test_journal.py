"""The journal keeps the last entry of each chunk, and a line that a killed process tore costs that line alone."""

from pathlib import Path

from cityties.experiment.journal import JOURNAL, Entry, append, read


def test_the_last_entry_of_a_chunk_counts(tmp_path: Path) -> None:
    for error in ("RuntimeError: first", ""):
        append(tmp_path, Entry("g0-00000", {"v0-d0-r0-2": "abc"}, {"v0-d0-r2-4": error} if error else {}))
    assert list(read(tmp_path)) == ["g0-00000"]
    assert read(tmp_path)["g0-00000"].failed == {}


def test_a_torn_last_line_is_passed_over_and_cut_off_by_the_next_entry(tmp_path: Path) -> None:
    append(tmp_path, Entry("g0-00000", {}))
    path = tmp_path / JOURNAL
    path.write_bytes(path.read_bytes() + b'{"chunk": "g0-0000')
    assert list(read(tmp_path)) == ["g0-00000"]
    append(tmp_path, Entry("g0-00001", {}))
    assert list(read(tmp_path)) == ["g0-00000", "g0-00001"]
    assert path.read_bytes().count(b"\n") == 2


def test_a_folder_without_a_journal_has_no_entries(tmp_path: Path) -> None:
    assert read(tmp_path) == {}
