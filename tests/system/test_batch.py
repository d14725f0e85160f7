"""A batch computes what is missing and nothing else, survives whatever stops it, and gives the same bytes always."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from builders.batches_on_disk import LOBBYING_OFF, call, digest, run, write, write_folder
from builders.rule_files import write_rule
from builders.worlds_on_disk import replace_in
from cityties.experiment import journal, units, work
from cityties.experiment.design import Design
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.variants import replicate_address

SEVERITY = "AA-BB,2012-09,,political,0.9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, int]]:
    """Note whether lobbying was on, and the address of the random numbers, of every replicate that is computed."""
    seen: list[tuple[bool, int]] = []

    def noted(design: Design, number: int) -> Replicate:
        seen.append((design.setup.rules.on.lobbying, number))
        return simulate(design, number)

    monkeypatch.setattr(work, "simulate", noted)
    return seen


def test_a_second_call_computes_nothing(folder: Path, computed: list[Any]) -> None:
    file = write(folder, "mine", LOBBYING_OFF)
    first = digest(run(folder, file))
    assert len(computed) == 8
    assert digest(run(folder, file)) == first
    assert len(computed) == 8


def test_ten_more_replicates_compute_exactly_those(folder: Path, computed: list[Any]) -> None:
    file = write(folder, "mine", "replicates: 4\n")
    run(folder, file)
    computed.clear()
    batch = run(folder, file, words=("--replicates", 14))
    assert sorted(number for _, number in computed) == list(range(4, 14))
    assert sorted(set(batch.read_table("outcomes")["replicate"].to_pylist())) == list(range(14))


def test_more_draws_compute_exactly_those(folder: Path, computed: list[Any]) -> None:
    file = write(folder, "mine", "replicates: 2\ndesign: {draws: 3}\n")
    run(folder, file)
    computed.clear()
    run(folder, file, words=("--draws", 5))
    assert sorted({number for _, number in computed}) == sorted(replicate_address(d, k) for d in (4, 5) for k in (0, 1))


def test_fewer_replicates_than_there_are_compute_nothing(folder: Path, computed: list[Any]) -> None:
    file = write(folder, "mine", "replicates: 4\n")
    run(folder, file)
    computed.clear()
    run(folder, file, words=("--replicates", 2))
    assert not computed


def test_one_and_two_threads_write_the_same_bytes(folder: Path) -> None:
    file = write(folder, "mine", LOBBYING_OFF + "design: {draws: 2}\n")
    one = run(folder, file, runs="one", words=("--workers", 1))
    assert digest(one) == digest(run(folder, file, runs="two", words=("--workers", 2)))


def test_a_stopped_batch_goes_on_to_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "LEAST_CHUNK", 4)
    file = write(folder, "mine", "replicates: 2\ndesign: {draws: 8}\n")
    undisturbed = run(folder, file, runs="undisturbed")
    left = 9

    def stopped(design: Design, number: int) -> Replicate:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return simulate(design, number)

    monkeypatch.setattr(work, "simulate", stopped)
    run(folder, file, code=130)
    monkeypatch.setattr(work, "simulate", simulate)
    batch = run(folder, file)
    assert digest(batch) == digest(undisturbed)
    assert len(journal.read(batch.path)) == 4


def test_a_torn_last_line_costs_one_chunk_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, computed: list[Any]
) -> None:
    monkeypatch.setattr(units, "LEAST_CHUNK", 4)
    file = write(folder, "mine", "replicates: 2\ndesign: {draws: 8}\n")
    batch = run(folder, file)
    before, path = digest(batch), batch.path / journal.JOURNAL
    path.write_bytes(path.read_bytes()[:-20])
    computed.clear()
    assert digest(run(folder, file)) == before
    assert len(computed) == 4
    assert all(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def test_a_changed_severity_in_the_table_makes_fresh_exactly_the_runs_that_feel_it(
    folder: Path, computed: list[Any]
) -> None:
    """Dropped, replaced by the scenario, or after its end: in those the row changes nothing."""
    shock = "AA-BB-2012-09"
    files = [
        write(folder, "feels_it", "seed: 1\n"),
        write(folder, "drops_it", f"seed: 2\nshocks: {{drop: [{shock}]}}\n"),
        write(folder, "has_its_own", f"seed: 3\nshocks: {{change: {{{shock}: {{severity: 0.4}}}}}}\n"),
        write(folder, "ends_before", "seed: 4\nend: 2012-08\n"),
        write(folder, "is_calm", "seed: 5\narms: {political_shocks: [false]}\n"),
    ]
    run(folder, *files)
    computed.clear()
    replace_in(folder / "world", "shocks.csv", SEVERITY, "AA-BB,2012-09,,political,0.8")
    message = call("why", "v0-d0-r0-4", *files, "--runs", folder / "runs")
    assert "shocks: AA-BB-2012-09: severity was 0.9, is 0.8" in message
    assert "cached" in call("why", "v1-d0-r0-4", *files, "--runs", folder / "runs")
    batch = run(folder, *files)
    assert len(computed) == 4
    taken = {name for entry in journal.read(batch.path).values() for name in entry.taken}
    assert taken == {f"v{variant}-d0-r0-4" for variant in (1, 2, 3, 4)}


def test_a_changed_title_or_source_in_a_table_changes_no_identity(folder: Path, computed: list[Any]) -> None:
    file = write(folder, "mine", "replicates: 2\n")
    run(folder, file)
    computed.clear()
    replace_in(folder / "world", "shocks.csv", "A dispute", "The same dispute")
    run(folder, file)
    assert not computed


def test_an_edited_custom_rule_makes_its_units_fresh_and_the_old_batch_can_be_repeated(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # rules of the project one stands in are trusted, and so are the copies in its results
    write_rule(folder)
    file = write(folder, "ruled", "replicates: 2\nend: 2009-12\nrules: [rule.py]\n")
    first = run(folder, file, drawn=True)
    assert "cached" in call("why", "v0-d0-r0-2", file, "--runs", folder / "runs")
    write_rule(folder, "1.0 - own.shrinkage", "1.0 - 0.5 * own.shrinkage")
    message = call("why", "v0-d0-r0-2", file, "--runs", folder / "runs")
    assert "custom rules: the text of one was changed" in message
    assert digest(run(folder, file)) != digest(first)
    assert "identical, 1 unit compared" in call("reproduce", first.path)


def test_a_unit_taken_over_is_the_unit_computed(folder: Path, computed: list[Any]) -> None:
    alone, both = write(folder, "mine", "seed: 9\n"), write(folder, "arms", "seed: 9\n" + LOBBYING_OFF)
    run(folder, alone)
    computed.clear()
    taken = run(folder, both)
    assert {lobbying for lobbying, _ in computed} == {False}
    assert digest(taken) == digest(run(folder, both, runs="elsewhere"))


def test_a_failing_unit_costs_itself_alone_and_can_be_repeated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(folder, "mine", "replicates: 2\ndesign: {draws: 3}\n" + LOBBYING_OFF)
    whole = run(folder, file, runs="whole")

    def raises(design: Design, number: int) -> Replicate:
        if number == replicate_address(2, 1) and not design.setup.rules.on.lobbying:
            raise RuntimeError("made to raise")
        return simulate(design, number)

    monkeypatch.setattr(work, "simulate", raises)
    message = call("batch", file, "--out", folder / "runs", code=1)
    batch = run(folder, file, code=1, drawn=True)
    assert batch.failures() == {"v1-d2-r0-2": "RuntimeError: made to raise"}
    assert f"cityties reproduce {batch.path} --unit v1-d2-r0-2" in message.replace("\n", "")
    assert "made to raise" in (batch.path / "report.html").read_text(encoding="utf-8")
    assert len(batch.units_done()) == 5
    assert "RuntimeError: made to raise" in call("reproduce", batch.path, "--unit", "v1-d2-r0-2", code=1)
    assert "failed" in call("why", f"{batch.path}/v1-d2-r0-2", "--runs", folder / "runs")
    monkeypatch.setattr(work, "simulate", simulate)
    assert digest(run(folder, file)) == digest(whole)
    assert not batch.failures()


def test_every_draw_has_random_numbers_of_its_own_which_all_its_arms_share(
    folder: Path, computed: list[tuple[bool, int]]
) -> None:
    """Random numbers shared over draws would make one history of all draws; not shared over arms they are noise."""
    run(folder, write(folder, "mine", "replicates: 3\ndesign: {draws: 4}\n" + LOBBYING_OFF))
    on, off = ([number for lobbying, number in computed if lobbying is kind] for kind in (True, False))
    assert sorted(on) == sorted(off)
    assert len(set(on)) == len(on) == 12


def test_draws_of_parameters_that_do_nothing_differ_and_arms_that_do_nothing_do_not(folder: Path) -> None:
    text = "replicates: 2\ndesign: {draws: 2, parameters: [aid_mood]}\n"
    text += "arms: {tie_pathways: [true], political_shocks: [true], named: {no_aid: {mechanisms: {aid: false}}}}\n"
    frame = run(folder, write(folder, "mine", text)).read_table("outcomes").to_pandas()
    relations = frame[(frame["measure"] == "relations") & (frame["where"] == "AA-BB")]
    values = relations.pivot_table(index=["draw", "replicate"], columns="variant", values="value").to_numpy()
    assert (values[:, 0] == values[:, 1]).all()
    assert len(np.unique(values[:, 0])) == 4


def test_a_named_arm_is_the_scenario_with_that_mechanism_switched(folder: Path) -> None:
    arms = run(folder, write(folder, "arms", LOBBYING_OFF), runs="arms").read_table("outcomes").to_pandas()
    off = run(folder, write(folder, "off", "mechanisms: {lobbying: false}\n"), runs="off").read_table("outcomes")
    assert np.array_equal(arms[arms["variant"] == 1]["value"], off["value"].to_numpy(), equal_nan=True)


def test_the_plan_counts_what_the_batch_computes(folder: Path, computed: list[Any]) -> None:
    file = write(folder, "mine", "replicates: 3\ndesign: {draws: 2}\n" + LOBBYING_OFF)
    message = call("plan", file, "--out", folder / "runs")
    assert "4 units (12 replicates) to compute; there already: 0, to be taken" in message
    assert "MB on disk" in message
    assert not (folder / "runs").exists()
    computed.clear()
    run(folder, file)
    assert len(computed) == 12
    assert "0 units (0 replicates) to compute; there already: 12," in call("plan", file, "--out", folder / "runs")


def test_reproduce_says_identical_or_names_the_first_number_that_differs(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    batch = run(folder, write(folder, "mine", "replicates: 2\nrecord: {months: [relations]}\n"))
    assert "identical, 1 unit compared" in call("reproduce", batch.path)
    path = batch.part("months", batch.chunks()[0].name)
    table = pq.read_table(path)
    values = table["value"].to_numpy().copy()
    values[100] += 1e-9
    place = table.column_names.index("value")
    pq.write_table(table.set_column(place, "value", pa.array(values)), path)
    message = call("reproduce", batch.path, code=1)
    assert "the first is v0-d0-r0-2: months:" in message
    assert "month 20" in message
    assert "measure relations" in message
    assert "1 of" in message


def test_what_is_recorded_on_request_is_there_and_by_default_it_is_not(folder: Path) -> None:
    text = "record: {ties_at: [2012-06], cities_at: [2012-06], months: [exchange], tie_survival: true}\n"
    asked_for = run(folder, write(folder, "more", text), runs="more")
    default = run(folder, write(folder, "less", ""), runs="less")
    assert {path.name for path in (default.path / "parts").iterdir()} == {"outcomes", "years", "gaps"}
    assert {"ties", "cities", "months"} <= {path.name for path in (asked_for.path / "parts").iterdir()}
    measures = set(asked_for.read_table("outcomes")["measure"].to_pylist())
    assert {"survival_official", "survival_any"} <= measures
    assert set(asked_for.read_table("cities")["city"].to_pylist()) >= {"AA/Anport", "BB/Bayport"}


def test_every_column_of_every_table_is_explained(folder: Path) -> None:
    import pandas as pd
    import pyarrow.parquet as pq

    text = "replicates: 2\nrecord: {ties_at: [2012-06], cities_at: [2012-06], months: [exchange]}\ndesign: {draws: 2}\n"
    batch = run(folder, write(folder, "mine", text), drawn=True)
    message = pd.read_csv(batch.path / "tables" / "columns.csv")
    assert message.notna().all().all()
    known = set(zip(message["table"], message["column"], strict=True))
    for path in (batch.path / "parts").iterdir():
        columns = pq.read_schema(next(path.glob("*.parquet"))).names
        assert {(f"parts/{path.name}", column) for column in columns} <= known
    measured = set(batch.read_table("outcomes")["measure"].to_pylist())
    assert {("measures", name) for name in measured} <= known


def test_a_batch_asked_for_in_two_folders_is_the_same_batch(folder: Path) -> None:
    file = write(folder, "mine", "replicates: 2\n")
    assert run(folder, file, runs="a").path.name == run(folder, file, runs="b").path.name
