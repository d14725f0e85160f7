"""The processes of a month (ODD 7), one a file: pure functions over columns that never call one another."""
