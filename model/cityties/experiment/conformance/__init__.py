"""Conformance: what a custom rule must keep to, checked before anything is run with it."""
