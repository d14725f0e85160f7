"""Settling: which data would tell the sign of B from one history, and how many of them it takes."""
