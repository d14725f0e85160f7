"""Units and chunks: every replicate once, whatever a batch was asked for before."""

from collections.abc import Iterator

import pytest

from cityties.errors import CityTiesError
from cityties.experiment.units import Asked, Unit, chunks_of, new_units, unit_named


def asked(replicates: int, samples: int = 0) -> Asked:
    return Asked((replicates, replicates), (samples, samples))


def every(generations: list[Asked]) -> Iterator[tuple[int, int, int]]:
    for chunk in chunks_of(generations):
        for unit in chunk.units:
            yield from ((unit.variant, unit.draw, k) for k in range(unit.first, unit.last))


def test_generations_hold_every_replicate_once_however_a_batch_grew() -> None:
    grew = list(every([asked(30, 2), asked(60, 2), asked(60, 5)]))
    assert len(grew) == len(set(grew))
    assert set(grew) == set(every([asked(60, 5)]))


def test_chunks_of_an_earlier_generation_stay_as_they_are() -> None:
    first = list(chunks_of([asked(200)]))
    assert list(chunks_of([asked(200), asked(333)]))[: len(first)] == first


def test_units_of_all_variants_of_a_block_stand_together() -> None:
    order = [(unit.variant, unit.first) for unit in new_units(None, asked(50))]
    assert order == [(0, 0), (1, 0), (0, 25), (1, 25)]


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("v0-d0-r0-26", "it would hold 26 replicates, a unit holds 1 to 25"),
        ("v0-d0-r0-1000000000000", "it would hold 1,000,000,000,000 replicates, a unit holds 1 to 25"),
        ("v0-d0-r5-5", "it would hold 0 replicates, a unit holds 1 to 25"),
        ("v0-d0-r9-5", "it would hold -4 replicates, a unit holds 1 to 25"),
        ("v0-d0-r0-" + "9" * 5000, "is no unit; units are called like v0-d3-r0-25"),
        ("v0-d0-r\u00b2-3", "is no unit; units are called like v0-d3-r0-25"),
        ("", "is no unit; units are called like v0-d3-r0-25"),
    ],
)
def test_a_range_that_no_unit_has_is_refused_with_the_number_and_the_limit(name: str, report: str) -> None:
    with pytest.raises(CityTiesError, match=report):
        unit_named(name)
    assert unit_named("v1-d2-r25-50") == unit_named("1-2-25-50") == Unit(1, 2, 25, 50)


def test_the_greater_of_two_amounts_is_asked_for_variant_by_variant() -> None:
    assert Asked((10, 60), (4, 0)).grown(Asked((30, 20), (0, 2))) == Asked((30, 60), (4, 2))


def test_chunks_are_numbered_from_0_and_filled_up_to_the_least_size() -> None:
    chunks = list(chunks_of([asked(125)]))
    assert [chunk.name for chunk in chunks] == ["g0-00000", "g0-00001", "g0-00002"]
    assert [sum(unit.replicates for unit in chunk.units) for chunk in chunks] == [100, 100, 50]
