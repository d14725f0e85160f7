"""What would settle the claim: a planted informative observable is found, a planted empty one is not."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builders.paths import SCENARIOS
from cityties.calibration.settling.inference import FOLDS, recovery, stated_probabilities
from cityties.calibration.settling.observed import is_meant
from cityties.calibration.settling.reading import read_observables
from cityties.calibration.settling.study import smallest_table
from cityties.errors import ScenarioError
from cityties.kernel.state import FloatArray

DRAWS, REPLICATES, EPS = 400, 2, 0.05
CHANCE = np.random.default_rng(4)
BUFFER = CHANCE.normal(0.0, 0.2, DRAWS)
EMPTY = CHANCE.normal(size=(DRAWS * REPLICATES, 6))


def test_a_scenario_that_is_taken_for_observables_is_named_as_what_it_is() -> None:
    with pytest.raises(ScenarioError, match="is a scenario and holds no observables"):
        read_observables(SCENARIOS / "toy.yaml")


def planted(noise: float) -> FloatArray:
    """B itself among columns of nothing, with an error."""
    seen = EMPTY.copy()
    seen[:, 3] = np.repeat(BUFFER, REPLICATES) + noise * CHANCE.normal(size=DRAWS * REPLICATES)
    return seen


def test_a_planted_informative_observable_is_found() -> None:
    found = recovery(planted(0.02), BUFFER, EPS)
    assert found.recovered > 0.95
    assert found.low <= found.recovered <= found.high
    assert found.sure > 0.7
    assert found.sure_right > 0.95


def test_a_planted_empty_observable_is_no_better_than_guessing() -> None:
    """With about 320 draws the share recovered lies within 0.1 of one half in 999 of 1,000 samples."""
    found = recovery(EMPTY, BUFFER, EPS)
    assert 0.4 < found.recovered < 0.6
    assert found.low < found.guess


def test_more_error_recovers_less() -> None:
    shares = [recovery(planted(noise), BUFFER, EPS).recovered for noise in (0.02, 0.3, 3.0)]
    assert shares[0] > shares[1] > shares[2]


def test_draws_without_a_sign_or_a_downturn_do_not_count() -> None:
    buffer = BUFFER.copy()
    buffer[:50] = np.nan
    buffer[50:80] = 0.04
    assert recovery(planted(0.02), buffer, EPS).draws == int((np.abs(np.nan_to_num(buffer)) > EPS).sum())


def test_no_history_is_judged_by_a_reader_who_saw_another_of_its_draw() -> None:
    """Each draw has a fingerprint of its own, which would give its sign away to one who saw its other history."""
    n = 240
    draw = np.repeat(np.arange(n), 2)
    positive = np.random.default_rng(1).random(n)[draw] > 0.5
    fingerprint = np.random.default_rng(2).random((n, 3))[draw]
    right = (stated_probabilities(fingerprint, positive, draw) > 0.5) == positive
    assert right.mean() < 0.65
    assert n > 2 * FOLDS


def test_columns_without_a_number_are_passed_over() -> None:
    seen = planted(0.02)
    seen[:, 0], seen[:, 1] = np.nan, 1.0
    assert recovery(seen, BUFFER, EPS).recovered > 0.95
    assert recovery(np.full_like(seen, np.nan), BUFFER, EPS).recovered <= 0.6


def test_too_few_draws_say_nothing() -> None:
    assert np.isnan(recovery(EMPTY[:6], BUFFER[:3], EPS).recovered)


def test_the_smallest_number_that_is_enough_is_named_or_none() -> None:
    columns = ["observable", "crisis", "n", "recovered", "low", "high", "guess"]
    rows = [("a", "x", n, share, 0.0, 1.0, 0.5) for n, share in ((5, 0.7), (10, 0.92), (40, 0.95))]
    rows += [("b", "x", n, 0.6, 0.5, 0.7, 0.5) for n in (5, 10)]
    found = smallest_table(pd.DataFrame(rows, columns=columns), 0.9).set_index("observable")
    assert found["smallest"].to_dict() == {"a": 10, "b": 0}
    assert found["recovered"].to_dict() == {"a": 0.92, "b": 0.6}


def test_data_on_exchange_know_nothing_of_states_and_lobbying() -> None:
    assert is_meant("consent_base", ["exchange"])
    assert not is_meant("over_compliance", ["exchange"])
    assert not is_meant("shocks.CN-JP-2012-09.severity", ["exchange"])
    assert is_meant("shocks.CN-JP-2012-09.severity", ["all"])
    assert is_meant("over_compliance", ["over_compliance"])


SHIPPED = (SCENARIOS / "observables.yaml").read_text(encoding="utf-8")


def refused(tmp_path: Path, old: str, new: str) -> str:
    assert old in SHIPPED
    text = SHIPPED.replace("scenario: historical.yaml", f"scenario: {SCENARIOS / 'historical.yaml'}")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        read_observables(path)
    return str(refusal.value).replace(str(path), "mine.yaml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("measure: mayors", "measure: mayor", "no measure 'mayor'. Did you mean 'mayors'?"),
        ("systematic: 0.4", "sistematic: 0.4", "no such key. Did you mean 'systematic'?"),
        ("crises: [CN-JP 2005-04,", "crises: [CN-JP 2005-05,", "no crisis of two nations 'CN-JP 2005-05'."),
        ("number: [1, 25]", "number: [25, 1]", "takes whole numbers above 0 that grow"),
        ("months: [1, 3, 6]", "months: [1, 3, 60]", "takes months after the beginning of a crisis that grow"),
        ("parameters: [all]", "parameters: [al]", "no parameter 'al'. Did you mean 'all'?"),
        ("of: [relations_score,", "of: [relations_scor,", "Did you mean 'relations_score'?"),
        ("title: What data would settle the claim?", "", "title: is required."),
        ("enough: 0.90", "enough: 1.2", "enough: takes a number below 1, not 1.2."),
        ("random: 0.1", "random: -0.1", "random: takes a number from 0 on, not -0.1."),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_would_do(tmp_path: Path, old: str, new: str, message: str) -> None:
    said = refused(tmp_path, old, new)
    assert message in said
    assert said.startswith("mine.yaml")


def test_the_line_of_a_fault_is_that_of_its_key(tmp_path: Path) -> None:
    line = SHIPPED.splitlines().index("    systematic: 0.4") + 1
    assert refused(tmp_path, "systematic: 0.4", "systematic: -1.0").startswith(f"mine.yaml:{line}: observables.")


def test_the_shipped_file_has_what_a_researcher_would_ask_for() -> None:
    content = read_observables(SCENARIOS / "observables.yaml").content
    measures = {one.measure for one in content.observables.values()}
    wanted = {
        "cancellations",
        "people",
        "return",
        "relations",
        "anger",
        "mayors",
        "hostility",
        "parameters",
        "combined",
    }
    assert measures == wanted
