"""A file of claims is checked as strictly as a scenario: file, line, fault, and the nearest name that would do."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders.paths import SCENARIOS
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.reading import read_claims
from cityties.claims.worlds import needed_worlds
from cityties.cli.main import app
from cityties.errors import ScenarioError

SHIPPED = SCENARIOS / "claims.yaml"
PLAIN = """\
scenario: {folder}/historical.yaml
crises: [CN-JP 2012-09]
deciding:
  escalation: [over_compliance]
worlds:
  history: {{until: 2016-12}}
claims:
  H1:
    statement: Ties soften bad times
    estimand: buffer
"""
SURFACE = (
    "maps: {{surfaces: {{one: {{x: {{key: {}, values: {}, label: a}}, "
    "y: {{key: directive_weight, values: [1.0], label: b}}}}}}}}\ndeciding:"
)


def written(folder: Path, old: str = "", new: str = "") -> Path:
    text = PLAIN.format(folder=SHIPPED.parent)
    assert old in text
    path = folder / "claims.yaml"
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return path


def test_the_default_claims_are_in_order_and_every_hypothesis_and_rival_has_its_row() -> None:
    claim_set = read_claims(SHIPPED)
    named = {name.split("-")[0].rstrip("abc") for name in claim_set.content.claims}
    assert named >= {f"H{n}" for n in range(1, 16)} | {f"R{n}" for n in range(1, 11)}
    assert {world.null for world in claim_set.content.worlds.values()} >= {f"N{n}" for n in range(8)}


def test_a_new_claim_needs_no_code(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8") + "  mine: {like: H1, statement: In R-months, estimand: saved}\n",
        encoding="utf-8",
    )
    claim_set = read_claims(path)
    assert claim_set.content.claims["mine"].estimand == "saved"
    assert needed_worlds(claim_set) == ["history"]


def test_a_scenario_that_is_not_beside_the_file_is_looked_for_among_those_shipped(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(f"{SHIPPED.parent}/historical.yaml", "historical"))
    assert read_claims(path).scenarios["history"].world_folder.name == "east-asia"


@pytest.mark.parametrize(
    ("old", "new", "line", "report"),
    [
        ("estimand: buffer", "estimand: bufer", 10, "no such estimand as 'bufer'. Did you mean 'buffer'?"),
        ("    statement", "    statment", 9, "Did you mean 'statement'?"),
        ("history: {", "history: {scenario: nowhere.yaml, ", 6, "no such file"),
        ("/historical.yaml", "/histrical.yaml", 1, "historical.yaml'?"),
        ("history: {", "history: {set: {over_complianc: 1.0}, ", 6, "over_complianc"),
        ("history: {", "history: {set: {over_compliance: 99.0}, ", 6, "99"),
        ("history: {", "history: {set: {outreach: 1, parameters.outreach: 2}, ", 6, "are one setting; give it once."),
        ("history: {", "history: {set: {extends: x.yaml}, ", 6, "'extends' belongs into a scenario file"),
        ("history: {", "history: {set: {world: toy}, ", 6, "'world' belongs into a scenario file"),
        ("history: {", "history: {set: {parameters: {outreach: 1}}, ", 6, "with dots, such as parameters.outreach."),
        ("history: {", "history: {set: {outreach: [1, 2]}, ", 6, "takes one number, word, true or false, not a list."),
        ("history: {", 'history: {set: {"": 1}, ', 6, "no such key"),
        ("history: {", "history: {set: {null: 1}, ", 6, "no such key"),
        ("[CN-JP 2012-09]", "{only: all}", 2, "takes a list, not keys of its own."),
        ("estimand: buffer", "estimand: buffer\n    eps: wide", 11, "takes a list, not 'wide'."),
        ("[CN-JP 2012-09]", "[CN-JP 2012-10]", 2, "Did you mean 'CN-JP 2012-09'?"),
        ("[over_compliance]", "[over_complience]", 4, "Did you mean 'over_compliance'?"),
        ("estimand: buffer", "estimand: buffer_difference", 10, "name the second in `against`"),
        ("estimand: buffer", "estimand: buffer\n    expected: higher", 11, "'higher' is not"),
        ("estimand: buffer", "estimand: buffer\n    world: histori", 11, "Did you mean 'history'?"),
        ("estimand: buffer", "estimand: buffer\n    eps: [0.1, 0.05, 0.2]", 11, "three widths above 0 that grow"),
        ("estimand: buffer", "estimand: buffer\n    eps: [0.1, 0.2]", 11, "eps: has 2 values; give more."),
        ("    estimand: buffer\n", "", 9, "has no test"),
        ("until: 2016-12", "until: 1960-12", 6, "worlds.history.until: 1960-12 is before the start, 1972-01."),
        ("deciding:", "rule: {certainty: 90}\ndeciding:", 3, "rule.certainty: takes a number below 1, not 90."),
        ("deciding:", "draws: {ful: 100}\ndeciding:", 3, "Did you mean 'full'?"),
        ("until: 2016-12", "until: 2016-13", 6, "is not a month"),
        ("history: {", "story: {", 5, "there must be a world called 'history'"),
        ("deciding:", "maps: {crisis: CN-JP 2012-10}\ndeciding:", 3, "Did you mean 'CN-JP 2012-09'?"),
        ("deciding:", "maps: {until: 2010-12}\ndeciding:", 3, "does not happen in this run, 1972-01 to 2010-12"),
        ("deciding:", "maps: {compared: [0.2, 0.3]}\ndeciding:", 3, "0.3 is not among the severities"),
        ("deciding:", "maps: {severites: [0.2]}\ndeciding:", 3, "Did you mean 'severities'?"),
        ("deciding:", "neutrality: {crises: [CN-JP 2012-10]}\ndeciding:", 3, "Did you mean 'CN-JP 2012-09'?"),
        ("deciding:", "provocation: {off: story, alone: history}\ndeciding:", 3, "no such world as 'story'"),
        ("deciding:", "maps: {attribution_set: {gate_lobbying: false}}\ndeciding:", 3, "gate_lobbying"),
        ("deciding:", "panel: {pair: CN-JPP}\ndeciding:", 3, "Did you mean 'CN-JP'?"),
        ("deciding:", "page: {lead: H1x}\ndeciding:", 3, "Did you mean 'H1'?"),
        ("deciding:", "page: {first_screen: [H1, H2]}\ndeciding:", 3, "no such claim as 'H2'"),
        ("deciding:", SURFACE.format("outreac", "[0.0, 1.0]"), 3, "Did you mean 'outreach'?"),
        ("deciding:", SURFACE.format("over_compliance", "[0.0, 99.0]"), 3, "99"),
        (
            "estimand: buffer",
            "estimand: buffer\n    months: 60",
            11,
            "60 are asked for, but history follows a crisis for 36",
        ),
    ],
)
def test_an_error_is_reported_with_its_line(tmp_path: Path, old: str, new: str, line: int, report: str) -> None:
    path = written(tmp_path, old, new)
    with pytest.raises(ScenarioError) as caught:
        read_claims(path)
    message = str(caught.value)
    assert report in message
    assert message.startswith((f"{path}:{line}:", f"{path}:{line - 1}:")), message


def test_a_scenario_that_is_taken_for_claims_is_named_as_what_it_is() -> None:
    with pytest.raises(ScenarioError, match="is a scenario and holds no claims; `cityties run` runs it"):
        read_claims(SCENARIOS / "toy.yaml")


def test_every_estimand_has_a_meaning() -> None:
    assert all(estimand.meaning for estimand in ESTIMANDS.values())


def test_the_command_check_takes_a_file_of_claims_too(tmp_path: Path) -> None:
    assert "ok, 1 claim, 1 world" in CliRunner().invoke(app, ["check", str(written(tmp_path))]).output
    wrong = written(tmp_path, "estimand: buffer", "estimand: bufer")
    result = CliRunner().invoke(app, ["check", str(wrong)])
    assert result.exit_code == 2
    assert "Did you mean 'buffer'?" in result.output


def test_the_rows_that_a_claim_cites_are_in_the_register() -> None:
    with (SHIPPED.parents[1] / "model" / "register.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["id"] for row in csv.DictReader(lines)}
    cited = {row for claim in read_claims(SHIPPED).content.claims.values() for row in claim.rows}
    assert cited <= known
    assert len(cited) > 20
