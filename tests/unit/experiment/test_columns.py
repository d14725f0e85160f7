"""Every column is declared once; ends of intervals and values of arms are declared with their quantity."""

import numpy as np
import pandas as pd
import pytest

from cityties.errors import CityTiesError
from cityties.experiment.columns import column_table, declared, part_column
from cityties.experiment.month_texts import month_numbers, month_texts
from cityties.kernel.calendar import month_index


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("loss_36_with_ties_low", "lower end of the 95 % interval of: in the arm with ties: sum of the gap over the"),
        ("depth_without_ties", "in the arm without ties: greatest gap"),
        ("buffer_60", "B = 1 - loss with ties"),
        ("loss_saved_12", "loss without ties less loss with ties"),
    ],
)
def test_what_belongs_to_a_quantity_is_declared_with_it(column: str, words: str) -> None:
    found = declared("crises", column)
    assert found is not None
    assert found.meaning.startswith(words)


def test_the_months_of_a_loss_are_those_of_its_name() -> None:
    found = declared("crises", "loss_36_with_ties")
    assert found is not None
    assert found.meaning.endswith("first 36 months")


def test_a_column_of_units_that_is_not_declared_is_refused() -> None:
    with pytest.raises(CityTiesError, match="column 'gloom' of years is not declared"):
        part_column("years", "gloom")


def test_a_key_of_a_sweep_is_explained_as_such() -> None:
    table = column_table({"variants": ["variant", "outreach"]})
    assert table["meaning"].tolist()[1] == "value of a key of the sweep"


def test_labels_of_months_and_their_numbers_are_inverse_and_empty_is_minus_one() -> None:
    months = np.array([month_index("2012-09"), month_index("1972-01"), month_index("2012-09")])
    labels = pd.Series(month_texts(months), dtype="category")
    assert month_numbers(labels).tolist() == months.tolist()
    assert month_numbers(labels.where(pd.Series([True, False, True]))).tolist() == [months[0], -1, months[2]]
