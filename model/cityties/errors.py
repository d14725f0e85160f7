"""Errors a person can act on: each message is one clear line, perhaps with an indented hint below it."""


class CityTiesError(Exception):
    """Something the user can put right; the command line prints it alone and exits with code 2."""


class ScenarioError(CityTiesError):
    """A scenario file that cannot be run as written; the message names file, line and key."""


class TableError(CityTiesError):
    """A world table that cannot be used as written; the message names table and line."""
