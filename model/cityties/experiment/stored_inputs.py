"""The inputs of a folder of results, read back from its own copies: variants, custom rules, worlds.

A copy is named after a hash of what it holds, so one that was changed since is noticed.
"""

from pathlib import Path

from pydantic import ValidationError

from cityties.custom_rules.reader import read_rules
from cityties.experiment.batch_description import stored_rule
from cityties.experiment.batch_folder import BATCH, BatchFolder
from cityties.experiment.sampling import read_priors
from cityties.experiment.stored import DamagedError
from cityties.experiment.variants import Variant
from cityties.scenario.design import MOST_DRAWS, UntilSettings
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables, read_tables

RUN_AGAIN = "Delete the folder of results and give the command again."


def stored_variants(folder: BatchFolder) -> list[Variant]:
    """Return the variants of a batch as they were run, from its own copies of the world and of custom rules.

    Raises:
        CityTiesError: a copy of a rule was changed, or settings are none that this version knows.
    """
    variants = []
    for number, one in enumerate(folder.content["variants"]):
        named = one["settings"].get("rules", ())
        rules = read_rules(named, folder.path)
        for name, rule in zip(named, rules, strict=True):
            if stored_rule(rule) != name:
                raise DamagedError(rule.path, "was changed since the results were computed", RUN_AGAIN)
        context = {"world_folder": folder.path / one["settings"]["world"], "custom_rules": rules}
        try:
            scenario = Scenario.model_validate(one["settings"], context=context)
            until = UntilSettings.model_validate(one["until"]) if one["until"] else None
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            what = f"variant {number} has settings that this version does not know ({where})"
            raise DamagedError(folder.path / BATCH, what, RUN_AGAIN) from None
        samples = folder.generations[-1].samples[number]
        drawn, space = tuple(one["drawn"]), tuple(one["space"])
        if samples > MOST_DRAWS or (space and samples > len(space)):
            raise DamagedError(folder.path / BATCH, f"variant {number} has {samples} samples", RUN_AGAIN)
        named = scenario, one["file"], one["arm"], one["point"]
        priors = read_priors(one.get("priors", {}))
        variants.append(Variant(*named, samples, drawn, space, until, priors, one.get("spread", {})))
    return variants


def stored_world(folder: Path) -> WorldTables:
    """Read the copy of a world in a folder of results; its name is the beginning of the digest that it must have.

    Raises:
        TableError: a table cannot be read.
        DamagedError: the tables are not those that the results were computed with.
    """
    tables = read_tables(folder)
    if not tables.digest.startswith(folder.name):
        raise DamagedError(folder, "the tables were changed since the results were computed", RUN_AGAIN)
    return tables
