"""The claims get the same verdicts whoever computes them and however often that is broken off."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from builders.paths import SCENARIOS
from cityties.analysis.cases import read_cases
from cityties.claims.evidence import VariantRows
from cityties.claims.panel import STATISTICS, panel_statistics
from cityties.claims.reading import ClaimSet, read_claims
from cityties.claims.session import Session, compute, evidence, open_session, open_worlds
from cityties.claims.size import Size
from cityties.claims.table import all_values, main_rows, rest_rows, verdict_table
from cityties.claims.worlds import PRIOR, REST, permuted, world_tables
from cityties.cli.main import app

CLAIMS = """\
scenario: {folder}/historical.yaml
crises: [CN-JP 2012-09]
deciding: {{escalation: [over_compliance, lobbying_restraint]}}
worlds:
  history: {{until: 2015-12, shocks: both, set: {{start: 2008-01}}}}
  again: {{until: 2015-12, shocks: both, set: {{start: 2008-01}}}}
  silent:
    until: 2015-12
    set: {{start: 2008-01, lobbying: false, contact: false, provocation: false, conciliation: false, aid: false}}
  permuted: {{until: 2015-12, set: {{start: 2008-01}}, permute_city_events: true, null: N7}}
claims:
  H1: {{statement: Ties soften bad times, estimand: buffer}}
  H1b: {{statement: Ties speed recovery, estimand: buffer_half_life}}
  H1c: {{statement: Ties raise the level, estimand: level}}
  H2: {{statement: Exchange is insulated, estimand: insulation, zero: 0.5, expected: below}}
  H2s: {{statement: Ties survive, estimand: survival_any, zero: 0.5}}
  H8: {{statement: Strong ties suspend less, estimand: older_suspend_less}}
  N0: {{statement: Silence does nothing, estimand: buffer, world: silent, expected: near}}
  same: {{statement: A world is itself, estimand: buffer_difference, against: again, expected: near}}
"""
SIZE = Size(draws=4, replicates=1, panel_draws=2)


@pytest.fixture(scope="module")
def claim_set(tmp_path_factory: pytest.TempPathFactory) -> ClaimSet:
    path = tmp_path_factory.mktemp("claims") / "claims.yaml"
    path.write_text(CLAIMS.format(folder=SCENARIOS), encoding="utf-8")
    return read_claims(path)


def values(session: Session) -> pd.DataFrame:
    return all_values(session.claim_set, evidence(session), session.size.panel_draws)


@pytest.fixture(scope="module")
def session(claim_set: ClaimSet, tmp_path_factory: pytest.TempPathFactory) -> Session:
    opened = open_session(claim_set, SIZE, tmp_path_factory.mktemp("runs"))
    compute(opened, 2, lambda _: None)
    return opened


def test_one_worker_broken_off_and_resumed_gives_the_same_verdicts_as_two(
    claim_set: ClaimSet, session: Session, tmp_path: Path
) -> None:
    interrupted = open_session(claim_set, SIZE, tmp_path)
    done = 0

    def interrupt(n: int) -> None:
        nonlocal done
        done += n
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute(interrupted, 1, interrupt)
    compute(interrupted, 1, lambda _: None)
    pd.testing.assert_frame_equal(values(interrupted), values(session))
    pd.testing.assert_frame_equal(
        verdict_table(claim_set, values(interrupted)), verdict_table(claim_set, values(session))
    )


def test_a_second_call_computes_nothing_and_more_draws_keep_those_there(claim_set: ClaimSet, session: Session) -> None:
    assert compute(session, 2, lambda _: None) == 0
    larger = open_session(claim_set, SIZE.with_draws(5), session.folder.parent)
    assert larger.folder == session.folder
    compute(larger, 2, lambda _: None)
    keys = ["claim", "sample", "draw"]
    both = values(session).merge(values(larger), on=keys, suffixes=("", "_after"))
    np.testing.assert_array_equal(both["value"], both["value_after"])


def test_the_folder_is_read_as_a_batch_though_no_variant_has_its_mechanisms_as_written(session: Session) -> None:
    labels = {case.plain_label.partition(",")[0] for case in read_cases(session.folder)}
    assert labels == {"history", "silent", "permuted"}


def test_worlds_that_differ_in_name_alone_are_computed_once(session: Session) -> None:
    assert session.worlds == ["history", "silent", "permuted"]
    found = values(session)
    assert set(found.loc[found["claim"] == "same", "value"].dropna()) == {0.0}


def test_without_feedback_nothing_is_gained_or_lost_in_any_draw(session: Session) -> None:
    found = values(session)
    silent = found.loc[found["claim"] == "N0", "value"].dropna()
    assert set(silent) == {0.0}


def test_rows_of_variants_that_are_read_together_are_those_of_each_alone(session: Session) -> None:
    folder = session.batch.folder
    together = VariantRows(folder, 4)
    for table, number in (("outcomes", 5), ("outcomes", 0), ("gaps", 0), ("outcomes", 4)):
        alone = folder.read_table(table, filters=[("variant", "==", number)]).to_pandas()
        pd.testing.assert_frame_equal(together.of(table, number), alone)


def test_every_claim_has_a_value_in_both_samples(session: Session) -> None:
    table = verdict_table(session.claim_set, values(session))
    assert set(main_rows(table).index) == set(rest_rows(table).index) == set(session.claim_set.tested)
    assert set(table["sample"]) == {REST, PRIOR}
    known = table[table["draws"] > 0]
    assert (known[["p_supported", "p_null", "p_harm"]].sum(axis=1) - 1.0).abs().max() < 1e-12


def test_verdicts_are_taken_on_the_full_prior(session: Session) -> None:
    table = verdict_table(session.claim_set, values(session))
    assert set(table.loc[table["decides"], "sample"]) == {PRIOR}


def test_permuted_city_events_keep_their_number_and_lose_their_months(session: Session) -> None:
    tables = world_tables([session.batch.variants[0]])[session.batch.variants[0].scenario.world_folder]
    moved = permuted(tables, 1)
    assert len(moved.forum) == len(tables.forum)
    assert (moved.forum["date"] != tables.forum["date"]).mean() > 0.8
    assert moved.digest != tables.digest
    assert permuted(tables, 1).forum.equals(moved.forum)


def test_the_panel_gives_every_statistic_of_the_recorded_history() -> None:
    default = read_claims(SCENARIOS / "claims.yaml")
    whole = open_worlds(default, ["history"], Size(1, 1, 1), Path("nowhere"))
    from cityties.experiment.units import Unit
    from cityties.experiment.work import UnitPlanner

    design = UnitPlanner(whole.batch.variants, whole.batch.worlds).design(Unit(0, 0, 0, 1))
    found = panel_statistics(design, 0)
    assert set(found) == set(STATISTICS)
    assert all(np.isfinite(value) for value in found.values())
    assert 0.0 < found["city_variance_share"] + found["nation_variance_share"] < 1.0


@pytest.mark.parametrize(
    ("name", "message"),
    [("N7", "permuted"), ("permuted", "permuted"), ("N0", "100% / 0% / 0%")],
)
def test_a_rival_is_run_by_its_code_or_its_name(claim_set: ClaimSet, session: Session, name: str, message: str) -> None:
    arguments = ["rivals", name, "--file", str(claim_set.file), "--draws", "4", "--out", str(session.folder.parent)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert message in result.output


def test_a_rival_that_is_run_again_shows_its_test_and_no_empty_bar(claim_set: ClaimSet, session: Session) -> None:
    arguments = ["rivals", "H2", "--file", str(claim_set.file), "--draws", "4", "--out", str(session.folder.parent)]
    CliRunner().invoke(app, arguments)
    again = CliRunner().invoke(app, arguments).output
    assert "0/0" not in again
    assert "below 0.5 by more than 0.05" in again
    assert "needs 10 draws" in again


def test_a_list_of_rivals_names_null_models_by_code(claim_set: ClaimSet) -> None:
    message = CliRunner().invoke(app, ["rivals", "--file", str(claim_set.file)]).output
    assert "N7 permuted" in message
    assert "lobbying: false" in message


def test_a_rival_that_is_not_there_is_refused_with_the_nearest_name(claim_set: ClaimSet) -> None:
    result = CliRunner().invoke(app, ["rivals", "permutet", "--file", str(claim_set.file)])
    assert result.exit_code != 0
    assert "permuted" in str(result.output) + str(result.exception)


def test_the_check_of_neutrality_says_where_its_table_is(tmp_path: Path) -> None:
    arguments = ["neutrality", "--draws", "2", "--engine", "escalation", "--out", str(tmp_path), "--quiet"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    table = pd.read_csv(Path(result.output.splitlines()[-1]) / "tables" / "neutrality.csv")
    assert set(table["sample"]) == {PRIOR, REST}
    assert list(table[["buffer", "null", "harm"]].sum(axis=1)) == [1.0] * len(table)
