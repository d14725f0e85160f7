"""Calendar months in files: written as 'YYYY-MM', in memory numbers of months."""

from typing import TYPE_CHECKING, Any

import numpy as np

from cityties.kernel.calendar import month_index, month_label

if TYPE_CHECKING:
    import pandas as pd


def month_texts(months: Any) -> Any:
    """Return months as 'YYYY-MM' from their numbers; each label is made once."""
    numbers, place = np.unique(np.asarray(months, dtype=np.int64), return_inverse=True)
    return np.array([month_label(int(number)) for number in numbers], dtype=object)[place]


def month_numbers(texts: "pd.Series[Any]") -> Any:
    """Return the numbers of months from a categorical column of labels; -1 where it is empty."""
    numbers = np.array([*(month_index(label) for label in texts.cat.categories), -1], dtype=np.int32)
    return numbers[texts.cat.codes]
