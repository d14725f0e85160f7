"""Giving up what nobody waits for any more."""


class StoppedError(Exception):
    """Nobody waits for the result any more."""
