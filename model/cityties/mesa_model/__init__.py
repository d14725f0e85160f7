"""The model as Mesa knows it: a model that steps one history, with cities and ties as agents that view its columns."""
