"""Exogenous events of the invented worlds: disputes, good news, common crises, disasters, meetings, incentive steps."""

from random import Random

from builders.worlds import Row
from cityties.kernel.calendar import month_label

type Window = tuple[int, int]
"""First and last calendar month of the run."""


def _share(rng: Random, low: float = 0.0, high: float = 1.0) -> float:
    return round(rng.uniform(low, high), 4)


def _around(window: Window, rng: Random) -> int:
    return rng.randint(window[0] - 6, window[1] + 6)


def shocks_of(number: int, dyads: list[Row], cities: list[Row], window: Window, rng: Random) -> list[Row]:
    """Draw shocks; several may fall into one month."""
    return [_shock(each, dyads, cities, window, rng) for each in range(number)]


def _shock(number: int, dyads: list[Row], cities: list[Row], window: Window, rng: Random) -> Row:
    month = _around(window, rng)
    kind = rng.choice(("political", "political", "political", "positive", "common"))
    row: Row = {"shock": f"shock {number}", "type": kind, "date": month_label(month)}
    if kind == "common":
        crisis = rng.choice(("", f"crisis {number}"))
        return row | {"dyad": "all", "until": month_label(month + rng.randint(0, 20)), "crisis": crisis}
    dyad = rng.choice(dyads)
    row |= {"dyad": dyad["dyad"], "crisis": rng.choice(("", f"crisis of {dyad['dyad']}"))}
    if kind == "positive":
        return row | {"level": rng.choice((0, 0.5, 1, 2, 3))}
    factors = {"severity": _share(rng, 0, 1.5), "factor_a": _share(rng, 0, 3), "factor_b": _share(rng, 0, 3)}
    provinces = {city["province"] for city in cities if city["nation"] in (dyad["nation_a"], dyad["nation_b"])}
    places = [province for province in sorted(provinces) if rng.random() < 0.5]
    return row | factors | {"place": rng.choice((";", "; ")).join(places)}


def editions(nations: tuple[str, ...], window: Window, rng: Random) -> list[Row]:
    """Draw the editions of a forum."""
    return [
        {
            "date": month_label(month),
            "host_nation": rng.choice(nations),
            "held": rng.choice(("yes", "yes", "no")),
            "eligibility": rng.choice(("tied", "open")),
        }
        for month in range(*window)
        if rng.random() < 0.1
    ]


def members(network: str, cities: list[Row], window: Window, rng: Random) -> list[Row]:
    """Draw the members of a network: from the start, from a month, or from a year of which the month is unknown."""
    found = []
    for city in cities:
        month = month_label(_around(window, rng))
        if rng.random() < 0.6:
            joined = rng.choice(("", month, month[:4]))
            found.append({"network": network, "city": city["city"], "nation": city["nation"], "joined": joined})
    return found


def meetings(network: str, window: Window, rng: Random) -> list[Row]:
    """Draw the meetings of a network; some networks hold none."""
    share = rng.choice((0.0, 0.1, 0.4))
    months = [month for month in range(window[0] - 3, window[1] + 3) if rng.random() < share]
    return [{"network": network, "date": month_label(month)} for month in months]


def incentive(dyads: list[Row], nations: tuple[str, ...], cities: list[Row], window: Window, rng: Random) -> Row:
    """Draw an incentive step: for all, a nation, named cities, or named cities of a nation."""
    nation = rng.choice(("", rng.choice(nations)))
    chosen = [city for city in cities if rng.random() < 0.4]
    named = [f"{city['nation']}/{city['city']}" for city in chosen if nation in ("", city["nation"])]
    return {
        "date": month_label(_around(window, rng)),
        "dyad": rng.choice(("all", rng.choice(dyads)["dyad"])),
        "nation": nation,
        "cities": rng.choice(("", ";".join(named))),
        "size": _share(rng, 0, 2),
    }


def disaster(nations: tuple[str, ...], crises: list[str], window: Window, rng: Random) -> Row:
    """Draw a disaster, perhaps one that belongs to a crisis."""
    month = _around(window, rng)
    until = month_label(month + rng.randint(0, 6))
    return {
        "nation": rng.choice(nations),
        "date": month_label(month),
        "until": until,
        "crisis": rng.choice(("", *crises)),
    }
