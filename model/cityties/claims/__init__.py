"""The claims and their tests: which there are, what is run for them, and what comes out."""
