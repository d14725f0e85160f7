"""The tests that kill mutants: drawn worlds against what the reference model says of them, and mechanisms by hand.

The reference model does not use the code that is mutated, so its records are made once, before any mutant. Mutants
outside the kernel are killed by the tests of the name of their module.
"""

import importlib
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from builders.worlds import run
from builders.worlds_drawn import Drawn, worlds
from cityties.setup.initialization import prepare
from oracle.model import ReferenceRecord, run_reference
from oracle.test_oracle import agree
from unit.kernel import test_randomness

FILES = (
    "model.test_nations",
    "model.test_ties",
    "model.test_policies",
    "model.test_meetings",
    "model.test_economy",
    "model.test_conciliation",
    "model.test_two_clocks",
    "model.test_ending",
    "model.test_formation",
)
OF_THE_HASH = (test_randomness.test_the_mixer_is_the_published_splitmix64,)
LOOKED_AT = {
    "model.test_ending": ("ending", "randomness"),
    "model.test_formation": ("formation", "signing", "pair_traits", "randomness"),
}
"""What the last of these files look at, whose tests live hundreds of times."""
DRAWN = 48
TESTS = Path(__file__).parents[1]

type Known = tuple[Drawn, bool, ReferenceRecord]


def drawn_worlds(number: int = DRAWN) -> list[Known]:
    """Draw worlds and live them, in turn in both arms, in the reference model; the shortest come first."""
    found: list[Known] = []

    @seed(3)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn=worlds())
    def draw(drawn: Drawn) -> None:
        arm = len(found) % 3 != 2
        found.append((drawn, arm, run_reference(*drawn, 0, arm)))

    draw()
    return sorted(found, key=lambda known: known[2].dyads.size)


def play(known: list[Known], module: str) -> None:
    """Play all tests that could notice a mistake in a module, until one fails.

    Raises:
        Exception: whatever a test raises.
    """
    for test in OF_THE_HASH:
        test()
    for drawn, arm, reference in known:
        agree(run(prepare(*drawn), 0, arm), reference)
    for by_hand, arguments in mechanisms():
        if module in LOOKED_AT.get(by_hand.__module__, (module,)):
            by_hand(**arguments)


def test_file(path: Path) -> Path:
    """Return the file of tests by the name of a module outside the kernel."""
    return TESTS / "unit" / path.parent.name / f"test_{path.stem}.py"


def play_tests_of(path: Path) -> None:
    """Play the tests by the name of a module, until one fails.

    Raises:
        AssertionError: one fails.
    """
    quiet = ["-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    assert pytest.main([*quiet, f"--rootdir={TESTS.parent}", str(test_file(path))]) == 0


def warm_up() -> None:
    """Load what all tests need, once, before processes are forked."""
    for name in ("pandas", "pyarrow", "scipy.stats", "builders.batches_on_disk", "cityties.cli.main"):
        importlib.import_module(name)


def mechanisms() -> Iterator[tuple[Callable[..., None], dict[str, Any]]]:
    """Yield the tests of mechanisms with each set of their arguments, but for those that are known to fail."""
    for name in FILES:
        module = importlib.import_module(name)
        for test in vars(module).values():
            ours = getattr(test, "__name__", "").startswith("test_") and test.__module__ == name
            if ours and not any(mark.name == "xfail" for mark in getattr(test, "pytestmark", [])):
                for arguments in arguments_of(test):
                    yield test, arguments


def arguments_of(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Yield the arguments that pytest would call a test with."""
    sets: list[list[dict[str, Any]]] = []
    for mark in getattr(test, "pytestmark", []):
        if isinstance(mark, pytest.Mark) and mark.name == "parametrize":
            names = mark.args[0] if isinstance(mark.args[0], tuple) else (mark.args[0],)
            rows = [row if len(names) > 1 else (row,) for row in mark.args[1]]
            sets.append([dict(zip(names, row, strict=True)) for row in rows])
    for chosen in product(*sets):
        yield {name: value for part in chosen for name, value in part.items()}
