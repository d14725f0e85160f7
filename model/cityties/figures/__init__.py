"""Figures: tidy tables in, pictures out; the only importer of matplotlib."""
