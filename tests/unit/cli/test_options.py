"""No option of any command lets through what the program cannot do: found by looking at the commands themselves."""

import inspect
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import typer
from typer.testing import CliRunner

from cityties.claims.declared import MOST_CLAIM_DRAWS
from cityties.cli import options
from cityties.cli.main import app
from cityties.scenario.design import MOST_DRAWS
from cityties.scenario.keys import all_keys

ODD = ("-1", "0", "-9" * 20, "9" * 30, "NaN", "inf", "1e3", "", " ", "\N{SUPERSCRIPT TWO}", "0x10", "[red]")
"""What nobody means, or only by mistake."""
type Words = tuple[str, ...]


def commands(group: Any, above: Words = ()) -> Iterator[tuple[Words, Any]]:
    """Yield every command with the words that call it, and its function."""
    for one in group.registered_commands:
        yield (*above, one.name or one.callback.__name__.strip("_").replace("_", "-")), one.callback
    for one in group.registered_groups:
        yield from commands(one.typer_instance, (*above, one.name))


def parameters(function: Any) -> Iterator[tuple[str, type, Any, bool]]:
    """Yield name, type, declaration and need of every option and argument of a command."""
    hints = get_type_hints(function, include_extras=True)
    for name, one in inspect.signature(function).parameters.items():
        kind, said = get_args(hints[name])[:2]
        plain = next(part for part in (*get_args(kind), kind) if part is not type(None))
        yield name, get_origin(plain) or plain, said, one.default is inspect.Parameter.empty


def option_of(name: str, said: Any) -> str:
    """Return how an option is written."""
    return next(iter(said.param_decls or ()), f"--{name.replace('_', '-')}")


NUMBERS = [
    (words, option_of(name, said), said)
    for words, function in commands(app)
    for name, kind, said, _ in parameters(function)
    if isinstance(said, typer.models.OptionInfo) and kind in (int, float)
]


def named(case: object) -> str | None:
    if isinstance(case, tuple):
        return " ".join(case)
    return case if isinstance(case, str) else ""


def test_there_are_numbers_to_look_at() -> None:
    assert len(NUMBERS) > 20
    assert {"run", "claims"} <= {words[0] for words, _, _ in NUMBERS}


@pytest.mark.parametrize(("words", "option", "said"), NUMBERS, ids=named)
def test_every_number_has_bounds_that_the_command_line_checks(words: Words, option: str, said: Any) -> None:
    assert said.min is not None, f"{words} {option} takes any number"
    assert said.max is not None, f"{words} {option} takes numbers without end"
    assert 0 <= said.min < said.max < 2**63


@pytest.mark.parametrize(("words", "option", "said"), NUMBERS, ids=named)
def test_what_nobody_means_is_refused_before_anything_is_read(words: Words, option: str, said: Any) -> None:
    needed = [
        word
        for name, _, declared, is_needed in parameters(dict(commands(app))[words])
        if is_needed
        for word in (("x",) if isinstance(declared, typer.models.ArgumentInfo) else (option_of(name, declared), "x"))
    ]
    for value in ODD:
        if value == "0" and said.min == 0:
            continue
        done = CliRunner().invoke(app, [*words, *needed, f"{option}={value}"])
        assert done.exit_code == 2, (value, done.output)
        assert option in done.output, (value, done.output)


def test_bounds_of_options_are_those_of_files() -> None:
    replicates, seed = all_keys()[("replicates",)], all_keys()[("seed",)]
    assert f"{options.MOST_REPLICATES}" in replicates.bounds()
    assert f"{options.LARGEST_SEED}" in seed.bounds()
    assert (options.MOST_DRAWS, options.MOST_CLAIM_DRAWS) == (MOST_DRAWS, MOST_CLAIM_DRAWS)
