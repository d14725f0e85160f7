"""The 95 % interval of a share."""

from cityties.analysis.intervals import CONFIDENCE


def share_interval(n_yes: int, n: int) -> tuple[float, float]:
    """Return the ends of the 95 % interval of ``n_yes`` in ``n`` (Wilson 1927); ``nan`` where ``n`` is 0."""
    if not n:
        return float("nan"), float("nan")
    from scipy.stats import binomtest  # noqa: PLC0415 - takes a second to import

    found = binomtest(n_yes, n).proportion_ci(CONFIDENCE, "wilson")
    return float(found.low), float(found.high)
