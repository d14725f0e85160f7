"""Moods against polls: the share of a public that the model would count as friendly (ODD 7.14)."""

import numpy as np
import pandas as pd

from cityties.analysis.arrays import empty_table
from cityties.analysis.yearly import main_arm
from cityties.kernel.state import FloatArray

MOODS = ("mood_a", "mood_b", "anger_a", "anger_b")


def mood_means(sums: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each mood and anger by dyad and month (one column a measure) from sums over replicates."""
    frame = main_arm(sums)
    keys = ["dyad", "month", "measure"]
    sums = frame.groupby(keys, observed=True)[["sum", "n"]].sum()
    return (sums["sum"] / sums["n"]).unstack("measure").reset_index()


def share_friendly(mood: FloatArray, anger: FloatArray, poll_anger: float, two_clocks: bool) -> FloatArray:
    """Return the share of friendly answers that a poll would find of mood P and anger N (ODD 4.11).

    Anger takes ``poll_anger`` N from the log odds of the share (1 + P) / 2; with one clock it takes it from P.
    """
    if not two_clocks:
        return np.clip((1.0 + mood - poll_anger * anger) / 2.0, 0.0, 1.0)
    friendly, others = 1.0 + mood, (1.0 - mood) * np.exp(poll_anger * anger)
    return np.asarray(friendly / (friendly + others))


def mood_table(
    means: pd.DataFrame, publics: pd.DataFrame, dyads: pd.DataFrame, poll_anger: float, two_clocks: bool
) -> pd.DataFrame:
    """Return mood, anger and share friendly of every public by month, from its dyad's recognition on."""
    sides = dyads.set_index("dyad")
    frames = []
    for public in publics.to_dict("records"):
        dyad = sides.loc[public["dyad"]]
        side = "a" if public["of"] == dyad["nation_a"] else "b"
        rows = means[(means["dyad"] == public["dyad"]) & (means["month"] >= dyad["recognised"])]
        mood, anger = (rows[f"{what}_{side}"].to_numpy(np.float64) for what in ("mood", "anger"))
        share = share_friendly(mood, anger, poll_anger, two_clocks)
        who = {name: public[name] for name in ("dyad", "of", "about")}
        values = {"month": rows["month"].to_numpy(), "mood": mood, "anger": anger, "share_friendly": share}
        frames.append(pd.DataFrame(who | values))
    if not frames:
        return empty_table("dyad", "of", "about", "month", "mood", "anger", "share_friendly")
    return pd.concat(frames, ignore_index=True)


def poll_distance(moods: pd.DataFrame, polls: pd.DataFrame) -> pd.DataFrame:
    """Return the mean absolute difference between model and polls for each public that was polled within the run."""
    both = polls.merge(
        moods, left_on=["of", "about", "date"], right_on=["of", "about", "month"], suffixes=("_poll", "")
    )
    apart = both.assign(distance=(both["share_friendly"] - both["share_friendly_poll"]).abs())
    groups = apart.groupby(["of", "about"])["distance"]
    return groups.agg(n_polls="size", distance="mean").reset_index()
