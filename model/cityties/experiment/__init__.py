"""Experiments: paired arms over replicates, run in parallel, stored so that they can be resumed and repeated."""
