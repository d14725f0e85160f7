"""From a scenario and the tables of its world to the columns on which the kernel works."""
