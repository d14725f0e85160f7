"""The doors of the kernel: every compiled function that Python calls, with the types it is called with.

The types follow from the declared columns and not from a world, so what is compiled from them serves every world. The
parts of the month, and the submodels that take longest, are listed too, though only compiled code calls them: they can
be compiled by several processes before the month is put together from them.
"""

from typing import Any, NamedTuple, get_type_hints

import numba

from cityties.kernel.adjacency import link_all
from cityties.kernel.columns import KINDS, declared
from cityties.kernel.numerics import fill_logarithms, fill_powers, logarithm
from cityties.kernel.pair_traits import (
    fill_affinities,
    fill_obedience,
    fill_pair_ids,
    fill_places,
    fill_prospects,
    fill_thaws,
)
from cityties.kernel.randomness import Process, fill_uniforms, pair_id, stream
from cityties.kernel.record import Record
from cityties.kernel.reductions import inequality, quantiles, sum_crisis, sum_months, sum_years
from cityties.kernel.schedule import (
    Conditions,
    decisions_of_cities,
    exchange_of_cities,
    meetings_and_aid,
    months,
    publics_and_relations,
    states_and_shocks,
)
from cityties.kernel.state import CityState, Month, State, TieState
from cityties.kernel.state_space import TwoClocks, filtered, run_ahead
from cityties.kernel.submodels.attention import allocate
from cityties.kernel.submodels.formation import form
from cityties.kernel.submodels.lobbying import lobby

# numba has no types of its own that a checker could follow
types: Any = numba.types
typeof: Any = numba.typeof
INT, FLOAT, ID = types.int64, types.float64, types.uint64


class Door(NamedTuple):
    """A compiled function and the types of its arguments."""

    function: Any
    arguments: tuple[Any, ...]

    @property
    def name(self) -> str:
        """Name of the function."""
        return str(plain(self.function).__name__)

    def compile(self) -> None:
        """Compile the function for these types, or take it from disk; what is compiled stays on disk."""
        self.function.compile(self.arguments)


def plain(function: Any) -> Any:
    """Return the Python function behind a compiled one; where nothing is compiled that is the function itself."""
    return getattr(function, "py_func", function)


def array(dtype: Any, n_dimensions: int = 1) -> Any:
    """Return the type of an array of so many dimensions in C order, the only order that columns have."""
    return types.Array(dtype, n_dimensions, "C")


def type_of(kind: Any) -> Any:
    """Return the type of a number, of a plain column, or of an entity with all its columns."""
    plain: dict[Any, Any] = {int: INT, float: FLOAT, bool: types.boolean}
    if kind in plain:
        return plain[kind]
    for column, dtype in KINDS:
        if column == kind:
            return array(typeof(dtype.type(0)))
    columns = declared(kind)
    hints = get_type_hints(kind)
    fields = [
        array(type_of(hint).dtype, len(columns[name].shape.split(", "))) if name in columns else type_of(hint)
        for name, hint in hints.items()
    ]
    return tuple_type(fields, kind)


def tuple_type(fields: list[Any], kind: Any) -> Any:
    """Return the type that numba gives a named tuple of these fields: another one where all are alike."""
    alike = len(set(fields)) == 1
    return types.NamedUniTuple(fields[0], len(fields), kind) if alike else types.NamedTuple(fields, kind)


def door(function: Any, *arguments: Any) -> Door:
    """Return the door of a function; arguments that are not given follow from its annotations."""
    if not arguments:
        hints = get_type_hints(plain(function))
        arguments = tuple(type_of(hint) for name, hint in hints.items() if name != "return")
    return Door(function, tuple(arguments))


def record_type() -> Any:
    """Return the type of the record of a run: months, dyads or nations, measures."""
    return tuple_type([array(FLOAT, 3), array(FLOAT, 3)], Record)


def parts() -> list[Door]:
    """Return the parts of the month and the submodels that take longest, each after what it calls, longest first."""
    of_a_part = type_of(Conditions), type_of(State), record_type(), type_of(Month)
    return [
        door(form),
        door(allocate),
        door(lobby),
        *(
            door(part, *of_a_part)
            for part in (
                meetings_and_aid,
                decisions_of_cities,
                publics_and_relations,
                exchange_of_cities,
                states_and_shocks,
            )
        ),
    ]


def doors() -> list[Door]:
    """Return every compiled function that Python calls, the longest to compile first."""
    ints, floats, ids = array(INT), array(FLOAT), array(ID)
    record, matrix, cube, tesseract = record_type(), array(FLOAT, 2), array(FLOAT, 3), array(FLOAT, 4)
    run = type_of(Conditions), type_of(State), record
    rows, table = array(types.uint32), array(INT, 2)
    return [
        door(months, *run, INT, INT),
        *(door(function) for function in (fill_affinities, fill_obedience, fill_thaws, fill_pair_ids, fill_prospects)),
        door(fill_places, matrix, ints, floats, ints),
        door(link_all, type_of(TieState), type_of(CityState)),
        door(sum_crisis, types.UniTuple(cube, 2), ints, table, matrix, matrix),
        door(sum_years, tesseract, ints, ints, tesseract),
        door(sum_months, tesseract, cube),
        door(inequality, types.UniTuple(rows, 2), types.UniTuple(ints, 2), ints, floats),
        door(quantiles, floats, ints, floats, matrix),
        door(stream, INT, INT, typeof(Process.SIGNINGS), INT),
        door(fill_uniforms, ID, ids, floats),
        door(pair_id, ID, ID),
        door(fill_powers, floats, FLOAT, floats),
        door(fill_logarithms, floats, floats),
        door(logarithm, FLOAT),
        door(filtered, floats, floats, floats, INT, INT, type_of(TwoClocks), floats),
        door(run_ahead, floats, FLOAT, floats, INT, type_of(TwoClocks), floats, floats),
    ]
