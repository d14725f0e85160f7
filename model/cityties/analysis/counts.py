"""Shares, and numbers of draws, replicates and histories in words, in the language that is spoken."""

from cityties.tables.language import trn


def in_percent(share: float, digits: int = 0, signed: bool = False) -> str:
    """Return a share as a percentage, such as ``41 %``, which does not break before its sign."""
    sign = "+" if signed else ""
    return f"{100.0 * share:{sign}.{digits}f}\N{NO-BREAK SPACE}%"


def draws(n: int) -> str:
    """Return a number of draws, such as ``1 draw`` or ``1,600 draws``."""
    return trn("{n:,} draw", "{n:,} draws", n).format(n=n)


def replicates(n: int) -> str:
    """Return a number of replicates, such as ``1 replicate`` or ``100 replicates``."""
    return trn("{n} replicate", "{n} replicates", n).format(n=n)


def histories(n: int) -> str:
    """Return a number of histories, such as ``1 history`` or ``3 histories``."""
    return trn("{n} history", "{n} histories", n).format(n=n)
