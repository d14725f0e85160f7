"""The model description says what the code does: its tables are the code's, and every part has its section."""

import re
from pathlib import Path

import pytest

from cityties.kernel.parameters import DECLARED
from cityties.report.odd_tables import ODD, filled

TEXT = ODD.read_text(encoding="utf-8")
SUBMODELS = sorted((ODD.parent / "cityties" / "kernel" / "submodels").glob("*.py"))


def test_the_tables_of_the_description_are_those_of_the_code() -> None:
    assert filled(TEXT) == TEXT, "run `python -m cityties.report.odd_tables`"


def test_a_text_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        filled("no marks here")


@pytest.mark.parametrize("name", DECLARED)
def test_every_parameter_is_used_in_an_equation(name: str) -> None:
    prose = re.sub(r"<!-- parameters: generated -->.*<!-- parameters: end -->", "", TEXT, flags=re.DOTALL)
    assert f"`{name}`" in prose or name.startswith("practice_cost_")


@pytest.mark.parametrize("path", SUBMODELS, ids=lambda path: path.stem)
def test_every_submodel_cites_a_section_that_exists(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    cited = re.search(r"ODD (7\.\d+|7|4\.11)", first)
    assert cited, f"{path.name} names no section"
    assert f"**{cited[1]} " in TEXT or cited[1] in ("7", "4.11")


def test_all_seven_elements_of_odd_are_there() -> None:
    headings = re.findall(r"^## (\d)\. (.+)$", TEXT, flags=re.MULTILINE)
    assert [number for number, _ in headings] == list("1234567")
