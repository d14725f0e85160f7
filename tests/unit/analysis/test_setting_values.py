"""Values of settings are the same in every language in tables, and in words of the language on pages."""

from cityties.analysis.setting_values import BY_CITY, shown_setting
from cityties.tables.language import spoken


def test_a_span_over_cities_is_said_in_the_language_of_the_page() -> None:
    span = BY_CITY.format(low="0.2", high="0.5")
    assert span == shown_setting(span) == "0.2 to 0.5, by city"
    with spoken("zh"):
        assert shown_setting(span) == "0.2 至 0.5，因城市而异"
        assert shown_setting("not set") == "未设置"
        assert shown_setting("0.25") == "0.25"
