"""Analysis: from tables of results to estimands, intervals and contrasts."""
