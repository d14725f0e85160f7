"""The finding of a comparison as a sentence: which cases change what ties do, which do not, and which are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from cityties.analysis.batch_results import draw_buffers
from cityties.analysis.buffering import MAIN_BUFFER, THRESHOLD
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.index_table import SHOWN
from cityties.analysis.matrix import CLEAR, Effect, Mark, Matrix, MatrixMeasure
from cityties.report.deciding import deciding
from cityties.report.numbers import number

MOST_NAMED = 3
LARGE = (Mark.UP, Mark.DOWN)


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
        return [Markup("There is nothing that all cases measure, so there is nothing to compare.")]
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
        n = comparison.cases[comparison.others()[0]].observations.by_draw().n
        sentences.append(_open(unsure, n, "" if sentences else _what(measure)))
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
        comparison.names[n],
        marks,
        Effect() if most is None else effects[most],
        "" if most is None else comparison.crisis_name(*matrix.places[most]),
        matrix.measure.worth > 0.0 and bool(values) and not any(values),
    )


def _changing(cases: Sequence[_Judged], measure: MatrixMeasure, only: bool, n: int) -> Markup:
    """Name the cases that change something, in how many places and which way, and the largest change of all."""
    largest = max(cases, key=lambda one: abs(one.largest.value))
    end = Markup("{} in {}").format(number(largest.largest.value, measure.digits, signed=True), largest.place)
    least = Markup(" by {} or more").format(number(measure.worth, 2)) if measure.worth else ""
    if len(cases) > MOST_NAMED:
        head = Markup("<strong>{} of {} cases</strong> change {}{}; most does <strong>{}</strong>: {}.")
        return head.format(len(cases), n, _what(measure), least, largest.name, end)
    named = _and([Markup("<strong>{}</strong>").format(one.name) for one in cases])
    verb = "changes" if len(cases) == 1 else "change"
    start = "Only " if only else ""
    where = _ways(cases[0], measure) if len(cases) == 1 else Markup("")
    more = Markup("") if len(cases) == 1 else Markup(" by {}").format(largest.name)
    return Markup("{}{} {} {}{}{}; most{}: {}.").format(start, named, verb, _what(measure), least, where, more, end)


def _what(measure: MatrixMeasure) -> str:
    return "what ties do to the damage of crises (B)" if measure.worth else measure.title.lower()


def _ways(case: _Judged, measure: MatrixMeasure) -> Markup:
    ups, downs = case.count(Mark.UP), case.count(Mark.DOWN)
    better, worse = (ups, downs) if measure.better > 0 else (downs, ups)
    parts = [f"for the {word} in {n}" for word, n in (("worse", worse), ("better", better)) if n]
    if case.known == 1:
        return Markup(", {}").format(parts[0].partition(" in ")[0])
    return Markup(", {} of {} {}").format(" and ".join(parts), case.known, "crises" if measure.worth else "places")


def _quiet(cases: Sequence[_Judged], measure: MatrixMeasure, changing: bool) -> Markup:
    least = Markup(" by as much as {} anywhere").format(number(measure.worth, 2)) if measure.worth else " clearly"
    if len(cases) > MOST_NAMED:
        names = Markup("The other {} cases" if changing else "None of the {} cases").format(len(cases))
        verb = "do not change" if changing else "changes"
    else:
        names = _and([Markup("<strong>{}</strong>").format(one.name) for one in cases])
        verb = "does not change" if len(cases) == 1 else "do not change"
    return Markup("{} {} {}{}.").format(names, verb, "it" if changing else _what(measure), least)


def _open(cases: Sequence[_Judged], n: int, what: str) -> Markup:
    """Name the cases that may change something; ``what`` is left out where a sentence before has said it."""
    few = len(cases) <= MOST_NAMED
    names = _and([Markup("<strong>{}</strong>").format(one.name) for one in cases]) if few else f"{len(cases)} cases"
    one = few and len(cases) == 1
    verb = f"{'changes' if one else 'change'} {what}" if what else "does" if one else "do"
    return Markup("With {} replicates it is open whether {} {}; more would show it.").format(n, names, verb)


def _without(cases: Sequence[_Judged]) -> Markup:
    text = "In {} ties do nothing, so B is 0 there: {} the B of the baseline, sign turned."
    if len(cases) > MOST_NAMED:
        return Markup(text).format(f"{len(cases)} cases", "their rows are")
    names = _and([Markup("<strong>{}</strong>").format(one.name) for one in cases])
    return Markup(text).format(names, "its row is" if len(cases) == 1 else "their rows are")


def draw_shares(case: Case) -> Markup:
    """Return in which share of the draws of a case ties soften, do neither and harm, over all its crises."""
    drawn = draw_buffers(case)
    found = drawn.loc[drawn["has_downturn"].astype(bool), MAIN_BUFFER] if len(drawn) else drawn
    if not len(found):
        return Markup("")
    values = found.to_numpy(float)
    soften, harm = float((values > THRESHOLD).mean()), float((values < -THRESHOLD).mean())
    shares = (number(share, 0, percent=True) for share in (soften, 1.0 - soften - harm, harm))
    text = "Of {} draws, over all crises, ties soften (B above {:g}) in {}, do neither in {} and harm in {}."
    return Markup(text).format(drawn["draw"].nunique(), THRESHOLD, *shares)


def _alone(comparison: Comparison, matrix: Matrix) -> Markup:
    """Return the ends between which the measure runs where there is no other case to compare with."""
    names = [comparison.crisis_name(*place) for place in matrix.places]
    known = sorted((value, name) for value, name in zip(matrix.values[0], names, strict=True) if not isnan(value))
    if not known:
        return Markup("There is no crisis with and without the effects of ties to compare.")
    (low, first), (high, last) = known[0], known[-1]
    text = "{}: {} runs from {} ({}) to {} ({})."
    digits = matrix.measure.digits
    return Markup(text).format(
        comparison.names[0], matrix.measure.title, number(low, digits), first, number(high, digits), last
    )


def _and(parts: Sequence[Markup]) -> Markup:
    if len(parts) < 2:
        return Markup("").join(parts)
    return Markup("{} and {}").format(Markup(", ").join(parts[:-1]), parts[-1])
