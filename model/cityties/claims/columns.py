"""What the tables of the claims hold: each table and each column of it, declared once."""

from collections.abc import Mapping

import pandas as pd

COLUMNS = "columns"

TABLE_MEANINGS: Mapping[str, str] = {
    "verdicts": "one row a claim, sample of draws and width of the band",
    "values": "the statistic of every claim in every draw",
    "crises": "buffer indices and shares of draws, by crisis",
    "paths": "gap of each crisis by month, with ties and without",
    "rivals": "B in history and in the null models",
    "provocation": "B and V with provocations, without, and with nothing else",
    "severity": "B by severity of one crisis",
    "severity_falls": "share of draws in which B falls with severity",
    "surfaces": "B over two keys at a time",
    "shapley": "what B is attributed to, by mechanism",
    "power": "in how many synthetic histories the sign of B is recovered",
    "anecdotes": "likelihood ratios of anecdotes",
    COLUMNS: "meaning and unit of every column",
}

SHARE, NUMBER, NAME, YES_NO, R = "share", "number", "name", "yes or no", "R"

MEANINGS: Mapping[str, tuple[str, str]] = {
    "claim": (NAME, "claim of the file of claims"),
    "sample": (
        NAME,
        "prior: all parameters are drawn; rest: those that decide B alone; posterior: draws that agree with the record",
    ),
    "eps": ("as the statistic", "half width of the band of no effect"),
    "decides": (YES_NO, "whether the row's label is the verdict"),
    "p_supported": (SHARE, "share of draws on the side that the claim expects"),
    "p_null": (SHARE, "share of draws inside the band"),
    "p_harm": (SHARE, "share of draws on the other side"),
    **{
        f"{name}_{end}": (SHARE, f"{word} end of the 95 % interval of {name}")
        for name in ("p_supported", "p_null", "p_harm")
        for end, word in (("low", "lower"), ("high", "upper"))
    },
    "largest_low": (SHARE, "lower end of the 95 % interval of the largest share"),
    "largest_high": (SHARE, "upper end of the 95 % interval of the largest share"),
    "median": ("as the statistic", "median over draws"),
    "draws": (NUMBER, "draws in which the statistic is defined"),
    "undefined": (NUMBER, "draws in which it is not"),
    "label": (NAME, "verdict by itself, before the correction for the number of claims"),
    "verdict": (NAME, "verdict after Holm's correction; of fewer draws than a full table has, more may turn it"),
    "settled": (YES_NO, "whether more draws would hardly change the label"),
    "draw": (NUMBER, "number of the draw"),
    "value": ("as the statistic", "statistic of the claim in the draw"),
    "crisis": (NAME, "crisis of the table of shocks"),
    "severity": ("severity", "severity of the crisis"),
    "buffer": (SHARE, "share of draws with B above the band; in surfaces B itself"),
    "null": (SHARE, "share of draws with B inside the band; in rivals the null model that a world is"),
    "none": (SHARE, "share of draws with B inside the band"),
    "harm": (SHARE, "share of draws with B below the band"),
    "saved": ("R-months", "median of the loss without ties less the loss with them"),
    "no_downturn": (NUMBER, "draws without a downturn to buffer"),
    "median_12": (SHARE, "median of B over 12 months"),
    "median_60": (SHARE, "median of B over 60 months"),
    "median_buffer_depth": (SHARE, "median of the B of depths"),
    "median_buffer_half_life": (SHARE, "median of the B of half-lives"),
    "median_buffer_event": (SHARE, "median of the B of what the crisis itself does"),
    "median_buffer_level": (SHARE, "median of the B of what it does to the level of relations"),
    "median_silent": (SHARE, "median of B against a world in which nationalist cities are silent"),
    "buffer_silent": (SHARE, "share of draws with that B above the band"),
    "null_silent": (SHARE, "share of draws with that B inside the band"),
    "harm_silent": (SHARE, "share of draws with that B below the band"),
    "tie_pathways": (YES_NO, "whether what ties do reaches relations and publics"),
    "months_since": ("months", "months since the crisis began"),
    "low": ("as the statistic", "lower end: of nine in ten draws, in anecdotes of the 95 % interval"),
    "high": ("as the statistic", "upper end: of nine in ten draws, in anecdotes of the 95 % interval"),
    "world": (NAME, "world of the file of claims"),
    "crises": (NUMBER, "crises that count"),
    "exactly_zero": (YES_NO, "whether B is exactly 0 in every draw"),
    "provocation": (NAME, "on, off, or alone: all that ties do"),
    "mean": (SHARE, "mean B over draws; in shapley the part of it that the mechanism has"),
    "level": (R, "level effect V"),
    "mild": ("severity", "the milder of two severities"),
    "severe": ("severity", "the graver of two severities"),
    "share": (SHARE, "share of draws with B at the milder severity above B at the graver one"),
    "x": ("as the key", "value of the first key"),
    "y": ("as the key", "value of the second key"),
    "surface": (NAME, "surface of the file of claims"),
    "engine": (NAME, "engine of relations"),
    "mechanism": (NAME, "mechanism that is switched"),
    "error": (SHARE, "standard error of the mean, over draws and orders"),
    "mean_absolute": (SHARE, "mean over draws of the size of the part"),
    "left_out": (NUMBER, "draws left out, without a downturn in some combination"),
    "orders": (NUMBER, "orders in which mechanisms were switched on"),
    "all_on": (SHARE, "mean B with all mechanisms on"),
    "true_b": (SHARE, "middle of the bin of true B"),
    "histories": (NUMBER, "synthetic histories in the bin"),
    "right": (SHARE, "share of them in which the sign was recovered"),
    "enough": (YES_NO, "whether there are enough of them, and enough are right"),
    "anecdote": (NAME, "what the articles report"),
    "elsewhere": (NAME, "what draws it is compared with"),
    "given_buffer": (SHARE, "how frequent it is where ties soften"),
    "given_none": (SHARE, "how frequent it is there"),
    "ratio": (NUMBER, "likelihood ratio"),
    "n_buffer": (NUMBER, "draws in which ties soften"),
    "n_none": (NUMBER, "draws that it is compared with"),
    "rank_correlation": (NUMBER, "rank correlation of the share of ties that still met and B, over draws"),
}


def claim_columns(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a table and column with unit and meaning.

    Raises:
        KeyError: a column is not declared, so nobody could say what it holds.
    """
    rows = [(table, str(name), *MEANINGS[str(name)]) for table, frame in tables.items() for name in frame.columns]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])
