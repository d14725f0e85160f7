"""The outcomes: numbers that sum up one replicate, each with its unit and meaning; what a batch keeps (ODD 4.11)."""

from cityties.experiment.measures import Measure

R_MONTHS = "R-months"
SHARE = "share"
EVENTS = "events"

CRISIS_OUTCOMES: dict[str, Measure] = {
    "depth": Measure("R", "greatest gap: relations without the crisis less relations with it"),
    "loss_12": Measure(R_MONTHS, "sum of the gap over the first 12 months"),
    "loss_36": Measure(R_MONTHS, "sum of the gap over the first 36 months"),
    "loss_60": Measure(R_MONTHS, "sum of the gap over the first 60 months"),
    "official_with": Measure(EVENTS, "official events held in months 0-3, with the crisis"),
    "official_without": Measure(EVENTS, "official events held in months 0-3, without the crisis"),
    "people_with": Measure(EVENTS, "events held at the people's level in months 0-11, with the crisis"),
    "people_without": Measure(EVENTS, "events held at the people's level in months 0-11, without the crisis"),
    "exchange_with": Measure("exchanges", "exchange in months 1-12, with the crisis"),
    "exchange_without": Measure("exchanges", "exchange in months 1-12, without the crisis"),
    "official_year_with": Measure(EVENTS, "official events held in months 1-12, with the crisis"),
    "official_year_without": Measure(EVENTS, "official events held in months 1-12, without the crisis"),
    "official_long_with": Measure(EVENTS, "official events held in months 1-36, with the crisis"),
    "official_long_without": Measure(EVENTS, "official events held in months 1-36, without the crisis"),
    "network_with": Measure("ties", "meetings of partners in networks in months 1-36, with the crisis"),
    "network_without": Measure("ties", "meetings of partners in networks in months 1-36, without the crisis"),
    "relations_year_with": Measure("-1 to 1", "mean relations in months 1-12, with the crisis"),
    "relations_year_without": Measure("-1 to 1", "mean relations in months 1-12, without the crisis"),
    "relations_with": Measure("-1 to 1", "mean relations over the first 36 months, with the crisis"),
    "relations_without": Measure("-1 to 1", "mean relations over the first 36 months, without the crisis"),
    "suspended_peak": Measure(SHARE, "greatest share of ties suspended, with the crisis"),
}
SURVIVAL_OUTCOMES: dict[str, Measure] = {
    "survival_official": Measure(SHARE, "ties awake before the crisis that met officially in months 1-12"),
    "survival_any": Measure(SHARE, "ties awake before the crisis that met at all in months 1-12"),
}
HISTORY_OUTCOMES: dict[str, Measure] = {
    "relations": Measure("-1 to 1", "mean of official relations over the run"),
    "relations_last": Measure("-1 to 1", "mean of official relations over the last ten years"),
    "mood_a": Measure("-1 to 1", "mean mood of the first nation's public"),
    "mood_b": Measure("-1 to 1", "mean mood of the second nation's public"),
    "anger_a": Measure("severity", "mean anger of the first nation's public"),
    "anger_b": Measure("severity", "mean anger of the second nation's public"),
    "disputes": Measure("severity", "mean of open disputes"),
    "official": Measure(EVENTS, "official events held"),
    "people": Measure(EVENTS, "events held at the people's level"),
    "forum_meetings": Measure(EVENTS, "meetings of partners at the forum"),
    "network_meetings": Measure("ties", "meetings of partners in networks"),
    "aid": Measure(EVENTS, "ties over which aid was given, summed over months"),
    "exchange": Measure("exchanges", "sum of exchange of all channels"),
    "signed": Measure("ties", "ties signed"),
    "ties": Measure("ties", "ties at the end"),
    "suspended_share": Measure(SHARE, "share of the months of ties that were spent suspended"),
    "dormant_share": Measure(SHARE, "share of ties dormant at the end"),
    "strength": Measure("0 to 1", "mean strength of ties at the end"),
}
TIE_OUTCOMES: dict[str, Measure] = {
    "strength_p10": Measure("0 to 1", "strength at the end below which a tenth of the ties lies"),
    "strength_p50": Measure("0 to 1", "median strength of ties at the end"),
    "strength_p90": Measure("0 to 1", "strength at the end above which a tenth of the ties lies"),
    "gini": Measure("0 to 1", "Gini coefficient of the number of ties over the nation's cities, at the end"),
    "attendance": Measure("cities", "mean number of the nation's cities at a meeting of the forum"),
}
OUTCOMES: dict[str, Measure] = CRISIS_OUTCOMES | SURVIVAL_OUTCOMES | HISTORY_OUTCOMES | TIE_OUTCOMES
"""All outcomes by name."""
