"""How a design names what has a prior: everything, a section, or a number of the world by its key."""

import re

EVERYTHING = "everything"
WITH_PRIORS = (EVERYTHING, "parameters", "nations", "dyads", "publics", "shocks")
"""Words that stand for every setting that has a prior, or for those of one section."""
OF_WORLD = re.compile(r"(nations|dyads|publics|shocks)\..+\.[^.]+")
"""A key whose prior stands in a table of the world, so that it is looked for when draws are made."""
