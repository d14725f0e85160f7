"""Units and chunks: every replicate once, whatever a batch was asked for before."""

from collections.abc import Iterator

from cityties.experiment.units import Asked, chunks_of, new_units


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
