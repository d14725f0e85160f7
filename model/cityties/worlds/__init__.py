"""Making worlds: synthetic ones with published statistics, and those imported from lists of pairs of cities."""
