"""The scenario: every choice that a run makes, complete, checked and frozen.

The model below and its sections alone declare what a scenario file may hold. Checks, error messages,
``explain`` and schema all read it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from cityties.custom_rules.interface import CustomRule
from cityties.custom_rules.reader import custom_rule_faults, declared_by, read_rules
from cityties.errors import ScenarioError
from cityties.kernel.calendar import month_label
from cityties.kernel.mechanisms import Switches
from cityties.kernel.parameters import Parameters
from cityties.scenario.design import DesignSettings
from cityties.scenario.fields import (
    CustomNumbers,
    FolderName,
    MonthText,
    Names,
    Section,
    default_month,
    fault,
    quantity,
)
from cityties.scenario.policies import PolicySettings
from cityties.scenario.renamed import FORMAT, with_new_names
from cityties.scenario.roles import Role
from cityties.scenario.sections import (
    ArmSettings,
    CrisisSettings,
    ForumSettings,
    MechanismSettings,
    NetworkSettings,
    ParameterSettings,
    RecordSettings,
    TieSettings,
)
from cityties.scenario.world_changes import CityChange, DyadChange, NationChange, PublicChange, ShockSettings

BY_NAME = (
    ("", "nations"),
    ("", "dyads"),
    ("", "publics"),
    ("", "cities"),
    ("ties", "add"),
    ("ties", "suspend"),
    ("shocks", "add"),
    ("shocks", "change"),
)
"""Sections, each with the key above it, whose keys are names out of the world; their order means nothing."""


def _section(kind: type[Section]) -> Any:
    return Field(default_factory=kind, description=kind.__doc__)


class Scenario(Section):
    """One complete set of choices; equal scenarios on equal tables give equal numbers.

    Read one with :func:`cityties.scenario.reader.read_scenario`, which also knows where the folder of its world is.
    """

    name: Annotated[FolderName, Role.NAME] = Field(
        "scenario",
        pattern=r'^[^/\\:*?"<>|\x00-\x1f]{1,80}$',
        description="short name in tables and folders; left out: the name of the file without its ending",
    )
    format: Annotated[int, Role.NAME] = Field(
        FORMAT,
        ge=1,
        description="format of the file; left out: that of this version. It rises when old files would mislead",
    )
    title: Annotated[str, Role.PEOPLE] = Field(
        min_length=1, max_length=120, description="what a reader sees above the results"
    )
    question: Annotated[str, Role.NAME] = Field(
        "", max_length=600, description="what the scenario tests, and which article it speaks to"
    )
    world: Annotated[str, Role.WORLD] = Field(
        min_length=1, description="folder of the world's tables, seen from the file that names it"
    )
    start: MonthText = default_month("1972-01", "first month of the run")
    end: MonthText = default_month("2026-12", "last month of the run")
    seed: int = Field(20121, ge=0, le=2**63 - 1, description="root of all chance; the same seed gives the same numbers")
    replicates: Annotated[int, Role.AMOUNT] = quantity(
        100, 1, 1_000_000, "replicates", "how often each arm is repeated with other chance"
    )
    engine: Literal["escalation", "reduced_form"] = Field(
        "escalation",
        description="rule by which relations between nations move: out of disputes, anger and cities' positions, or by "
        "three free coefficients",
    )
    ties: TieSettings = _section(TieSettings)
    forum: ForumSettings = _section(ForumSettings)
    networks: NetworkSettings = _section(NetworkSettings)
    mechanisms: MechanismSettings = _section(MechanismSettings)
    parameters: ParameterSettings = _section(ParameterSettings)
    rules: Annotated[Names, Role.FILES] = Field(
        (), description="files of rules from outside the package, seen from the file that names them"
    )
    rule_parameters: CustomNumbers = Field(
        default_factory=dict, description="numbers of these rules, where not at default"
    )
    nations: Annotated[Mapping[str, NationChange], Role.RULES] = Field(
        default_factory=dict, description="changes, by the code of the nation"
    )
    dyads: Annotated[Mapping[str, DyadChange], Role.RULES] = Field(
        default_factory=dict, description="changes, by the code of the dyad"
    )
    publics: Annotated[Mapping[str, PublicChange], Role.RULES] = Field(
        default_factory=dict, description="changes, by the name of the public, such as JP about CN"
    )
    cities: Mapping[str, CityChange] = Field(
        default_factory=dict, description="changes, by the name of the city, such as CN/Qingdao"
    )
    shocks: ShockSettings = _section(ShockSettings)
    policies: PolicySettings = _section(PolicySettings)
    arms: ArmSettings = _section(ArmSettings)
    crises: CrisisSettings = _section(CrisisSettings)
    record: RecordSettings = _section(RecordSettings)
    design: DesignSettings = _section(DesignSettings)
    _world_folder: Path = PrivateAttr(Path())
    _custom_rules: tuple[CustomRule, ...] = PrivateAttr(())

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, settings: Any) -> Any:
        """Take keys by the names that they have in folders of runs of older versions."""
        return with_new_names(settings) if isinstance(settings, dict) else settings

    @field_validator("format")
    @classmethod
    def _known(cls, number: int) -> int:
        if number > FORMAT:
            raise fault(f"{number} is that of a later CityTies; this one reads format {FORMAT}: install a newer one")
        return number

    @field_validator("end")
    @classmethod
    def _after_start(cls, end: int, info: ValidationInfo) -> int:
        start = info.data.get("start", end)
        if end < start:
            raise fault(f"{month_label(end)} is before the start, {month_label(start)}")
        return end

    @field_validator("ties")
    @classmethod
    def _formation_within_run(cls, ties: TieSettings, info: ValidationInfo) -> TieSettings:
        if ties.history == "endogenous":
            _refuse_outside(ties.endogenous_from, info, "endogenous_from")
        return ties

    @field_validator("record")
    @classmethod
    def _records_within_run(cls, record: RecordSettings, info: ValidationInfo) -> RecordSettings:
        for key in ("ties_at", "cities_at"):
            for place, month in enumerate(getattr(record, key)):
                _refuse_outside(month, info, key, place)
        return record

    def model_post_init(self, context: Any) -> None:
        """Remember the folder of the tables and the text of custom rules, which are no choices but things on disk.

        Raises:
            ScenarioError: a rule cannot be used as it is written.
        """
        read = context or {}
        self._world_folder = Path(read.get("world_folder", self.world))
        self._custom_rules = read["custom_rules"] if "custom_rules" in read else read_rules(self.rules, Path())

    @property
    def world_folder(self) -> Path:
        """Folder of the world's tables, as seen from where the program was started."""
        return self._world_folder

    @property
    def custom_rules(self) -> tuple[CustomRule, ...]:
        """The rules from outside the package as they were when the scenario was read."""
        return self._custom_rules

    @property
    def reads(self) -> tuple[Path, tuple[str, ...]]:
        """What is read beside the scenario itself: the folder of its world, and a hash of the text of each rule."""
        return self._world_folder, tuple(rule.digest for rule in self._custom_rules)

    def custom_values(self) -> tuple[float, ...]:
        """Return the numbers of all custom rules in the order of their declaration.

        Raises:
            ScenarioError: a number belongs to no rule or is out of bounds.
        """
        for name, message in custom_rule_faults(self._custom_rules, self.rule_parameters):
            raise ScenarioError(f"rule_parameters.{name}: {message}")
        declared = declared_by(self._custom_rules)
        return tuple(float(self.rule_parameters.get(name, one.default)) for name, one in declared.items())

    def parameter_values(self) -> Parameters:
        """Return the parameters as the plain numbers that the submodels take."""
        return Parameters(**self.parameters.model_dump())

    def switches(self) -> Switches:
        """Return the mechanisms as the plain switches that the submodels take."""
        return Switches(**self.mechanisms.model_dump())

    def resolved(self, beside: Path | None = None) -> dict[str, Any]:
        """Return everything but an empty design as plain values in the order of the schema, with months as text.

        A design that asks for nothing is left out.

        Written as YAML and read again it gives the same scenario: in the folder ``beside``, from which ``world`` and
        ``rules`` are then seen, or, left out, in the folder of the file that named the world.
        """
        plain = self.model_dump(mode="json", exclude_none=True)
        if self.design.is_empty:
            del plain["design"]
        for section, key in BY_NAME:
            above = plain[section] if section else plain
            above[key] = dict(sorted(above[key].items()))
        if beside is not None:
            plain["world"] = Path(os.path.relpath(self._world_folder, beside)).as_posix()
            plain["rules"] = [Path(os.path.relpath(rule.path, beside)).as_posix() for rule in self._custom_rules]
        return plain


def _refuse_outside(month: int, info: ValidationInfo, *below: str | int) -> None:
    start, end = info.data.get("start", month), info.data.get("end", month)
    if not start <= month <= end:
        raise fault(f"{month_label(month)} is outside the run, {month_label(start)} to {month_label(end)}", *below)
