"""Numbers of draws, replicates and histories in words, of one and of many, in the language that is spoken."""

from cityties.tables.language import trn


def draws(n: int) -> str:
    """Return a number of draws, such as ``1 draw`` or ``1,600 draws``."""
    return trn("{n:,} draw", "{n:,} draws", n).format(n=n)


def replicates(n: int) -> str:
    """Return a number of replicates, such as ``1 replicate`` or ``100 replicates``."""
    return trn("{n} replicate", "{n} replicates", n).format(n=n)


def histories(n: int) -> str:
    """Return a number of histories, such as ``1 history`` or ``3 histories``."""
    return trn("{n} history", "{n} histories", n).format(n=n)
