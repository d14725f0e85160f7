"""``cityties why-city``: why two cities met, or did not, in one month of a run or of a variant of a batch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from cityties.cli.batch import Request, allow_rules
from cityties.cli.folders import find_folder
from cityties.cli.screen import echo, plain, print_table, put
from cityties.cli.warmup import make_ready
from cityties.errors import CityTiesError, ScenarioError, did_you_mean
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.code import code_digest
from cityties.experiment.stored_inputs import stored_variants
from cityties.experiment.variants import Variant, replicate_address
from cityties.explanation.account import (
    WITHOUT,
    Explanation,
    changes,
    propensity_head,
    propensity_lines,
    zero_terms,
)
from cityties.explanation.outcome import heading, outcome
from cityties.explanation.replay import city_row, explain, month_of_run, replay, tie_row
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.scenario.models import Scenario
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import load_scenario
from cityties.scenario.set_option import OPTION, place_of, split
from cityties.scenario.sweeps import with_settings
from cityties.scenario.yaml_reader import read_value
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import prepare
from cityties.tables.language import tr
from cityties.tables.world_tables import read_tables

DEFAULT = Path("historical")
NUMBERS = frozenset({1, 2, 3, 4})
SHOWN = 6


@dataclass(frozen=True)
class Source:
    """What is explained: a resolved scenario, the draw of parameters in it, and how a reader knows it."""

    scenario: Scenario
    label: str
    draw: int = 0


@dataclass(frozen=True)
class Asked:
    """What the command line says of the source: a scenario file, or a run or batch with a variant and a draw of it."""

    run: str | None = None
    variant: str | None = None
    draw: int | None = None
    scenario: Path | None = None
    settings: Sequence[str] = ()


def why_city(
    cities: tuple[str, str], month: str, source: Source, replicate: int, ties_off: bool, trust_rules: bool = False
) -> None:
    """Print the explanation of one month of one tie.

    Raises:
        CityTiesError: the cities, their tie or the month are not to be found in the run.
    """
    scenario = source.scenario
    allow_rules([scenario], Request(trust_rules=trust_rules), Console(stderr=True))
    tables = read_tables(scenario.world_folder)
    setup = prepare(scenario, tables)
    one, other = (city_row(setup, name) for name in cities)
    place = replicate_address(source.draw, replicate)
    address = RandomAddress(scenario.seed, place, tie_pathways=not ties_off)
    given = Conditions(setup.world, build_events(tables, scenario), setup.rules, address)
    step = month_of_run(setup, month)
    make_ready(Console(stderr=True))
    decisions = replay(setup, given, step)
    message = explain(decisions, tie_row(decisions, one, other))
    arm = tr("ties-off arm") if ties_off else tr("ties-on arm")
    draw = tr(", draw {n}").format(n=source.draw) if source.draw else ""
    line = tr("{label}{draw}; replicate {n}, {arm}")
    _print(message, line.format(label=plain(tr(source.label)), draw=draw, n=replicate, arm=arm))


def source_of(asked: Asked) -> Source:
    """Return the scenario to explain: a run, a variant of a batch, the file named, or the recorded history.

    Raises:
        CityTiesError: both are named, there is no such run, variant or draw, or a setting cannot be used.
    """
    if asked.run is not None and asked.scenario is not None:
        raise CityTiesError("give --run or --scenario, not both.")
    if asked.run is None:
        if asked.variant is not None or asked.draw is not None:
            raise CityTiesError("--variant and --draw choose from a batch; name it with --run.")
        scenario = load_scenario(scenario_file(asked.scenario or DEFAULT), asked.settings).scenario
        return Source(scenario, scenario.title)
    folder = BatchFolder(find_folder(asked.run, runs_folder()))
    if not folder.readable:
        raise CityTiesError(f"{folder.path}: cannot be read by this version; run its scenario again.")
    if folder.code["model"] != code_digest():
        put(f"{folder.path}: the model has changed since this run; this is how it decides now.", err=True)
    variant = _variant(folder, asked.variant)
    draw = _draw(folder, variant, asked.draw)
    label = variant.scenario.title if folder.detail else variant.label
    return _with(Source(variant.drawn_scenario(draw), label, draw), asked.settings)


def _variant(folder: BatchFolder, named: str | None) -> Variant:
    """Return the variant of a batch that is meant by its number in tables, its name, or how that begins."""
    variants = stored_variants(folder)
    labels = [one.label for one in variants]
    if named is None:
        if len(variants) > 1:
            which = f"{labels[0]}, its first variant of {len(variants)}"
            put(f"{folder.path}: {which}; --variant takes another, by number or name.", err=True)
        return variants[0]
    if named.isdecimal() and int(named) < len(variants):
        return variants[int(named)]
    found = [n for n, label in enumerate(labels) if label == named] or [
        n for n, label in enumerate(labels) if label.startswith(named)
    ]
    if len(found) == 1:
        return variants[found[0]]
    few = "; ".join(f"{n} {labels[n]}" for n in (found or range(len(labels)))[:SHOWN])
    more = ", ..." if len(found or labels) > SHOWN else ""
    said = "may be any of these" if found else f"is no variant of {folder.path}.{did_you_mean(named, labels)} It has"
    raise CityTiesError(f"--variant {named}: {said}: {few}{more}")


def _draw(folder: BatchFolder, variant: Variant, asked: int | None) -> int:
    """Return the draw of a variant; the first where it has draws and none is asked for."""
    if asked is None:
        if variant.samples:
            put(f"{folder.path}: its first draw of {variant.samples}; --draw takes another.", err=True)
        return 1 if variant.samples else 0
    if not 1 <= asked <= variant.samples:
        has = f"draws 1 to {variant.samples}" if variant.samples else "no draws; leave the option out"
        raise CityTiesError(f"--draw {asked}: {folder.path} has {has}.")
    return asked


def _with(source: Source, settings: Sequence[str]) -> Source:
    """Return a source with ``--set`` above what was run."""
    scenario = source.scenario
    for written in settings:
        path, text = split(written)
        try:
            scenario = with_settings(scenario, {".".join(path): read_value(text, *place_of(written), path)})
        except ValidationError as error:
            raise ScenarioError(f"{OPTION} {written}: {error.errors()[0]['msg']}.") from None
    return replace(source, scenario=scenario)


def _print(message: Explanation, line: str) -> None:
    echo(heading(message), strong=True)
    echo(line)
    for sentence in outcome(message):
        echo(sentence)
    echo("")
    echo(
        tr("The propensity of each city to consent, term by term (in logits); {without}").format(without=tr(WITHOUT)), 0
    )
    print_table(propensity_head(message), propensity_lines(message), NUMBERS)
    if zero := zero_terms(message):
        echo(zero)
    echo("")
    echo(tr("What would have to change"), strong=True)
    for sentence in changes(message):
        echo(f"- {sentence}")
