"""What is stored on one system is read on every other: no path in a stored file has the separators of a system."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.backslashes import as_on_windows
from builders.batches_on_disk import call, write, write_folder
from builders.rule_files import write_rule
from campaign.stored import undrawn
from cityties.experiment.stored import stored_csv, stored_table
from cityties.scenario.reader import read_scenario


def stored_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text in stored files but the pages, which are for people on this machine."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            yield from ((path, text) for text in texts_in(json.loads(path.read_bytes())))
        elif path.suffix == ".jsonl":
            lines = path.read_text(encoding="utf-8").splitlines()
            yield from ((path, text) for line in lines for text in texts_in(json.loads(line)))
        elif path.suffix == ".yaml":
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix in (".csv", ".parquet"):
            table = stored_csv(path) if path.suffix == ".csv" else stored_table(path).to_pandas()
            for column in table.select_dtypes(["str", "object", "category"]):
                yield from ((path, str(cell)) for cell in table[column].unique())


def texts_in(content: object) -> Iterator[str]:
    """Yield every key and text of what JSON holds."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, below in content.items():
            yield from (key, *texts_in(below))
    elif isinstance(content, list):
        for one in content:
            yield from texts_in(one)


@pytest.mark.parametrize("command", ["run", "batch"])
def test_a_result_stored_under_the_rules_of_windows_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    folder = write_folder(tmp_path)
    (folder / "below").mkdir()
    write_rule(folder / "below")
    monkeypatch.chdir(folder)
    scenario = write(folder, "mine", "replicates: 2\nend: 2013-06\nrules: [below/rule.py]\n")
    with as_on_windows(), undrawn():
        call(command, scenario, "--workers", 1)
    found = list(stored_texts(folder / "runs"))
    assert any("world/" in text for _, text in found)
    assert [(path.name, text) for path, text in found if "\\" in text] == []
    assert "identical" in call("reproduce", "mine", "--workers", 1)


def test_a_scenario_is_written_with_plain_slashes(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "below").mkdir()
    write_rule(folder / "below")
    scenario = read_scenario(write(folder, "mine", "rules: [below/rule.py]\n"))
    with as_on_windows():
        plain = scenario.resolved(beside=folder / "elsewhere")
    assert (plain["world"], plain["rules"]) == ("../world", ["../below/rule.py"])
