"""Samples in designs: draws of a file in place of priors, checked with line and nearest name."""

from pathlib import Path

import pytest

from builders.paths import SCENARIOS
from cityties.errors import ScenarioError
from cityties.experiment.inputs import unit_identity
from cityties.experiment.variants import expand
from cityties.scenario.reader import read_scenario
from cityties.scenario.sample_file import read_sample, sample_text

TOY = SCENARIOS / "toy.yaml"
KEYS = ("anger_life", "shocks.EM-WM-2003-09.severity")
ROWS = ((3.0, 0.4), (4.5, 0.6), (6.0, 0.2))


def written(folder: Path, design: str, sample: str | None = None) -> Path:
    """Write a sample and a design that uses it."""
    text = sample_text(KEYS, ROWS, (7, 8, 7), ("made by: a test",)) if sample is None else sample
    (folder / "mine.csv").write_text(text, encoding="utf-8")
    file = folder / "design.yaml"
    file.write_text(f"extends: {TOY.resolve()}\ntitle: Drawn\nquestion: Which?\ndesign:\n{design}", encoding="utf-8")
    return file


def test_a_design_takes_its_draws_from_a_file_seen_from_there(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path, "  draws: {from: mine.csv}\n"))
    (variant,) = expand(scenario, "design.yaml")
    assert variant.samples == 3
    assert variant.changes(2) == dict(zip(KEYS, ROWS[1], strict=True))
    drawn = variant.drawn_scenario(2)
    assert drawn.parameters.anger_life == 4.5
    assert drawn.shocks.change["EM-WM-2003-09"].severity == 0.6


def test_fewer_draws_can_be_asked_for_and_no_more_than_there_are(tmp_path: Path) -> None:
    (variant,) = expand(read_scenario(written(tmp_path, "  draws: {from: mine.csv, first: 2}\n")), "design.yaml")
    assert variant.samples == 2
    with pytest.raises(ScenarioError, match="has 3 draws, and 4 are asked for"):
        read_scenario(written(tmp_path, "  draws: {from: mine.csv, first: 4}\n"))


def test_other_values_in_the_file_are_other_units(tmp_path: Path) -> None:
    (one,) = expand(read_scenario(written(tmp_path, "  draws: {from: mine.csv}\n")), "design.yaml")
    other_rows = (ROWS[0], (4.5, 0.61), ROWS[2])
    text = sample_text(KEYS, other_rows, (7, 8, 7), ())
    (other,) = expand(read_scenario(written(tmp_path, "  draws: {from: mine.csv}\n", text)), "design.yaml")
    identities = [[unit_identity(variant, draw, 0, 25, {}) for draw in (1, 2, 3)] for variant in (one, other)]
    assert [a == b for a, b in zip(*identities, strict=True)] == [True, False, True]


@pytest.mark.parametrize(
    ("design", "sample", "message"),
    [
        ("  draws: {from: mina.csv}\n", None, "no such file"),
        ("  draws: {form: mine.csv}\n", None, "Did you mean 'from'?"),
        ("  draws: {from: 3}\n", None, "takes a number of draws, or a file of them"),
        ("  draws: {from: mine.csv}\n", "anger_life\n3\n4\n", "no column 'weight'"),
        ("  draws: {from: mine.csv}\n", "weight,anger_lift\n1,3\n1,4\n", "Did you mean 'anger_life'?"),
        ("  draws: {from: mine.csv}\n", "weight,anger_life\n1,3\n1,x\n", "mine.csv:3: anger_life 'x' is no number"),
        ("  draws: {from: mine.csv}\n", "weight,anger_life\n1,3\n1\n", "mine.csv:3: 1 field where the header has 2"),
        ("  draws: {from: mine.csv}\n", "weight,anger_life\n1,3\n-1,4\n", "mine.csv:3: weight -1 is below 0"),
        ("  draws: {from: mine.csv}\n", "weight,anger_life\n1,3\n1,400\n", "draw 2, parameters.anger_life"),
        ("  draws: {from: mine.csv}\n  sweep: {grid: {anger_life: [2, 3]}}\n", None, "is varied by the sweep too"),
    ],
)
def test_a_fault_names_the_line_and_what_to_do(design: str, sample: str | None, message: str, tmp_path: Path) -> None:
    file = written(tmp_path, design, sample)
    with pytest.raises(ScenarioError) as error:
        read_scenario(file)
    assert message in str(error.value)
    assert "design.yaml:" in str(error.value)


def test_draws_count_by_their_weight(tmp_path: Path) -> None:
    file = tmp_path / "weighed.csv"
    file.write_text("weight,anger_life\n0.5,3\n0.25,4\n0.25,5\n0,6\n", encoding="utf-8")
    assert [point["anger_life"] for point in read_sample(file).points] == [3.0, 3.0, 4.0, 5.0]


def test_a_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    file.write_text(sample_text(KEYS, ROWS, (1, 2, 3), ("made by: a test",)), encoding="utf-8")
    found = read_sample(file)
    assert (found.keys, found.rows, found.origin) == (KEYS, ROWS, ("made by: a test",))
