"""Names on maps: as many as can be read, none over another, the capitals first."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cityties.figures.label_order import ranked
from cityties.figures.labels import label_cities


def test_names_on_a_map_do_not_overlap() -> None:
    generator = np.random.default_rng(1)
    cities = pd.DataFrame(
        {
            "city": [f"Town number {n}" for n in range(60)],
            "nation": ["AA", "BB", "CC"] * 20,
            "level": "city",
            "capital": [n == 7 for n in range(60)],
            "population": generator.integers(10_000, 9_000_000, 60),
            "longitude": generator.uniform(100, 140, 60),
            "latitude": generator.uniform(20, 45, 60),
        }
    )
    figure = Figure(figsize=(6, 4))
    axes = figure.subplots()
    axes.plot(cities["longitude"], cities["latitude"], "o")
    figure.draw_without_rendering()
    label_cities(axes, cities)
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 10
    assert ranked(cities).iloc[0]["city"] == "Town number 7"
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_every_nation_has_a_name_before_any_has_two() -> None:
    cities = pd.DataFrame(
        {
            "city": ["Alpha", "Beta", "Gamma", "Delta"],
            "nation": ["AA", "AA", "AA", "BB"],
            "level": ["city", "city", "province", "city"],
            "capital": False,
            "population": [9, 8, 99, 1],
        }
    )
    assert ranked(cities)["city"].tolist() == ["Alpha", "Delta", "Beta"]
