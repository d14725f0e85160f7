"""Evidence that is given instead of computed, so that a statistic can be computed by hand."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cityties.claims.evidence import Evidence
from cityties.kernel.state import FloatArray
from cityties.setup.event_columns import Crisis

YEARS = np.array([2020.0, 2021.0, 2022.0, 2023.0, 2024.0])


class StubEvidence(Evidence):
    """Evidence of one dyad, two nations and a few draws; what is not given is not a number.

    ``crises`` maps a crisis to its measures (measure, with ties), ``histories`` holds outcomes of whole histories by
    (measure, where, with ties, disputes), ``years`` yearly means by measure (draws, years), ``series`` gaps.
    """

    def __init__(self, n: int = 1, **given: Mapping[Any, Any]) -> None:
        stub_crises = given.get("crises", {})
        vars(self).update(
            n=n,
            given=given,
            dyads=["AA-BB"],
            nations=["AA", "BB"],
            crises={name: Crisis(name, 0, 0, 0.9, frozenset(), name) for name in stub_crises},
        )

    def of_crisis(self, crisis: str, measure: str, tie_pathways: bool = True) -> FloatArray:
        return np.array(self._given("crises")[crisis][measure, tie_pathways], float)

    def of_history(self, measure: str, where: str, tie_pathways: bool = True, shocks: bool = True) -> FloatArray:
        return np.array(self._given("histories")[measure, where, tie_pathways, shocks], float)

    def gaps(self, crisis: str, tie_pathways: bool) -> FloatArray:
        return np.array(self._given("series")[crisis, tie_pathways], float)

    def by_year(self, measure: str, where: str) -> tuple[FloatArray, FloatArray]:
        return YEARS, np.array(self._given("years")[measure], float)

    def parameter(self, name: str) -> FloatArray:
        return np.array(self._given("parameters")[name], float)

    def of_panel(self, statistic: str) -> FloatArray:
        return np.array(self._given("panel")[statistic], float)

    def _given(self, kind: str) -> Mapping[Any, Any]:
        return vars(self)["given"][kind]  # type: ignore[no-any-return]
