"""What a batch writes down of itself before it computes: what was asked for, and copies of worlds and custom rules."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cityties.custom_rules.interface import CustomRule
from cityties.experiment.batch_folder import SCENARIO
from cityties.experiment.provenance import software, things_read
from cityties.experiment.sampling import written_priors
from cityties.experiment.store import TEMPORARY, copy_world, write_text
from cityties.experiment.units import Asked
from cityties.scenario.writer import scenario_text

if TYPE_CHECKING:
    from cityties.experiment.batch import Batch


def write_inputs(batch: "Batch", generations: Sequence[Asked]) -> None:
    """Write down what was asked for, and keep a copy of the worlds and of custom rules."""
    folder = batch.folder.path
    for left in folder.rglob(f"{TEMPORARY}*"):
        left.unlink(missing_ok=True)
    for tables in batch.worlds.values():
        copy_world(tables.folder, folder / "world" / tables.digest[:8])
    for rule in (rule for variant in batch.variants for rule in variant.scenario.custom_rules):
        write_text(folder / stored_rule(rule), rule.text)
    described = [_described(batch, number) for number in range(len(batch.variants))]
    if batch.detail:
        write_text(folder / SCENARIO, scenario_text(described[0]["settings"]))
    before = batch.folder.content if batch.folder.readable else {"history": []}
    scenarios = [variant.scenario for variant in batch.variants]
    read = dict.fromkeys(place for one in scenarios for place in things_read(one, batch.worlds[one.world_folder]))
    batch.folder.write_content(
        {
            "name": batch.name,
            "detail": batch.detail,
            "variants": described,
            "generations": [one._asdict() for one in generations],
            "history": [*before["history"], {"begun": now(), **software(*read)}],
        }
    )


def _described(batch: "Batch", number: int) -> dict[str, Any]:
    variant = batch.variants[number]
    digest = batch.worlds[variant.scenario.world_folder].digest[:8]
    return {
        "label": variant.label,
        "file": variant.file,
        "scenario": variant.scenario.name,
        "arm": variant.arm,
        "point": variant.point,
        "drawn": list(variant.drawn),
        "space": list(variant.space),
        "spread": dict(variant.spread),
        "priors": written_priors(variant.priors),
        "until": variant.until.model_dump() if variant.until else None,
        "world": variant.scenario.world_folder.name,
        "settings": variant.scenario.resolved()
        | {"world": f"world/{digest}", "rules": [stored_rule(rule) for rule in variant.scenario.custom_rules]},
        "inputs": batch.bases[number],
    }


def stored_rule(rule: CustomRule) -> str:
    """Return where a batch keeps a rule from outside the package; another text of the same name is another file."""
    return f"rules/{rule.digest[:8]}/{rule.path.name}"


def now() -> str:
    """Return the time to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
