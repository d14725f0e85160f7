"""The model description agrees with the code: tables, symbols, names, and a section for every submodel."""

import ast
import re
from pathlib import Path

import pytest

from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.report.odd_tables import COLUMNS, ODD, TABLES, filled, key_table, parameter_table, state_table
from cityties.scenario.keys import key_at
from cityties.scenario.world_changes import CityChange, DyadChange, NationChange, PublicChange, TieSuspension

TEXT = ODD.read_text(encoding="utf-8")
SUBMODELS = sorted((ODD.parent / "cityties" / "kernel" / "submodels").glob("*.py"))
PROSE = re.sub(r"<!-- (\w+): generated -->.*?<!-- \1: end -->", "", TEXT, flags=re.DOTALL)
FORMULAS = re.findall(r"\$\$.*?\$\$|\$[^$\n]+\$", PROSE, flags=re.DOTALL)
SYMBOLS = re.findall(r"\$([^$\n]+)\$\s=\s`(\w+)`", PROSE)
CHANGES = (CityChange, NationChange, DyadChange, PublicChange, TieSuspension)
"""What scenarios say of named cities, nations, pairs, publics and ties; their keys stand below a name."""
OTHER_NAMES = {"from", "code type", "math.fsum", "prior", "rest"}
COMMAND = re.compile(r"cityties [a-z]+.*")


def plain(symbol: str) -> str:
    """Return a symbol of a formula as the table of parameters writes it."""
    return re.sub(r"[\\{}]|mathrm", "", symbol).replace("sigma_", "sig_")


def is_known(name: str) -> bool:
    """Return whether a name of the description is one of the code, of a file or of a command."""
    known = {*DECLARED, *MECHANISMS, *OTHER_NAMES, *(field for change in CHANGES for field in change.model_fields)}
    is_file = "/" in name and (ODD.parents[1] / name).exists()
    return name in known or is_file or bool(COMMAND.fullmatch(name)) or is_key(name)


def is_key(name: str) -> bool:
    """Return whether a name, or that before a colon in it, is a key of a scenario file."""
    return key_at(tuple(name.partition(":")[0].split("."))) is not None


def test_the_tables_of_the_description_are_those_of_the_code() -> None:
    assert filled(TEXT) == TEXT, "run `python -m cityties.report.odd_tables`"


def test_a_text_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        filled("no marks here")


@pytest.mark.parametrize("name", DECLARED)
def test_every_parameter_is_used_in_an_equation(name: str) -> None:
    assert f"`{name}`" in PROSE


@pytest.mark.parametrize("path", SUBMODELS, ids=lambda path: path.stem)
def test_every_submodel_cites_a_section_that_exists(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    cited = re.search(r"ODD (7\.\d+|7|4\.11)", first)
    assert cited, f"{path.name} names no section"
    assert f"### {cited[1]} " in TEXT or f"**{cited[1]} " in TEXT or cited[1] == "7"


def sections() -> dict[str, str]:
    """Return the text of each submodel's section, and of that on derived attributes, by number."""
    found = re.finditer(
        r"^(?:### |\*\*)([57]\.\d+) .*?(?=^### 7|^## |^\*\*5\.|\Z)", PROSE, flags=re.MULTILINE | re.DOTALL
    )
    return {match[1]: match[0] for match in found}


def parameters_read_by(path: Path) -> set[str]:
    """Return the parameters that the code of a file reads, as in ``p.walkout``."""
    reads = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute))
    return {node.attr for node in reads if node.attr in DECLARED and ast.unparse(node.value).split(".")[-1] == "p"}


@pytest.mark.parametrize("path", SUBMODELS, ids=lambda path: path.stem)
def test_a_section_names_the_parameters_its_submodel_reads_or_points_to_where_they_are(path: Path) -> None:
    cited = re.search(r"ODD (7\.\d+)", path.read_text(encoding="utf-8").splitlines()[0])
    if cited:
        texts = sections()
        here = texts[cited[1]]
        pointed = "".join(texts[number] for number in re.findall(r"\b([57]\.\d+)\b", here) if number in texts)
        assert {name for name in parameters_read_by(path) if f"`{name}`" not in here + pointed} == set()


def test_all_seven_elements_of_odd_are_there() -> None:
    headings = re.findall(r"^## (\d)\. (.+)$", TEXT, flags=re.MULTILINE)
    assert [number for number, _ in headings] == list("1234567")


def test_a_symbol_of_a_formula_is_that_of_the_table_of_parameters() -> None:
    assert [(symbol, name) for symbol, name in SYMBOLS if plain(symbol) != DECLARED[name].symbol] == []


def test_every_parameter_has_its_symbol_named_beside_a_formula() -> None:
    assert set(DECLARED) - {name for _, name in SYMBOLS} == set()


def test_no_formula_holds_what_markdown_reads_before_mathematics() -> None:
    """An underscore after a sign opens emphasis, and a backslash before a sign (but one) is taken away."""
    for formula in FORMULAS:
        text = formula.replace("\\\\", "")
        assert not re.search(r"[^0-9A-Za-z]_|\\[^A-Za-z]|[*<>]", text), formula


def test_a_display_formula_stands_alone_and_begins_no_list() -> None:
    lines = TEXT.splitlines()
    fences = [number for number, line in enumerate(lines) if line == "$$"]
    assert len(fences) % 2 == 0
    for begin, end in zip(fences[::2], fences[1::2], strict=True):
        assert lines[begin - 1] == lines[end + 1] == ""
        assert not [line for line in lines[begin:end] if line == "" or line.startswith(("-", "+", "=", "#"))]


def test_every_name_in_the_description_is_one_of_the_code() -> None:
    named = re.findall(r"`([^`\n]+)`", PROSE)
    assert [name for name in named if not is_known(name)] == []


def test_the_table_of_keys_writes_months_and_switches_as_a_scenario_file_does() -> None:
    rows = {
        row.split("|")[1].strip(): [cell.strip() for cell in row.split("|")[2:5]] for row in key_table().splitlines()
    }
    assert rows["`start`"][:2] == ["a month, YYYY-MM", "1972-01"]
    assert rows["`policies.start`"][1] == "2021-01"
    assert rows["`ties.rewired`"][1] == "false"
    assert rows["`arms.tie_pathways`"][1] == "[true, false]"
    assert rows["`policies.autonomy_gain`"][:2] == ["a number between 0 and 1 (unit: share)", "0"]
    assert rows["`ties`"][:2] == ["", ""]


def test_the_table_of_keys_leaves_out_what_the_description_lists() -> None:
    assert not re.search(r"`(parameters|mechanisms)\.\w+`", key_table())


def test_a_table_has_one_row_for_each_parameter() -> None:
    head = 2
    assert len(parameter_table().splitlines()) == head + len(DECLARED)


@pytest.mark.parametrize("kind", COLUMNS, ids=lambda kind: kind.__name__)
def test_the_table_of_state_names_every_column(kind: type) -> None:
    fields: tuple[str, ...] = getattr(kind, "_fields", ())
    table = state_table()
    assert fields
    assert [field for field in fields if f"`{field}`" not in table and f"`{kind.__name__}.{field}`" not in table] == []


def test_filling_keeps_the_prose_and_needs_no_second_pass() -> None:
    marks = "".join(
        f"before {name}\n<!-- {name}: generated -->\na stale row\n<!-- {name}: end -->\nafter\n" for name in TABLES
    )
    once = filled(marks)
    assert filled(once) == once
    assert "a stale row" not in once
    assert all(f"before {name}\n" in once for name in TABLES)
