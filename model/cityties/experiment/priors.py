"""Everything that has a prior, by the key of the setting: parameters, and what a world's tables hold.

A prior that rests on later records than a study may know is replaced by the one known by then, where the tables
have one, and else by one of twice its width (:func:`cityties.kernel.priors.widened`).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cityties.errors import ScenarioError, did_you_mean
from cityties.experiment.sampling import BoundedPrior
from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import widened
from cityties.scenario.keys import key_at
from cityties.scenario.sweeps import setting_name, setting_path
from cityties.scenario.with_priors import EVERYTHING, WITH_PRIORS
from cityties.tables.declared_model import MAX_SEVERITY
from cityties.tables.world_priors import ANY_SHOCK, WorldPrior, world_priors


def priors_of_parameters(known_by: int | None = None) -> dict[str, BoundedPrior]:
    """Return the priors of all parameters that have one; ``known_by`` is the latest year of a record they rest on."""
    found: dict[str, BoundedPrior] = {}
    for name, declared in DECLARED.items():
        if declared.prior is not None:
            late = known_by is not None and declared.known_by > known_by
            prior = widened(declared.prior, declared.low, declared.high) if late else declared.prior
            found[name] = prior, declared.low, declared.high
    return found


class PriorsOfWorld(Mapping[str, BoundedPrior]):
    """The priors of the settings of one world by their names, as a sweep writes them.

    Its keys are the settings with a prior of their own; asked for the severity of any other shock, it gives the one
    that the table has for all of them.
    """

    def __init__(self, folder: Path, known_by: int | None = None) -> None:
        """Read the tables of a world; ``known_by`` is the latest year of a record that a prior may rest on."""
        self._rows: dict[str, list[WorldPrior]] = {}
        for row in world_priors(folder):
            self._rows.setdefault(setting_name(row.setting), []).append(row)
        self._known_by = known_by

    def __getitem__(self, setting: str) -> BoundedPrior:
        """Return the prior of a setting.

        Raises:
            KeyError: the world has none for it.
        """
        low, high = _bounds(setting)
        rows = self._rows.get(setting, [])
        for_all = self._rows.get(ANY_SHOCK, []) if setting_path(setting)[0] == "shocks" else []
        for known in (list(filter(self._is_known, rows)), list(filter(self._is_known, for_all))):
            if known:
                return max(known, key=lambda row: row.known_by).prior, low, high
        late = rows or for_all
        if not late:
            raise KeyError(setting)
        return widened(min(late, key=lambda row: row.known_by).prior, low, high), low, high

    def _is_known(self, row: WorldPrior) -> bool:
        return self._known_by is None or row.known_by <= self._known_by

    def __iter__(self) -> Iterator[str]:
        """Go through the settings with a prior of their own."""
        return (setting for setting in self._rows if setting != ANY_SHOCK)

    def __len__(self) -> int:
        """Count them."""
        return sum(1 for _ in self)


def _bounds(setting: str) -> tuple[float, float]:
    path = setting_path(setting)
    key = key_at(path)
    if key is None or key.low is None or key.high is None:
        raise ScenarioError(f"priors.csv: '{setting}' is no number that a scenario can set.")
    return key.low, MAX_SEVERITY if path[0] == "shocks" else key.high


def all_priors(folder: Path, known_by: int | None = None) -> dict[str, BoundedPrior]:
    """Return everything that has a prior in a world, by setting; ``known_by`` is the latest year of its records."""
    return priors_of_parameters(known_by) | dict(PriorsOfWorld(folder, known_by))


def named_settings(asked: Sequence[str], folder: Path, known_by: int | None, where: str) -> dict[str, BoundedPrior]:
    """Return the priors of settings asked for by name, by section or as everything, in the order of asking.

    A setting that is asked for twice counts once.

    Raises:
        ScenarioError: a setting has no prior in this world; ``where`` begins the message.
    """
    of_parameters, of_world = priors_of_parameters(known_by), PriorsOfWorld(folder, known_by)
    found: dict[str, BoundedPrior] = {}
    for one in asked:
        name = setting_name(one)
        if one in WITH_PRIORS:
            parameters = of_parameters if one in (EVERYTHING, "parameters") else {}
            found |= parameters
            found |= {key: of_world[key] for key in of_world if one in (EVERYTHING, key.partition(".")[0])}
        elif name in of_parameters:
            found[name] = of_parameters[name]
        else:
            found[name] = _of_world(name, of_world, f"{where}: '{one}'")
    return found


def _of_world(name: str, priors: PriorsOfWorld, where: str) -> BoundedPrior:
    try:
        return priors[name]
    except KeyError:
        hint = did_you_mean(name, list(priors))
        column = "severity_read in shocks.csv" if name.startswith("shocks.") else "row in priors.csv"
        what = f"has no {column} of its world; give it a range, such as [0, 1]"
        raise ScenarioError(f"{where} {what}.{hint}") from None
