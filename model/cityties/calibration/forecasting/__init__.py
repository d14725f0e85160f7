"""Forecasts of what cities do: quantities of a history, baselines beside them, files and scores."""
