"""The words of the report: sentences that are chosen by the numbers and claim no more than they allow."""

import math
from collections.abc import Sequence

from markupsafe import Markup

from cityties.analysis.buffering import THRESHOLD
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.report.numbers import estimate, number
from cityties.report.readings import BUFFER, CrisisRow, Reading, readable, reading
from cityties.tables.language import gap, listing, msg, tr, trn

MONTHS = (
    msg("January"),
    msg("February"),
    msg("March"),
    msg("April"),
    msg("May"),
    msg("June"),
    msg("July"),
    msg("August"),
    msg("September"),
    msg("October"),
    msg("November"),
    msg("December"),
)

VISIBLE = 0.001

COMMON = msg(
    "A common crisis is no dispute: nobody is angry with anybody, so there is no damage by a dispute that ties "
    "could soften, and a buffer index is not stated. That all but a share of official exchange "
    "(<code>remote_share</code>) stops while borders are closed is an assumption."
)
NO_DOWNTURN = msg(
    "Without ties this crisis did so little damage that there is no downturn to buffer; a buffer index would "
    "divide by next to nothing and is not stated."
)
NO_EFFECT = msg(
    "<strong>In this run nothing that ties did reached relations:</strong> with ties and without, every dispute does "
    "the same damage to the last digit, and the buffer index is exactly 0."
)
SENTENCES = {
    Reading.NEITHER: msg("B is {b}: no buffering worth the name, either way (within 0.05 of zero)."),
    Reading.SOFTEN: msg(
        "B is {b}: in the model ties softened this crisis by more than the 0.05 that counts as buffering."
    ),
    Reading.WORSEN: msg("B is {b}: in the model ties made this crisis worse by more than the 0.05 that counts."),
    Reading.OPEN: msg(
        "B is {b}: too close to the threshold of 0.05 to call. More replicates would show on which side the "
        "model stands, not on which side the world does."
    ),
}
LIMIT = msg("That follows from rules with parameters set by hand; it is no evidence on what ties do outside the model.")


def verdict(row: CrisisRow) -> Markup:
    """Say in plain words what the buffer index of one crisis shows and what not."""
    if row["severity"] == 0:
        return Markup(tr(COMMON))
    if "has_downturn" not in row or (isinstance(row["has_downturn"], float) and math.isnan(row["has_downturn"])):
        return Markup(tr("Only one arm was run, so there is nothing to compare and no buffer index."))
    if not readable(row):
        return Markup(tr(NO_DOWNTURN))
    found = reading(row, THRESHOLD)
    parts = [
        Markup(tr(SENTENCES[found])).format(b=number(row[BUFFER], 3)),
        _shape(row),
        _certainty(row),
        Markup(tr(LIMIT)),
    ]
    return Markup(gap()).join(part for part in parts if part)


def _shape(row: CrisisRow) -> Markup:
    """Say so where the deepest point and the sum point to different sides, because a small total can hide both."""
    depth, total = row["buffer_depth"], row[BUFFER]
    apart = abs(row["depth_with_ties"] - row["depth_without_ties"])
    if depth * total >= 0 or apart < VISIBLE or row["buffer_depth_low"] * row["buffer_depth_high"] < 0:
        return Markup("")
    first, then = (tr("deeper"), tr("shorter")) if depth < 0 else (tr("shallower"), tr("longer"))
    return Markup(
        tr(
            "The small total hides two opposite effects: with ties the fall was a little {} ({} against {}) and then "
            "{}."
        )
    ).format(first, number(row["depth_with_ties"], 3), number(row["depth_without_ties"], 3), then)


def _certainty(row: CrisisRow) -> Markup:
    if math.isnan(row[f"{BUFFER}_low"]):
        return Markup(tr("A single replicate gives no interval."))
    return Markup("")


ONE_DISPUTE = {
    Reading.SOFTEN: msg("In this run ties softened the dispute below."),
    Reading.WORSEN: msg("In this run ties worsened the dispute below."),
    Reading.OPEN: msg("Whether ties softened the dispute below, worsened it or did neither is too close to call."),
}


def answer(rows: Sequence[CrisisRow], labels: Sequence[str], crises: int, arms: int) -> Markup:
    """Return the paragraph at the top: what the crises did to relations with and without ties, in this run."""
    if not crises:
        return Markup(
            tr("No crisis falls into this run, or none was to be studied, so it cannot say what ties do in one.")
        )
    if arms < 2:
        return Markup(
            tr(
                "Only one arm was run. What ties do shows only in the comparison of a world in which their effects "
                "reach relations with one in which they do not; set <code>arms: tie_pathways: [true, false]</code>."
            )
        )
    read = [(row, label) for row, label in zip(rows, labels, strict=True) if readable(row)]
    if not read:
        return Markup(tr("None of the crises did damage that ties could have softened, so this run has no answer."))
    if all(row[BUFFER] == 0 for row, _ in read):
        return Markup(tr(NO_EFFECT))
    return Markup(gap()).join([_headline([row for row, _ in read]), _range(read)])


def _headline(rows: Sequence[CrisisRow]) -> Markup:
    found = [reading(row, THRESHOLD) for row in rows]
    count = {kind: found.count(kind) for kind in Reading}
    n = len(rows)
    if count[Reading.NEITHER] == n:
        return Markup(
            trn(
                "<strong>In this run ties changed next to nothing about the damage of the dispute below.</strong>",
                "<strong>In this run ties changed next to nothing about the damage of the {n} disputes below.</strong>",
                n,
            )
        ).format(n=n)
    if n == 1:
        return Markup("<strong>{}</strong>").format(tr(ONE_DISPUTE[found[0]]))
    words = [
        tr("made no difference worth the name in {count}").format(count=count[Reading.NEITHER]),
        tr("softened {count}").format(count=count[Reading.SOFTEN]),
        tr("worsened {count}").format(count=count[Reading.WORSEN]),
        tr("came too close to the threshold to call in {count}").format(count=count[Reading.OPEN]),
    ]
    kinds = (Reading.NEITHER, Reading.SOFTEN, Reading.WORSEN, Reading.OPEN)
    parts = [text for text, kind in zip(words, kinds, strict=True) if count[kind]]
    return Markup(tr("<strong>Of the {} disputes below, ties {}.</strong>")).format(n, listing(parts))


def _range(read: Sequence[tuple[CrisisRow, str]]) -> Markup:
    """Name the crises with the smallest and the greatest buffer index, and their losses."""
    ordered = sorted(read, key=lambda pair: float(pair[0][BUFFER]))
    text = tr("{} ({}: {} R\N{NON-BREAKING HYPHEN}months lost with ties, {} without)")
    ends = [
        Markup(text).format(
            estimate(row, BUFFER, 3), label, number(row["loss_36_with_ties"]), number(row["loss_36_without_ties"])
        )
        for row, label in (ordered[0], ordered[-1])
    ]
    if len(ordered) == 1:
        return Markup(tr("Over up to 36 months the buffer index B is {}.")).format(ends[0])
    return Markup(tr("Over up to 36 months the buffer index B runs from {} to {}.")).format(*ends)


def exchange_answer(rows: Sequence[CrisisRow], labels: Sequence[str]) -> Markup:
    """Say how much official exchange the disputes stopped, and what happened in a common crisis."""
    stopped = [
        (row, label)
        for row, label in zip(rows, labels, strict=True)
        if row["severity"] > 0 and not math.isnan(row["suspension"])
    ]
    if not stopped:
        return Markup("")
    ordered = sorted(stopped, key=lambda pair: float(pair[0]["suspension"]))
    (least, where), (most, elsewhere) = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return Markup(tr("Exchange gave way: {} of official events stopped in the first four months.")).format(
            number(least["suspension"], 0, percent=True)
        )
    return Markup(
        tr(
            "Exchange itself gave way: in the first four months, between {} ({}) and {} ({}) of official events "
            "stopped."
        )
    ).format(
        number(least["suspension"], 0, percent=True), where, number(most["suspension"], 0, percent=True), elsewhere
    )


def common_answer(rows: Sequence[CrisisRow], label: str) -> Markup:
    """Say what a common crisis did; the largest of its gaps over all pairs of nations."""
    gaps = [row[f"depth_{arm}"] for row in rows for arm in ("with_ties", "without_ties") if f"depth_{arm}" in row]
    return Markup(
        tr(
            "{} was no dispute: exchange stopped with travel, but the damage to relations was at no time more than {} "
            "R, so there was nothing to buffer."
        )
    ).format(label, number(max(gaps), 3))


def long_date(month: int) -> str:
    """Write a month out, such as September 2012."""
    name = tr(MONTHS[month % MONTHS_PER_YEAR])
    return tr("{month} {year}").format(month=name, year=month // MONTHS_PER_YEAR)


def refusers(row: CrisisRow, first: str) -> Markup:
    """Say whose cities made the refusals that a crisis added."""
    if math.isnan(row["stopped_by_first_nation"]):
        return Markup("")
    return Markup(
        tr("Of the refusals that the crisis added in its first four months, {} were by cities of {}.")
    ).format(number(row["stopped_by_first_nation"], 0, percent=True), first)


def left_out(later: Sequence[str]) -> Markup:
    """Say which later crises are missing from both branches of a crisis."""
    if not later:
        return Markup("")
    return Markup(tr("Left out of both branches, so that one crisis is measured at a time: {}.")).format(
        tr(", ").join(later)
    )


def followed(months: int, until: int) -> Markup:
    """Say for how long a crisis was followed where that is shorter than the window of the loss."""
    return Markup(tr("The run ends in {}, so losses are sums over {} months only.")).format(month_label(until), months)
