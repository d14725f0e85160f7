"""The sentences of the page of claims hold what the tables hold, and no more."""

import pandas as pd
import pytest
from markupsafe import Markup

from builders.paths import SCENARIOS
from cityties.claims.declared import MapSettings
from cityties.claims.reading import read_claims
from cityties.report.claims_text import (
    claims_answer,
    how_sure,
    posterior_sentence,
    power_words,
    provocation_words,
    severity_words,
)


def plain(words: Markup) -> str:
    """Return the words as they are read."""
    return words.striptags().replace(" %", "%")


EARLIER = MapSettings(earlier=(0.91, 0.93))
SHARES = {"p_supported": 0.25, "p_null": 0.45, "p_harm": 0.30}


def power(**right: float) -> pd.DataFrame:
    """Return a table of power by true B, each from forty histories."""
    rows = [{"true_b": float(b), "histories": 40, "right": share, "enough": share >= 0.8} for b, share in right.items()]
    return pd.DataFrame(rows)


def falls(share: float, draws: int) -> pd.DataFrame:
    return pd.DataFrame([{"sample": sample, "share": share, "draws": draws} for sample in ("rest", "prior")])


def provocations(alone: float, buffer_on: float, buffer_off: float) -> pd.DataFrame:
    plain = {"sample": "prior", "harm": 0.2, "level": -0.004}
    rows = [("on", buffer_on, 0.0), ("off", buffer_off, 0.0), ("alone", 0.0, alone)]
    return pd.DataFrame([plain | {"provocation": name, "buffer": b, "mean": mean} for name, b, mean in rows])


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        ("inconclusive", "soften bad times between states? The model cannot say:"),
        ("supported", "? In this model they do:"),
        ("refuted-harm", "? In this model they make them worse:"),
        ("refuted-null", "? In this model they make no difference:"),
    ],
)
def test_the_answer_follows_the_verdict_and_shows_both_samples(verdict: str, message: str) -> None:
    mains = pd.DataFrame([SHARES | {"verdict": verdict, "draws": 400}], index=["H1"])
    rests = pd.DataFrame([{"p_supported": 0.1, "p_null": 0.2, "p_harm": 0.7, "draws": 400}], index=["H1"])
    words = plain(claims_answer(read_claims(SCENARIOS / "claims.yaml").content, mains, rests))
    assert message in words
    assert "25% of the draws" in words
    assert "with the rest at default: 10%, 20%, 70%" in words


def samples(after: tuple[float, float, float], half: float = 0.05) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a claim on the prior and after the record, with intervals of the shares."""
    found = []
    for shares in ((0.2, 0.6, 0.2), after):
        row: dict[str, float] = {"draws": 300}
        for name, share in zip(SHARES, shares, strict=True):
            row |= {name: share, f"{name}_low": share - half, f"{name}_high": share + half}
        found.append(pd.DataFrame([row], index=["H1"]))
    return found[0], found[1]


def test_a_posterior_that_mirrors_its_prior_is_called_that() -> None:
    words = plain(Markup(posterior_sentence("H1", *samples((0.25, 0.6, 0.15)))))
    assert "25% [20%, 30%] say so, 60% [55%, 65%] see no effect and 15% [10%, 20%] say the opposite" in words
    assert "; of the priors 20% [15%, 25%] say so" in words
    assert words.endswith("The posterior mirrors the priors: the record does not tell which.")


def test_a_posterior_that_differs_is_not_and_without_one_nothing_is_said() -> None:
    prior, after = samples((0.45, 0.5, 0.05))
    assert plain(Markup(posterior_sentence("H1", prior, after))).endswith("The record moves these shares.")
    assert posterior_sentence("H1", prior, after.iloc[:0]) == ""


def test_shares_whose_intervals_overlap_are_not_said_to_move() -> None:
    words = plain(Markup(posterior_sentence("H1", *samples((0.45, 0.5, 0.05), half=0.2))))
    assert words.endswith("With so few draws it is open whether the record moves these shares.")


def test_history_alone_settles_nothing_if_the_sign_is_missed_in_a_fifth_of_histories() -> None:
    words = plain(power_words(power(**{"0.0": 0.9, "0.1": 0.79, "0.2": 0.95})))
    assert words.startswith("History alone cannot settle the claim")
    assert "only 79% of histories with a true B of 0.1." in words
    assert "only 55% to 79% of histories" in plain(power_words(power(**{"0.0": 0.55, "0.1": 0.79, "0.2": 0.95})))
    assert "cannot settle" not in power_words(power(**{"0.0": 0.9, "0.1": 0.85, "0.2": 0.95}))


def test_too_few_histories_are_called_too_few() -> None:
    few = power(**{"0.1": 1.0}).assign(histories=3)
    assert "too few synthetic histories" in power_words(few)


def test_the_pattern_of_severity_is_called_reproduced_or_not() -> None:
    assert "This reproduces the pattern" in severity_words(falls(0.92, 400), EARLIER)
    assert "This does not reproduce the pattern" in severity_words(falls(0.60, 400), EARLIER)


def test_without_an_earlier_pattern_only_the_share_is_reported() -> None:
    words = plain(severity_words(falls(0.92, 400), MapSettings()))
    assert words == (
        "B at severity 0.2 is above B at severity 0.9 in 92% of 400 draws with the rest at default and in 92% of 400 "
        "draws on the full prior."
    )


def test_the_artefact_of_provocation_is_seen_only_where_harm_reads_as_buffering() -> None:
    assert "the artefact is seen" in provocation_words(provocations(0.01, 0.2, 0.3))
    assert "the artefact is not seen" in provocation_words(provocations(-0.01, 0.2, 0.3))
    assert "does not hide harm" in provocation_words(provocations(0.01, 0.2, 0.3))
    assert "part of what looks like buffering is harm" in provocation_words(provocations(0.01, 0.3, 0.2))
    assert "names no worlds" in provocation_words(pd.DataFrame())


def test_a_verdict_comes_with_the_share_that_decides_and_what_other_draws_could_make_of_it() -> None:
    row = SHARES | {"largest_low": 0.4, "largest_high": 0.5, "draws": 400, "settled": True}
    assert plain(how_sure(row | {"label": "inconclusive", "verdict": "inconclusive"}, 0.9)) == (
        "Open: 90% needed, largest 45% (40% to 50%)."
    )
    alone = row | {"label": "supported", "verdict": "inconclusive", "settled": False}
    words = plain(how_sure(alone, 0.9))
    assert words.endswith("supported by itself, not among so many claims. More draws may turn it.")


def test_every_number_of_a_sentence_carries_its_value() -> None:
    message = severity_words(falls(0.754321, 398), EARLIER)
    assert '<data value="0.754321">75\N{NO-BREAK SPACE}%</data>' in message


def test_a_quick_table_names_no_verdict() -> None:
    content = read_claims(SCENARIOS / "claims.yaml").content
    row = SHARES | {"verdict": "supported", "label": "supported", "draws": 30, "settled": True}
    row |= {"largest_low": 0.3, "largest_high": 0.6}
    tables = pd.DataFrame([row], index=["H1"])
    words = plain(claims_answer(content, tables, tables, quick=True)) + plain(how_sure(row, 0.9, quick=True))
    assert "A verdict needs --full" in words
    assert "they do" not in words
    assert "agree" not in words
