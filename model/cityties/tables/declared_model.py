"""The tables of a world, column by column: the one list that loader, checks and manual share."""

from cityties.tables.columns import (
    CERTAINTIES,
    Table,
    beside_the_model,
    choice,
    count,
    date,
    exchanged_with,
    extra_share,
    flag,
    may_be_left_out,
    month,
    number,
    optional,
    score,
    share,
    since,
    text,
    year,
)
from cityties.tables.declared_record import RECORD_TABLES

MAX_SEVERITY = 1.5
READ = (0.001, MAX_SEVERITY)
MAX_LEVEL = 3
MAX_FACTOR = 3
MAX_POPULATION = 3e7

MODEL_TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        "sources.csv",
        "where the rows come from",
        beside_the_model(
            text("code", "short name used in the column source"),
            text("address", "web address, DOI, or a word such as 'no source'"),
            text("what", "what it is"),
            text("kind", "page, article, copy, judgement, memory ..."),
            choice("certainty", "how far the source can be trusted", *CERTAINTIES),
        ),
        key=("code",),
        may_be_empty=False,
        has_provenance=False,
    ),
    Table(
        "nations",
        "nations.csv",
        "the states",
        (
            text("nation", "code"),
            *beside_the_model(text("name", "name")),
            share("centralisation", "how strongly a national directive binds a city without autonomy"),
            extra_share("urban_share", "share of the population that lived in cities in 2012"),
        ),
        key=("nation",),
        may_be_empty=False,
    ),
    Table(
        "dyads",
        "dyads.csv",
        "pairs of states",
        (
            text("dyad", "code, side a first"),
            text("nation_a", "state of side a", "nation"),
            text("nation_b", "state of side b", "nation"),
            month("recognised", "month from which the states have diplomatic relations; no tie can be older"),
            score("relations_before", "official relations until then"),
            score("relations_at_recognition", "official relations in that month"),
            score("baseline_relations", "level to which official relations return"),
            number("formation_factor", "new ties relative to the dyad with factor 1", "ratio", (0, 100)),
            number("formation_trend_per_year", "yearly growth of the formation factor", "per year", (-1, 1)),
            year("formation_trend_from", "year in which that growth starts"),
        ),
        key=("dyad",),
        may_be_empty=False,
    ),
    Table(
        "publics",
        "publics.csv",
        "what the people of one state feel about another: two rows a dyad",
        (
            text("dyad", "the pair of states", "dyad"),
            text("of", "state whose public it is", "nation"),
            text("about", "state it is about", "nation"),
            score("mood_baseline", "mood to which the public returns"),
            score("mood_floor", "mood that no shock can push below"),
            choice("reversion", "which of the two speeds of recovery", "slow", "fast"),
        ),
        key=("of", "about"),
        may_be_empty=False,
    ),
    Table(
        "cities",
        "cities.csv",
        "local governments, provinces and prefectures included",
        (
            text("city", "name, unique within its state"),
            text("nation", "state", "nation"),
            text("province", "province or prefecture"),
            *beside_the_model(text("level", "administrative level")),
            optional("cluster", "city cluster or region"),
            exchanged_with("longitude", number("latitude", "north positive", "degrees", (-90, 90))),
            number("longitude", "east positive", "degrees", (-180, 180)),
            number("population", "inhabitants, clipped to 20,000 ... 30,000,000", "people", (1, MAX_POPULATION)),
            *beside_the_model(
                choice(
                    "population_source",
                    "where the population comes from",
                    "geonames",
                    "wikidata",
                    "median of level",
                    "median of nation",
                    "other",
                ),
            ),
            count("ties_abroad", "partner cities in all other countries", "ties", required=False),
            share("autonomy", "freedom from directives of the state"),
            share("nationalism", "pull of the local public"),
            flag("capital", "seat of the national government"),
            extra_share("strategy", "how far the city is a node of national strategies; empty = 0"),
            extra_share("competitiveness", "how well its products complement the neighbours'; empty = 0"),
        ),
        key=("city", "nation"),
        may_be_empty=False,
    ),
    Table(
        "ties",
        "ties.csv",
        "ties between two cities of a dyad",
        (
            text("dyad", "the pair of states", "dyad"),
            text("city_a", "city of side a"),
            text("city_b", "city of side b"),
            date("signed", "when the tie was signed; empty = year unknown", required=False),
            *beside_the_model(
                choice("tie_type", "sister tie or co-operation agreement", "sister", "coop"),
                optional("date_source", "codes of sources.csv for the date", "sources"),
                choice("date_certainty", "how sure the date is", *CERTAINTIES, required=False),
            ),
        ),
        key=("dyad", "city_a", "city_b"),
    ),
    Table(
        "shocks",
        "shocks.csv",
        "dated events between states",
        (
            text("shock", "id, unique"),
            text("dyad", "the pair of states, or all for a crisis common to everybody", "dyad or all"),
            month("date", "month of the event"),
            month("until", "common: last month", required=False),
            choice("type", "dispute, good news, or a crisis common to all", "political", "positive", "common"),
            number("severity", "political: size of the shock", "severity", (0, MAX_SEVERITY), required=False),
            number("level", "positive: size of the event", "level", (0, MAX_LEVEL), required=False),
            number(
                "factor_a",
                "political: multiple of the severity felt by side a",
                "ratio",
                (0, MAX_FACTOR),
                required=False,
            ),
            number(
                "factor_b",
                "political: multiple of the severity felt by side b",
                "ratio",
                (0, MAX_FACTOR),
                required=False,
            ),
            optional("crisis", "id of the crisis the event belongs to; one that experiments can leave out"),
            optional("place", "provinces that feel the event most, joined by ';'"),
            *beside_the_model(text("title", "what happened")),
            *beside_the_model(
                *may_be_left_out(
                    number("severity_read", "political: severity on another scale", "severity", READ, required=False),
                    number("severity_sd_log", "political: spread of its logarithm", "log", (0.01, 3), required=False),
                    optional("severity_reading", "political: what was read, in words"),
                    since("severity_known_by", "political: year of the latest record that the reading rests on"),
                )
            ),
        ),
        key=("shock",),
    ),
    Table(
        "forum",
        "forum.csv",
        "editions of the forum that brings cities of all states together",
        (
            *beside_the_model(
                text("forum", "name"),
                count("edition", "number; empty for one that was not held", "number", required=False),
            ),
            month("date", "month"),
            *beside_the_model(optional("host_city", "place; it need not be one of cities.csv")),
            text("host_nation", "state of the host", "nation"),
            flag("held", "whether it took place"),
            choice("eligibility", "who may come: cities with a tie, or any city", "tied", "open"),
            *beside_the_model(
                optional("participants", "what the source says about attendance"),
                count("bodies", "governments present", "governments", required=False),
            ),
        ),
    ),
)

PRIORS = Table(
    "priors",
    "priors.csv",
    "priors of numbers in the tables above, for draws and sweeps",
    beside_the_model(
        text("setting", "key of the number as a sweep names it, such as nations.AA.centralisation"),
        choice("kind", "shape of the prior", "uniform", "log-uniform", "log-normal"),
        number("first", "lower end; of log-normal the median", "as its setting", (-100, 100)),
        number("second", "upper end; of log-normal the spread of the logarithm", "as its setting", (-100, 100)),
        since("known_by", "year of the latest record that it rests on; empty: on no record of a year"),
        text("rests_on", "what it rests on, in words"),
    ),
    key=("setting", "known_by"),
)

TABLES: tuple[Table, ...] = (*MODEL_TABLES, PRIORS, *RECORD_TABLES)
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
