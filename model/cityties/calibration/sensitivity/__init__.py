"""Sensitivity: which parameters an outcome turns on, beside chance, and what constants without a prior do to it."""
