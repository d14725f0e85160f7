"""The dictionary of columns: what every column of every table of a run means, and in which unit."""

import pandas as pd

from cityties.kernel.record import Kept, kept

KEYS = {
    "tie_pathways": ("yes or no", "whether what ties do reaches relations and publics"),
    "political_shocks": ("yes or no", "whether quarrels between states happen"),
    "crisis_happens": ("yes or no", "whether the crisis happens; the branches share state and luck until then"),
    "replicate": ("number", "number of the replicate; the same number is the same luck in every arm"),
    "month": ("months", "calendar month as 12 * year + month - 1"),
    "months_since": ("months", "months since the crisis began; 0 is its first month"),
    "dyad": ("code", "pair of nations, the first named is side a"),
    "nation": ("code", "nation"),
    "crisis": ("code", "crisis of the table of shocks"),
}
HISTORIES = ("tie_pathways", "political_shocks", "replicate", "month", "dyad")
BRANCHES = ("crisis", "tie_pathways", "crisis_happens", "replicate", "dyad", "months_since")
SUMS = {
    "measure": ("name", "measure that is summed"),
    "n": ("replicates", "replicates in the sum"),
    "sum": ("as the measure", "sum over replicates"),
    "sum_of_squares": ("as the measure, squared", "sum of squares over replicates"),
}
TIES = {
    "city_a": ("name", "city of side a, as NATION/City"),
    "city_b": ("name", "city of side b, as NATION/City"),
    "signed": ("months", "calendar month in which the tie began"),
    "strength": ("0 to 1", "strength of the tie"),
    "dormant": ("yes or no", "whether strength is below the dormancy threshold"),
    "suspended_by": ("code", "0 nobody, 1 side a, 2 side b, 3 both"),
    "suspended_since": ("months", "calendar month of suspension, -1 if not suspended"),
}
STATISTICS = {
    "severity": ("severity", "severity of the crisis's first shock; 0 for a crisis common to all"),
    "months_followed": ("months", "months for which the crisis was followed; the run's end may cut it short"),
    "replicates": ("number", "paired replicates"),
    "depth": ("R", "greatest gap: relations without the crisis less relations with it; mean over replicates"),
    "depth_of_mean": ("R", "greatest gap of the mean trajectory"),
    "loss_MONTHS": ("R-months", "sum of the gap over the first MONTHS months"),
    "half_life": ("months", "months from the greatest mean gap until half of it is left"),
    "buffer_MONTHS": ("share", "B = 1 - loss with ties / loss without; above 0 ties buffer, below 0 they amplify"),
    "buffer_depth": ("share", "the same for depth"),
    "buffer_half_life": ("share", "the same for half-life"),
    "loss_saved_MONTHS": ("R-months", "loss without ties less loss with ties"),
    "has_downturn": ("yes or no", "whether there was a loss to buffer at all; if not, B is not to be read"),
    "suspension": ("share", "1 - official events with the crisis / without it, months 0-3, arm with ties"),
    "stopped_by_first_nation": ("share", "share of the crisis's added refusals that side a made"),
}
RELATIONS = {
    "relations": ("-1 to 1", "mean relations over replicates"),
    "relations_p05": ("-1 to 1", "relations below which one replicate in twenty lies"),
    "relations_p95": ("-1 to 1", "relations above which one replicate in twenty lies"),
}
GAPS = {
    "gap_with_ties": ("R", "relations without the crisis less relations with it, in the arm with ties; mean"),
    "gap_without_ties": ("R", "the same in the arm without the pathways of ties"),
    "saved": ("R", "gap without ties less gap with ties; above 0 ties take damage away"),
}
EXCHANGE = {
    "official_with": ("events", "official events held in the month with the crisis; mean over replicates"),
    "official_without": ("events", "official events held in the month without it"),
    "kept": ("share", "official events with the crisis / without it; ratio of sums over replicates"),
    "kept_people": ("share", "the same with refused events counted that go on at the people's level"),
}
RECORDED = {
    "kind": ("name", "what the share is of: events, or governments of the incident's place"),
    "recorded": ("share", "recorded share that was stopped"),
    "is_sample": ("yes or no", "whether the record counts a sample rather than known cases"),
    "model": (
        "share",
        "the model's share: events of months 0-3, or governments with a suspended tie in the fourth month",
    ),
    "n_governments": ("number", "governments of the place that hold a tie, mean over replicates"),
    "measure": ("text", "wording of the record"),
    "source": ("code", "source of the record (world/sources.csv)"),
    "note": ("text", "note of the record"),
}
STOCK = {
    "year": ("year", "calendar year"),
    "ties": ("ties", "ties at the end of the year; mean over replicates"),
    "signed": ("ties", "ties signed in the year; mean over replicates"),
}
TIE_MEANS = {
    "city_a": TIES["city_a"],
    "city_b": TIES["city_b"],
    "exists": ("share", "share of replicates in which the tie exists in the month"),
    "strength": ("0 to 1", "mean strength where it exists"),
    "dormant": ("share", "share of those replicates in which it is dormant"),
    "suspended": ("share", "share of those replicates in which it is suspended"),
}
MAPPED = {
    "ties": ("ties", "ties that exist in at least half of the replicates"),
    "suspended": ("ties", "of those, ties suspended in at least half of the replicates in which they exist"),
    "dormant": ("ties", "of those not so suspended, ties dormant in at least half of them"),
    "strength": ("0 to 1", "mean strength of the ties counted"),
}
MOODS = {
    "of": ("code", "nation whose public it is"),
    "about": ("code", "nation that it thinks about"),
    "mood": ("-1 to 1", "slow mood; mean over replicates"),
    "anger": ("severity", "anger; mean over replicates"),
    "share_friendly": ("share", "(1 + mood - poll_anger * anger) / 2, kept between 0 and 1"),
}
POLLS = {
    "of": MOODS["of"],
    "about": MOODS["about"],
    "n_polls": ("number", "polls of this public within the run"),
    "distance": ("share", "mean absolute difference between share_friendly and the polls"),
}
PATTERNS = {
    "pattern": ("name", "signings, stopped, stopped by side a, frozen, forum, or fall (of the stock)"),
    "period": ("text", "years, crisis or year that the row speaks of; empty: the whole run"),
    "model": ("of the pattern", "ties a year, share, ties, cities, or share of the peak; mean over replicates"),
    "recorded": ("as model", "the recorded number; of 'stopped by side a' a lower bound"),
    "body": ("text", "who counted, or source of the record"),
    "is_input": ("yes or no", "whether the model's number is put in by the tables or the rules, and no result"),
}

SUMMARY_KEYS = {
    "crises": ("crisis", "dyad"),
    "level": ("dyad",),
    "relations": ("tie_pathways", "political_shocks", "dyad", "month"),
    "gaps": ("crisis", "dyad", "months_since"),
    "exchange": ("crisis", "dyad", "months_since"),
    "recorded": ("crisis", "dyad"),
    "stock": ("dyad",),
    "tie_means": ("month", "dyad"),
    "mapped": ("month",),
    "moods": ("dyad", "month"),
    "forum": ("month", "nation"),
    "patterns": ("dyad",),
}
SUMMARIES = {
    "relations": RELATIONS,
    "gaps": GAPS,
    "exchange": EXCHANGE,
    "recorded": RECORDED,
    "stock": STOCK,
    "tie_means": TIE_MEANS,
    "mapped": MAPPED,
    "moods": MOODS,
    "poll_distance": POLLS,
    "forum": {"cities": ("cities", "cities of a nation at the edition held in the month; mean over replicates")},
    "patterns": PATTERNS,
}
TABLES = {
    "crises": "depth, loss, half-life, buffer index and suspension of every crisis",
    "level": "level effect of ties by pair of nations",
    "relations": "relations by arm, pair of nations and month",
    "gaps": "damage of every crisis by month, with ties and without",
    "exchange": "official events kept in every crisis by month",
    "recorded": "recorded shares of exchange stopped, beside the model's",
    "stock": "ties and signings by pair of nations and year",
    "tie_means": "every tie at the months of the maps",
    "mapped": "counts of the ties on the maps",
    "moods": "moods of the publics by month",
    "poll_distance": "how far moods are from the polls",
    "forum": "cities at the forum by edition and nation",
    "patterns": "stylised facts of the record beside the run's",
    "columns": "what every column of every table means, and in which unit",
}


def column_table() -> pd.DataFrame:
    """Return one row a table and column with unit and meaning; ``_low`` and ``_high`` bound 95 % intervals.

    ``_p05`` and ``_p95`` bound nine in ten replicates; keys of the summary tables mean what they mean in the others.
    """
    rows = [("histories", name, *KEYS[name]) for name in HISTORIES]
    rows += [("histories", m.column, m.unit, m.meaning) for m in kept(Kept.HISTORY)]
    rows += [("crisis_months", name, *KEYS[name]) for name in BRANCHES]
    rows += [("crisis_months", m.column, m.unit, m.meaning) for m in kept(Kept.CRISIS)]
    rows += [("sums", name, *said) for name, said in SUMS.items()]
    rows += [("attendance", "cities", "cities", "cities of a nation that attended the forum")]
    rows += [("ties", name, *said) for name, said in TIES.items()]
    rows += [("crises", name, *said) for name, said in STATISTICS.items()]
    rows += [("level", "level", "R", "V: mean relations with ties less without, both without political shocks")]
    rows += [(table, name, *KEYS[name]) for table, names in SUMMARY_KEYS.items() for name in names]
    for table, columns in SUMMARIES.items():
        rows += [(table, name, *said) for name, said in columns.items()]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])
