"""Attribution: sampled orders give Shapley's values, and what is broken off goes on where it stopped."""

from pathlib import Path

import pandas as pd
import pytest

from builders.paths import SCENARIOS
from cityties.claims.attribution import (
    FELT_WITHOUT_TIES,
    PLAYERS,
    Attribution,
    Effort,
    attribution_table,
    compute_attribution,
    loss_of,
    open_attribution,
)
from cityties.claims.reading import read_claims
from cityties.experiment.design import plan, plan_again
from cityties.scenario.sweeps import with_settings
from cityties.setup.initialization import prepare


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLAYERS)))
def test_without_effects_of_ties_relations_feel_no_mechanism_but_provocation(number: int, tmp_path: Path) -> None:
    asked = open_attribution(read_claims(SCENARIOS / "claims.yaml"), Effort(draws=3, circles=1), tmp_path, tmp_path)
    variant = asked.batch.variants[number]
    plain = plan(prepare(variant.scenario, asked.batch.worlds[variant.scenario.world_folder]))
    felt = set()
    for draw in (1, 2, 3):
        scenario = variant.drawn_scenario(draw)
        losses = {
            name: loss_of(plan_again(plain, with_settings(scenario, {f"mechanisms.{name}": False})), draw, False)
            for name in PLAYERS[scenario.engine]
        }
        base = loss_of(plan_again(plain, with_settings(scenario, {"mechanisms.spillover": True})), draw, False)
        felt |= {name for name, loss in losses.items() if loss != base}
    assert felt == set(FELT_WITHOUT_TIES)


@pytest.mark.slow
def test_values_add_up_to_b_and_do_not_depend_on_workers_or_interruption(tmp_path: Path) -> None:
    claim_set = read_claims(SCENARIOS / "claims.yaml")

    def asked(where: str) -> Attribution:
        return open_attribution(claim_set, Effort(draws=2, circles=1), tmp_path, tmp_path / where)

    compute_attribution(asked("two"), 2, lambda _: None)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_attribution(asked("one"), 1, interrupt)
    assert 0 < len(asked("one").missing()) < 4
    assert compute_attribution(asked("one"), 1, lambda _: None) < 4
    assert compute_attribution(asked("one"), 1, lambda _: None) == 0
    one, two = attribution_table(asked("one")), attribution_table(asked("two"))
    pd.testing.assert_frame_equal(one, two)
    for _, rows in two.groupby("engine"):
        assert rows["mean"].sum() == pytest.approx(rows["all_on"].iloc[0], abs=1e-12)
