"""Maps and checks beside the verdicts are laid out as the file of claims has it, in any world."""

from pathlib import Path

import numpy as np
import pytest

from builders.worlds_on_disk import write_small_world
from cityties.claims.attribution import effort_of
from cityties.claims.maps import MapSize, first_shock, map_scenario, open_maps
from cityties.claims.neutrality import open_check
from cityties.claims.reading import ClaimSet, read_claims
from cityties.claims.size import size_of
from cityties.claims.worlds import PRIOR, REST, needed_worlds, permuted
from cityties.kernel.calendar import month_index
from cityties.tables.world_tables import read_tables

TEXT = """\
scenario: mine.yaml
crises: [AA-BB 2012-09]
deciding: {escalation: [over_compliance, lobbying_restraint]}
worlds:
  history: {until: 2016-12}
  calm: {set: {lobbying: false}}
  placebo: {null: N1}
maps:
  until: 2014-12
  severities: [0.2, 0.4, 0.9]
  compared: [0.2, 0.9]
  surfaces:
    plane:
      x: {key: shocks.AA-BB-2012-09.severity, values: [0.1, 0.5, 1.0], label: severity}
      y: {key: over_compliance, values: [0.0, 0.5], label: over-compliance}
neutrality: {until: 2013-12}
claims:
  first: {statement: Not to be tested, not_tested: it would be built in}
  second: {statement: Ties soften, estimand: buffer}
"""


@pytest.fixture
def claim_set(tmp_path: Path) -> ClaimSet:
    write_small_world(tmp_path / "small")
    (tmp_path / "mine.yaml").write_text("title: Mine\nworld: small\nstart: 2008-01\nend: 2016-12\n", encoding="utf-8")
    (tmp_path / "claims.yaml").write_text(TEXT, encoding="utf-8")
    return read_claims(tmp_path / "claims.yaml")


def test_the_scenario_of_the_maps_ends_where_the_file_has_it_and_follows_one_crisis(claim_set: ClaimSet) -> None:
    scenario = map_scenario(claim_set)
    assert scenario.end == month_index("2014-12")
    assert scenario.crises.only == ("AA-BB 2012-09",)
    assert first_shock(read_tables(scenario.world_folder), scenario) == "AA-BB-2012-09"


def test_every_severity_is_run_in_both_samples_and_every_point_of_a_plane_once(
    claim_set: ClaimSet, tmp_path: Path
) -> None:
    maps = open_maps(claim_set, MapSize(3, 2), tmp_path)
    found = [(one.scenario.shocks.change["AA-BB-2012-09"].severity, one.arm) for one in maps.severity.variants]
    assert found == [(severity, sample) for severity in (0.2, 0.4, 0.9) for sample in (REST, PRIOR)]
    points = [tuple(one.point.values()) for one in maps.surfaces["plane"].variants]
    assert points == [(x, y) for x in (0.1, 0.5, 1.0) for y in (0.0, 0.5)]


def test_the_check_of_neutrality_reads_the_crises_of_the_file_where_it_names_none_of_its_own(
    claim_set: ClaimSet, tmp_path: Path
) -> None:
    check = open_check(claim_set, ["escalation"], 2, tmp_path)
    assert list(check.crises) == ["AA-BB 2012-09"]
    assert {one.scenario.end for one in check.batch.variants} == {month_index("2013-12")}


def test_the_first_claim_with_a_test_leads_where_the_file_names_none(claim_set: ClaimSet) -> None:
    assert claim_set.content.lead == "second"
    assert claim_set.content.map_crisis == "AA-BB 2012-09"


def test_worlds_that_no_claim_reads_are_run_only_if_they_are_null_models(claim_set: ClaimSet) -> None:
    assert needed_worlds(claim_set) == ["history", "placebo"]


def test_a_first_table_takes_a_small_part_of_the_whole(claim_set: ClaimSet) -> None:
    assert (size_of(claim_set).draws, size_of(claim_set, full=True).draws) == (24, 400)
    assert size_of(claim_set, full=True).with_draws(10).panel_draws == 10
    assert (effort_of(claim_set, False).draws, effort_of(claim_set, True).draws) == (4, 60)


def test_permuted_months_stay_within_the_span_of_the_record(
    claim_set: ClaimSet,
) -> None:
    tables = read_tables(claim_set.scenarios["history"].world_folder)
    moved = permuted(tables, 5)
    before, after = (table["date"].to_numpy(np.int64) for table in (tables.forum, moved.forum))
    assert before.min() <= after.min() <= after.max() <= before.max()
