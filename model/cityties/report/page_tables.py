"""What each table of a batch or a comparison holds, in the words of the page."""

from cityties.tables.language import msg

TABLES_OF_PAGES = {
    "cases": msg("one row a case: name, label, folder, world, seed"),
    "effects": msg("outcomes of every case less those of its baseline"),
    "buffers": msg("buffer indices, by crisis and pair of nations"),
    "variants": msg("one row a variant: scenario, arm, values of the sweep"),
    "draws": msg("value of every drawn parameter"),
    "outcomes": msg("mean and interval of every outcome"),
    "ties_effects": msg("every outcome with the pathways of ties less without"),
    "buffers_by_draw": msg("buffer index of each draw"),
    "pairing": msg("what common random numbers saved"),
    "contrasts": msg("outcomes of every variant less those of its baseline"),
    "years": msg("yearly means"),
    "gaps": msg("mean gap of each crisis, by month"),
    "failures": msg("units that failed"),
    "comparators": msg("buffer index of every crisis against both worlds without the effects of ties"),
    "precision": msg("half widths reached, where a precision was asked for"),
    "swept": msg("ranges of what was swept or drawn, one row a key"),
    "ranking": msg("rank correlation of every drawn setting with every outcome"),
    "indices": msg("sensitivity indices from the points that were run, with what chance alone would give"),
    "verdicts": msg("shares of draws in which ties buffer, do nothing or harm"),
    "partings": msg("first month, tie and kind of decision in which each case and its baseline differ"),
    "columns": msg("meaning and unit of every column"),
}
