"""What a sweep shows of itself: its factors, whatever kind they are, in tables, ranking, figures and on the page."""

from pathlib import Path

import pandas as pd
import pytest

from builders.batches_on_disk import run, write, write_folder

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


def table(batch: Path, name: str) -> pd.DataFrame:
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
        "shocks.AA-BB-2012-09.severity", "lobbying", "engine=reduced_form",
        "policies.budget=even", "policies.budget=proportional", "policies.budget=concentrated",
    } - {f"policies.budget={first_choice(batch)}"}  # fmt: skip
    losses = ranked[(ranked["measure"] == "loss_36") & (ranked["crisis"] == "AA-BB 2012-09")].set_index("parameter")
    assert losses.loc["shocks.AA-BB-2012-09.severity", "correlation"] > 0.3


def first_choice(batch: Path) -> str:
    """Return the choice that the others are ranked against: the first one that a draw met."""
    drawn = table(batch, "draws")
    return str(drawn[drawn["parameter"] == "policies.budget"].sort_values("draw")["choice"].iloc[0])


def test_half_lives_and_healing_are_outcomes_like_others(batch: Path) -> None:
    means = table(batch, "outcomes")
    means = means[means["tie_pathways"] & means["political_shocks"] & (means["crisis"] == "AA-BB 2012-09")]
    of_crisis = means.set_index("measure")
    assert 0.0 < of_crisis.loc["half_life", "mean"] <= 60.0
    assert 0.0 <= of_crisis.loc["healed", "mean"] <= of_crisis.loc["halved", "mean"] <= 1.0
    assert "half_life" in set(table(batch, "ranking")["measure"])
