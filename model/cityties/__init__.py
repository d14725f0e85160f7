"""CityTies in Python: ``run``, ``load``, ``compare``, ``batch``, ``claims`` and the Mesa model.

    import cityties

    run = cityties.run("scenarios/historical.yaml", replicates=40, parameters={"over_compliance": 0})
    run.crises                             # a tidy DataFrame; also relations, exchange, ties, settings, path
    cityties.compare(run, "s090").plot()   # settings and effects side by side
    cityties.load("historical")            # the same object from a folder in runs/

Everything is imported when it is first used, so ``import cityties`` costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cityties.cli.python import batch, claims, compare, load, run
    from cityties.errors import CityTiesError
    from cityties.mesa_model.model import CityDiplomacyModel

__all__ = ["CityDiplomacyModel", "CityTiesError", "batch", "claims", "compare", "load", "run"]

_HOMES = {"CityDiplomacyModel": "cityties.mesa_model.model", "CityTiesError": "cityties.errors"}


class _Interface(ModuleType):
    """The package; importing the folder ``claims`` does not hide the function of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Interface


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'cityties' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES.get(name, "cityties.cli.python")), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
