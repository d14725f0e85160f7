"""The estimands that a file of claims may name: each turns evidence into one value a draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from cityties.analysis.buffering import (
    buffer_index,
    half_life,
    insulation,
    least_loss,
    level_effect,
    parted,
    pooled_buffer_index,
    suspension_share,
)
from cityties.claims.declared import Claim
from cityties.claims.estimands_histories import (
    climate_correlation,
    goodwill_slope,
    lasting_exchange,
    naive_correlation,
    signings,
    ties_gini,
)
from cityties.claims.evidence import Evidence, asked_crises, sum_of
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.kernel.state import FloatArray

type Compute = Callable[[Claim, Evidence, Evidence], FloatArray]
type Statistic = Callable[[Claim, Evidence], FloatArray]


@dataclass(frozen=True)
class Estimand:
    """A statistic: what it is, how it is computed, whether it compares two worlds, whether it reads single ties."""

    meaning: str
    compute: Compute
    compares: bool = False
    of_panel: bool = False


def buffer_claim(*crises: str) -> Claim:
    """Return the plain claim that ties buffer, over some crises or all of a world."""
    return Claim.model_validate({"statement": "ties buffer", "estimand": "buffer", "crises": crises})


def losses(claim: Claim, world: Evidence) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return losses with and without ties (crises, draws), and the least loss of each crisis that is a downturn."""
    names = asked_crises(world, claim.crises)
    on, off = (
        np.stack([world.of_crisis(name, f"loss_{claim.months}", arm) for name in names]) for arm in (True, False)
    )
    return on, off, np.array([least_loss(world.crises[name].severity) for name in names])


def pooled(claim: Claim, world: Evidence) -> FloatArray:
    """Return B over all crises of the claim together: 1 - sum of L_on / sum of L_off."""
    return pooled_buffer_index(*losses(claim, world))


def _saved(claim: Claim, world: Evidence) -> FloatArray:
    on, off, _least = losses(claim, world)
    return np.asarray((off - on).mean(axis=0))


def _depth(claim: Claim, world: Evidence) -> FloatArray:
    names = asked_crises(world, claim.crises)
    on, off = (sum_of([world.of_crisis(name, "depth", arm) for name in names]) for arm in (True, False))
    return buffer_index(on, off)


def _parts(claim: Claim, world: Evidence) -> FloatArray:
    """Return B of the event part and of the level over 36 months, over all crises of the claim together (2, draws)."""
    names = asked_crises(world, claim.crises)
    losses = [sum_of([world.of_crisis(name, f"loss_{MAIN_MONTHS}", arm) for name in names]) for arm in (True, False)]
    levels = [
        sum_of(
            [world.of_crisis(name, "level_without", arm) - world.of_crisis(name, "level_with", arm) for name in names]
        )
        for arm in (True, False)
    ]
    return parted(*losses, *levels)


def buffer_against(claim: Claim, world: Evidence, against: Evidence) -> FloatArray:
    """Return B of ``world`` with the loss without ties taken from another world, over all crises of the claim."""
    on, _off, least = losses(claim, world)
    names = asked_crises(world, claim.crises)
    off = np.stack([against.of_crisis(name, f"loss_{claim.months}", False) for name in names])
    return pooled_buffer_index(on, off, least)


def _half_life_sum(claim: Claim, world: Evidence, arm: bool) -> FloatArray:
    names = asked_crises(world, claim.crises)
    return sum_of([half_life(world.gaps(name, arm)[:, : claim.months]) for name in names])


def _half_life(claim: Claim, world: Evidence) -> FloatArray:
    return buffer_index(_half_life_sum(claim, world, True), _half_life_sum(claim, world, False))


def _recovery(claim: Claim, world: Evidence) -> FloatArray:
    """Return the months from the worst of a crisis until half of the damage is gone, with ties, mean over crises."""
    return _half_life_sum(claim, world, True) / len(asked_crises(world, claim.crises))


def _level(_: Claim, world: Evidence) -> FloatArray:
    """Return V, the mean over dyads, in worlds without disputes."""
    on, off = (
        np.mean([world.of_history("relations", dyad, arm, False) for dyad in world.dyads], axis=0)
        for arm in (True, False)
    )
    return level_effect(on, off)


def _insulation(claim: Claim, world: Evidence) -> FloatArray:
    return _elasticity(claim, world, "exchange", "year")


def _network_insulation(claim: Claim, world: Evidence) -> FloatArray:
    return _elasticity(claim, world, "network", "") - _elasticity(claim, world, "official_long", "")


def _elasticity(claim: Claim, world: Evidence, what: str, window: str) -> FloatArray:
    names = asked_crises(world, claim.crises)
    relations = f"relations_{window}_" if window else "relations_"
    sums = [sum_of([world.of_crisis(name, f"{what}_{end}") for name in names]) for end in ("with", "without")]
    means = [
        sum_of([world.of_crisis(name, f"{relations}{end}") for name in names]) / len(names)
        for end in ("with", "without")
    ]
    return insulation(sums[0], sums[1], means[0], means[1])


def _survival(channel: str, claim: Claim, world: Evidence) -> FloatArray:
    names = asked_crises(world, claim.crises)
    return np.asarray(np.mean([world.of_crisis(name, f"survival_{channel}") for name in names], axis=0))


def _stopped(claim: Claim, world: Evidence) -> FloatArray:
    """Return SS over all crises of the claim together."""
    names = asked_crises(world, claim.crises)
    hit, calm = (sum_of([world.of_crisis(name, f"official_{end}") for name in names]) for end in ("with", "without"))
    return suspension_share(hit, calm)


def _people_share(claim: Claim, world: Evidence) -> FloatArray:
    names = asked_crises(world, claim.crises)
    people = sum_of([world.of_crisis(name, "people_with") for name in names]) * world.parameter("people_share")
    official = sum_of([world.of_crisis(name, "official_year_with") for name in names])
    return np.where(people + official > 0.0, people / np.maximum(people + official, 1e-12), np.nan)


def _signed_difference(_: Claim, world: Evidence, against: Evidence) -> FloatArray:
    less = signings(against)
    return (signings(world) - less) / np.maximum(less, 1.0)


def _lasting_exchange(claim: Claim, world: Evidence, against: Evidence) -> FloatArray:
    more, less = lasting_exchange(claim, world), lasting_exchange(claim, against)
    return np.where(less > 0.0, more / np.maximum(less, 1e-12) - 1.0, np.nan)


def _one(meaning: str, statistic: Statistic) -> Estimand:
    """Declare a statistic of one world."""
    return Estimand(meaning, lambda claim, world, _: statistic(claim, world))


def _less(meaning: str, statistic: Statistic) -> Estimand:
    """Declare a statistic of one world less that of another."""
    return Estimand(meaning, lambda claim, world, against: statistic(claim, world) - statistic(claim, against), True)


def _panel(statistic: str, meaning: str) -> Estimand:
    """Declare a statistic of single ties or cities."""
    return Estimand(meaning, lambda _claim, world, _: world.of_panel(statistic), of_panel=True)


PANEL = {
    "attenders_matched": "official survival of ties whose cities went to the forum - of others of like strength",
    "older_suspend_less": "suspended share of weaker ties - of stronger ones of like affinity",
    "capitals_suspend_less": "suspended share of other ties - of ties of capitals of like size",
    "city_variance_share": "share of the variance of exchange over cities and years due to cities",
    "nation_variance_share": "share of that variance due to nation and year",
    "lead_lag": "partial R2 of exchange for relations - of relations for exchange (3 months of lags)",
}
ESTIMANDS: Mapping[str, Estimand] = {
    "buffer": _one("B = 1 - loss with ties / loss without, over all crises of the claim together", pooled),
    "saved": _one("mean R-months that ties saved in a crisis", _saved),
    "buffer_depth": _one("B_D = 1 - depth with ties / depth without", _depth),
    "buffer_half_life": _one("B_h = 1 - half-life with ties / half-life without", _half_life),
    "buffer_against": Estimand(
        "B = 1 - loss with ties in `world` / loss without ties in `against`, such as one with silent cities",
        buffer_against,
        True,
    ),
    "buffer_event": _one(
        "B of the event part: of the loss over 36 months less that of the level", lambda *given: _parts(*given)[0]
    ),
    "buffer_level": _one(
        "B of the level: of the standing damage over 36 months that outlasts a dispute",
        lambda *given: _parts(*given)[1],
    ),
    "level": _one("V = mean relations with ties - without, in worlds without disputes (needs `shocks: both`)", _level),
    "insulation": _one(
        "eta = ln(exchange with crisis / without) / ln(relations with / without), months 1-12", _insulation
    ),
    "network_insulation": _one("eta of network meetings - eta of official events, months 1-36", _network_insulation),
    "survival_official": _one("share of awake ties that met officially in months 1-12", partial(_survival, "official")),
    "survival_any": _one("share of awake ties that met at all in months 1-12", partial(_survival, "any")),
    "suspension": _one("SS = 1 - official events with the crisis / without, months 0-3", _stopped),
    "people_share_of_exchange": _one("people-level exchange / all exchange in the year of a crisis", _people_share),
    "buffer_difference": _less("B in `world` - B in `against`", pooled),
    "recovery_delay": _less(
        "months until half of a crisis's damage is gone in `world` - in `against`, with ties, mean over crises",
        _recovery,
    ),
    "level_difference": _less("V in `world` - V in `against` (both need `shocks: both`)", _level),
    "suspension_difference": _less("SS in `world` - SS in `against`", _stopped),
    "signed_difference": Estimand("ties signed in `world` / in `against` - 1", _signed_difference, True),
    "lasting_exchange": Estimand(
        "exchange in the claim's years in `world` / in `against` - 1", _lasting_exchange, True
    ),
    "goodwill_slope": _less(
        "trend of mood over the claim's years in `world` - in `against`, per decade", goodwill_slope
    ),
    "naive_correlation": _one(
        "rank correlation of relations and next year's signings, mean over dyads", naive_correlation
    ),
    "correlation_difference": _less("that correlation in `world` - in `against`", naive_correlation),
    "climate_correlation": _one(
        "rank correlation of the business climate and relations over years, mean over dyads", climate_correlation
    ),
    "gini_difference": _less(
        "Gini coefficient of ties over cities at the end in `world` - in `against`, mean over nations", ties_gini
    ),
    **{name: _panel(name, meaning) for name, meaning in PANEL.items()},
}
"""All estimands by name."""
