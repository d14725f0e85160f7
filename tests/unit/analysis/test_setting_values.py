"""Values of settings are the same in every language in tables, and in words of the language on pages."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from cityties.analysis.setting_values import BY_CITY, setting_text, shown_setting
from cityties.tables.language import spoken


def test_a_span_over_cities_is_said_in_the_language_of_the_page() -> None:
    span = BY_CITY.format(low="0.2", high="0.5")
    assert span == shown_setting(span) == "0.2 to 0.5, by city"
    with spoken("zh"):
        assert shown_setting(span) == "0.2 至 0.5，因城市而异"
        assert shown_setting("not set") == "未设置"
        assert shown_setting("0.25") == "0.25"


TABLES = {
    "shocks.csv": {"shock": ["one", "two"], "severity": ["0.4", ""]},
    "nations.csv": {"nation": ["AA", "BB"], "name": ["Aland", "Bland"]},
    "cities.csv": {
        "nation": ["AA", "AA", "BB"],
        "city": ["Anport", "Anville", "Bayport"],
        "autonomy": [".2", ".5", ".3"],
    },
}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("outreach", "0.25"),
        ("shocks.change.one.severity", "0.4"),
        ("shocks.change.two.severity", "as recorded"),
        ("nations.AA.autonomy", "0.2 to 0.5, by city"),
        ("nations.BB.autonomy", ".3"),
        ("cities.AA/Anville.autonomy", ".5"),
        ("shocks.change.none.severity", "not set"),
        ("mechanisms.lobbying", "true"),
    ],
)
def test_a_setting_that_the_file_leaves_out_is_what_the_world_or_the_default_says(key: str, said: str) -> None:
    case: Any = SimpleNamespace(
        flat_settings={"outreach": 0.25}, world_table=lambda file: pd.DataFrame(TABLES[file]), world_folder=None
    )
    assert setting_text(case, key) == said
