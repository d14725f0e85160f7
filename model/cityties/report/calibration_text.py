"""Sentences of the pages of a calibration and of a hold-out, made from their tables alone."""

from collections.abc import Mapping

import pandas as pd

from cityties.analysis.counts import in_percent
from cityties.analysis.names import crisis_words
from cityties.calibration.calibrate import POSTERIOR, PRIOR, Calibration
from cityties.calibration.holdout import MODEL, TO_2011
from cityties.calibration.losses import POOLED
from cityties.calibration.single_settings import CENTRE, DEFAULTS, NEAREST
from cityties.calibration.target_names import target_words
from cityties.report.numbers import MINUS
from cityties.tables.language import tr

MIRRORS = 0.1
"""Shares that differ by less than this before and after the record was looked at mirror the priors."""
MOST_NAMED = 8
DECIDING = ("over_compliance", "lobbying_restraint", "anger_escalation", "nationalism_lobbying")
"""Parameters that decide the sign of B."""


def buffer_sentences(found: Calibration) -> list[str]:
    """Return the answer: targets met, what was informed, what became of B."""
    informed = int(found.informed["informed"].sum())
    before, after = found.median_miss(PRIOR), found.median_miss(POSTERIOR)
    return [
        mirror_sentence(found.buffers),
        tr(
            "Of {n} recorded targets, {met} are met within two tolerances in at least half of the "
            "draws of the posterior. The median mean-square miss falls from {before:.2f} (priors) to "
            "{after:.2f}. {informed} of {n_informed} drawn settings are informed."
        ).format(
            n=len(found.fitted_targets),
            met=found.met,
            before=before,
            after=after,
            informed=informed,
            n_informed=len(found.informed),
        ),
    ]


def mirror_sentence(buffers: pd.DataFrame) -> str:
    """Return what the record changes about B over all crises; a posterior that mirrors its prior is called that."""
    rows = buffers[buffers["crisis"] == POOLED].set_index("sample")
    prior, after = rows.loc["prior"].to_dict(), rows.loc["posterior"].to_dict()
    shares = [in_percent(after[kind]) for kind in ("buffer", "null", "harm")]
    before = " / ".join(in_percent(prior[kind]) for kind in ("buffer", "null", "harm"))
    text = tr(
        "After the record, ties soften crises in {shares} of draws, do neither in {shares_2} and "
        "harm in {shares_3} (priors: {before})."
    ).format(shares=shares[0], shares_2=shares[1], shares_3=shares[2], before=before)
    if max(abs(after[kind] - prior[kind]) for kind in ("buffer", "null", "harm")) < MIRRORS:
        return text + tr(" The posterior mirrors the priors: the record does not tell which.")
    larger = max(("buffer", "null", "harm"), key=lambda kind: after[kind] - prior[kind])
    name = {"buffer": tr("softening"), "null": tr("no effect"), "harm": tr("harm")}[larger]
    return text + tr(" The record moves weight towards {name}.").format(name=name)


def assumed_sentence(found: Calibration) -> str:
    """Return what was assumed: how many settings have priors, and how much of them the second round was drawn from."""
    return tr(
        "Assumed were priors of {n} settings: parameters, severities, moods and trends. The "
        "second round was drawn from the {region} of them in which the record is plausible."
    ).format(n=len(found.informed), region=in_percent(found.fit.region, 1))


def silent_sentence(informed: pd.DataFrame) -> str:
    """Return which settings data inform most, and which of those that decide B they do not."""
    known = informed[informed["informed"]]
    most = tr(", ").join(
        f"{row['parameter']} ({row['sd_ratio']:.2f})" for row in known.head(MOST_NAMED).to_dict("records")
    )
    ratios = dict(zip(informed["parameter"], informed["sd_ratio"], strict=True))
    named = [f"{name} ({ratios[name]:.2f})" for name in DECIDING if name in ratios]
    tail = tr(" What decides the sign of B: {names}.").format(names=tr(", ").join(named)) if named else ""
    return tr("Most informed: {most}.{tail} Values near 1 mean that the record leaves the prior as it was.").format(
        most=most, tail=tail
    )


def unmet_sentence(found: Calibration, names: Mapping[str, str]) -> str:
    """Return which fitted targets are met in less than half of the draws, those met in fewest first."""
    rows = found.fitted_targets
    missed = rows[rows["within_2sd"] < 0.5]
    if missed.empty:
        return tr("Every fitted target is met in at least half of the draws.")
    worst = missed.sort_values("within_2sd", kind="stable").head(MOST_NAMED)
    named = [
        tr("{statistic} (recorded {recorded}, median {median})").format(
            statistic=target_words(row["statistic"], names),
            **{end: f"{row[end]:.3g}".replace("-", MINUS) for end in ("recorded", "median")},
        )
        for row in worst.to_dict("records")
    ]
    listed = tr("; ").join(named)
    if len(missed) == len(named):
        return tr("Not met in half of the draws: {names}.").format(names=listed)
    return tr("Not met in half of the draws: {n} targets, in fewest {names}.").format(n=len(missed), names=listed)


def coverage_sentence(coverage: pd.DataFrame) -> str:
    """Return how often the 90 % region holds the truth."""
    rows = coverage.set_index("quantity")
    parameters, buffers = rows.loc["all parameters"].to_dict(), rows.loc["all B"].to_dict()
    return tr(
        "Draws of the priors stood in for history, {truths} times, each with errors of the "
        "record added. The 90 % region of the posterior held the true value of a setting in "
        "{covered} of cases, that of B in {covered_2}."
    ).format(
        truths=int(parameters["truths"]),
        covered=in_percent(parameters["covered"], 1),
        covered_2=in_percent(buffers["covered"], 1),
    )


def centre_sentence(centre: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return how well the centre of the posterior meets the record, beside its nearest draw and the defaults."""
    rows = {str(row["settings"]): row for row in centre.to_dict("records")}
    met = {name: f"{row['met']} ({row['median_miss']:.2f})" for name, row in rows.items()}
    middle = rows[CENTRE]
    crises = {str(name)[2:]: abs(float(value)) for name, value in middle.items() if str(name).startswith("B ")}
    pooled = crises.pop(POOLED)
    largest = max(crises, key=lambda crisis: crises[crisis])
    text = tr(
        "As one list of settings the centre stands for the posterior, the median of every setting. It meets {centre} "
        "of {n} targets (median miss in brackets), the default parameters {defaults}, the {nearest} {met}. Its B is "
        "{pooled:.3f} away from 0 over all crises, and at most {most:.3f} in any ({crisis})."
    )
    return text.format(
        centre=met[CENTRE],
        n=middle["targets"],
        defaults=met[DEFAULTS],
        nearest=tr(NEAREST),
        met=met[NEAREST],
        pooled=pooled,
        most=crises[largest],
        crisis=crisis_words(largest, names),
    )


def holdout_sentences(table: pd.DataFrame) -> list[str]:
    """Return the answer of a hold-out: how often the fit is best and whether its ranges hold what came."""
    later = table[table["fit"] == TO_2011]
    rows = later[later["source"] == MODEL]
    best = later[later["best"]]["source"].value_counts()
    winner = str(best.index[0])
    inside = tr("{k} of {n}").format(k=int(rows["inside_90"].sum()), n=len(rows))
    beaten = (
        ""
        if winner == MODEL
        else tr(" Most facts are predicted best by: {winner} ({x}).").format(winner=tr(winner), x=int(best.iloc[0]))
    )
    return [
        tr(
            "A fit to 2011 predicts {inside} later facts within its 90 % range, and is the best of "
            "five sources in {value} of {n}.{beaten}"
        ).format(inside=inside, value=int(best.get(MODEL, 0)), n=len(rows), beaten=beaten),
        tr(
            "Severities of later disputes, moods and trends come from priors that could be had by 2011, for the fit, "
            "the AR(1) and persistence. The default parameters and full compliance keep severities and numbers that "
            "were set by hand with the whole record in view, so that where they win, it is no prediction."
        ),
    ]
