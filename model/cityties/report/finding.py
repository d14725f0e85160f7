"""The finding of a comparison as a sentence: which cases change what ties do, which do not, and which are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from cityties.analysis import counts
from cityties.analysis.batch_results import draw_buffers
from cityties.analysis.buffering import MAIN_BUFFER, THRESHOLD
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.index_table import SHOWN
from cityties.analysis.matrix import CLEAR, Effect, Mark, Matrix, MatrixMeasure
from cityties.report.deciding import deciding
from cityties.report.numbers import number
from cityties.tables.language import listing, tr

MOST_NAMED = 3
LARGE = (Mark.UP, Mark.DOWN)
JOINING = (",", " and ", "\N{FULLWIDTH COMMA}", "\N{IDEOGRAPHIC COMMA}")
"""What joins names and may stand in a title too: a terminal has no bold by which to tell them apart."""


@dataclass(frozen=True)
class _Judged:
    """A case with the marks of its effects, and the largest of those that are clear."""

    name: str
    marks: Sequence[Mark]
    largest: Effect
    place: str
    is_without: bool

    def count(self, mark: Mark) -> int:
        """Number of places with a mark."""
        return sum(one is mark for one in self.marks)

    @property
    def known(self) -> int:
        """Number of places in which the case can be judged at all."""
        return len(self.marks) - self.count(Mark.UNKNOWN)

    @property
    def changes(self) -> bool:
        """Whether it changes something by as much as is worth the name."""
        return any(mark in LARGE for mark in self.marks)

    @property
    def is_open(self) -> bool:
        """Whether more replicates could show a change."""
        return not self.changes and Mark.OPEN in self.marks


def finding(comparison: Comparison, matrix: Matrix | None) -> list[Markup]:
    """Return the sentences that stand on top of the page; the matrix is the one they are about."""
    if matrix is None:
        return [Markup(tr("There is nothing that all cases measure, so there is nothing to compare."))]
    judged = [one for n in comparison.others() if (one := _judge(comparison, matrix, n)).known]
    if not judged:
        shares = draw_shares(comparison.cases[0])
        first = [Markup("<strong>{}</strong>").format(shares)] if shares else []
        most = [Markup("<strong>{}</strong>").format(told) for name in SHOWN if (told := deciding(comparison, name))]
        return [*first, *most, _alone(comparison, matrix)]
    measure = matrix.measure
    cases = [one for one in judged if not one.is_without]
    changing = [one for one in cases if one.changes]
    quiet = [one for one in cases if not one.changes and not one.is_open]
    unsure = [one for one in cases if one.is_open]
    sentences = [_changing(changing, measure, bool(quiet), len(cases))] if changing else []
    if quiet:
        sentences.append(_quiet(quiet, measure, bool(changing)))
    if unsure:
        obs = comparison.cases[comparison.others()[0]].observations
        amount = counts.draws(obs.by_draw().n) if obs.has_draws else counts.replicates(obs.n)
        sentences.append(_open(unsure, amount, "" if sentences else _what(measure)))
    if without := [one for one in judged if one.is_without]:
        sentences.append(_without(without))
    return sentences


def _judge(comparison: Comparison, matrix: Matrix, n: int) -> _Judged:
    effects = matrix.effects[n]
    marks = [one.mark(matrix.measure) for one in effects]
    clear = [place for place, mark in enumerate(marks) if mark in CLEAR]
    most = max(clear, key=lambda place: abs(effects[place].value), default=None)
    values = [value for value in matrix.values[n] if not isnan(value)]
    return _Judged(
        comparison.shown_names[n],
        marks,
        Effect() if most is None else effects[most],
        "" if most is None else comparison.crisis_name(*matrix.places[most]),
        matrix.measure.worth > 0.0 and bool(values) and not any(values),
    )


def _changing(cases: Sequence[_Judged], measure: MatrixMeasure, only: bool, n: int) -> Markup:
    """Name the cases that change something, in how many places and which way, and the largest change of all."""
    largest = max(cases, key=lambda one: abs(one.largest.value))
    value = number(largest.largest.value, measure.digits, signed=True)
    end = Markup(tr("{value} in {place}")).format(value=value, place=largest.place)
    least = Markup(tr(" by {least} or more")).format(least=number(measure.worth, 2)) if measure.worth else ""
    what = _what(measure)
    if len(cases) > MOST_NAMED:
        head = tr("<strong>{k} of {n} cases</strong> change {what}{least}; most does <strong>{name}</strong>: {end}.")
        return Markup(head).format(k=len(cases), n=n, what=what, least=least, name=largest.name, end=end)
    named = _and(_strong(cases))
    if len(cases) == 1:
        one = tr("{named} changes {what}{least}{ways}; most: {end}.")
        text = tr("Only {named} changes {what}{least}{ways}; most: {end}.") if only else one
        return Markup(text).format(named=named, what=what, least=least, ways=_ways(cases[0], measure), end=end)
    many = tr("{named} change {what}{least}; most by {name}: {end}.")
    text = tr("Only {named} change {what}{least}; most by {name}: {end}.") if only else many
    return Markup(text).format(named=named, what=what, least=least, name=largest.name, end=end)


def _strong(cases: Sequence[_Judged]) -> list[Markup]:
    return [Markup("<strong>{}</strong>").format(one.name) for one in cases]


def _what(measure: MatrixMeasure) -> str:
    return tr("what ties do to the damage of crises (B)") if measure.worth else tr(measure.title).lower()


def _ways(case: _Judged, measure: MatrixMeasure) -> str:
    ups, downs = case.count(Mark.UP), case.count(Mark.DOWN)
    better, worse = (ups, downs) if measure.better > 0 else (downs, ups)
    if case.known == 1:
        return tr(", for the worse") if worse else tr(", for the better")
    parts = [tr("for the worse in {n}").format(n=worse)] if worse else []
    parts += [tr("for the better in {n}").format(n=better)] if better else []
    text = tr(", {ways} of {n} crises") if measure.worth else tr(", {ways} of {n} places")
    return text.format(ways=listing(parts), n=case.known)


def _quiet(cases: Sequence[_Judged], measure: MatrixMeasure, changing: bool) -> Markup:
    least = tr(" clearly")
    if measure.worth:
        least = Markup(tr(" by as much as {least} anywhere")).format(least=number(measure.worth, 2))
    n, many = len(cases), len(cases) > MOST_NAMED
    if changing:
        one, several = tr("{named} does not change it{least}."), tr("{named} do not change it{least}.")
        text = tr("The other {n} cases do not change it{least}.") if many else several if n > 1 else one
    else:
        one, several = tr("{named} does not change {what}{least}."), tr("{named} do not change {what}{least}.")
        text = tr("None of the {n} cases changes {what}{least}.") if many else several if n > 1 else one
    return Markup(text).format(n=n, named="" if many else _and(_strong(cases)), what=_what(measure), least=least)


def _open(cases: Sequence[_Judged], amount: str, what: str) -> Markup:
    """Name the cases that may change something; ``what`` is left out where a sentence before has said it."""
    few = len(cases) <= MOST_NAMED
    names = _and(_strong(cases)) if few else tr("{n} cases").format(n=len(cases))
    if few and len(cases) == 1:
        short = tr("With {amount} it is open whether {names} does; more would show it.")
        text = tr("With {amount} it is open whether {names} changes {what}; more would show it.")
    else:
        short = tr("With {amount} it is open whether {names} do; more would show it.")
        text = tr("With {amount} it is open whether {names} change {what}; more would show it.")
    return Markup(text if what else short).format(amount=amount, names=names, what=what)


def _without(cases: Sequence[_Judged]) -> Markup:
    many = len(cases) > MOST_NAMED
    names = tr("{n} cases").format(n=len(cases)) if many else _and(_strong(cases))
    one = tr("In {names} ties do nothing, so B is 0 there: its row is the B of the baseline, sign turned.")
    several = tr("In {names} ties do nothing, so B is 0 there: their rows are the B of the baseline, sign turned.")
    return Markup(one if len(cases) == 1 else several).format(names=names)


def draw_shares(case: Case) -> Markup:
    """Return in which share of the draws of a case ties soften, do neither and harm, over all its crises."""
    drawn = draw_buffers(case)
    found = drawn.loc[drawn["has_downturn"].astype(bool), MAIN_BUFFER] if len(drawn) else drawn
    if not len(found):
        return Markup("")
    values = found.to_numpy(float)
    soften, harm = float((values > THRESHOLD).mean()), float((values < -THRESHOLD).mean())
    shares = (number(share, 0, percent=True) for share in (soften, 1.0 - soften - harm, harm))
    text = tr("Of {}, over all crises, ties soften (B above {:g}) in {}, do neither in {} and harm in {}.")
    return Markup(text).format(counts.draws(drawn["draw"].nunique()), THRESHOLD, *shares)


def _alone(comparison: Comparison, matrix: Matrix) -> Markup:
    """Return the ends between which the measure runs where there is no other case to compare with."""
    names = [comparison.crisis_name(*place) for place in matrix.places]
    known = sorted((value, name) for value, name in zip(matrix.values[0], names, strict=True) if not isnan(value))
    if not known:
        return Markup(tr("There is no crisis with and without the effects of ties to compare."))
    (low, first), (high, last) = known[0], known[-1]
    text = tr("{}: {} runs from {} ({}) to {} ({}).")
    digits = matrix.measure.digits
    if len(known) == 1:
        text = tr("{}: {} is {} ({}).")
        return Markup(text).format(comparison.shown_names[0], tr(matrix.measure.title), number(low, digits), first)
    return Markup(text).format(
        comparison.shown_names[0], tr(matrix.measure.title), number(low, digits), first, number(high, digits), last
    )


def _and(parts: Sequence[Markup]) -> Markup:
    if len(parts) < 2:
        return Markup("").join(parts)
    if any(mark in part for part in parts for mark in JOINING):
        return Markup(tr("; ")).join(parts)
    return Markup(tr("{first} and {last}")).format(first=Markup(tr(", ")).join(parts[:-1]), last=parts[-1])
