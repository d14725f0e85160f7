"""The command line: it speaks to people and leaves the work to the floors below."""
