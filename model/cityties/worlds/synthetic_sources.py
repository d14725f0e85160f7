"""Where the figures of a synthetic world come from, for its table of sources and its README."""

from cityties.worlds.network_targets import WORLD

_COLUMNS = ("code", "address", "what", "kind", "certainty")
SOURCES = [
    dict(zip(_COLUMNS, row, strict=True))
    for row in (
        (
            "SYNTHETIC",
            "no source",
            "made by `cityties world synth`; no such city or tie exists",
            "synthetic",
            "low",
        ),
        (
            "HEKMAN2026",
            "github.com/Hekman/twincities (twin_cities_raw.csv, commit 84ebdec)",
            "twin towns on Wikipedia, February 2026: statistics of the network of 17,820 cities and 26,111 ties",
            "data file",
            "medium",
        ),
        (
            "KONECT2017",
            "konect.cc/networks/twin/",
            "twin towns on Wikidata, October 2017: 14,274 cities, 20,573 ties, mean degree 2.88, assortativity 0.387",
            "data file",
            "high",
        ),
        (
            "GABAIX1999",
            "doi:10.1162/003355399556133",
            "the rank-size rule of cities: the r-th largest has 1/r of the population of the largest",
            "article",
            "high",
        ),
        (
            "KALTENBRUNNER2013",
            "arXiv:1301.6900",
            "the world's sister cities: ties hardly depend on distance",
            "article, abstract seen",
            "medium",
        ),
        (
            "SCI1956",
            "sistercities.org",
            "the White House conference of September 1956 from which Sister Cities International dates itself",
            "page",
            "medium",
        ),
        ("DESIGN", "no source", "part of the design of an experiment, not a record of anything", "design", "high"),
    )
]

_README = """\
# A synthetic world

{cities} cities of {nations} nations with {ties} ties among them. No city here exists. The network has the published
statistics of the world's twin towns, so that the model can be run at any size and beyond one region; nothing can be
concluded from it about any real city or state.

Made by

    cityties world synth --cities {cities} --ties {ties} --nations {nations} --seed {seed}

| statistic | here | the world's twin towns, 2026 |
|---|---|---|
| mean degree | {mean:.3f} | {mean_world:.3f} |
| share of cities with one tie | {single:.3f} | {single_world:.3f} |
| highest degree | {highest:.0f} | {highest_world} |
| assortativity | {assortativity:.3f} | {assortativity_world:.3f} |
| transitivity | {transitivity:.3f} | {transitivity_world:.3f} |

What is cited (`sources.csv`): the statistics of the network, the rank-size rule of populations (within each nation,
with 20,000 inhabitants for the smallest city; the better tied a city, the larger), that ties hardly depend on distance,
and that the movement dates itself from 1956, which is the year of recognition of all dyads. What is not: there is no
figure for the freedom, nationalism and mood of cities, nations and publics of the world at large, so all of them stand
in the middle of their range. No tie has a date: the stock grows evenly from nothing in 1956 to the list of 2026. The
disputes in `shocks.csv` are treatments of an experiment and no events. A large network of fewer than ten nations cannot
have assortativity and transitivity both, since two partners of one nation are not tied to each other.
"""


def readme_text(n_cities: int, n_ties: int, n_nations: int, seed: int, reached: dict[str, float]) -> str:
    """Return the README of a synthetic world with its statistics beside the published ones."""
    return _README.format(
        cities=n_cities,
        ties=n_ties,
        nations=n_nations,
        seed=seed,
        mean=reached["mean degree"],
        single=reached["share with one tie"],
        highest=reached["highest degree"],
        assortativity=reached["assortativity"],
        transitivity=reached["transitivity"],
        mean_world=2.0 * WORLD.ties / WORLD.cities,
        single_world=WORLD.share_single,
        highest_world=WORLD.highest_degree,
        assortativity_world=WORLD.assortativity,
        transitivity_world=WORLD.transitivity,
    )
