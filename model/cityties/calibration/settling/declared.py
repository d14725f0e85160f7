"""What a file of observables may hold: what is measured, of whom, in which months, how often, with which errors."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from cityties.analysis.buffering import CERTAINTY, THRESHOLD
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.scenario.fields import Names, Section, fault

type Measure = Literal[
    "relations", "anger", "hostility", "mayors", "cancellations", "people", "return", "parameters", "combined"
]
MEASURES: Mapping[str, str] = {
    "relations": "relations between the two states (-1 to 1), each month",
    "anger": "anger of each public, each month",
    "hostility": "escalation by each government (0 to 1), each month",
    "mayors": "position of the third of cities that live most off the ties less that of cities without one (-1 to 1)",
    "cancellations": "share of the planned official events that each side's cities refuse; number: events watched",
    "people": "share of the refused events held at the people's level all the same; number: events watched",
    "return": "share suspended of the strongest third of ties less that of the weakest; number: ties watched",
    "parameters": "values of parameters themselves, without error: the most that any data on them could tell",
    "combined": "several other observables of the file together",
}
"""What can be observed. `number` counts observations of a side, crisis and month, unless another unit is given."""
COUNTED: Final = ("cancellations", "people", "return")
"""Measures whose random error follows from their number alone."""
GROUPS: Final = ("all", "exchange")
"""Words for parameters: all that are drawn, or all that act on ties, consent and publics, as data on exchange could."""


def _months(months: tuple[int, ...]) -> tuple[int, ...]:
    if list(months) != sorted(set(months)) or not months or months[0] < 0 or months[-1] >= MAIN_MONTHS:
        raise fault(f"takes months after the beginning of a crisis that grow, from 0 to {MAIN_MONTHS - 1}")
    return months


def _rising(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if list(numbers) != sorted(set(numbers)) or not numbers or numbers[0] < 1:
        raise fault("takes whole numbers above 0 that grow, such as [10, 40, 100]")
    return numbers


type Months = Annotated[tuple[int, ...], Field(strict=False), AfterValidator(_months)]
type Numbers = Annotated[tuple[int, ...], Field(strict=False), AfterValidator(_rising)]


class Observable(Section):
    """One way to look at a history: what is measured, and how well."""

    meaning: str = Field("", max_length=200, description="what a reader sees beside its name")
    measure: Measure = Field(description="what is measured")
    crises: Names = Field((), description="crises around which it is measured; left out, those of the file")
    months: Months = Field((1, 3, 6), description="months after the beginning of a crisis")
    number: Numbers = Field((1,), description="numbers of observations that are tried, from few to many")
    random: float = Field(0.0, ge=0.0, description="standard deviation of the error of a single observation")
    systematic: float = Field(
        0.0, ge=0.0, description="standard deviation of an error that all observations of a side and crisis share"
    )
    parameters: Names = Field((), description="of `parameters`: names, or `all`, or `exchange`")
    of: Names = Field((), description="of `combined`: the observables that are seen together")


class Draws(Section):
    """How much is computed."""

    first: int = Field(default=1200, ge=40, description="draws of parameters")
    replicates: int = Field(default=8, ge=1, description="histories of each draw; B is that of their mean losses")
    seen: int = Field(default=2, ge=1, description="of these, histories that are looked at, one by one")

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> "Draws":
        if self.seen > self.replicates:
            raise fault(f"takes at most as many histories as there are replicates, {self.replicates}", "seen")
        return self


class ObservablesFile(Section):
    """A file of observables: the histories that are looked at, and the ways of looking."""

    title: str = Field(max_length=120, description="what a reader sees above the results")
    scenario: str = Field(description="scenario file, seen from this one")
    crises: Names = Field(description="crises whose B is asked for, alone and together")
    eps: float = Field(default=THRESHOLD, gt=0.0, description="histories with |B| up to this size have no sign to find")
    enough: float = Field(default=CERTAINTY, gt=0.5, lt=1.0, description="share of signs recovered that settles it")
    draws: Draws = Field(default_factory=Draws, description="how much is computed")
    observables: Mapping[str, Observable] = Field(min_length=1, description="ways to look at a history, by name")
