"""The claims on trial: which there are, what is run for them, and what comes out."""
