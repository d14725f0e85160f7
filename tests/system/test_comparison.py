"""A comparison puts settings beside outcomes, for runs and batches, of one version or several."""

import json
import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builders.batches_on_disk import LOBBYING_OFF, PLAIN, call, run, write, write_folder
from cityties.analysis import partings
from cityties.analysis.cases import read_cases
from cityties.analysis.comparison import compare, crisis_rows
from cityties.analysis.effects import pairing_table
from cityties.experiment.batch_folder import BATCH, BatchFolder
from cityties.explanation import parting
from cityties.explanation.diary import Diary
from cityties.explanation.parting import Parting

ARMS = "replicates: 6\n" + LOBBYING_OFF


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("comparison"))


@pytest.fixture(scope="module")
def mild(folder: Path) -> BatchFolder:
    return run(folder, write(folder, "mild", ARMS + "shocks: {change: {AA-BB-2012-09: {severity: 0.3}}}\n"), runs="a")


@pytest.fixture(scope="module")
def grave(folder: Path) -> BatchFolder:
    return run(folder, write(folder, "grave", ARMS), runs="b", drawn=True)


def test_a_named_arm_is_set_against_the_scenario_as_written(grave: BatchFolder) -> None:
    found = compare([grave.path])
    assert found.names == ["grave", "no lobbying"]
    assert found.others() == [1]
    assert found.settings == [("mechanisms.lobbying", ["true", "false"])]
    assert found.effects[1]["paired"].all()


def test_a_case_is_set_against_the_case_of_the_same_name_in_the_first_folder(folder: Path, grave: BatchFolder) -> None:
    again = run(folder, write(folder, "grave", ARMS + "parameters: {anger_life: 9.0}\n"), runs="c")
    found = compare([grave.path, again.path])
    assert found.against == [0, 0, 0, 1]
    assert ("parameters.anger_life", ["4.5", "4.5", "9", "9"]) in found.settings


def test_a_graver_shock_costs_more(mild: BatchFolder, grave: BatchFolder) -> None:
    effects = compare([mild.path, grave.path]).effects
    rows = effects[2]
    loss = rows[(rows["measure"] == "loss_36") & (rows["crisis"] == "AA-BB 2012-09") & rows["tie_pathways"]]
    assert (loss["low"] > 0.0).all()
    assert len(loss) == 1


def test_other_seeds_are_not_paired_and_it_is_said(folder: Path, grave: BatchFolder) -> None:
    other = run(folder, write(folder, "other_seed", "replicates: 6\nseed: 7\n"), runs="d")
    found = compare([grave.path, other.path])
    assert not found.effects[2]["paired"].any()
    assert any("Not paired" in note for note in found.notes())


def test_other_versions_are_compared_and_it_is_said(folder: Path, grave: BatchFolder, mild: BatchFolder) -> None:
    path = mild.path / BATCH
    content = json.loads(path.read_text(encoding="utf-8"))
    content["history"][-1]["code"] |= {"cityties": "0.0.9", "model": "0" * 64}
    del content["variants"][0]["settings"]["record"]["cities_at"]
    path.write_text(json.dumps(content), encoding="utf-8")
    message = call("compare", grave.path, mild.path, "--out", folder / "versions")
    assert "different versions" in message
    assert "0.0.9 (model 00000000)" in (folder / "versions" / "compare.html").read_text(encoding="utf-8")


def test_the_page_opens_offline_and_holds_settings_beside_outcomes(folder: Path, grave: BatchFolder) -> None:
    page = (grave.path / "report.html").read_text(encoding="utf-8")
    links = re.findall(r"(?:src|href)=\"(?!data:|#)([^\"]*)\"", page)
    assert links
    assert all((grave.path / link).is_file() for link in links)
    assert "mechanisms.lobbying" in page
    assert page.count("<img ") == page.count('alt="') >= 3
    for name in re.findall(r'id="figure-([\w-]+)"', page):
        assert (grave.path / "figures" / f"{name}.svg").is_file()


def test_bold_are_only_the_changes_whose_interval_leaves_out_zero(folder: Path) -> None:
    """In the page: the cell of the change of B has a class of its own exactly then."""
    for name, value in (("weighty", 0.9), ("void", 0.3)):
        changed = write(folder, name, f"parameters: {{incident_drop: {value}, aid_mood: 0.0001}}\n")
        batch = run(folder, folder / "plain.yaml", changed, runs=name, words=("--replicates", 12), drawn=True)
        rows = crisis_rows(compare([batch.path]), 1)
        rows = rows[rows["has_downturn"]].round(3)
        clear = int(((rows["low_change"] > 0) | (rows["high_change"] < 0)).sum())
        assert clear < len(rows) or name == "weighty"
        assert (batch.path / "report.html").read_text(encoding="utf-8").count('<td class="clear">') == clear


def test_a_run_is_a_case_with_the_numbers_of_the_batch(folder: Path) -> None:
    file = write(folder, "single", "replicates: 3\nend: 2014-12\n")
    call("run", file, "--out", folder / "runs", "--quiet")
    batch = run(folder, file, runs="e")
    (ours,) = read_cases(next((folder / "runs").iterdir()))
    (theirs,) = read_cases(batch.path)
    for key in ours.observations.keys:
        assert np.array_equal(ours.observations.column(key), theirs.observations.column(key), equal_nan=True), key
    rows = ours.years.merge(theirs.years, on=["tie_pathways", "political_shocks", "year", "where", "measure"])
    assert rows["mean_x"].tolist() == rows["mean_y"].tolist()


def test_swept_values_keep_their_type_and_variants_one_name_in_all_tables(folder: Path) -> None:
    text = "replicates: 2\nend: 2013-06\ndesign: {sweep: {grid: "
    text += "{shocks.AA-BB-2012-09.severity: [0.3, 0.9], outreach: [0, 1], mechanisms.aid: [true, false]}}}\n"
    batch = run(folder, write(folder, "types", text), runs="types", drawn=True)
    tables = {name: pd.read_parquet(batch.path / "tables" / f"{name}.parquet") for name in ("variants", "outcomes")}
    swept = tables["variants"]
    assert swept["shocks.AA-BB-2012-09.severity"].unique().tolist() == [0.3, 0.9]
    assert swept["outreach"].dtype.kind in "if"
    assert swept["aid"].dtype == bool
    assert set(tables["outcomes"]["label"]) == set(swept["label"]) == set(batch.labels)
    assert tables["outcomes"]["crisis"].isna().any()
    assert not (tables["outcomes"]["crisis"] == "").any()


def test_pairing_is_reported_by_crisis(grave: BatchFolder) -> None:
    table = pd.read_csv(grave.path / "tables" / "pairing.csv")
    assert set(table["crisis"]) == {"AA-BB 2012-09", "pandemic 2020"} & set(table["crisis"])
    assert {"gap", "depth", "buffer_36"} <= set(table.columns)
    assert "What pairing saved" in (grave.path / "report.html").read_text(encoding="utf-8")
    assert (pairing_table(read_cases(grave.path)[0])["gap"].dropna() > 1.0).all()


def test_the_scenario_that_others_extend_is_the_baseline_wherever_it_is_named(folder: Path) -> None:
    built = write(folder, "a_change", "replicates: 2\nmechanisms: {aid: false}\n")
    batch = run(folder, built, folder / "plain.yaml", runs="order", words=("--replicates", 2))
    assert compare([batch.path]).names == ["An invented dispute", "a_change"]


def test_cases_of_another_world_are_shown_and_it_is_said_that_nothing_is_subtracted(folder: Path) -> None:
    shutil.copytree(folder / "world", folder / "elsewhere")
    for path in (folder / "elsewhere").rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        for old, new in (("AA", "XX"), ("BB", "YY"), ("CC", "ZZ")):
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    other = write(folder, "other", PLAIN.replace("world: world", "world: elsewhere"))
    batch = run(folder, folder / "plain.yaml", other, runs="worlds", drawn=True)
    assert any("Of another world" in note for note in compare([batch.path]).notes())
    assert (batch.path / "report.html").is_file()


def test_worlds_that_differ_are_named_with_their_tables_and_rows(folder: Path) -> None:
    """The scenarios say the same but for the world; its one changed cell stands on the page."""
    shutil.copytree(folder / "world", folder / "warmer")
    dyads = folder / "warmer" / "dyads.csv"
    before = pd.read_csv(dyads, dtype=str, keep_default_na=False)
    after = before.assign(baseline_relations=["0.41", *before["baseline_relations"][1:]])
    after.to_csv(dyads, index=False)
    twin = write(folder, "twin", PLAIN.replace("world: world", "world: warmer"))
    batch = run(folder, folder / "plain.yaml", twin, runs="twins", words=("--replicates", 2), drawn=True)
    found = compare([batch.path])
    assert found.names == ["world world", "world warmer"]
    (table,) = [one for one in found.worlds[1] if one.file == "dyads.csv"]
    assert (table.changed, table.added, table.dropped) == (1, 0, 0)
    page = (batch.path / "report.html").read_text(encoding="utf-8")
    assert "No setting differs, but the worlds do" in page
    assert (
        f"{before['dyad'][0]}: baseline_relations {before['baseline_relations'][0]} \N{RIGHTWARDS ARROW} 0.41" in page
    )


def test_a_setting_that_one_file_leaves_out_shows_what_the_world_records(folder: Path) -> None:
    shocks = pd.read_csv(folder / "world" / "shocks.csv", dtype=str).set_index("shock")
    text = "replicates: 2\nshocks: {change: {AA-BB-2012-09: {severity: 0.3}}}\nnations: {AA: {centralisation: 0.21}}\n"
    batch = run(folder, folder / "plain.yaml", write(folder, "milder", text), runs="recorded")
    found = dict(compare([batch.path]).settings)
    assert found["shocks.change.AA-BB-2012-09.severity"] == [shocks["severity"]["AA-BB-2012-09"], "0.3"]
    assert found["nations.AA.centralisation"][1] == "0.21"
    assert "not set" not in {value for values in found.values() for value in values}


def test_cases_have_the_same_name_in_every_table_of_a_comparison(mild: BatchFolder, grave: BatchFolder) -> None:
    call("compare", grave.path, mild.path, "--out", grave.path.parent / "named")
    tables = grave.path.parent / "named" / "tables"
    cases, effects, buffers = (pd.read_parquet(tables / f"{name}.parquet") for name in ("cases", "effects", "buffers"))
    assert cases["case"].is_unique
    assert set(effects["case"]) | set(effects["baseline"]) == set(cases["case"]) == set(buffers["case"])


def test_one_case_alone_is_not_compared(folder: Path) -> None:
    alone = run(folder, write(folder, "alone", "replicates: 2\n"), runs="f")
    assert "one case only" in call("compare", alone.path, code=2)


def test_a_precision_that_is_reached_or_beyond_the_budget_is_reported(folder: Path) -> None:
    wide = run(folder, write(folder, "wide", "design: {until: {half_width: 50, of: saved_36}}\n"), runs="g", drawn=True)
    table = pd.read_csv(wide.path / "tables" / "precision.csv")
    assert table["reached"].all()
    assert table["n"].min() >= 50
    text = "design: {until: {half_width: 0.0000001, of: saved_36, at_most: 60}}\n"
    narrow = run(folder, write(folder, "narrow", text), runs="h", drawn=True)
    assert pd.read_csv(narrow.path / "tables" / "precision.csv")["n"].tolist() == [60]
    assert "The budget ended the batch" in (narrow.path / "report.html").read_text(encoding="utf-8")


def test_a_sweep_of_many_points_is_drawn_with_a_legend_that_fits(folder: Path) -> None:
    text = "replicates: 2\ndesign: {sweep: {grid: {shocks.AA-BB-2012-09.severity: ["
    text += ", ".join(f"{0.05 * n:.2f}" for n in range(1, 25)) + "]}}}\n"
    batch = run(folder, write(folder, "many", text), runs="many", drawn=True)
    assert (batch.path / "figures" / "compare-gaps.svg").is_file()


@pytest.fixture(scope="module")
def pair(folder: Path) -> BatchFolder:
    plain = write(folder, "as_it_was", "replicates: 2\n")
    return run(folder, plain, write(folder, "obeying", "replicates: 2\nparameters: {over_compliance: 6}\n"), runs="p")


def test_every_command_for_where_two_cases_part_runs_as_printed(
    pair: BatchFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYTIES_RUNS", str(pair.path.parent))
    printed = call("compare", pair.path.name, "--out", tmp_path / "out")
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    table = pd.read_csv(tmp_path / "out" / "tables" / "partings.csv")
    commands = list(dict.fromkeys("\n".join(table["commands"].dropna()).splitlines()))
    assert len(commands) >= 2
    assert [command for command in commands if "--variant 0" in command]
    for command in commands:
        assert command in printed
        assert f"<code>{command}</code>" in page
        program, *words = shlex.split(command)
        assert program == "cityties"
        told = call(*words)
        month = next(word for word in words if re.fullmatch(r"\d{4}-\d{2}", word))
        assert f" in {month}" in told


def test_cases_that_part_in_a_later_replicate_alone_are_looked_for_there(
    pair: BatchFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYTIES_RUNS", str(pair.path.parent))
    real = parting.first_partings
    seen: list[int] = []

    def hidden(*diaries: Diary) -> list[Parting]:
        """Return nothing for replicate 0."""
        seen.append(diaries[0].given.address.replicate)
        return real(*diaries) if seen[-1] else []

    monkeypatch.setattr(partings, "first_partings", hidden)
    printed = call("compare", pair.path, "--out", tmp_path / "one")
    assert seen == [0, 1]
    assert "in replicate 1; nobody decides otherwise in those before it" in printed
    command = next(line for line in printed.splitlines() if "why-city" in line)
    assert "--replicate 1" in command
    assert "replicate 1" in call(*shlex.split(command)[1:])
    monkeypatch.setattr(partings, "first_partings", lambda *_: [])
    printed = call("compare", pair.path, "--out", tmp_path / "none")
    assert "no city and no nation decides otherwise in any month of replicates 0 to 1" in printed
    assert "In replicates 0 to 1 no city" in (tmp_path / "none" / "compare.html").read_text(encoding="utf-8")


def test_cases_that_cannot_be_computed_again_say_why(folder: Path, pair: BatchFolder, tmp_path: Path) -> None:
    other = run(folder, write(folder, "elsewhere", "replicates: 2\nseed: 3\n"), runs="q")
    page = Path(call("compare", pair.path, other.path, "--out", tmp_path).splitlines()[-1])
    assert "its seed is another one, so every random number differs" in page.read_text(encoding="utf-8")
