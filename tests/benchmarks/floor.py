"""The C floor: built with the system's compiler, given the same columns, and expected to give the same bits."""

import ctypes
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.core import MEASURES, Core
from cityties.kernel.state import FloatArray

FLAGS = (
    "-O3",
    "-march=native",
    "-mprefer-vector-width=512",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-std=gnu11",
)
INTEGERS = ("n_months", "n_nations", "n_dyads", "n_cities", "n_ties", "first_month", "seed", "replicate")


def build(folder: Path, core: Core) -> ctypes.CDLL:
    """Compile the floor into a folder; the compiler is ``cc``.

    Raises:
        OSError, subprocess.CalledProcessError: there is no compiler, or it refuses the source.
    """
    names = "".join(f"#define P_{name} p[{row}]\n" for row, name in enumerate(core.p._fields))
    (folder / "parameters.h").write_text(names, encoding="utf-8")
    library = folder / "floor.so"
    source = Path(__file__).with_name("floor.c")
    subprocess.run(
        ["cc", *FLAGS, f"-I{folder}", "-shared", "-fPIC", "-o", str(library), str(source), "-lm"], check=True
    )
    return ctypes.CDLL(str(library))


class Floor:
    """One scenario as the C program takes it; the columns are kept alive here."""

    def __init__(self, library: ctypes.CDLL, core: Core, replicate: int) -> None:
        world, events, state = core.world, core.events, core.beginning(replicate)
        ties = state.ties
        n = int(ties.n[1])
        self.out: FloatArray = np.zeros((core.n_months, len(world.dyads.id), len(MEASURES)))
        counts = [core.n_months, len(world.nations.first), len(world.dyads.id), len(world.cities.id), n]
        numbers = [*counts, world.first_month, core.setup.scenario.seed, replicate]
        nations, dyads, publics, cities = world.nations, world.dyads, world.publics, world.cities
        self.columns: list[Any] = [
            np.array(core.p, dtype=np.float64),
            *(nations.first, nations.last, nations.weight, 1.0 - (1.0 - nations.voice), nations.nationalism),
            nations.centralisation,
            *(dyads.id, dyads.nation, dyads.recognised, dyads.relations_before, dyads.relations_at_recognition),
            *(dyads.baseline, publics.baseline, publics.floor, publics.reversion),
            *(cities.id, cities.nation, cities.autonomy, cities.nationalism, cities.weight),
            cities.weight - (cities.weight - cities.voice),
            *(cities.budget, cities.abroad, cities.bigness, world.forum.host, world.forum.open),
            *(events.severity, events.felt, events.level, events.place, events.regions, events.closed),
            *(state.cities.newest, ties.older_a, ties.older_b),
            *(ties.a, ties.b, ties.dyad, ties.id, ties.signed, ties.affinity, ties.thaw),
            *(ties.obedience_a, ties.obedience_b, self.out),
        ]
        self.columns = [np.ascontiguousarray(column) for column in self.columns]
        self.out = self.columns[-1]
        kinds = [("", ctypes.c_int64)] * len(INTEGERS) + [("", ctypes.c_void_p)] * len(self.columns)
        fields = [(f"f{place}", kind) for place, (_, kind) in enumerate(kinds)]
        given = type("Given", (ctypes.Structure,), {"_fields_": fields})
        self.given = given(*numbers, *(column.ctypes.data for column in self.columns))
        self.library = library

    def run(self) -> FloatArray:
        """Run once; the record is overwritten by the next run."""
        self.library.run(ctypes.byref(self.given))
        return self.out
