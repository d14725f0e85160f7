"""The tables of a world: declared columns, reading, checks."""
