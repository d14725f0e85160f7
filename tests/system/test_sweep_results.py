"""What a sweep shows of itself: its factors, whatever kind they are, in tables, ranking, figures and on the page."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from builders.batches_on_disk import call, run, write, write_folder
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison, compare
from cityties.analysis.swept import swept_scenarios
from cityties.analysis.swept_ranges import swept_table
from cityties.experiment.batch_folder import BatchFolder
from cityties.figures.sweep import sweep_pictures
from cityties.report.sweep_sections import range_texts

FACTORS = """\
replicates: 2
design:
  sweep:
    lhs:
      points: 24
      over:
        shocks.AA-BB-2012-09.severity: [0.2, 1.2]
        lobbying: [true, false]
        engine: [escalation, reduced_form]
        policies.budget: [proportional, concentrated, even]
"""


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a batch whose points differ in a number, a switch, the engine and a policy."""
    folder = write_folder(tmp_path_factory.mktemp("factors"))
    return run(folder, write(folder, "factors", FACTORS), drawn=True).path


def table(batch: Path, name: str) -> Any:
    return pd.read_parquet(batch / "tables" / f"{name}.parquet")


def test_draws_hold_numbers_and_switches_as_numbers_and_choices_as_words(batch: Path) -> None:
    drawn = table(batch, "draws").set_index(["parameter", "draw"])
    assert set(drawn.loc["lobbying", "value"]) == {0.0, 1.0}
    assert sorted(drawn.loc["engine", "choice"].value_counts()) == [12, 12]
    assert sorted(drawn.loc["policies.budget", "choice"].value_counts()) == [8, 8, 8]
    assert drawn.loc["engine", "value"].isna().all()
    assert drawn.loc["shocks.AA-BB-2012-09.severity", "choice"].isna().all()


def test_switches_and_choices_are_ranked_beside_numbers(batch: Path) -> None:
    ranked = table(batch, "ranking")
    assert set(ranked["parameter"]) == {
        "shocks.AA-BB-2012-09.severity",
        "lobbying",
        "engine=reduced_form",
        "policies.budget=concentrated",
        "policies.budget=even",
    }
    losses = ranked[(ranked["measure"] == "loss_36") & (ranked["crisis"] == "AA-BB 2012-09")].set_index("parameter")
    assert losses.loc["shocks.AA-BB-2012-09.severity", "correlation"] > 0.3


def test_half_lives_and_healing_are_outcomes_like_others(batch: Path) -> None:
    means = table(batch, "outcomes")
    means = means[means["tie_pathways"] & means["political_shocks"] & (means["crisis"] == "AA-BB 2012-09")]
    of_crisis = means.set_index("measure")
    assert 0.0 < of_crisis.loc["half_life", "mean"] <= 60.0
    assert 0.0 <= of_crisis.loc["healed", "mean"] <= of_crisis.loc["halved", "mean"] <= 1.0
    assert "half_life" in set(table(batch, "ranking")["measure"])


def test_indices_stand_beside_chance_for_every_factor_and_many_outcomes(batch: Path) -> None:
    found = table(batch, "indices")
    assert set(found["factor"]) == set(table(batch, "draws")["parameter"])
    assert {"half_life", "loss_36", "depth"} <= set(found["outcome"])
    losses = found[(found["outcome"] == "loss_36") & (found["crisis"] == "AA-BB 2012-09")].set_index("factor")
    assert losses["first"].idxmax() == "shocks.AA-BB-2012-09.severity"
    assert losses.loc["shocks.AA-BB-2012-09.severity", "first"] > losses["first_chance"].iloc[0]
    assert losses["noise"].between(0.0, 1.0).all()
    assert (found["n"] <= 24).all()


def test_the_page_shows_ranges_figures_and_indices_of_a_sweep(batch: Path) -> None:
    page = (batch / "report.html").read_text(encoding="utf-8")
    for words in ("What the sweep shows", "Latin hypercube", "policies.budget", "Above chance"):
        assert words in page
    assert "So few points leave intervals wide" in page
    assert list((batch / "figures").glob("sweep-points-*.svg"))
    ranges = table(batch, "swept").set_index("parameter")
    assert ranges.loc["shocks.AA-BB-2012-09.severity", "asked"] == "[0.2, 1.2]"
    assert ranges.loc["engine", "choices"] == "escalation, reduced_form"
    assert 0.2 <= ranges.loc["shocks.AA-BB-2012-09.severity", "from"] < 0.3


def test_another_outcome_is_drawn_on_demand_and_a_misspelt_one_refused(batch: Path) -> None:
    call("figures", batch, "--outcome", "half_life", "--against", "lobbying", "--format", "svg")
    assert (batch / "figures" / "sweep-points-half_life.svg").is_file()
    assert "Did you mean 'half_life'?" in call("figures", batch, "--outcome", "half_lif", code=2)
    assert "'lobying' was not varied. Did you mean 'lobbying'?" in call(
        "figures", batch, "--against", "lobying", code=2
    )


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BatchFolder]:
    """Return a sweep over one key in two arms, one over two keys, and one over three."""
    folder = write_folder(tmp_path_factory.mktemp("swept"))
    axes = {
        "one": "anger_life: [1, 3, 10, 30]",
        "two": "shocks.AA-BB-2012-09.severity: [0.3, 0.9], over_compliance: [0, 2, 4]",
        "three": "over_compliance: [0, 4], lobbying: [true, false], policies.budget: [proportional, even]",
    }
    arms = "arms: {named: {no_aid: {mechanisms: {aid: false}}}}\n"
    texts = {name: f"replicates: 2\n{arms}design: {{sweep: {{grid: {{{axis}}}}}}}\n" for name, axis in axes.items()}
    return {name: run(folder, write(folder, name, text)) for name, text in texts.items()}


def test_one_key_gives_lines_two_a_map_and_three_the_means_over_the_others(swept: dict[str, BatchFolder]) -> None:
    titles = {}
    for name, one in swept.items():
        comparison = compare([one.path])
        (picture,) = sweep_pictures(comparison, "loss_36")
        titles[name] = picture.title
        (found,) = swept_scenarios(comparison)
        assert found.is_full
        assert len(found.places) == 2
    assert titles == {
        "one": "Loss 36 against anger_life",
        "two": "Loss 36 over over_compliance and shocks.AA-BB-2012-09.severity",
        "three": "Loss 36 against over_compliance, lobbying and policies.budget",
    }
    ranges = swept_table(compare([swept["one"].path])).iloc[0]
    assert (ranges["from"], ranges["to"], ranges["points"], ranges["scale"]) == (1.0, 30.0, 4, "in proportion")


def test_settings_that_are_swept_take_one_row_of_the_page_whatever_the_number_of_points() -> None:
    rows = dict(range_texts_of([0.1 * place for place in range(1, 51)]))
    assert rows == {"parameters.outreach": "0.1 to 5 (50 values, even)"}


def range_texts_of(values: list[float]) -> dict[str, str]:
    """Return the text of a swept key with these values, from cases that were never run."""
    cases = [
        Case(f"s, outreach={value}", Path("batch"), {"name": "s", "world": "world/w"}, {}, n, point={"outreach": value})
        for n, value in enumerate(values)
    ]
    return range_texts(Comparison(cases, [case.label for case in cases], [0] * len(cases)))
