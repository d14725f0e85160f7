"""Policy levers of a scenario: what the articles recommend, as keys that act from one month on."""

from typing import Literal

from pydantic import Field, model_validator

from cityties.kernel.calendar import month_index
from cityties.scenario.fields import MonthText, Names, Section, fault, quantity

OF_ALL = ("budget", "people_share_factor", "provocation_factor", "coordination_factor")
"""Levers that act on all cities or on none."""


class NewNetwork(Section):
    """A city network that a policy founds."""

    members: int = quantity(
        15, 2, 10_000, "cities", "how many of the largest tied cities join, in equal numbers by nation"
    )
    every_months: int = quantity(12, 1, 600, "months", "how often it meets")


class PolicySettings(Section):
    """Levers that the articles recommend; they act from one month on, in all arms."""

    start: MonthText = Field(month_index("2021-01"), description="month from which the levers act")
    budget: Literal["proportional", "concentrated", "even"] = Field(
        "proportional",
        description="how cities spread attention: by strength, on the strongest third of their ties, or evenly",
    )
    wake_dormant: bool = Field(False, description="whether all dormant ties are woken in that month")
    people_share_factor: float = quantity(1.0, 0, 10, "factor", "factor on exchange at the people's level")
    autonomy_gain: float = quantity(0.0, 0, 1, "share", "share of what cities lack in autonomy that they gain")
    provocation_factor: float = quantity(1.0, 0, 10, "factor", "factor on provocations (media training lowers it)")
    coordination_factor: float = quantity(1.0, 0, 10, "factor", "factor on the cost of coordination in clusters")
    new_network: NewNetwork | None = Field(None, description="a city network founded in that month")
    cities: Names = Field((), description="cities to which the levers are limited, such as [CN/Qingdao]")
    nations: Names = Field((), description="nations to whose cities, besides those named, they are limited")

    @property
    def is_limited(self) -> bool:
        """Whether the levers act on some cities alone."""
        return bool(self.cities or self.nations)

    @model_validator(mode="after")
    def _can_be_limited(self) -> "PolicySettings":
        for key in OF_ALL if self.is_limited else ():
            if getattr(self, key) != type(self).model_fields[key].default:
                raise fault("acts on all cities; take it out, or the limits 'cities' and 'nations'", key)
        return self
