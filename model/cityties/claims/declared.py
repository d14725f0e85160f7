"""What a file of claims may hold: the rule, the worlds that are run, the claims with their tests, maps and page."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from cityties.analysis.buffering import CERTAINTY, THRESHOLDS
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.scenario.fields import MonthText, Names, Section, fault

type Setting = bool | int | float | str
type Expected = Literal["above", "below", "near"]
HISTORY = "history"
SILENT = "unheard"
"""World without ties' effects in which cities are not heard either: the second comparator of B."""
"""The world that the page is about."""
FOLLOW_MONTHS = MAIN_MONTHS
"""Months for which maps and checks follow a crisis; a world of the file may follow its own for longer."""
type Label = Literal["supported", "refuted-harm", "refuted-null", "inconclusive"]


def _rising(eps: tuple[float, ...]) -> tuple[float, ...]:
    if list(eps) != sorted(set(eps)) or eps[0] <= 0.0:
        raise fault("takes three widths above 0 that grow, such as [0.02, 0.05, 0.10]")
    return eps


type Widths = Annotated[tuple[float, float, float], Field(strict=False), AfterValidator(_rising)]
"""Half widths of the band in which nothing worth the name is seen; the middle one decides."""


MOST_CLAIM_DRAWS = 100_000
"""Draws of a world, above which planning alone would take hours."""


class VerdictRule(Section):
    """When a claim counts as supported or refuted."""

    certainty: float = Field(default=CERTAINTY, gt=0.5, lt=1.0, description="share of the draws that a verdict takes")
    eps: Widths = Field(default=THRESHOLDS, description="half widths of the band of no effect; the middle one decides")


class Draws(Section):
    """How much is computed, fixed before any result is seen."""

    first_table: int = Field(
        default=24, ge=1, le=MOST_CLAIM_DRAWS, description="draws of each world of `cityties claims`"
    )
    full: int = Field(
        default=400, ge=1, le=MOST_CLAIM_DRAWS, description="draws of each world of `cityties claims --full`"
    )
    replicates: int = Field(default=2, ge=1, le=1000, description="histories of each draw")
    single_ties: int = Field(
        default=200,
        ge=1,
        le=MOST_CLAIM_DRAWS,
        description="draws, at most, in which single ties and cities are looked at",
    )
    attribution: int = Field(
        default=60,
        ge=2,
        le=MOST_CLAIM_DRAWS,
        description="draws among which B is shared out in `--full`; a fifteenth else",
    )
    circles: int = Field(
        default=3, ge=2, le=1000, description="random circles of mechanisms, each of 22 orders, in `--full`; else two"
    )


class ClaimWorld(Section):
    """One world that is run for the claims: a scenario and what differs from it."""

    scenario: str = Field("", description="scenario file, seen from the file of claims; left out, that of the file")
    set: Mapping[str, Setting] = Field(default_factory=dict, description="settings that differ, by key")
    crises: Names = Field((), description="crises that are followed; left out, those of the file")
    arms: Literal["both", "with_ties", "without_ties"] = Field(
        "both", description="whether the world is run with ties' effects, without them, or both"
    )
    shocks: Literal["on", "both"] = Field("on", description="both: whole histories without disputes are run too")
    until: MonthText | None = Field(None, description="last month that is run")
    follow_months: Literal[36, 60] = Field(MAIN_MONTHS, description="months for which a crisis is followed")
    null: str = Field("", max_length=3, description="code of the null model that the world is, such as N2")
    permute_city_events: bool = Field(False, description="whether months of forum and networks are shuffled")


class Claim(Section):
    """One claim and its test; ``against`` names a second world where two are compared."""

    statement: str = Field(min_length=1, max_length=200, description="the claim in plain words")
    articles: Names = Field((), description="articles that make the claim")
    rows: Names = Field((), description="rows of the register of claims")
    estimand: str = Field("", description="statistic that is computed for every draw")
    world: str = Field("history", description="world in which it is computed")
    against: str = Field("", description="second world, for a difference")
    crises: Names = Field((), description="crises that count; left out, those of the file that the world follows")
    months: Literal[12, 36, 60] = Field(MAIN_MONTHS, description="months over which damage is summed")
    years: tuple[int, int] | None = Field(
        None, strict=False, description="first and last year that count, for statistics of years; left out, all"
    )
    expected: Expected = Field("above", description="side of `zero` that the claim expects")
    zero: float = Field(0.0, description="value from which `expected` is seen")
    eps: Widths | None = Field(None, description="half widths of the band around zero; left out, those of the rule")
    refuted_if: str = Field("", max_length=300, description="what would refute the claim, in plain words")
    turns_on: str = Field("", max_length=300, description="what decides the verdict: what one would have to know")
    not_tested: str = Field("", max_length=300, description="why the model cannot test the claim")

    @model_validator(mode="after")
    def _has_a_test(self) -> "Claim":
        if not self.estimand and not self.not_tested:
            raise fault("has no test; give it an `estimand`, or say in `not_tested` why the model cannot test it")
        return self


type Numbers = Annotated[tuple[float, ...], Field(strict=False, min_length=1)]
"""A list of numbers."""


class Axis(Section):
    """One side of a map: a setting, the values it takes, and its name for readers."""

    key: str = Field(min_length=1, description="setting that is varied")
    values: Numbers = Field(description="values it takes")
    label: str = Field(min_length=1, max_length=60, description="name on the axis")


class SurfaceMap(Section):
    """B over a plane of two settings."""

    x: Axis = Field(description="setting from left to right")
    y: Axis = Field(description="setting from bottom to top")


class MapSettings(Section):
    """Maps beside the verdicts: one crisis, by severity and over planes of two settings."""

    crisis: str = Field(
        default="", description="crisis of all maps and of the attribution; left out, the first of the file"
    )
    until: MonthText | None = Field(default=None, description="last month that is run; left out, that of the scenario")
    severities: Numbers = Field(default=(0.2, 0.5, 0.9, 1.3), description="severities of the crisis")
    compared: tuple[float, float] = Field(
        default=(0.2, 0.9), strict=False, description="the mild and the severe case of which B is compared draw by draw"
    )
    earlier: tuple[float, float] | None = Field(
        default=None,
        strict=False,
        description="shares in which the milder one was above before, in versions of the model past",
    )
    surfaces: Mapping[str, SurfaceMap] = Field(default_factory=dict, description="planes of two settings, by name")
    attribution_set: Mapping[str, Setting] = Field(
        default_factory=dict, description="settings that the attribution changes, to save time on what is settled"
    )


class NeutralityCheck(Section):
    """The check that the prior takes no side: which crises, and between which shares."""

    crises: Names = Field(default=(), description="crises that are looked at; left out, those of the file")
    until: MonthText | None = Field(default=None, description="last month that is run; left out, that of the scenario")
    least: float = Field(default=0.15, ge=0.0, le=1.0, description="least share of draws on any side")
    most: float = Field(default=0.60, ge=0.0, le=1.0, description="largest share of draws on any side")


class ProvocationWorlds(Section):
    """Worlds between which provocation differs, to see whether its harm reads as buffering."""

    on: str = Field(default=HISTORY, description="world with provocations")
    off: str = Field(description="world without")
    alone: str = Field(description="world in which provocation is all that ties do")


class PanelSettings(Section):
    """What is read from single ties and cities of one history."""

    start: MonthText | None = Field(default=None, description="first month that counts; left out, that of the scenario")
    until: MonthText | None = Field(default=None, description="last month that counts; left out, that of the scenario")
    pair: str = Field(default="", description="pair of nations whose strongest tie is followed; left out, the first")


class PageText(Section):
    """What the page puts first, and its words for readers."""

    lead: str = Field(
        default="", description="claim whose verdict answers the question of the page; left out, the first"
    )
    question: str = Field(default="", max_length=120, description="the question of the page")
    answers: Mapping[Label, str] = Field(default_factory=dict, description="the answer in words, by verdict")
    first_screen: Names = Field(default=(), description="claims of the first screen; left out, all")
    limits: Mapping[str, str] = Field(default_factory=dict, description="limits of these claims, each with its reason")


class ClaimsFile(Section):
    """A whole file of claims."""

    title: str = Field("The claims and their tests", min_length=1, max_length=120, description="heading of the page")
    rule: VerdictRule = Field(default=VerdictRule(), description="when a claim counts as supported or refuted")
    scenario: str = Field(min_length=1, description="scenario of all worlds that name none")
    draws: Draws = Field(default=Draws(), description="how much is computed")
    posterior: str = Field(
        default="",
        description="sample of draws that agree with the record, seen from this file, for the world `history`",
    )
    crises: Names = Field(description="crises that are followed")
    deciding: Mapping[str, Names] = Field(description="by engine: parameters drawn in the sample `rest`")
    worlds: Mapping[str, ClaimWorld] = Field(description="worlds that are run, by name")
    claims: Mapping[str, Claim] = Field(description="claims, by name")
    maps: MapSettings = Field(default=MapSettings(), description="maps beside the verdicts")
    neutrality: NeutralityCheck = Field(default=NeutralityCheck(), description="check that the prior takes no side")
    provocation: ProvocationWorlds | None = Field(None, description="worlds between which provocation differs")
    panel: PanelSettings = Field(default=PanelSettings(), description="what is read from single ties and cities")
    page: PageText = Field(default=PageText(), description="what the page puts first, and its words")

    @field_validator("claims")
    @classmethod
    def _some(cls, claims: Mapping[str, Claim]) -> Mapping[str, Claim]:
        if not claims:
            raise fault("holds no claim")
        return claims

    def widths(self, claim: Claim) -> tuple[float, float, float]:
        """Return the three half widths of a claim's band."""
        return claim.eps or self.rule.eps

    @property
    def lead(self) -> str:
        """Claim whose verdict answers the question of the page; the first tested one if the file names none."""
        return self.page.lead or next((name for name, claim in self.claims.items() if claim.estimand), "")

    @property
    def map_crisis(self) -> str:
        """Crisis of the maps and of the attribution."""
        return self.maps.crisis or self.crises[0]
