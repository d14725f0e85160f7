"""The code that counts: an edit of what can change a number makes units fresh, and no other edit does."""

import shutil
from pathlib import Path

import pytest

from builders.paths import PACKAGE
from cityties.experiment.code import code_digest, digest_of, sources

WHOLE = ("kernel", "setup")
"""Folders of which every file counts but those that only compile ahead or only report."""
COMPILE_AHEAD = {PACKAGE / "kernel" / name for name in ("precompile.py", "doors.py")}
RECORDED = {PACKAGE / "kernel" / "state_space.py"}
"""What is compiled for the recorded series, which no unit looks at."""
REPORTS = {PACKAGE / "setup" / "inertness.py", PACKAGE / "setup" / "place_names.py"}
IN_PART = {
    "tables": ("columns.py", "declared_model.py", "declared_record.py", "reader.py", "cells.py"),
    "scenario": ("models.py", "sections.py", "fields.py", "policies.py", "sweeps.py", "roles.py"),
    "custom_rules": ("reader.py", "schedule.py", "written_month.py"),
    "experiment": ("design.py", "replicate.py", "reduction.py", "sampling.py", "unit_tables.py", "variants.py"),
}
"""Folders of which these files count, among others."""
NOT_COUNTED = {
    "scenario": ("messages.py", "json_schema.py", "writer.py", "yaml_reader.py", "world_names.py"),
    "experiment": ("batch.py", "batch_folder.py", "journal.py", "provenance.py", "reasons.py", "code.py"),
}
NOWHERE = sorted(
    {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    - {*WHOLE, *IN_PART, "errors.py"}
)
"""What stands at the top of the package and can change no number: faces, explanations, pages, figures, commands."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / PACKAGE.name
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def digest(package: Path) -> str:
    return code_digest.__wrapped__(package)


def edit(file: Path) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.write("\n# edited\n")


def test_every_file_of_the_kernel_and_the_set_up_counts() -> None:
    counted = set(sources())
    for folder in WHOLE:
        assert not set((PACKAGE / folder).rglob("*.py")) - counted - COMPILE_AHEAD - REPORTS - RECORDED


@pytest.mark.parametrize(("folder", "names"), IN_PART.items(), ids=IN_PART)
def test_files_that_make_a_unit_out_of_a_scenario_count(folder: str, names: tuple[str, ...]) -> None:
    assert {PACKAGE / folder / name for name in names} <= set(sources())


def test_the_first_digits_of_the_digest_depend_on_every_file_that_counts(copy: Path) -> None:
    """Pages and messages show eight digits alone."""
    counted = sources(copy)
    before = digest_of(*counted, package=copy)
    for file in counted:
        text = file.read_bytes()
        edit(file)
        assert digest_of(*counted, package=copy)[:8] != before[:8], file
        file.write_bytes(text)


@pytest.mark.parametrize("part", NOWHERE)
def test_an_edit_of_a_face_an_explanation_a_page_a_figure_or_a_command_recomputes_nothing(
    copy: Path, part: str
) -> None:
    place = copy / part
    for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        edit(file)
    assert digest(copy) == code_digest()


@pytest.mark.parametrize(("folder", "names"), NOT_COUNTED.items(), ids=NOT_COUNTED)
def test_an_edit_of_what_reads_writes_or_explains_files_recomputes_nothing(
    copy: Path, folder: str, names: tuple[str, ...]
) -> None:
    for name in names:
        edit(copy / folder / name)
    assert digest(copy) == code_digest()


def test_a_new_submodel_counts_as_soon_as_the_schedule_imports_it(copy: Path) -> None:
    new, schedule = copy / "kernel" / "submodels" / "weather.py", copy / "kernel" / "schedule.py"
    new.write_text('"""Weather."""\n', encoding="utf-8")
    assert digest(copy) == code_digest()
    with schedule.open("a", encoding="utf-8") as text:
        text.write("\nfrom cityties.kernel.submodels import weather  # noqa: E402\n")
    before = digest(copy)
    edit(new)
    assert digest(copy) != before != code_digest()


def test_a_file_that_is_renamed_counts_as_changed(copy: Path) -> None:
    new = copy / "kernel" / "submodels" / "goods.py"
    (copy / "kernel" / "submodels" / "exchange.py").rename(new)
    for file in sources():
        place = copy / file.relative_to(PACKAGE)
        if place.is_file():
            text = place.read_text(encoding="utf-8")
            place.write_text(text.replace("submodels.exchange import", "submodels.goods import"), encoding="utf-8")
    assert new in sources(copy)
    assert digest(copy) != code_digest()
