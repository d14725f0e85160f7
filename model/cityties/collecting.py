"""Collecting: the table of model variables of Mesa, read from the record when somebody looks at it."""

from collections.abc import Callable
from typing import Any

import mesa

from cityties.agents import Face
from cityties.months import month_label
from cityties.record import DyadMeasure

COLLECTED = (DyadMeasure.RELATIONS, DyadMeasure.TIES, DyadMeasure.SUSPENDED, DyadMeasure.OFFICIAL)


class RecordCollector(mesa.DataCollector):  # type: ignore[misc]
    """The month and a few measures of every dyad, for each month that the model has computed.

    To every reader it is a :class:`mesa.DataCollector` that collected after each step; but what it would have collected
    stands in the model's record anyway.
    """

    def __init__(self, model: Face) -> None:
        self._model = model
        self._vars: dict[str, list[Any]] = {}
        self._steps: list[float] = []
        super().__init__(model_reporters=_reporters(model.dyads))

    def collect(self, model: Face) -> None:
        """Do nothing: the record has the month."""

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """A list of values for each variable, one a month."""
        self._catch_up()
        return self._vars

    @model_vars.setter
    def model_vars(self, columns: dict[str, list[Any]]) -> None:
        """Take the empty columns that Mesa begins with."""
        self._vars = columns

    @property
    def _collection_steps(self) -> list[float]:
        self._catch_up()
        return self._steps

    @_collection_steps.setter
    def _collection_steps(self, steps: list[float]) -> None:
        self._steps = steps

    def _catch_up(self) -> None:
        first, last = len(self._steps), self._model.n_computed
        if first == last:
            return
        start, record = self._model.setup.scenario.start, self._model.record.dyads
        self._steps.extend(float(t + 1) for t in range(first, last))
        self._vars["month"].extend(month_label(start + t) for t in range(first, last))
        for measure in COLLECTED:
            for d, dyad in enumerate(self._model.dyads):
                self._vars[_reported(measure, dyad)].extend(record[first:last, d, measure].tolist())


def _reporters(dyads: list[str]) -> dict[str, Callable[[Face], object]]:
    """Return what is collected: the month and a few measures of every dyad."""

    def reporter(measure: DyadMeasure, dyad: str) -> Callable[[Face], object]:
        """Return what reads one measure of one dyad off a model."""
        return lambda model: model.measure(measure.name, dyad)

    reporters: dict[str, Callable[[Face], object]] = {"month": lambda model: model.month}
    for measure in COLLECTED:
        for dyad in dyads:
            reporters[_reported(measure, dyad)] = reporter(measure, dyad)
    return reporters


def _reported(measure: DyadMeasure, dyad: str) -> str:
    return f"{measure.name.lower()} {dyad}"
