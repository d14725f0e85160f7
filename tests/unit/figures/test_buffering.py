"""Figures of the buffer index show the interval that the table holds."""

import numpy as np
import pandas as pd

from cityties.figures.buffering import draw_buffering


def test_bars_of_the_buffer_index_are_its_interval() -> None:
    table = pd.DataFrame({"buffer_36": [0.1], "buffer_36_low": [0.05], "buffer_36_high": [0.15]})
    axes = draw_buffering(table, [("A crisis", [0])]).figure.axes[0]
    segment = axes.containers[0].lines[2][0].get_segments()[0]  # type: ignore[attr-defined]
    np.testing.assert_allclose(segment[:, 0], [0.05, 0.15])


def test_crises_within_the_band_of_no_effect_are_counted_for_who_cannot_see_the_figure() -> None:
    table = pd.DataFrame({"buffer_36": [0.05, -0.3], "buffer_36_low": np.nan, "buffer_36_high": np.nan})
    alt = draw_buffering(table, [("a", [0]), ("b", [1])]).alt
    assert "Of 2, 1 lie within 0.05 of zero; the smallest is -0.300" in alt
